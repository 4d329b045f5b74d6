import type { Schemas } from "../api/client";
import { t } from "../texts/texts";
import { paymentSentence, paymentStatus } from "./payment-text";

/** Payments, each with its ids, its amounts and what happened with it. */
export function PaymentList(props: { payments: readonly Schemas["OrderPayment"][]; currency: string | null }) {
  return (
    <ol class="events">
      {props.payments.map((payment) => (
        <Payment key={payment.payment_id ?? "unnamed"} payment={payment} currency={props.currency} />
      ))}
    </ol>
  );
}

function Payment({ payment, currency }: { payment: Schemas["OrderPayment"]; currency: string | null }) {
  const { label, badgeClass } = paymentStatus(payment);
  return (
    <li class="event">
      <div>
        <h3>{payment.payment_id ?? t("payment_list.without_id")}</h3>
        {payment.invoice_id && <p class="faint">{t("payment_list.invoice", { id: payment.invoice_id })}</p>}
        {payment.charge_ids
          .filter((charge) => charge !== payment.payment_id)
          .map((charge) => (
            <p key={charge} class="faint">
              {t("payment_list.charge", { id: charge })}
            </p>
          ))}
      </div>
      <div>
        <p>
          <span class={`badge ${badgeClass}`}>{t(label)}</span>
        </p>
        <p>{paymentSentence(payment, currency)}</p>
      </div>
    </li>
  );
}
