import type { LessonDraft } from "./course-draft";
import { controlIds, type LessonActions } from "./lesson-actions";

/** Where a lesson was that was taken out, until the course is saved. */
export function RemovedLesson({ lesson, actions }: { lesson: LessonDraft; actions: LessonActions }) {
  return (
    <div class="edited-lesson lesson-removed">
      <p>
        Removed: <bdi>{lesson.title || "a lesson without a title"}</bdi>.{" "}
        {lesson.stored && (
          <span class="faint">
            What learners did in it is kept, and counts again if a lesson with the id <code>{lesson.lesson_id}</code> is
            put back.
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
