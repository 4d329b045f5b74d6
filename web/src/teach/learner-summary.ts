// What a line of the list of learners says.
import type { Schemas } from "../api/client";

/** What a learner is called: by name, or else by id. */
export function displayName(learner: { readonly user_id: string; readonly learner_name: string | null }): string {
  const name = learner.learner_name?.trim() ?? "";
  return name === "" ? learner.user_id : name;
}

/**
 * How many lessons a learner's count is of.
 *
 * The list says what was last detected; of somebody who completed no lesson yet, nothing was.
 */
export function lessonCount(learner: Schemas["LearnerSummary"], lessonsOfCourse: number): number {
  return learner.published_lessons || lessonsOfCourse;
}
