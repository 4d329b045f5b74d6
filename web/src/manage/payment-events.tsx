import { unwrap, api, type Schemas } from "../api/client";
import { orderPath, UNLINKED_PAYMENTS_PATH } from "../teach/paths";
import { PageError } from "../teach/page-error";
import { rich, t } from "../texts/texts";
import { ErrorNotice } from "../ui/error-notice";
import { Loading } from "../ui/loading";
import { ShowMore } from "../ui/show-more";
import { formatDateTime } from "../ui/format";
import { useTitle } from "../ui/use-title";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { useHistoryState } from "../ui/use-history-state";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import { OUTCOME_LABELS, eventDescription, eventLabel } from "./payment-labels";

/** The payment provider's events, newest first, and what each of them did. */
export function PaymentEvents() {
  useTitle(t("payment_events.title"));
  const [wanted, setWanted] = useHistoryState("payment events", PAGE_SIZE);
  const list = usePagedList<Schemas["WebhookEvent"], Schemas["WebhookEventList"]>(
    ({ cursor, limit, signal }) =>
      unwrap(api.GET("/admin/webhook-events", { params: { query: { limit, ...(cursor ? { cursor } : {}) } }, signal })),
    "payment events",
    wanted,
  );
  if (!list.lastPage && list.error)
    return <PageError error={list.error} heading={t("payment_events.title")} retry={list.retry} />;
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs links={[{ to: "/teach", name: t("layout.teaching") }]} />
        <div class="page-head">
          <h1>{t("payment_events.title")}</h1>
          <a class="button" href={UNLINKED_PAYMENTS_PATH}>
            {t("unlinked_payments.title")}
          </a>
        </div>
        <p class="faint">{t("payment_events.help")}</p>
      </header>
      {!list.lastPage && <Loading text={t("payment_events.loading")} />}
      {list.lastPage?.webhook_configured === false && <WebhookDisabled />}
      {list.lastPage && list.items.length === 0 && (
        <section class="card stack">
          <h2>{t("payment_events.none")}</h2>
          <p>{t("payment_events.none_help")}</p>
        </section>
      )}
      {list.items.length > 0 && (
        <section class="card stack">
          <ol class="events" aria-label={t("payment_events.title")}>
            {list.items.map((event) => (
              <Event key={event.event_id} event={event} />
            ))}
          </ol>
          {list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
          <ShowMore
            summary={
              list.complete
                ? t("payment_events.all_shown", { count: list.items.length })
                : t("payment_events.shown", { count: list.items.length })
            }
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
        <h2 id="webhook-disabled">{t("payment_events.disabled")}</h2>
        <p>
          {rich("payment_events.disabled_help", {
            parameter: <code>{"StripeSigningSecrets"}</code>,
            prefix: <code>{"whsec_"}</code>,
          })}
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
          {rich("payment.time_and_id", {
            time: <time dateTime={event.received_at}>{formatDateTime(event.received_at)}</time>,
            id: event.event_id,
          })}
        </p>
      </div>
      <div>
        <p class="row">
          <span class={`badge ${badgeClass}`}>{t(label)}</span>
          {event.order_id && <a href={orderPath(event.order_id)}>{event.order_id}</a>}
        </p>
        <p>{eventDescription(event)}</p>
      </div>
    </li>
  );
}
