import { AssignmentDone } from "./assignment-done";
import type { LessonProps } from "./lesson-props";

/** An assignment, submitted elsewhere; an instructor marks it as complete. */
export function AssignmentLesson({ lesson }: LessonProps) {
  return (
    <section class="card stack">
      {lesson.completed_at === null ? (
        <>
          <p>Submit this assignment the way your instructor asked you to.</p>
          <p>Your instructor will review it and mark it as done. You do not need to do anything on this page.</p>
        </>
      ) : (
        <AssignmentDone completedAt={lesson.completed_at} note={lesson.note} />
      )}
    </section>
  );
}
