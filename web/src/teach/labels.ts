// What the API's words mean, said to instructors.
import type { Schemas } from "../api/client";

interface StatusLabel {
  readonly label: string;
  /** The class of its badge. */
  readonly badgeClass: string;
}

/** How it stands with a learner's certificate. */
export const CERTIFICATE_LABELS: Readonly<Record<Schemas["CertificateState"], StatusLabel>> = {
  disabled: { label: "None given", badgeClass: "badge-plain" },
  locked: { label: "Not reached yet", badgeClass: "badge-plain" },
  available: { label: "Ready to download", badgeClass: "badge-gold" },
  issued: { label: "Issued", badgeClass: "badge-good" },
  revoked: { label: "Revoked", badgeClass: "badge-bad" },
};

/** Whether a learner may open the course. */
export const ENROLLMENT_LABELS: Readonly<Record<Schemas["EnrollmentStatus"], StatusLabel>> = {
  active: { label: "Active", badgeClass: "badge-good" },
  cancelled: { label: "Cancelled", badgeClass: "badge-plain" },
  refunded: { label: "Refunded", badgeClass: "badge-bad" },
};

/** Why a certificate was revoked: the API's own words, or those of an admin. */
export function reasonText(reason: string): string {
  if (reason === "refunded") return "The order was refunded in full.";
  if (reason === "chargeback") return "A dispute over the payment was lost.";
  return reason;
}

/** Who revoked a certificate or took that back. */
export function actorName(actor: string): string {
  return actor === "stripe" ? "the payment service" : actor;
}
