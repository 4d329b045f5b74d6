// Texts about the rows of a file to import.
import type { Schemas } from "../api/client";
import { key, type PlainKey, t } from "../texts/texts";
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
export const PLANNED: Readonly<Record<Verdict, PlainKey>> = {
  new: key("import_verdicts.planned_new"),
  updated: key("import_verdicts.planned_updated"),
  unchanged: key("import_verdicts.planned_unchanged"),
  bad: key("import_verdicts.planned_bad"),
  refunded: key("import_verdicts.planned_refunded"),
  ended: key("import_verdicts.planned_ended"),
  busy: key("import_verdicts.planned_busy"),
};

/** What became of a row. */
export const DONE: Readonly<Record<Verdict, PlainKey>> = {
  new: key("import_verdicts.done_new"),
  updated: key("import_verdicts.done_updated"),
  unchanged: key("import_verdicts.done_unchanged"),
  bad: key("import_verdicts.done_bad"),
  refunded: key("import_verdicts.done_refunded"),
  ended: key("import_verdicts.done_ended"),
  busy: key("import_verdicts.done_busy"),
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
  if (count === 0) return t("import_verdicts.nothing");
  return kind === "enroll"
    ? t("import_verdicts.import_learners", { count })
    : t("import_verdicts.import_history", { count });
}

/** What happened, in one sentence. */
export function resultText(counts: Counts): string {
  const done = changes(counts);
  const failed = problems(counts);
  if (failed > 0) return t("import_verdicts.imported_some", { count: done, failed });
  return done === 0 ? t("import_verdicts.was_so") : t("import_verdicts.imported", { count: done });
}
