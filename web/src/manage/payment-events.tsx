import { answered, api, type Schemas } from "../api/client";
import { orderAddress } from "../teach/addresses";
import { Refusal } from "../teach/refusal";
import { Failure } from "../ui/failure";
import { Loading } from "../ui/loading";
import { ShowMore } from "../ui/show-more";
import { counted, moment } from "../ui/text";
import { useTitle } from "../ui/title";
import { Trail } from "../ui/trail";
import { useKept } from "../ui/use-kept";
import { STEP, usePaged } from "../ui/use-paged";
import { DEEDS, kindOfEvent } from "./payment-words";

/** What payment events came, newest first, and what each of them did. */
export function PaymentEvents() {
  useTitle("Payment events");
  const [wanted, setWanted] = useKept("payment events", STEP);
  const list = usePaged<Schemas["WebhookEvent"], Schemas["WebhookEventList"]>(
    ({ cursor, limit, signal }) =>
      answered(
        api.GET("/admin/webhook-events", { params: { query: { limit, ...(cursor ? { cursor } : {}) } }, signal }),
      ),
    "payment events",
    wanted,
  );
  if (!list.newest && list.error) return <Refusal error={list.error} heading="Payment events" retry={list.retry} />;
  return (
    <div class="stack teach">
      <header class="stack">
        <Trail places={[{ to: "/teach", name: "Teaching" }]} />
        <h1>Payment events</h1>
        <p class="faint">
          What your payment provider told, newest first, and what it did. Each is kept for a limited time.
        </p>
      </header>
      {!list.newest && <Loading of="payment events" />}
      {list.newest && list.items.length === 0 && (
        <section class="card stack">
          <h2>Nothing came yet</h2>
          <p>Purchases, refunds and disputes are listed here once the payment provider tells of them.</p>
        </section>
      )}
      {list.items.length > 0 && (
        <section class="card stack">
          <ol class="events" aria-label="Payment events">
            {list.items.map((event) => (
              <Event key={event.event_id} event={event} />
            ))}
          </ol>
          {list.error !== undefined && <Failure error={list.error} retry={list.retry} />}
          <ShowMore
            sentence={`${counted(list.items.length, "event")} shown${list.complete ? ": these are all." : "."}`}
            more={!list.complete}
            loading={list.loading}
            onMore={() => setWanted(list.items.length + STEP)}
          />
        </section>
      )}
    </div>
  );
}

function Event({ event }: { event: Schemas["WebhookEvent"] }) {
  const { words, look, sentence } = DEEDS[event.outcome];
  return (
    <li class="event">
      <div>
        <h2>{kindOfEvent(event.type)}</h2>
        <p class="faint">
          <time dateTime={event.received_at}>{moment(event.received_at)}</time>, {event.event_id}
        </p>
      </div>
      <div>
        <p class="beside">
          <span class={`badge ${look}`}>{words}</span>
          {event.order_id && <a href={orderAddress(event.order_id)}>{event.order_id}</a>}
        </p>
        <p>{sentence}</p>
      </div>
    </li>
  );
}
