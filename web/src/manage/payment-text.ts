// Payments and orders in words, for admins.
import type { Schemas } from "../api/client";
import { formatMoney } from "./money";

interface Status {
  readonly label: string;
  /** The class of its badge. */
  readonly badgeClass: string;
}

/** What happened with a whole order. */
export function orderStatus(order: Schemas["Order"]): Status {
  if (order.refunded_at) return { label: "Fully refunded", badgeClass: "badge-bad" };
  if (order.charged_back_at) return { label: "Dispute lost", badgeClass: "badge-bad" };
  if (order.unclaimed) return { label: "Unclaimed", badgeClass: "badge-gold" };
  if (order.amount_refunded > 0) return { label: "Partially refunded", badgeClass: "badge-gold" };
  if (order.access_ends_at) return { label: "Subscription ended", badgeClass: "badge-plain" };
  return order.amount === null
    ? { label: "Payment unknown", badgeClass: "badge-plain" }
    : { label: "Paid", badgeClass: "badge-good" };
}

/** What happened with one payment. */
export function paymentStatus(payment: Schemas["OrderPayment"]): Status {
  const { amount_captured: captured, amount_refunded: refunded } = payment;
  if (payment.dispute_lost) return { label: "Dispute lost", badgeClass: "badge-bad" };
  if (captured === null) return { label: "Amount unknown", badgeClass: "badge-plain" };
  if (captured === 0) return { label: "Not captured", badgeClass: "badge-plain" };
  if (refunded >= captured) return { label: "Fully refunded", badgeClass: "badge-bad" };
  if (refunded > 0) return { label: "Partially refunded", badgeClass: "badge-gold" };
  return { label: "Paid", badgeClass: "badge-good" };
}

/** What was paid, refunded and lost in a dispute, as a sentence. */
export function paymentSentence(
  payment: Pick<Schemas["OrderPayment"], "amount_captured" | "amount_refunded" | "dispute_lost">,
  currency: string | null,
  locale?: string,
): string {
  const { amount_captured: captured, amount_refunded: refunded, dispute_lost: lost } = payment;
  const money = (amount: number) => formatMoney(amount, currency, locale);
  const parts = [paidText(captured, money)];
  if (refunded > 0) parts.push(captured && refunded >= captured ? "all of it refunded" : `${money(refunded)} refunded`);
  else if (captured !== 0 && !lost) parts.push("nothing refunded");
  if (lost) parts.push("lost in a dispute");
  return `${parts.join(", ")}.`;
}

function paidText(captured: number | null, money: (amount: number) => string): string {
  if (captured === null) return "The amount paid is not known yet";
  return captured === 0 ? "Nothing was captured" : `${money(captured)} paid`;
}

/** The kinds of Stripe's ids, by their prefix: https://docs.stripe.com/api. */
const REFERENCE_KINDS: ReadonlyMap<string, string> = new Map([
  ["ch", "Charge"],
  ["cs", "Checkout session"],
  ["in", "Invoice"],
  ["pi", "Payment"],
  ["py", "Charge"],
  ["sub", "Subscription"],
]);

/** What a payment provider's id refers to. */
export function referenceKind(reference: string): string {
  const prefix = /^([a-z]+)_/.exec(reference)?.[1] ?? "";
  return REFERENCE_KINDS.get(prefix) ?? "Reference";
}
