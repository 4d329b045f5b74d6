// What the page says about a search, while it goes on and at its end.
import { pluralize } from "../ui/format";

/** How far a list is loaded, and what was found in it. */
export interface SearchProgress {
  readonly query: string;
  /** How many match the query, of those that are loaded. */
  readonly matches: number;
  readonly loaded: number;
  /** How many there are in all, as far as is known. */
  readonly total: number;
  readonly complete: boolean;
}

/** One sentence on a search, or on a list that is put in order; nothing where the whole list is there anyway. */
export function searchStatus({ query, matches, loaded, total, complete }: SearchProgress): string {
  if (!query.trim()) return complete ? "" : `Putting in order: ${loaded} of ${pluralize(total, "learner")} loaded.`;
  if (!complete) return `${matches} found so far. Searched ${loaded} of ${pluralize(total, "learner")}.`;
  if (matches === 0) return `Nobody among ${pluralize(total, "learner")} matches.`;
  return `${matches} of ${pluralize(total, "learner")} ${matches === 1 ? "matches" : "match"}.`;
}
