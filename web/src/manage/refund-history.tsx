import type { Schemas } from "../api/client";
import { rich, t } from "../texts/texts";
import { formatDateTime } from "../ui/format";
import { formatMoney } from "./money";
import { OUTCOME_LABELS, eventLabel } from "./payment-labels";

/** The payment events that reported refunds and disputes of an order, oldest first. */
export function RefundHistory({ order }: { order: Schemas["Order"] }) {
  return (
    <section class="card stack" aria-labelledby="history">
      <h2 id="history">{t("refund_history.title")}</h2>
      {order.refunds.length === 0 && <p>{t("refund_history.none")}</p>}
      {order.refunds.length > 0 && (
        <ol class="events">
          {order.refunds.map((entry) => (
            <Entry key={entry.event_id} entry={entry} currency={order.currency} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Entry({ entry, currency }: { entry: Schemas["OrderRefund"]; currency: string | null }) {
  const { label, badgeClass, description } = OUTCOME_LABELS[entry.outcome];
  const at = entry.occurred_at ?? entry.received_at;
  return (
    <li class="event">
      <div>
        <h3>{eventLabel(entry.type)}</h3>
        <p class="faint">
          {rich("payment.time_and_id", { time: <time dateTime={at}>{formatDateTime(at)}</time>, id: entry.event_id })}
        </p>
      </div>
      <div>
        <p class="row">
          <span class={`badge ${badgeClass}`}>{t(label)}</span>
          {entry.amount_refunded !== null && (
            <span>{t("refund_history.refunded", { amount: formatMoney(entry.amount_refunded, currency) })}</span>
          )}
          {entry.amount_failed !== null && (
            <span>{t("refund_history.failed", { amount: formatMoney(entry.amount_failed, currency) })}</span>
          )}
        </p>
        <p>{t(description)}</p>
      </div>
    </li>
  );
}
