// The CSV file with all learners of a course.
import type { Schemas } from "../api/client";
import { csv } from "./csv";
import { lessonCount } from "./learner-summary";
import { CERTIFICATE_LABELS } from "./labels";

const HEADER = [
  "Name",
  "User id",
  "Lessons completed",
  "Lessons in the course",
  "Percent",
  "Completed at (UTC)",
  "Certificate",
];

/**
 * All learners as CSV, for spreadsheets.
 *
 * @param lessons how many lessons the course has, for learners without recorded progress.
 */
export function learnersCsv(learners: readonly Schemas["LearnerSummary"][], lessons: number): string {
  return csv([
    HEADER,
    ...learners.map((learner) => [
      learner.learner_name ?? "",
      learner.user_id,
      learner.completed_lessons,
      lessonCount(learner, lessons),
      learner.percent,
      learner.completed_at ? formatSpreadsheetTime(learner.completed_at) : "",
      CERTIFICATE_LABELS[learner.certificate_state].label,
    ]),
  ]);
}

/** `beekeeping-for-beginners-learners-2026-02-03.csv`, with the local date. */
export function fileName(slug: string, now: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${slug}-learners-${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}.csv`;
}

/** A time in a format that spreadsheets parse: without the T and Z of RFC 3339. */
function formatSpreadsheetTime(instant: string): string {
  return new Date(instant).toISOString().slice(0, 19).replace("T", " ");
}
