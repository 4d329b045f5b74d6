import { useRoute } from "preact-iso";

import type { Schemas } from "../api/client";
import { PAYMENT_EVENTS_PATH } from "../teach/paths";
import { PageError } from "../teach/page-error";
import { t } from "../texts/texts";
import { Breadcrumbs } from "../ui/breadcrumbs";
import { ErrorNotice } from "../ui/error-notice";
import { Loading } from "../ui/loading";
import { useTitle } from "../ui/use-title";
import { OrderLines } from "./order-lines";
import { LinesPending, UnclaimedPurchase } from "./order-notices";
import { OrderPayments } from "./order-payments";
import { OrderSummary } from "./order-summary";
import { orderStatus } from "./payment-text";
import { RefundHistory } from "./refund-history";
import { useOrder } from "./use-order";

/** An order: its payments, its enrollments, and its refunds and disputes. */
export function Order() {
  const { orderId = "" } = useRoute().params;
  return <OrderPage key={orderId} orderId={orderId} />;
}

function OrderPage({ orderId }: { orderId: string }) {
  const { list, showMore } = useOrder(orderId);
  const order = list.lastPage;
  // The URL may contain the id of a payment, or another one of the order's.
  useTitle(t("order.title", { id: order?.order_id ?? orderId }));
  if (!order && list.error) return <PageError error={list.error} heading={t("order")} retry={list.retry} />;
  if (!order) return <Loading text={t("order.loading")} />;
  return (
    <div class="stack teach">
      <OrderHeader order={order} />
      {order.lines_pending && <LinesPending order={order} />}
      {order.unclaimed && <UnclaimedPurchase purchase={order.unclaimed} />}
      <OrderSummary order={order} />
      <OrderPayments order={order} />
      <OrderLines list={list} onMore={showMore} />
      {list.error !== undefined && <ErrorNotice error={list.error} retry={list.retry} />}
      <RefundHistory order={order} />
    </div>
  );
}

function OrderHeader({ order }: { order: Schemas["Order"] }) {
  const { label, badgeClass } = orderStatus(order);
  return (
    <header class="stack">
      <Breadcrumbs
        links={[
          { to: "/teach", name: t("layout.teaching") },
          { to: PAYMENT_EVENTS_PATH, name: t("payment_events.title") },
        ]}
      />
      <div class="title-line">
        <h1>{t("order.title", { id: order.order_id })}</h1>
        <span class={`badge ${badgeClass}`}>{t(label)}</span>
      </div>
    </header>
  );
}
