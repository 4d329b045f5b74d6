// The results of a search of all courses, grouped by learner.
import type { Schemas } from "../api/client";

/** One learner, with each course in which the search found them. */
export type Found = readonly [Schemas["FoundLearner"], ...Schemas["FoundLearner"][]];

/** Groups results that follow each other: the API returns the courses of a learner together. */
export function byLearner(results: readonly Schemas["FoundLearner"][]): readonly Found[] {
  const groups: [Schemas["FoundLearner"], ...Schemas["FoundLearner"][]][] = [];
  for (const result of results) {
    const last = groups.at(-1);
    if (last?.[0].user_id === result.user_id) last.push(result);
    else groups.push([result]);
  }
  return groups;
}
