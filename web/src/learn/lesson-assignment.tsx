import { t } from "../texts/texts";
import { AssignmentDone } from "./assignment-done";
import type { LessonProps } from "./lesson-props";

/** An assignment, submitted elsewhere; an instructor marks it as complete. */
export function AssignmentLesson({ lesson }: LessonProps) {
  return (
    <section class="card stack">
      {lesson.completed_at === null ? (
        <>
          <p>{t("assignment.submit")}</p>
          <p>{t("assignment.wait")}</p>
        </>
      ) : (
        <AssignmentDone completedAt={lesson.completed_at} note={lesson.note} />
      )}
    </section>
  );
}
