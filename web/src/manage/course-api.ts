// Saving a course without overwriting what somebody else saved: the API takes it only while the version that is stored is
// the one that was looked at.
import { unwrap, api, ProblemError, type Schemas } from "../api/client";
import { type CourseDraft, toDraft, toInput, draftsEqual } from "./course-draft";

type Course = Schemas["Course"];

const MAX_ATTEMPTS = 3;

/** How an attempt to save ended, when the API did not refuse it. */
export type SaveResult =
  | { readonly kind: "saved"; readonly course: Course }
  /** Nothing was saved: somebody else has saved something else meanwhile. */
  | { readonly kind: "conflict"; readonly theirs: Course }
  /** Nothing was saved: a course with the id of a new one is there already. */
  | { readonly kind: "exists"; readonly theirs: Course };

/** A course as stored. */
export function readCourse(courseId: string): Promise<Course> {
  return unwrap(api.GET("/admin/courses/{course_id}", { params: { path: { course_id: courseId } } }));
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
  attempts = MAX_ATTEMPTS,
): Promise<SaveResult> {
  const stored = await findCourse(draft.course_id);
  // Stored already by an attempt whose answer was lost: to save it again is no harm.
  const isAlreadySaved = stored !== null && draftsEqual(toDraft(stored), draft);
  if (stored && base === null && !isAlreadySaved) return { kind: "exists", theirs: stored };
  if (stored && base && !overwrite && !isAlreadySaved && !draftsEqual(toDraft(stored), toDraft(base)))
    return { kind: "conflict", theirs: stored };
  try {
    const course = await unwrap(
      api.PUT("/admin/courses/{course_id}", {
        params: { path: { course_id: draft.course_id } },
        body: { ...toInput(draft), version: stored?.version ?? 0 },
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
