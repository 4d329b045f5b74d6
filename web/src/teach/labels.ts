// Labels for the API's codes, for instructors.
import type { Schemas } from "../api/client";

interface StatusLabel {
  readonly label: string;
  /** The class of its badge. */
  readonly badgeClass: string;
}

/** The state of a learner's certificate. */
export const CERTIFICATE_LABELS: Readonly<Record<Schemas["CertificateState"], StatusLabel>> = {
  disabled: { label: "Not offered", badgeClass: "badge-plain" },
  locked: { label: "Not earned yet", badgeClass: "badge-plain" },
  available: { label: "Ready to download", badgeClass: "badge-gold" },
  issued: { label: "Issued", badgeClass: "badge-good" },
  revoked: { label: "Revoked", badgeClass: "badge-bad" },
};

/** The status of an enrollment. */
export const ENROLLMENT_LABELS: Readonly<Record<Schemas["EnrollmentStatus"], StatusLabel>> = {
  active: { label: "Active", badgeClass: "badge-good" },
  cancelled: { label: "Cancelled", badgeClass: "badge-plain" },
  refunded: { label: "Refunded", badgeClass: "badge-bad" },
};

/** Why a certificate was revoked: a sentence for the API's own codes, or the admin's reason as written. */
export function reasonText(reason: string): string {
  if (reason === "refunded") return "The order was refunded in full.";
  if (reason === "chargeback") return "A payment dispute was lost.";
  if (reason === "replaced") return "A corrected certificate has replaced it.";
  return reason;
}

/** Who revoked or reinstated a certificate. */
export function actorName(actor: string): string {
  return actor === "stripe" ? "the payment provider" : actor;
}
