// Payments and orders in words, for admins.
import type { Schemas } from "../api/client";
import { key, type PlainKey, t } from "../texts/texts";
import { formatMoney } from "./money";

interface Status {
  readonly label: PlainKey;
  /** The class of its badge. */
  readonly badgeClass: string;
}

/** What happened with a whole order. */
export function orderStatus(order: Schemas["Order"]): Status {
  if (order.refunded_at) return { label: key("payment_outcome.refunded"), badgeClass: "badge-bad" };
  if (order.charged_back_at) return { label: key("payment_outcome.charged_back"), badgeClass: "badge-bad" };
  if (order.unclaimed) return { label: key("payment_outcome.unclaimed"), badgeClass: "badge-gold" };
  if (order.amount_refunded > 0) return { label: key("payment_outcome.partially_refunded"), badgeClass: "badge-gold" };
  if (order.access_ends_at) return { label: key("payment_event.subscription_ended"), badgeClass: "badge-plain" };
  return order.amount === null
    ? { label: key("order_status.unknown"), badgeClass: "badge-plain" }
    : { label: key("order_status.paid"), badgeClass: "badge-good" };
}

/** What happened with one payment. */
export function paymentStatus(payment: Schemas["OrderPayment"]): Status {
  const { amount_captured: captured, amount_refunded: refunded } = payment;
  if (payment.dispute_lost) return { label: key("payment_outcome.charged_back"), badgeClass: "badge-bad" };
  if (captured === null) return { label: key("payment_status.unknown"), badgeClass: "badge-plain" };
  if (captured === 0) return { label: key("payment_status.not_captured"), badgeClass: "badge-plain" };
  if (refunded >= captured) return { label: key("payment_outcome.refunded"), badgeClass: "badge-bad" };
  if (refunded > 0) return { label: key("payment_outcome.partially_refunded"), badgeClass: "badge-gold" };
  return { label: key("payment_status.paid"), badgeClass: "badge-good" };
}

/** What was paid, refunded and lost in a dispute, as a sentence. */
export function paymentSentence(
  payment: Pick<Schemas["OrderPayment"], "amount_captured" | "amount_refunded" | "dispute_lost">,
  currency: string | null,
): string {
  const { amount_captured: captured, amount_refunded: refunded, dispute_lost: lost } = payment;
  const money = (amount: number) => formatMoney(amount, currency);
  const parts = [paidText(captured, money)];
  if (refunded > 0)
    parts.push(
      captured && refunded >= captured
        ? t("payment_text.all_refunded")
        : t("payment_text.refunded", { amount: money(refunded) }),
    );
  else if (captured !== 0 && !lost) parts.push(t("payment_text.nothing_refunded"));
  if (lost) parts.push(t("payment_text.lost"));
  return t("payment_text.sentence", {
    parts: parts.reduce((before, next) => t("payment_text.joined", { before, next })),
  });
}

function paidText(captured: number | null, money: (amount: number) => string): string {
  if (captured === null) return t("payment_text.unknown");
  return captured === 0 ? t("payment_text.not_captured") : t("payment_text.paid", { amount: money(captured) });
}

/** The kinds of Stripe's ids, by their prefix: https://docs.stripe.com/api. */
const REFERENCE_KINDS: ReadonlyMap<string, PlainKey> = new Map([
  ["ch", key("payment_reference.charge")],
  ["cs", key("payment_reference.checkout")],
  ["in", key("payment_reference.invoice")],
  ["pi", key("payment_reference.payment")],
  ["py", key("payment_reference.charge")],
  ["sub", key("payment_reference.subscription")],
]);

/** What a payment provider's id refers to. */
export function referenceKind(reference: string): string {
  const prefix = /^([a-z]+)_/.exec(reference)?.[1] ?? "";
  return t(REFERENCE_KINDS.get(prefix) ?? key("payment_reference.other"));
}
