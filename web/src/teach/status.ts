// What the page says about a search, while it goes on and at its end.
import { counted } from "../ui/text";

/** How far a list is loaded, and what was found in it. */
export interface Progress {
  readonly query: string;
  /** How many match the query, of those that are loaded. */
  readonly matches: number;
  readonly loaded: number;
  /** How many there are in all, as far as is known. */
  readonly total: number;
  readonly complete: boolean;
}

/** One sentence on a search, or on a list that is put in order; nothing where the whole list is there anyway. */
export function statusSentence({ query, matches, loaded, total, complete }: Progress): string {
  if (!query.trim()) return complete ? "" : `Putting in order: ${loaded} of ${counted(total, "learner")} loaded.`;
  if (!complete) return `${matches} found so far. Searched ${loaded} of ${counted(total, "learner")}.`;
  if (matches === 0) return `Nobody among ${counted(total, "learner")} matches.`;
  return `${matches} of ${counted(total, "learner")} ${matches === 1 ? "matches" : "match"}.`;
}
