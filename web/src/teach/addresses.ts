// Addresses of the pages of instructors. An id may have any of `:@`, so each is written as a part of an address.

/** The learners of a course. */
export function learnersAddress(courseId: string): string {
  return `/teach/${encodeURIComponent(courseId)}`;
}

/** One learner of a course. */
export function learnerAddress(courseId: string, userId: string): string {
  return `${learnersAddress(courseId)}/${encodeURIComponent(userId)}`;
}

/** The editor of a course. */
export function editorAddress(courseId: string): string {
  return `/manage/${encodeURIComponent(courseId)}`;
}

/** The settings of a course's certificate. */
export function certificateAddress(courseId: string): string {
  return `${editorAddress(courseId)}/certificate`;
}

/** An order. */
export function orderAddress(orderId: string): string {
  return `/manage/orders/${encodeURIComponent(orderId)}`;
}

/** What payment events came. */
export const PAYMENT_EVENTS = "/manage/payment-events";
