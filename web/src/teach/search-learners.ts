// Searching and sorting the loaded learners.
import type { Schemas } from "../api/client";

type Learner = Schemas["LearnerSummary"];

/** Sort orders; `id` is the order of the API. */
export type SortOrder = "id" | "name" | "least" | "most" | "newest";

/** Accents, vowel points and other marks, which searches ignore. */
const DIACRITICS = /[\u0300-\u036f\u0591-\u05c7\u0640\u064b-\u065f\u0670]/g;
/** Letters that Unicode does not decompose, with their plain equivalents. */
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

/** Normalize text for comparison: `Łukasz Wójcik` becomes `lukasz wojcik`. */
export function normalize(text: string): string {
  const plain = text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(DIACRITICS, "");
  return plain.replace(/[łøđðħıþßæœ]/g, (letter) => LETTER_REPLACEMENTS[letter] ?? letter);
}

/** The learners whose name or ID contains every word of a query. */
export function searchLearners(learners: readonly Learner[], query: string): readonly Learner[] {
  const words = normalize(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return learners;
  return learners.filter((learner) => {
    const text = normalize(`${learner.learner_name ?? ""} ${learner.user_id}`);
    return words.every((word) => text.includes(word));
  });
}

/** The learners sorted; the sort is stable. */
export function sortLearners(learners: readonly Learner[], order: SortOrder): readonly Learner[] {
  if (order === "id") return learners;
  const compare = COMPARISONS[order];
  return [...learners].sort(compare);
}

const names = new Intl.Collator(undefined, { sensitivity: "base", numeric: true });

const COMPARISONS: Readonly<Record<Exclude<SortOrder, "id">, (one: Learner, other: Learner) => number>> = {
  // Learners without a name come last.
  name: (one, other) =>
    Number(!one.learner_name?.trim()) - Number(!other.learner_name?.trim()) ||
    names.compare(one.learner_name?.trim() ?? "", other.learner_name?.trim() ?? ""),
  least: (one, other) => one.percent - other.percent,
  most: (one, other) => other.percent - one.percent,
  // Learners who have not completed the course come last.
  newest: (one, other) => completionTime(other) - completionTime(one),
};

function completionTime(learner: Learner): number {
  return learner.completed_at ? Date.parse(learner.completed_at) : 0;
}
