import { Fragment } from "preact";

import type { Schemas } from "../api/client";
import { t } from "../texts/texts";
import { PaymentList } from "./payment-list";
import { referenceKind } from "./payment-text";

/** The payments of an order, and the payment provider's ids that lead to it. */
export function OrderPayments({ order }: { order: Schemas["Order"] }) {
  return (
    <section class="card stack" aria-labelledby="payments">
      <h2 id="payments">{t("order_payments.title")}</h2>
      {order.payments.length === 0 && <p>{t("order.none_recorded")}</p>}
      {order.payments.length > 0 && <PaymentList payments={order.payments} currency={order.currency} />}
      {order.references.length > 0 && (
        <>
          <h3>{t("order_payments.links")}</h3>
          <p class="faint">{t("order_payments.links_help")}</p>
          <dl class="facts">
            {order.references.map((reference) => (
              <Fragment key={reference}>
                <dt>{referenceKind(reference)}</dt>
                <dd>{reference}</dd>
              </Fragment>
            ))}
          </dl>
        </>
      )}
    </section>
  );
}
