// The status text of a search, while learners are loading and afterwards.
import { pluralize } from "../ui/format";

/** The state of a search or sort. */
export interface SearchProgress {
  readonly query: string;
  /** How many of the loaded learners match. */
  readonly matches: number;
  readonly loaded: number;
  /** How many learners there are, as far as known. */
  readonly total: number;
  readonly complete: boolean;
}

/** One sentence on a search or sort in progress, or on its result; empty when there is nothing to report. */
export function searchStatus({ query, matches, loaded, total, complete }: SearchProgress): string {
  if (!query.trim()) return complete ? "" : `Sorting: ${loaded} of ${pluralize(total, "learner")} loaded.`;
  if (!complete) return `${matches} found so far. Searched ${loaded} of ${pluralize(total, "learner")}.`;
  if (matches === 0) return `No matches among ${pluralize(total, "learner")}.`;
  return `${matches} of ${pluralize(total, "learner")} ${matches === 1 ? "matches" : "match"}.`;
}
