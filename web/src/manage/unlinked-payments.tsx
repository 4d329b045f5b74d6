import { unwrap, api, type Schemas } from "../api/client";
import { PageError } from "../teach/page-error";
import { orderPath, PAYMENT_EVENTS_PATH } from "../teach/paths";
import { rich, t } from "../texts/texts";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { ErrorNotice } from "../ui/error-notice";
import { formatDateTime } from "../ui/format";
import { Loading } from "../ui/loading";
import { ShowMore } from "../ui/show-more";
import { useHistoryState } from "../ui/use-history-state";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import { useTitle } from "../ui/use-title";
import { paymentSentence } from "./payment-text";

/** The payments whose order is not known yet, and what helps. */
export function UnlinkedPayments() {
  useTitle(t("unlinked_payments.title"));
  const [wanted, setWanted] = useHistoryState("unlinked payments", PAGE_SIZE);
  const list = usePagedList<Schemas["UnlinkedPayment"], Schemas["UnlinkedPaymentList"]>(
    ({ cursor, limit, signal }) =>
      unwrap(
        api.GET("/admin/unlinked-payments", { params: { query: { limit, ...(cursor ? { cursor } : {}) } }, signal }),
      ),
    "unlinked payments",
    wanted,
  );
  if (!list.lastPage && list.error)
    return <PageError error={list.error} heading={t("unlinked_payments.title")} retry={list.retry} />;
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: t("layout.teaching") },
            { to: PAYMENT_EVENTS_PATH, name: t("payment_events.title") },
          ]}
        />
        <h1>{t("unlinked_payments.title")}</h1>
        <p class="faint">{t("unlinked_payments.help")}</p>
      </header>
      {!list.lastPage && <Loading text={t("unlinked_payments.loading")} />}
      {list.lastPage && list.items.length === 0 && (
        <section class="card stack">
          <h2>{t("unlinked_payments.none")}</h2>
          <p>{t("unlinked_payments.none_text")}</p>
        </section>
      )}
      {list.items.length > 0 && (
        <>
          <Help />
          <section class="card stack">
            <ol class="events" aria-label={t("unlinked_payments.title")}>
              {list.items.map((payment) => (
                <UnlinkedPayment key={payment.order_id} payment={payment} />
              ))}
            </ol>
            {list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
            <ShowMore
              summary={
                list.complete
                  ? t("unlinked_payments.all_shown", { count: list.items.length })
                  : t("unlinked_payments.shown", { count: list.items.length })
              }
              hasMore={!list.complete}
              loading={list.loading}
              onMore={() => setWanted(list.items.length + PAGE_SIZE)}
            />
          </section>
        </>
      )}
    </div>
  );
}

function Help() {
  return (
    <section class="card stack" aria-labelledby="help">
      <h2 id="help">{t("unlinked_payments.advice")}</h2>
      <ul class="help">
        <li>{t("unlinked_payments.wait")}</li>
        <li>
          {rich("unlinked_payments.subscribe", {
            first: <code>{"checkout.session.completed"}</code>,
            second: <code>{"invoice.paid"}</code>,
            third: <code>{"invoice_payment.paid"}</code>,
          })}
        </li>
        <li>{rich("unlinked_payments.metadata", { field: <code>{"metadata.order_id"}</code> })}</li>
        <li>{t("unlinked_payments.ignore")}</li>
      </ul>
    </section>
  );
}

function UnlinkedPayment({ payment }: { payment: Schemas["UnlinkedPayment"] }) {
  const { order_id, amount, amount_refunded, currency, payments, created_at } = payment;
  const dispute_lost = payments.some((one) => one.dispute_lost);
  const time = <time dateTime={created_at}>{formatDateTime(created_at)}</time>;
  return (
    <li class="event">
      <div>
        <h2>
          <a href={orderPath(order_id)}>{order_id}</a>
        </h2>
        <p class="faint">
          {payments.length > 1 ? rich("unlinked_payments.time_and_count", { time, count: payments.length }) : time}
        </p>
      </div>
      <p>{paymentSentence({ amount_captured: amount, amount_refunded, dispute_lost }, currency)}</p>
    </li>
  );
}
