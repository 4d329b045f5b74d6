import { useRoute } from "preact-iso";

import { answered, api, type Schemas } from "../api/client";
import { learnerAddress, PAYMENT_EVENTS } from "../teach/addresses";
import { Refusal } from "../teach/refusal";
import { Failure } from "../ui/failure";
import { Loading } from "../ui/loading";
import { moment } from "../ui/text";
import { useTitle } from "../ui/title";
import { Trail } from "../ui/trail";
import { useLoaded } from "../ui/use-loaded";
import { money } from "./money";
import { DEEDS, kindOfEvent } from "./payment-words";

/** An order: what was paid and given back, for whom, and what was told of it. */
export function Order() {
  const { orderId = "" } = useRoute().params;
  return <OneOrder key={orderId} orderId={orderId} />;
}

function OneOrder({ orderId }: { orderId: string }) {
  const { data, error, reload } = useLoaded(
    () => answered(api.GET("/admin/orders/{order_id}", { params: { path: { order_id: orderId } } })),
    orderId,
  );
  useTitle(`Order ${orderId}`);
  if (!data && error) return <Refusal error={error} heading="Order" retry={() => void reload()} />;
  if (!data) return <Loading of="the order" />;
  const { words, look } = standing(data);
  return (
    <div class="stack teach">
      <header class="stack">
        <Trail
          places={[
            { to: "/teach", name: "Teaching" },
            { to: PAYMENT_EVENTS, name: "Payment events" },
          ]}
        />
        <div class="title-line">
          <h1>Order {data.order_id}</h1>
          <span class={`badge ${look}`}>{words}</span>
        </div>
      </header>
      {error !== undefined && <Failure error={error} retry={() => void reload()} />}
      <Amounts order={data} />
      <Lines order={data} />
      <History order={data} />
    </div>
  );
}

function standing(order: Schemas["Order"]): { words: string; look: string } {
  if (order.refunded_at) return { words: "Refunded in full", look: "badge-bad" };
  if (order.charged_back_at) return { words: "Dispute lost", look: "badge-bad" };
  if (order.amount_refunded > 0) return { words: "Refunded in part", look: "badge-gold" };
  return order.amount === null
    ? { words: "No payment known", look: "badge-plain" }
    : { words: "Paid", look: "badge-good" };
}

function Amounts({ order }: { order: Schemas["Order"] }) {
  return (
    <section class="card stack" aria-labelledby="amounts">
      <h2 id="amounts">Amounts</h2>
      <dl class="facts">
        <dt>Paid</dt>
        <dd>{order.amount === null ? "No payment event told yet" : money(order.amount, order.currency)}</dd>
        <dt>Given back</dt>
        <dd>{order.amount_refunded === 0 ? "Nothing" : money(order.amount_refunded, order.currency)}</dd>
        <When term="Bought on" at={order.purchased_at} />
        <When term="Refunded in full on" at={order.refunded_at} />
        <When term="Dispute lost on" at={order.charged_back_at} />
        <When term="First heard of" at={order.created_at} />
      </dl>
    </section>
  );
}

function When({ term, at }: { term: string; at: string | null }) {
  if (at === null) return null;
  return (
    <>
      <dt>{term}</dt>
      <dd>{moment(at)}</dd>
    </>
  );
}

function Lines({ order }: { order: Schemas["Order"] }) {
  return (
    <section class="card stack" aria-labelledby="lines">
      <h2 id="lines">Enrollments that it pays for</h2>
      {order.lines.length === 0 && <p>None is known.</p>}
      {order.lines.length > 0 && (
        <ul class="order-lines">
          {order.lines.map((line) => (
            <li key={`${line.user_id} ${line.course_id}`}>
              <a href={learnerAddress(line.course_id, line.user_id)}>
                {line.user_id} in {line.course_id}
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function History({ order }: { order: Schemas["Order"] }) {
  return (
    <section class="card stack" aria-labelledby="history">
      <h2 id="history">Refunds and disputes</h2>
      {order.refunds.length === 0 && <p>There were none.</p>}
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
  const { words, look, sentence } = DEEDS[entry.outcome];
  const at = entry.occurred_at ?? entry.received_at;
  return (
    <li class="event">
      <div>
        <h3>{kindOfEvent(entry.type)}</h3>
        <p class="faint">
          <time dateTime={at}>{moment(at)}</time>, {entry.event_id}
        </p>
      </div>
      <div>
        <p class="beside">
          <span class={`badge ${look}`}>{words}</span>
          {entry.amount_refunded !== null && <span>{money(entry.amount_refunded, currency)} given back in all</span>}
          {entry.amount_failed !== null && <span>{money(entry.amount_failed, currency)} not given back after all</span>}
        </p>
        <p>{sentence}</p>
      </div>
    </li>
  );
}
