// Texts about a learner's certificate.
import type { Schemas } from "../api/client";
import { key, t } from "../texts/texts";

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
      return t("certificate.card_lessons", { count: missing });
    }
    case "available":
      return t(isClosed ? key("certificate.card_earned") : key("certificate.card_ready"));
    case "issued":
      return t("certificate.card_issued");
    case "revoked":
      return t("certificate.card_revoked");
  }
}

/** Why a course on a card cannot be opened, and what becomes of its certificate; no sentences if it can be. */
export function closedCourseText(card: Card): readonly string[] {
  const isEarned = card.certificate_state === "available";
  if (!card.published) return [t("closed.unpublished"), ...(isEarned ? [t("closed.unpublished_earned")] : [])];
  if (card.access_ended) return [t("closed.ended"), ...(isEarned ? [t("closed.ended_earned")] : [])];
  return [];
}

/** Why a certificate was revoked: a sentence for each of the service's own reasons; an admin's reason as written. */
export function revocationText(reason: string | null | undefined): string {
  if (reason === "refunded") return t("revocation.refunded");
  if (reason === "chargeback") return t("revocation.chargeback");
  return reason ? t("revocation.reason", { reason }) : t("revocation.none");
}
