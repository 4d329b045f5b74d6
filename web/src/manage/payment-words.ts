// What payment events are and did, said to admins.
import type { Schemas } from "../api/client";

interface Deed {
  readonly words: string;
  /** The class of its badge. */
  readonly look: string;
  readonly sentence: string;
}

/** What an event did, by the API's word for it. */
export const DEEDS: Readonly<Record<Schemas["WebhookOutcome"], Deed>> = {
  enrolled: {
    words: "Enrolled",
    look: "badge-good",
    sentence: "The order was made, and whoever bought it was enrolled.",
  },
  awaiting_payment: {
    words: "Awaiting payment",
    look: "badge-gold",
    sentence: "The purchase is not paid yet. Nobody was enrolled.",
  },
  partially_refunded: {
    words: "Refunded in part",
    look: "badge-gold",
    sentence: "It was written down. Nothing ended.",
  },
  refunded: {
    words: "Refunded in full",
    look: "badge-bad",
    sentence: "The order's enrollments ended, and its certificates were revoked.",
  },
  refund_failed: {
    words: "Refund failed",
    look: "badge-plain",
    sentence: "A refund failed or was cancelled. There was nothing to give back, or something else stands against it.",
  },
  restored: {
    words: "Back in force",
    look: "badge-good",
    sentence: "A full refund failed or was cancelled: enrollments and certificates are in force again.",
  },
  charged_back: {
    words: "Dispute lost",
    look: "badge-bad",
    sentence: "A dispute was lost: the order's enrollments ended, and its certificates were revoked.",
  },
  unchanged: {
    words: "No change",
    look: "badge-plain",
    sentence: "It came late, came again, or had no consequence.",
  },
  ignored: {
    words: "Not concerned",
    look: "badge-plain",
    sentence: "Nothing is done about events of this kind.",
  },
};

const KINDS: Readonly<Record<string, string>> = {
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
export function kindOfEvent(type: string): string {
  return KINDS[type] ?? type;
}
