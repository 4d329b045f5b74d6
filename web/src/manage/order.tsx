import { useRoute } from "preact-iso";

import { unwrap, api, type Schemas } from "../api/client";
import { learnerPath, PAYMENT_EVENTS_PATH } from "../teach/paths";
import { PageError } from "../teach/page-error";
import { ErrorNotice } from "../ui/error-notice";
import { Loading } from "../ui/loading";
import { formatDateTime } from "../ui/format";
import { useTitle } from "../ui/use-title";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { useResource } from "../ui/use-resource";
import { formatMoney } from "./money";
import { OUTCOME_LABELS, eventLabel } from "./payment-labels";

/** An order: its payment, its enrollments, and its refunds and disputes. */
export function Order() {
  const { orderId = "" } = useRoute().params;
  return <OrderPage key={orderId} orderId={orderId} />;
}

function OrderPage({ orderId }: { orderId: string }) {
  const { data, error, reload } = useResource(
    () => unwrap(api.GET("/admin/orders/{order_id}", { params: { path: { order_id: orderId } } })),
    orderId,
  );
  useTitle(`Order ${orderId}`);
  if (!data && error) return <PageError error={error} heading="Order" retry={() => void reload()} />;
  if (!data) return <Loading of="the order" />;
  const { label, badgeClass } = orderStatus(data);
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: "Teaching" },
            { to: PAYMENT_EVENTS_PATH, name: "Payment events" },
          ]}
        />
        <div class="title-line">
          <h1>Order {data.order_id}</h1>
          <span class={`badge ${badgeClass}`}>{label}</span>
        </div>
      </header>
      {error !== undefined && <ErrorNotice error={error} retry={() => void reload()} />}
      <Amounts order={data} />
      <EnrollmentList order={data} />
      <RefundHistory order={data} />
    </div>
  );
}

function orderStatus(order: Schemas["Order"]): { label: string; badgeClass: string } {
  if (order.refunded_at) return { label: "Fully refunded", badgeClass: "badge-bad" };
  if (order.charged_back_at) return { label: "Dispute lost", badgeClass: "badge-bad" };
  if (order.amount_refunded > 0) return { label: "Partially refunded", badgeClass: "badge-gold" };
  return order.amount === null
    ? { label: "Payment unknown", badgeClass: "badge-plain" }
    : { label: "Paid", badgeClass: "badge-good" };
}

function Amounts({ order }: { order: Schemas["Order"] }) {
  return (
    <section class="card stack" aria-labelledby="payment">
      <h2 id="payment">Payment</h2>
      <dl class="facts">
        <dt>Paid</dt>
        <dd>
          {order.amount === null ? "Unknown: no payment event received yet" : formatMoney(order.amount, order.currency)}
        </dd>
        <dt>Refunded</dt>
        <dd>{order.amount_refunded === 0 ? "None" : formatMoney(order.amount_refunded, order.currency)}</dd>
        <DateRow term="Purchased on" at={order.purchased_at} />
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

function EnrollmentList({ order }: { order: Schemas["Order"] }) {
  return (
    <section class="card stack" aria-labelledby="lines">
      <h2 id="lines">Enrollments paid by this order</h2>
      {order.lines.length === 0 && <p>None on record.</p>}
      {order.lines.length > 0 && (
        <ul class="order-lines">
          {order.lines.map((line) => (
            <li key={`${line.user_id} ${line.course_id}`}>
              <a href={learnerPath(line.course_id, line.user_id)}>
                {line.user_id} in {line.course_id}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function RefundHistory({ order }: { order: Schemas["Order"] }) {
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
