// What the API's words mean, said to instructors.
import type { Schemas } from "../api/client";

interface Sign {
  readonly words: string;
  /** The class of its badge. */
  readonly look: string;
}

/** How it stands with a learner's certificate. */
export const CERTIFICATE_SIGNS: Readonly<Record<Schemas["CertificateState"], Sign>> = {
  disabled: { words: "None given", look: "badge-plain" },
  locked: { words: "Not reached yet", look: "badge-plain" },
  available: { words: "Ready to download", look: "badge-gold" },
  issued: { words: "Issued", look: "badge-good" },
  revoked: { words: "Revoked", look: "badge-bad" },
};

/** Whether a learner may open the course. */
export const ENROLLMENT_SIGNS: Readonly<Record<Schemas["EnrollmentStatus"], Sign>> = {
  active: { words: "Active", look: "badge-good" },
  cancelled: { words: "Cancelled", look: "badge-plain" },
  refunded: { words: "Refunded", look: "badge-bad" },
};

/** Why a certificate was revoked: the API's own words, or those of an admin. */
export function reasonWords(reason: string): string {
  if (reason === "refunded") return "The order was refunded in full.";
  if (reason === "chargeback") return "A dispute over the payment was lost.";
  return reason;
}

/** Who revoked a certificate or took that back. */
export function byWhom(who: string): string {
  return who === "stripe" ? "the payment service" : who;
}
