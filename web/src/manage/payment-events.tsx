import { unwrap, api, type Schemas } from "../api/client";
import { orderPath, UNLINKED_PAYMENTS_PATH } from "../teach/paths";
import { PageError } from "../teach/page-error";
import { ErrorNotice } from "../ui/error-notice";
import { Loading } from "../ui/loading";
import { ShowMore } from "../ui/show-more";
import { pluralize, formatDateTime } from "../ui/format";
import { useTitle } from "../ui/use-title";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { useHistoryState } from "../ui/use-history-state";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import { OUTCOME_LABELS, eventDescription, eventLabel } from "./payment-labels";

/** The payment provider's events, newest first, and what each of them did. */
export function PaymentEvents() {
  useTitle("Payment events");
  const [wanted, setWanted] = useHistoryState("payment events", PAGE_SIZE);
  const list = usePagedList<Schemas["WebhookEvent"], Schemas["WebhookEventList"]>(
    ({ cursor, limit, signal }) =>
      unwrap(api.GET("/admin/webhook-events", { params: { query: { limit, ...(cursor ? { cursor } : {}) } }, signal })),
    "payment events",
    wanted,
  );
  if (!list.lastPage && list.error) return <PageError error={list.error} heading="Payment events" retry={list.retry} />;
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs links={[{ to: "/teach", name: "Teaching" }]} />
        <div class="page-head">
          <h1>Payment events</h1>
          <a class="button" href={UNLINKED_PAYMENTS_PATH}>
            Unlinked payments
          </a>
        </div>
        <p class="faint">
          Events from your payment provider and what each one did, newest first. Events are kept for a limited time.
        </p>
      </header>
      {!list.lastPage && <Loading text="Loading payment events…" />}
      {list.lastPage?.webhook_configured === false && <WebhookDisabled />}
      {list.lastPage && list.items.length === 0 && (
        <section class="card stack">
          <h2>No payment events yet</h2>
          <p>Purchases, refunds and disputes appear here once your payment provider reports them.</p>
        </section>
      )}
      {list.items.length > 0 && (
        <section class="card stack">
          <ol class="events" aria-label="Payment events">
            {list.items.map((event) => (
              <Event key={event.event_id} event={event} />
            ))}
          </ol>
          {list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
          <ShowMore
            summary={`${list.complete ? "All " : ""}${pluralize(list.items.length, "event")} shown.`}
            hasMore={!list.complete}
            loading={list.loading}
            onMore={() => setWanted(list.items.length + PAGE_SIZE)}
          />
        </section>
      )}
    </div>
  );
}

function WebhookDisabled() {
  return (
    <section class="notice notice-bad" aria-labelledby="webhook-disabled">
      <div>
        <h2 id="webhook-disabled">This deployment receives no payment events</h2>
        <p>
          It has no signing secret, so the webhook answers Stripe’s events with 404. Set the parameter{" "}
          <code>StripeSigningSecrets</code> to the secret of your webhook endpoint, which begins with{" "}
          <code>whsec_</code>, and deploy again. “Stripe webhook” in the deployment guide has the steps.
        </p>
      </div>
    </section>
  );
}

function Event({ event }: { event: Schemas["WebhookEvent"] }) {
  const { label, badgeClass } = OUTCOME_LABELS[event.outcome];
  return (
    <li class="event">
      <div>
        <h2>{eventLabel(event.type)}</h2>
        <p class="faint">
          <time dateTime={event.received_at}>{formatDateTime(event.received_at)}</time>, {event.event_id}
        </p>
      </div>
      <div>
        <p class="row">
          <span class={`badge ${badgeClass}`}>{label}</span>
          {event.order_id && <a href={orderPath(event.order_id)}>{event.order_id}</a>}
        </p>
        <p>{eventDescription(event)}</p>
      </div>
    </li>
  );
}
