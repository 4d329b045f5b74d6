import type { Schemas } from "../api/client";
import { formatDateTime } from "../ui/format";
import { formatMoney } from "./money";
import { OUTCOME_LABELS, eventLabel } from "./payment-labels";

/** The payment events that reported refunds and disputes of an order, oldest first. */
export function RefundHistory({ order }: { order: Schemas["Order"] }) {
  return (
    <section class="card stack" aria-labelledby="history">
      <h2 id="history">Refunds and disputes</h2>
      {order.refunds.length === 0 && <p>No refunds or disputes.</p>}
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
          <time dateTime={at}>{formatDateTime(at)}</time>, {entry.event_id}
        </p>
      </div>
      <div>
        <p class="row">
          <span class={`badge ${badgeClass}`}>{label}</span>
          {entry.amount_refunded !== null && (
            <span>{formatMoney(entry.amount_refunded, currency)} refunded in total</span>
          )}
          {entry.amount_failed !== null && <span>Refund of {formatMoney(entry.amount_failed, currency)} failed</span>}
        </p>
        <p>{description}</p>
      </div>
    </li>
  );
}
