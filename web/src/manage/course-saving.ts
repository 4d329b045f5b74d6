// Saving a course without overwriting what somebody else saved. The API takes a whole course and has no condition for
// it, so what is stored is read right before; what comes in the moment between shows in the version afterwards.
import { answered, api, ProblemError, type Schemas } from "../api/client";
import { type CourseDraft, draftOf, inputOf, sayTheSame } from "./course-draft";

type Course = Schemas["Course"];

/** How an attempt to save ended, when the API did not refuse it. */
export type Outcome =
  | {
      readonly kind: "saved";
      readonly course: Course;
      /** Whether something else of the course was changed in the same moment. */
      readonly crossed: boolean;
    }
  /** Nothing was saved: somebody else has saved something else meanwhile. */
  | { readonly kind: "conflict"; readonly theirs: Course }
  /** Nothing was saved: a course with the id of a new one is there already. */
  | { readonly kind: "exists"; readonly theirs: Course };

/** A course as stored. */
export function readCourse(courseId: string): Promise<Course> {
  return answered(api.GET("/admin/courses/{course_id}", { params: { path: { course_id: courseId } } }));
}

/** A course as stored, or null when there is none of this id. */
export async function findCourse(courseId: string): Promise<Course | null> {
  try {
    return await readCourse(courseId);
  } catch (error) {
    if (error instanceof ProblemError && error.code === "course_not_found") return null;
    throw error;
  }
}

/**
 * Save a course.
 *
 * @param draft with the ids of all its lessons.
 * @param base what the draft began from; null when the course is to be made.
 * @param overwrite save it whatever somebody else has saved meanwhile.
 */
export async function saveCourse(draft: CourseDraft, base: Course | null, overwrite: boolean): Promise<Outcome> {
  const stored = await findCourse(draft.course_id);
  // Stored already by an attempt whose answer was lost: to save it again is no harm.
  const isMine = stored !== null && sayTheSame(draftOf(stored), draft);
  if (stored && base === null && !isMine) return { kind: "exists", theirs: stored };
  if (stored && base && !overwrite && !isMine && !sayTheSame(draftOf(stored), draftOf(base)))
    return { kind: "conflict", theirs: stored };
  const course = await answered(
    api.PUT("/admin/courses/{course_id}", {
      params: { path: { course_id: draft.course_id } },
      body: inputOf(draft),
    }),
  );
  return { kind: "saved", course, crossed: course.version !== (stored?.version ?? 0) + 1 };
}
