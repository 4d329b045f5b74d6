// API calls for courses. Saving uses optimistic locking: the API accepts it only for the version that was read.
import { unwrap, api, ProblemError, type Schemas } from "../api/client";
import { type CourseDraft, toDraft, toInput, draftsEqual } from "./course-draft";

type Course = Schemas["Course"];

const MAX_ATTEMPTS = 3;

/** The result of a save that the API did not reject. */
export type SaveResult =
  | { readonly kind: "saved"; readonly course: Course }
  /** Nothing was saved: somebody else has saved other changes since. */
  | { readonly kind: "conflict"; readonly theirs: Course }
  /** Nothing was saved: the new course's ID is already in use. */
  | { readonly kind: "exists"; readonly theirs: Course };

/** A stored course. */
export function readCourse(courseId: string): Promise<Course> {
  return unwrap(api.GET("/admin/courses/{course_id}", { params: { path: { course_id: courseId } } }));
}

/** A stored course, or null if the ID is unknown. */
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
 * @param draft with the IDs of all its lessons.
 * @param base the version that the draft is based on; null to create the course.
 * @param overwrite save even if somebody else has saved other changes since.
 * @param attempts how often to try when another save comes first.
 */
export async function saveCourse(
  draft: CourseDraft,
  base: Course | null,
  overwrite: boolean,
  attempts = MAX_ATTEMPTS,
): Promise<SaveResult> {
  const stored = await findCourse(draft.course_id);
  // Already stored by an attempt whose response was lost: saving it again does no harm.
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
    // Somebody else saved in between: read the course again.
    if (error instanceof ProblemError && error.code === "concurrent_change" && attempts > 1)
      return saveCourse(draft, base, overwrite, attempts - 1);
    throw error;
  }
}
