// What a learner can do about a certificate, in words.
import type { Schemas } from "../api/client";
import { pluralize } from "../ui/format";

type Card = Pick<Schemas["MyCourse"], "certificate_state" | "access_ended" | "completed_lessons" | "published_lessons">;

/** A certificate on a course's card; null where there is nothing to say. */
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
      return card.access_ended ? "Your certificate waits for you" : "Your certificate is ready";
    case "issued":
      return "Certificate issued";
    case "revoked":
      return "Certificate revoked";
  }
}

/** Why a certificate was revoked: the service's own two words in plain ones, an admin's words as they are. */
export function revocationText(reason: string | null | undefined): string {
  if (reason === "refunded") return "The payment for this course was refunded in full.";
  if (reason === "chargeback") return "The payment for this course was taken back by the bank.";
  return reason ? `The reason given: ${reason}` : "No reason was given.";
}
