// Values derived from a learner summary.
import type { Schemas } from "../api/client";

/** The learner's name, or the ID if there is none. */
export function displayName(learner: { readonly user_id: string; readonly learner_name: string | null }): string {
  const name = learner.learner_name?.trim() ?? "";
  return name === "" ? learner.user_id : name;
}

/**
 * The total for a learner's completed lessons.
 *
 * The API stores it with the learner's progress; before the first completed lesson, the course's number is used.
 */
export function lessonCount(learner: Schemas["LearnerSummary"], lessonsOfCourse: number): number {
  return learner.published_lessons || lessonsOfCourse;
}
