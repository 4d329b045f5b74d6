import type { LessonDraft } from "./lesson-drafts";
import { controlIds, type EntryActions } from "./lesson-actions";

/** A removed lesson, which can be restored until the course is saved. */
export function RemovedLesson({ lesson, actions }: { lesson: LessonDraft; actions: EntryActions }) {
  return (
    <div class="edited-lesson lesson-removed">
      <p>
        Removed: <bdi>{lesson.title || "a lesson without a title"}</bdi>.{" "}
        {lesson.stored && (
          <span class="faint">
            Learners’ progress in it is kept, and will count again if you add a lesson with the ID{" "}
            <code>{lesson.lesson_id}</code>.
          </span>
        )}
      </p>
      <button
        class="button"
        type="button"
        id={controlIds.undo(lesson.key)}
        onClick={() => actions.remove(lesson.key, false)}
      >
        Undo <span class="visually-hidden">removing {lesson.title}</span>
      </button>
    </div>
  );
}
