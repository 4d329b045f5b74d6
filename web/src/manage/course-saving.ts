// Saving a course without overwriting what somebody else saved: the API takes it only while the version that is stored is
// the one that was looked at.
import { answered, api, ProblemError, type Schemas } from "../api/client";
import { type CourseDraft, draftOf, inputOf, sayTheSame } from "./course-draft";

type Course = Schemas["Course"];

const ATTEMPTS = 3;

/** How an attempt to save ended, when the API did not refuse it. */
export type Outcome =
  | { readonly kind: "saved"; readonly course: Course }
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
 * @param attempts how often to look again when somebody was quicker.
 */
export async function saveCourse(
  draft: CourseDraft,
  base: Course | null,
  overwrite: boolean,
  attempts = ATTEMPTS,
): Promise<Outcome> {
  const stored = await findCourse(draft.course_id);
  // Stored already by an attempt whose answer was lost: to save it again is no harm.
  const isMine = stored !== null && sayTheSame(draftOf(stored), draft);
  if (stored && base === null && !isMine) return { kind: "exists", theirs: stored };
  if (stored && base && !overwrite && !isMine && !sayTheSame(draftOf(stored), draftOf(base)))
    return { kind: "conflict", theirs: stored };
  try {
    const course = await answered(
      api.PUT("/admin/courses/{course_id}", {
        params: { path: { course_id: draft.course_id } },
        body: { ...inputOf(draft), version: stored?.version ?? 0 },
      }),
    );
    return { kind: "saved", course };
  } catch (error) {
    // Somebody was quicker, perhaps with something else of the course: look again.
    if (error instanceof ProblemError && error.code === "concurrent_change" && attempts > 1)
      return saveCourse(draft, base, overwrite, attempts - 1);
    throw error;
  }
}
