// What payment events are and did, said to admins.
import type { Schemas } from "../api/client";

interface OutcomeLabel {
  readonly label: string;
  /** The class of its badge. */
  readonly badgeClass: string;
  readonly description: string;
}

/** What an event did, by the API's word for it. */
export const OUTCOME_LABELS: Readonly<Record<Schemas["WebhookOutcome"], OutcomeLabel>> = {
  enrolled: {
    label: "Enrolled",
    badgeClass: "badge-good",
    description: "The order was made, and whoever bought it was enrolled.",
  },
  awaiting_payment: {
    label: "Awaiting payment",
    badgeClass: "badge-gold",
    description: "The purchase is not paid yet. Nobody was enrolled.",
  },
  partially_refunded: {
    label: "Refunded in part",
    badgeClass: "badge-gold",
    description: "It was written down. Nothing ended.",
  },
  refunded: {
    label: "Refunded in full",
    badgeClass: "badge-bad",
    description: "The order's enrollments ended, and its certificates were revoked.",
  },
  refund_failed: {
    label: "Refund failed",
    badgeClass: "badge-plain",
    description:
      "A refund failed or was cancelled. There was nothing to give back, or something else stands against it.",
  },
  restored: {
    label: "Back in force",
    badgeClass: "badge-good",
    description: "A full refund failed or was cancelled: enrollments and certificates are in force again.",
  },
  charged_back: {
    label: "Dispute lost",
    badgeClass: "badge-bad",
    description: "A dispute was lost: the order's enrollments ended, and its certificates were revoked.",
  },
  unchanged: {
    label: "No change",
    badgeClass: "badge-plain",
    description: "It came late, came again, or had no consequence.",
  },
  ignored: {
    label: "Not concerned",
    badgeClass: "badge-plain",
    description: "Nothing is done about events of this kind.",
  },
};

const EVENT_LABELS: Readonly<Record<string, string>> = {
  "checkout.session.completed": "Purchase completed",
  "checkout.session.async_payment_succeeded": "Late payment arrived",
  "checkout.session.async_payment_failed": "Late payment failed",
  "charge.refunded": "Charge refunded",
  "refund.created": "Refund made",
  "refund.failed": "Refund failed",
  "refund.updated": "Refund changed",
  "charge.refund.updated": "Refund changed",
  "charge.dispute.created": "Dispute opened",
  "charge.dispute.closed": "Dispute closed",
};

/** What came: in words, or in the payment provider's own word. */
export function eventLabel(type: string): string {
  return EVENT_LABELS[type] ?? type;
}
