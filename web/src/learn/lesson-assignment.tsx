import type { LessonProps } from "./lesson";

/** Work that is handed in elsewhere: somebody on the teachers' side says that it is done. */
export function AssignmentLesson({ lesson }: LessonProps) {
  return (
    <section class="card stack">
      {lesson.completed_at === null ? (
        <>
          <p>Hand this in the way that your instructor told you.</p>
          <p>
            Your instructor marks it as done once they have looked at it. There is nothing to press here; this page will
            say so.
          </p>
        </>
      ) : (
        <p>Your instructor has marked this as done.</p>
      )}
    </section>
  );
}
