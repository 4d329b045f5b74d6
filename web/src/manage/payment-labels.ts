// Labels for payment events and their outcomes, for admins.
import type { Schemas } from "../api/client";
import { key, type PlainKey, t } from "../texts/texts";

interface OutcomeLabel {
  readonly label: PlainKey;
  /** The class of its badge. */
  readonly badgeClass: string;
  readonly description: PlainKey;
}

/** What an event did, by the API's outcome code. */
export const OUTCOME_LABELS: Readonly<Record<Schemas["WebhookOutcome"], OutcomeLabel>> = {
  enrolled: {
    label: key("payment_outcome.enrolled"),
    badgeClass: "badge-good",
    description: key("payment_outcome.enrolled_text"),
  },
  unclaimed: {
    label: key("payment_outcome.unclaimed"),
    badgeClass: "badge-gold",
    description: key("payment_outcome.unclaimed_text"),
  },
  recorded: {
    label: key("payment_outcome.recorded"),
    badgeClass: "badge-plain",
    description: key("payment_outcome.recorded_text"),
  },
  access_ended: {
    label: key("payment_outcome.access_ended"),
    badgeClass: "badge-plain",
    description: key("payment_outcome.access_ended_text"),
  },
  awaiting_payment: {
    label: key("payment_outcome.awaiting_payment"),
    badgeClass: "badge-gold",
    description: key("payment_outcome.awaiting_payment_text"),
  },
  partially_refunded: {
    label: key("payment_outcome.partially_refunded"),
    badgeClass: "badge-gold",
    description: key("payment_outcome.partially_refunded_text"),
  },
  refunded: {
    label: key("payment_outcome.refunded"),
    badgeClass: "badge-bad",
    description: key("payment_outcome.refunded_text"),
  },
  refund_failed: {
    label: key("payment_outcome.refund_failed"),
    badgeClass: "badge-plain",
    description: key("payment_outcome.refund_failed_text"),
  },
  restored: {
    label: key("payment_outcome.restored"),
    badgeClass: "badge-good",
    description: key("payment_outcome.restored_text"),
  },
  charged_back: {
    label: key("payment_outcome.charged_back"),
    badgeClass: "badge-bad",
    description: key("payment_outcome.charged_back_text"),
  },
  unchanged: {
    label: key("payment_outcome.unchanged"),
    badgeClass: "badge-plain",
    description: key("payment_outcome.unchanged_text"),
  },
  ignored: {
    label: key("payment_outcome.ignored"),
    badgeClass: "badge-plain",
    description: key("payment_ignored.unsupported_type"),
  },
};

/** Why an event was ignored, by the API's code. */
export const IGNORED_REASONS: Readonly<Record<NonNullable<Schemas["IgnoredReason"]>, PlainKey>> = {
  unsupported_type: key("payment_ignored.unsupported_type"),
  test_mode: key("payment_ignored.test_mode"),
  live_mode: key("payment_ignored.live_mode"),
  other_account: key("payment_ignored.other_account"),
  chargebacks_disabled: key("payment_ignored.chargebacks_disabled"),
  no_learner: key("payment_ignored.no_learner"),
};

/** What an event did; for an ignored one, why. */
export function eventDescription(event: Pick<Schemas["WebhookEvent"], "outcome" | "reason">): string {
  return t(
    event.outcome === "ignored" && event.reason !== null
      ? IGNORED_REASONS[event.reason]
      : OUTCOME_LABELS[event.outcome].description,
  );
}

const EVENT_LABELS: Readonly<Record<string, PlainKey>> = {
  "checkout.session.completed": key("payment_event.purchase"),
  "checkout.session.async_payment_succeeded": key("payment_event.delayed_succeeded"),
  "checkout.session.async_payment_failed": key("payment_event.delayed_failed"),
  "payment_intent.succeeded": key("payment_event.payment_succeeded"),
  "charge.succeeded": key("payment_event.charge_succeeded"),
  "charge.captured": key("payment_event.charge_captured"),
  "invoice.paid": key("payment_event.invoice_paid"),
  "invoice_payment.paid": key("payment_event.invoice_payment"),
  "customer.subscription.deleted": key("payment_event.subscription_ended"),
  "charge.refunded": key("payment_event.charge_refunded"),
  "refund.created": key("payment_event.refund_created"),
  "refund.failed": key("payment_event.refund_failed"),
  "refund.updated": key("payment_event.refund_updated"),
  "charge.refund.updated": key("payment_event.refund_updated"),
  "charge.dispute.created": key("payment_event.dispute_opened"),
  "charge.dispute.closed": key("payment_event.dispute_closed"),
};

/** The event type's label, or the type itself when it has none. */
export function eventLabel(type: string): string {
  const label = EVENT_LABELS[type];
  return label === undefined ? type : t(label);
}
