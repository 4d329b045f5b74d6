// Labels for the API's codes, for instructors.
import type { Schemas } from "../api/client";
import { key, type PlainKey, t } from "../texts/texts";

interface StatusLabel {
  /** In the language of the page, as it is now. */
  readonly label: string;
  /** The class of its badge. */
  readonly badgeClass: string;
}

function statusLabel(text: PlainKey, badgeClass: string): StatusLabel {
  return {
    get label() {
      return t(text);
    },
    badgeClass,
  };
}

/** The state of a learner's certificate. */
export const CERTIFICATE_LABELS: Readonly<Record<Schemas["CertificateState"], StatusLabel>> = {
  disabled: statusLabel(key("labels.certificate_disabled"), "badge-plain"),
  locked: statusLabel(key("labels.certificate_locked"), "badge-plain"),
  available: statusLabel(key("labels.certificate_available"), "badge-gold"),
  issued: statusLabel(key("labels.certificate_issued"), "badge-good"),
  revoked: statusLabel(key("labels.certificate_revoked"), "badge-bad"),
};

/** The status of an enrollment. */
export const ENROLLMENT_LABELS: Readonly<Record<Schemas["EnrollmentStatus"], StatusLabel>> = {
  active: statusLabel(key("labels.enrollment_active"), "badge-good"),
  cancelled: statusLabel(key("labels.enrollment_cancelled"), "badge-plain"),
  refunded: statusLabel(key("labels.enrollment_refunded"), "badge-bad"),
};

/** Why a certificate was revoked: a sentence for the API's own codes, or the admin's reason as written. */
export function reasonText(reason: string): string {
  if (reason === "refunded") return t("labels.reason_refunded");
  if (reason === "chargeback") return t("labels.reason_chargeback");
  if (reason === "replaced") return t("labels.reason_replaced");
  return reason;
}

/** Who revoked or reinstated a certificate. */
export function actorName(actor: string): string {
  return actor === "stripe" ? t("labels.payment_provider") : actor;
}
