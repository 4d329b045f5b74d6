// Finding learners among those that are loaded, and putting them in order.
import type { Schemas } from "../api/client";

type Learner = Schemas["LearnerSummary"];

/** Ways to order learners; `id` is the API's own. */
export type SortOrder = "id" | "name" | "least" | "most" | "newest";

/** What people type without looking: no accents, no vowel points, no capitals, no special forms of letters. */
const DIACRITICS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;
/** Letters that have a stroke or a ligature of their own, where Unicode sees no mark to take off. */
const LETTER_REPLACEMENTS: Readonly<Record<string, string>> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  ħ: "h",
  ı: "i",
  þ: "th",
  ß: "ss",
  æ: "ae",
  œ: "oe",
};

/** A text as it is compared: `Łukasz Wójcik` is `lukasz wojcik`. */
export function normalize(text: string): string {
  const plain = text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(DIACRITICS, "");
  return plain.replace(/[łøđðħıþßæœ]/g, (letter) => LETTER_REPLACEMENTS[letter] ?? letter);
}

/** The learners whose name or id has every word of a query, in any order. */
export function searchLearners(learners: readonly Learner[], query: string): readonly Learner[] {
  const words = normalize(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return learners;
  return learners.filter((learner) => {
    const text = normalize(`${learner.learner_name ?? ""} ${learner.user_id}`);
    return words.every((word) => text.includes(word));
  });
}

/** Learners in an order; those who stand alike keep the order they had. */
export function sortLearners(learners: readonly Learner[], order: SortOrder): readonly Learner[] {
  if (order === "id") return learners;
  const compare = COMPARISONS[order];
  return [...learners].sort(compare);
}

const names = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });

const COMPARISONS: Readonly<Record<Exclude<SortOrder, "id">, (one: Learner, other: Learner) => number>> = {
  // Whoever has no name comes behind those who have one.
  name: (one, other) =>
    Number(!one.learner_name?.trim()) - Number(!other.learner_name?.trim()) ||
    names.compare(one.learner_name?.trim() ?? "", other.learner_name?.trim() ?? ""),
  least: (one, other) => one.percent - other.percent,
  most: (one, other) => other.percent - one.percent,
  // Whoever has not completed the course comes last.
  newest: (one, other) => completionTime(other) - completionTime(one),
};

function completionTime(learner: Learner): number {
  return learner.completed_at ? Date.parse(learner.completed_at) : 0;
}
