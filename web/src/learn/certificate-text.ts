// Texts about a learner's certificate.
import type { Schemas } from "../api/client";
import { pluralize } from "../ui/format";

type Card = Pick<
  Schemas["MyCourse"],
  "certificate_state" | "access_ended" | "published" | "completed_lessons" | "published_lessons"
>;

/** The certificate's label on a course card; null for none. */
export function certificateCardLabel(card: Card): string | null {
  const isClosed = card.access_ended || !card.published;
  switch (card.certificate_state) {
    case "disabled":
      return null;
    case "locked": {
      const missing = card.published_lessons - card.completed_lessons;
      if (isClosed || missing <= 0) return null;
      return `${pluralize(missing, "lesson")} to your certificate`;
    }
    case "available":
      return isClosed ? "Certificate earned" : "Your certificate is ready";
    case "issued":
      return "Certificate issued";
    case "revoked":
      return "Certificate revoked";
  }
}

/** Why a course on a card cannot be opened, and what becomes of its certificate; no sentences if it can be. */
export function closedCourseText(card: Card): readonly string[] {
  const isEarned = card.certificate_state === "available";
  if (!card.published)
    return [
      "This course is not published at the moment, so you cannot open it.",
      ...(isEarned ? ["You can get your certificate once the course is published again."] : []),
    ];
  if (card.access_ended)
    return [
      "Your access to this course has ended. Your progress is saved.",
      ...(isEarned ? ["You can get your certificate if you get access again."] : []),
    ];
  return [];
}

/** Why a certificate was revoked: a sentence for each of the service's own reasons; an admin's reason as written. */
export function revocationText(reason: string | null | undefined): string {
  if (reason === "refunded") return "The payment for this course was refunded in full.";
  if (reason === "chargeback") return "The bank reversed the payment for this course.";
  return reason ? `Reason: ${reason}` : "No reason was given.";
}
