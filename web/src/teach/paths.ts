// Addresses of the pages of instructors. An id may have any of `:@`, so each is written as a part of an address.

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

/** The settings of a course's certificate. */
export function certificateSettingsPath(courseId: string): string {
  return `${courseEditorPath(courseId)}/certificate`;
}

/** An order. */
export function orderPath(orderId: string): string {
  return `/manage/orders/${encodeURIComponent(orderId)}`;
}

/** What payment events came. */
export const PAYMENT_EVENTS_PATH = "/manage/payment-events";
