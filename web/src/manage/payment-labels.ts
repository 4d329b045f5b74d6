// Labels for payment events and their outcomes, for admins.
import type { Schemas } from "../api/client";

interface OutcomeLabel {
  readonly label: string;
  /** The class of its badge. */
  readonly badgeClass: string;
  readonly description: string;
}

/** What an event did, by the API's outcome code. */
export const OUTCOME_LABELS: Readonly<Record<Schemas["WebhookOutcome"], OutcomeLabel>> = {
  enrolled: {
    label: "Enrolled",
    badgeClass: "badge-good",
    description: "The order was created and the buyer was enrolled.",
  },
  awaiting_payment: {
    label: "Awaiting payment",
    badgeClass: "badge-gold",
    description: "The purchase is not paid yet, so nobody was enrolled.",
  },
  partially_refunded: {
    label: "Partially refunded",
    badgeClass: "badge-gold",
    description: "The refund was recorded. Enrollments and certificates stay active.",
  },
  refunded: {
    label: "Fully refunded",
    badgeClass: "badge-bad",
    description: "The order’s enrollments ended and its certificates were revoked.",
  },
  refund_failed: {
    label: "Refund failed",
    badgeClass: "badge-plain",
    description:
      "A refund failed or was cancelled. Nothing was restored: either nothing had been revoked, or another reason still applies.",
  },
  restored: {
    label: "Restored",
    badgeClass: "badge-good",
    description: "A full refund failed or was cancelled, so enrollments and certificates were restored.",
  },
  charged_back: {
    label: "Dispute lost",
    badgeClass: "badge-bad",
    description: "A dispute was lost, so the order’s enrollments ended and its certificates were revoked.",
  },
  unchanged: {
    label: "No change",
    badgeClass: "badge-plain",
    description: "The event was late, a duplicate, or had no effect.",
  },
  ignored: {
    label: "Ignored",
    badgeClass: "badge-plain",
    description: "Laurel does not act on events of this type.",
  },
};

const EVENT_LABELS: Readonly<Record<string, string>> = {
  "checkout.session.completed": "Purchase completed",
  "checkout.session.async_payment_succeeded": "Delayed payment succeeded",
  "checkout.session.async_payment_failed": "Delayed payment failed",
  "charge.refunded": "Charge refunded",
  "refund.created": "Refund created",
  "refund.failed": "Refund failed",
  "refund.updated": "Refund updated",
  "charge.refund.updated": "Refund updated",
  "charge.dispute.created": "Dispute opened",
  "charge.dispute.closed": "Dispute closed",
};

/** The event type's label, or the type itself when it has none. */
export function eventLabel(type: string): string {
  return EVENT_LABELS[type] ?? type;
}
