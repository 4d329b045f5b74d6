import { unwrap, api, type Schemas } from "../api/client";
import { PageError } from "../teach/page-error";
import { orderPath, PAYMENT_EVENTS_PATH } from "../teach/paths";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { ErrorNotice } from "../ui/error-notice";
import { pluralize, formatDateTime } from "../ui/format";
import { Loading } from "../ui/loading";
import { ShowMore } from "../ui/show-more";
import { useHistoryState } from "../ui/use-history-state";
import { PAGE_SIZE, usePagedList } from "../ui/use-paged-list";
import { useTitle } from "../ui/use-title";
import { paymentSentence } from "./payment-text";

/** The payments whose order is not known yet, and what helps. */
export function UnlinkedPayments() {
  useTitle("Unlinked payments");
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
    return <PageError error={list.error} heading="Unlinked payments" retry={list.retry} />;
  return (
    <div class="stack teach">
      <header class="stack">
        <Breadcrumbs
          links={[
            { to: "/teach", name: "Teaching" },
            { to: PAYMENT_EVENTS_PATH, name: "Payment events" },
          ]}
        />
        <h1>Unlinked payments</h1>
        <p class="faint">
          Payments whose order is not known yet, newest first. A refund of one of them revokes no certificate until an
          event links it to its order. Then everything received before counts.
        </p>
      </header>
      {!list.lastPage && <Loading text="Loading unlinked payments…" />}
      {list.lastPage && list.items.length === 0 && (
        <section class="card stack">
          <h2>No unlinked payments</h2>
          <p>Every payment belongs to an order.</p>
        </section>
      )}
      {list.items.length > 0 && (
        <>
          <Help />
          <section class="card stack">
            <ol class="events" aria-label="Unlinked payments">
              {list.items.map((payment) => (
                <UnlinkedPayment key={payment.order_id} payment={payment} />
              ))}
            </ol>
            {list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
            <ShowMore
              summary={`${list.complete ? "All " : ""}${pluralize(list.items.length, "unlinked payment")} shown.`}
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
      <h2 id="help">What you can do</h2>
      <ul class="help">
        <li>Wait a moment if the payment is new: the event that links it may still be on its way.</li>
        <li>
          Subscribe your webhook endpoint to all event types in the payments guide. A subscription’s payments are linked
          by <code>checkout.session.completed</code>, <code>invoice.paid</code> and <code>invoice_payment.paid</code>.
        </li>
        <li>
          If your shop creates payments itself, set <code>metadata.order_id</code> on each payment.
        </li>
        <li>Ignore payments for other things than courses. They do no harm here.</li>
      </ul>
    </section>
  );
}

function UnlinkedPayment({ payment }: { payment: Schemas["UnlinkedPayment"] }) {
  const { order_id, amount, amount_refunded, currency, payments, created_at } = payment;
  const dispute_lost = payments.some((one) => one.dispute_lost);
  return (
    <li class="event">
      <div>
        <h2>
          <a href={orderPath(order_id)}>{order_id}</a>
        </h2>
        <p class="faint">
          <time dateTime={created_at}>{formatDateTime(created_at)}</time>
          {payments.length > 1 && `, ${pluralize(payments.length, "payment")}`}
        </p>
      </div>
      <p>{paymentSentence({ amount_captured: amount, amount_refunded, dispute_lost }, currency)}</p>
    </li>
  );
}
