// Paths of the instructor pages. IDs may contain `:` and `@`, so they are URL-encoded.

/** The learners of a course. */
export function learnersPath(courseId: string): string {
  return `/teach/${encodeURIComponent(courseId)}`;
}

/** One learner of a course. */
export function learnerPath(courseId: string, userId: string): string {
  return `${learnersPath(courseId)}/${encodeURIComponent(userId)}`;
}

/** The editor of a course. */
export function courseEditorPath(courseId: string): string {
  return `/manage/${encodeURIComponent(courseId)}`;
}

/** The certificate settings of a course. */
export function certificateSettingsPath(courseId: string): string {
  return `${courseEditorPath(courseId)}/certificate`;
}

/** The certificates that were issued for a course. */
export function certificatesPath(courseId: string): string {
  return `${courseEditorPath(courseId)}/certificates`;
}

/** The import of files of learners into a course. */
export function importPath(courseId: string): string {
  return `${courseEditorPath(courseId)}/import`;
}

/** One import. */
export function importRunPath(courseId: string, importId: string): string {
  return `${importPath(courseId)}/${encodeURIComponent(importId)}`;
}

/** The assignments of a course. */
export function assignmentsPath(courseId: string): string {
  return `${courseEditorPath(courseId)}/assignments`;
}

/** The search for learners in all courses. */
export const FIND_LEARNERS_PATH = "/manage/learners";

/** One learner in all courses. */
export function learnerOverviewPath(userId: string): string {
  return `${FIND_LEARNERS_PATH}/${encodeURIComponent(userId)}`;
}

/** An order. */
export function orderPath(orderId: string): string {
  return `/manage/orders/${encodeURIComponent(orderId)}`;
}

/** The list of payment events. */
export const PAYMENT_EVENTS_PATH = "/manage/payment-events";

/** The organisation that issues certificates. */
export const ISSUER_PATH = "/manage/issuer";

/** The list of payments that belong to no order yet. */
export const UNLINKED_PAYMENTS_PATH = "/manage/unlinked-payments";
