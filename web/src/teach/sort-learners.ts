// Sorting the loaded learners: the API sorts by ID alone.
import type { Schemas } from "../api/client";
import { locale } from "../texts/texts";

type Learner = Schemas["LearnerSummary"];

/** Sort orders; `id` is the order of the API. */
export type SortOrder = "id" | "name" | "least" | "most" | "newest";

/** The learners sorted; the sort is stable. */
export function sortLearners(learners: readonly Learner[], order: SortOrder): readonly Learner[] {
  if (order === "id") return learners;
  const compare = order === "name" ? byName() : COMPARISONS[order];
  return [...learners].sort(compare);
}

type Comparison = (one: Learner, other: Learner) => number;

/** By the alphabet of the page's language; learners without a name come last. */
function byName(): Comparison {
  const names = new Intl.Collator(locale(), { sensitivity: "base", numeric: true });
  return (one, other) =>
    Number(!one.learner_name?.trim()) - Number(!other.learner_name?.trim()) ||
    names.compare(one.learner_name?.trim() ?? "", other.learner_name?.trim() ?? "");
}

const COMPARISONS: Readonly<Record<Exclude<SortOrder, "id" | "name">, Comparison>> = {
  least: (one, other) => one.percent - other.percent,
  most: (one, other) => other.percent - one.percent,
  // Learners who have not completed the course come last.
  newest: (one, other) => completionTime(other) - completionTime(one),
};

function completionTime(learner: Learner): number {
  return learner.completed_at ? Date.parse(learner.completed_at) : 0;
}
