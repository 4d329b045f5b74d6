import type { Schemas } from "../api/client";
import { formatDateTime } from "../ui/format";
import { formatMoney } from "./money";

/** The totals and dates of an order. */
export function OrderSummary({ order }: { order: Schemas["Order"] }) {
  return (
    <section class="card stack" aria-labelledby="summary">
      <h2 id="summary">Summary</h2>
      <dl class="facts">
        <dt>Paid</dt>
        <dd>
          {order.amount === null ? "Unknown: no payment event received yet" : formatMoney(order.amount, order.currency)}
        </dd>
        <dt>Refunded</dt>
        <dd>{order.amount_refunded === 0 ? "None" : formatMoney(order.amount_refunded, order.currency)}</dd>
        <DateRow term="Purchased on" at={order.purchased_at} />
        <DateRow term="Subscription ended on" at={order.access_ends_at} />
        <DateRow term="Fully refunded on" at={order.refunded_at} />
        <DateRow term="Dispute lost on" at={order.charged_back_at} />
        <DateRow term="First recorded on" at={order.created_at} />
      </dl>
    </section>
  );
}

function DateRow({ term, at }: { term: string; at: string | null }) {
  if (at === null) return null;
  return (
    <>
      <dt>{term}</dt>
      <dd>{formatDateTime(at)}</dd>
    </>
  );
}
