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
  unclaimed: {
    label: "Unclaimed",
    badgeClass: "badge-gold",
    description:
      "The order was created. The first learner who signs in with the buyer’s verified e-mail address gets its courses.",
  },
  recorded: {
    label: "Recorded",
    badgeClass: "badge-plain",
    description: "A payment, or a link between a payment and its order, was recorded.",
  },
  access_ended: {
    label: "Access ended",
    badgeClass: "badge-plain",
    description: "The subscription ended, and with it the access to its courses. Certificates stay valid.",
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

/** Why an event was ignored, by the API's code. */
export const IGNORED_REASONS: Readonly<Record<NonNullable<Schemas["IgnoredReason"]>, string>> = {
  unsupported_type: "Laurel does not act on events of this type.",
  test_mode: "This is a test-mode event. This deployment only accepts live events (parameter StripeMode).",
  live_mode: "This is a live event. This deployment only accepts test-mode events (parameter StripeMode).",
  other_account:
    "The event belongs to a Stripe account that this deployment does not accept (parameter StripeAccounts).",
  chargebacks_disabled:
    "A dispute was lost, but this deployment does not revoke for lost disputes (parameter ChargebacksRevoke).",
  no_learner: "The purchase names neither a learner nor an e-mail address, so nobody could be enrolled.",
};

/** What an event did; for an ignored one, why. */
export function eventDescription(event: Pick<Schemas["WebhookEvent"], "outcome" | "reason">): string {
  return event.outcome === "ignored" && event.reason !== null
    ? IGNORED_REASONS[event.reason]
    : OUTCOME_LABELS[event.outcome].description;
}

const EVENT_LABELS: Readonly<Record<string, string>> = {
  "checkout.session.completed": "Purchase completed",
  "checkout.session.async_payment_succeeded": "Delayed payment succeeded",
  "checkout.session.async_payment_failed": "Delayed payment failed",
  "payment_intent.succeeded": "Payment succeeded",
  "charge.succeeded": "Charge succeeded",
  "charge.captured": "Charge captured",
  "invoice.paid": "Invoice paid",
  "invoice_payment.paid": "Invoice payment received",
  "customer.subscription.deleted": "Subscription ended",
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
