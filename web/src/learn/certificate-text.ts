// Texts about a learner's certificate.
import type { Schemas } from "../api/client";
import { pluralize } from "../ui/format";

type Card = Pick<Schemas["MyCourse"], "certificate_state" | "access_ended" | "completed_lessons" | "published_lessons">;

/** The certificate's label on a course card; null for none. */
export function certificateCardLabel(card: Card): string | null {
  switch (card.certificate_state) {
    case "disabled":
      return null;
    case "locked": {
      const missing = card.published_lessons - card.completed_lessons;
      if (card.access_ended || missing <= 0) return null;
      return `${pluralize(missing, "lesson")} to your certificate`;
    }
    case "available":
      return card.access_ended ? "Certificate earned" : "Your certificate is ready";
    case "issued":
      return "Certificate issued";
    case "revoked":
      return "Certificate revoked";
  }
}

/** Why a certificate was revoked: a sentence for each of the service's own reasons; an admin's reason as written. */
export function revocationText(reason: string | null | undefined): string {
  if (reason === "refunded") return "The payment for this course was refunded in full.";
  if (reason === "chargeback") return "The bank reversed the payment for this course.";
  return reason ? `Reason: ${reason}` : "No reason was given.";
}
