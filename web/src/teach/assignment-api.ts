// The requests about assignments, and what their answers mean to staff.
import { api, ProblemError, unwrap, type Schemas } from "../api/client";
import { t } from "../texts/texts";
import type { PageRequest } from "../ui/paging";

export type AssignmentLearner = Schemas["AssignmentLearner"];
export type AssignmentStanding = Schemas["AssignmentStanding"];
export type MarkResult = Schemas["AssignmentMarkResult"];

/** The longest note that the API accepts, in code points. */
export const MAX_NOTE_LENGTH = 500;
/** How many learners one request may mark. */
const BATCH = 25;
/** Control characters, which the API rejects; line breaks and tabs are allowed. */
const CONTROL_CHARACTERS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** What the list is to show. */
export interface Filter {
  readonly lessonId: string;
  /** Whether to show only those who have completed everything else; a search ignores it. */
  readonly onlyMissing: boolean;
  /** What is searched for; empty for those who have the assignment to do. */
  readonly query: string;
}

/** The published assignments of a course. */
export function loadAssignments(courseId: string): Promise<Schemas["CourseAssignments"]> {
  const params = { path: { course_id: courseId } };
  return unwrap(api.GET("/admin/courses/{course_id}/assignments", { params }));
}

/** One page of the learners of an assignment. */
export function loadLearners(
  courseId: string,
  { lessonId, onlyMissing, query }: Filter,
  { cursor, limit, signal }: PageRequest & { limit: number },
): Promise<Schemas["AssignmentLearnerList"]> {
  const asked = query ? { q: query } : onlyMissing ? { only_missing: "true" as const } : {};
  const params = {
    path: { course_id: courseId, lesson_id: lessonId },
    query: { limit, ...asked, ...(cursor ? { cursor } : {}) },
  };
  return unwrap(api.GET("/admin/courses/{course_id}/assignments/{lesson_id}/learners", { params, signal }));
}

/**
 * Marks an assignment as done for learners, 25 at a time.
 *
 * @param onResults receives the results of each request; after an error, those who have none can be marked again.
 */
export async function markAsDone(
  courseId: string,
  lessonId: string,
  userIds: readonly string[],
  note: string,
  onResults: (results: readonly MarkResult[]) => void,
): Promise<void> {
  const params = { path: { course_id: courseId, lesson_id: lessonId } };
  const cleaned = cleanNote(note);
  for (let start = 0; start < userIds.length; start += BATCH) {
    const body = { user_ids: userIds.slice(start, start + BATCH), ...(cleaned ? { note: cleaned } : {}) };
    const call = api.POST("/admin/courses/{course_id}/assignments/{lesson_id}/marks", { params, body });
    onResults((await unwrap(call)).results);
  }
}

/** Undoes a completion; one that is newer than `completedAt` is not undone. */
export function undo(
  courseId: string,
  lessonId: string,
  userId: string,
  completedAt: string,
): Promise<AssignmentStanding> {
  const params = { path: { course_id: courseId, lesson_id: lessonId, user_id: userId } };
  const path = "/admin/courses/{course_id}/assignments/{lesson_id}/marks/{user_id}/undo";
  return unwrap(api.POST(path, { params, body: { completed_at: completedAt } }));
}

/** A note as it is sent: trimmed, with control characters removed. */
export function cleanNote(typed: string): string {
  return typed.replace(/\r\n?/g, "\n").replace(CONTROL_CHARACTERS, "").trim();
}

/** The validation message for a note, or undefined when it is valid. */
export function noteError(typed: string): string | undefined {
  // The API counts code points; JavaScript's length counts UTF-16 code units.
  const excess = Array.from(cleanNote(typed)).length - MAX_NOTE_LENGTH;
  return excess > 0 ? t("assignments.note_too_long", { count: excess }) : undefined;
}

/** Why a learner's assignment could not be marked. */
export function rejectionText(result: MarkResult): string {
  if (result.code === "access_ended") return t("assignments.access_ended");
  if (result.code === "enrollment_not_found") return t("assignments.not_enrolled");
  return t("assignments.busy");
}

/** What the refusal of an undo means, where the API's own words are not enough; undefined for any other error. */
export function refusedUndoText(error: unknown): string | undefined {
  if (!(error instanceof ProblemError)) return undefined;
  if (error.code === "certificate_issued") return t("assignments.certificate_issued");
  if (error.code === "concurrent_change") return t("assignments.changed");
  return undefined;
}
