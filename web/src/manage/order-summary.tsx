import type { Schemas } from "../api/client";
import { key, type PlainKey, t } from "../texts/texts";
import { formatDateTime } from "../ui/format";
import { formatMoney } from "./money";

/** The totals and dates of an order. */
export function OrderSummary({ order }: { order: Schemas["Order"] }) {
  return (
    <section class="card stack" aria-labelledby="summary">
      <h2 id="summary">{t("order_summary.title")}</h2>
      <dl class="facts">
        <dt>{t("order_summary.paid")}</dt>
        <dd>{order.amount === null ? t("order_summary.unknown") : formatMoney(order.amount, order.currency)}</dd>
        <dt>{t("order_summary.refunded")}</dt>
        <dd>
          {order.amount_refunded === 0 ? t("order_summary.none") : formatMoney(order.amount_refunded, order.currency)}
        </dd>
        <DateRow term={key("order_summary.purchased")} at={order.purchased_at} />
        <DateRow term={key("order_summary.subscription_ended")} at={order.access_ends_at} />
        <DateRow term={key("order_summary.fully_refunded")} at={order.refunded_at} />
        <DateRow term={key("order_summary.dispute_lost")} at={order.charged_back_at} />
        <DateRow term={key("order_summary.recorded")} at={order.created_at} />
      </dl>
    </section>
  );
}

function DateRow({ term, at }: { term: PlainKey; at: string | null }) {
  if (at === null) return null;
  return (
    <>
      <dt>{t(term)}</dt>
      <dd>{formatDateTime(at)}</dd>
    </>
  );
}
