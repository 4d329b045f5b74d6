// Texts about the rows of a file to import.
import type { Schemas } from "../api/client";
import { pluralize } from "../ui/format";
import type { Kind } from "./enrollment-api";

export type Verdict = Schemas["EnrollmentImportVerdict"];
type Counts = Schemas["EnrollmentImportCounts"];

/** In the order in which they are shown: problems first. */
export const VERDICTS: readonly Verdict[] = ["bad", "refunded", "ended", "busy", "new", "updated", "unchanged"];

/** The class of a verdict's badge. */
export const VERDICT_BADGES: Readonly<Record<Verdict, string>> = {
  new: "badge-good",
  updated: "badge-gold",
  unchanged: "badge-plain",
  bad: "badge-bad",
  refunded: "badge-bad",
  ended: "badge-bad",
  busy: "badge-bad",
};

/** What a row would do. */
export const PLANNED: Readonly<Record<Verdict, string>> = {
  new: "New",
  updated: "Updates",
  unchanged: "Nothing changes",
  bad: "Cannot be imported",
  refunded: "Order refunded",
  ended: "Access has ended",
  busy: "Busy",
};

/** What became of a row. */
export const DONE: Readonly<Record<Verdict, string>> = {
  new: "Enrolled",
  updated: "Updated",
  unchanged: "Nothing to change",
  bad: "Not imported",
  refunded: "Not imported: order refunded",
  ended: "Not imported: access has ended",
  busy: "Not imported: changed by others",
};

/** How many rows would change something. */
export function changes(counts: Counts): number {
  return counts.new + counts.updated;
}

/** How many rows are not imported. */
export function problems(counts: Counts): number {
  return counts.bad + counts.refunded + counts.ended + counts.busy;
}

/** The label of the button that starts an import. */
export function startLabel(counts: Counts, kind: Kind): string {
  const count = changes(counts);
  if (count === 0) return "Nothing to import";
  return kind === "enroll" ? `Import ${pluralize(count, "learner")}` : `Import ${pluralize(count, "row")} of history`;
}

/** What happened, in one sentence. */
export function resultText(counts: Counts): string {
  const done = changes(counts);
  const failed = problems(counts);
  if (failed === 0) return done === 0 ? "Everything was so already." : `${pluralize(done, "row")} imported.`;
  return `${pluralize(done, "row")} imported, ${pluralize(failed, "row")} not.`;
}
