import type { LessonProps } from "./lesson-props";

/** An assignment, submitted elsewhere; an instructor marks it as complete. */
export function AssignmentLesson({ lesson }: LessonProps) {
  return (
    <section class="card stack">
      {lesson.completed_at === null ? (
        <>
          <p>Submit this assignment the way your instructor asked you to.</p>
          <p>Your instructor will review it and mark it as complete. You do not need to do anything on this page.</p>
        </>
      ) : (
        <p>Your instructor has marked this assignment as complete.</p>
      )}
    </section>
  );
}
