import { rich, t } from "../texts/texts";
import type { LessonDraft } from "./lesson-drafts";
import { controlIds, type EntryActions } from "./lesson-actions";

/** A removed lesson, which can be restored until the course is saved. */
export function RemovedLesson({ lesson, actions }: { lesson: LessonDraft; actions: EntryActions }) {
  return (
    <div class="edited-lesson lesson-removed">
      <p>
        {rich("removed_lesson.removed", { lesson: <bdi>{lesson.title || t("removed_lesson.untitled")}</bdi> })}{" "}
        {lesson.stored && (
          <span class="faint">{rich("removed_lesson.progress", { id: <code>{lesson.lesson_id}</code> })}</span>
        )}
      </p>
      <button
        class="button"
        type="button"
        id={controlIds.undo(lesson.key)}
        onClick={() => actions.remove(lesson.key, false)}
      >
        {t("removed_lesson.undo")}{" "}
        <span class="visually-hidden">{t("removed_lesson.removing", { title: lesson.title })}</span>
      </button>
    </div>
  );
}
