"""The payment events of the machine's orders: each as Stripe sends it, and as a report for the reference model."""

from dataclasses import dataclass, replace
from typing import Any

from tests.proof.machine.model_ledger import Refund, Report
from tests.proof.permutations import stripe_events
from tests.proof.permutations.stripe_events import NEW, OLD, Json, Sale
from tests.support.stripe_objects.envelope import Generation, related

type Emitted = tuple[Json, Report]


@dataclass(frozen=True, kw_only=True)
class ShopsSale:
    """How the shop sells an order.

    Attributes:
        api: the generation of the events.
        names_subscription: whether the subscription has the order's id too, and with it each invoice.
    """

    sale: Sale
    api: Generation
    names_subscription: bool = False


# An order with instalments, and three subscriptions; the last one has no order id anywhere.
SHOPS_SALES = {
    "1": ShopsSale(sale=Sale(label="1"), api=NEW),
    "2": ShopsSale(sale=Sale(label="2", subscription=True), api=OLD, names_subscription=True),
    "3": ShopsSale(sale=Sale(label="3", subscription=True), api=NEW),
    "4": ShopsSale(sale=Sale(label="4", subscription=True, named=False), api=NEW),
}


class Shop:
    """Emits the events of a sale, all at one time."""

    def __init__(self, of: ShopsSale, *, number: int, at: str) -> None:
        self.sale, self.number = of.sale, number
        self._api, self._at = of.api, at
        self._of_subscription = of.sale if of.names_subscription else replace(of.sale, named=False)

    def _report(self, event: Json, **content: Any) -> Emitted:  # noqa: ANN401 - attributes of a report
        return event, Report(event_id=event["id"], at=self._at, **content)

    def _charge(self, sale: Sale, month: int) -> dict[str, Any]:
        """The ids that an event about a charge has; since basil, not that of its invoice."""
        return {
            "order": sale.charge_metadata.get("order_id"),
            "payment": sale.payment(month),
            "charge": related("ch", sale.payment(month)),
            "invoice": sale.invoice(month) if self._api == OLD else None,
        }

    def checkout(self, learner: str | None, *course_ids: str) -> Emitted:
        sale = self.sale
        return self._report(
            stripe_events.checkout(self.number, sale, learner, *course_ids, api=self._api),
            order=sale.metadata.get("order_id"),
            payment=None if sale.subscription else sale.payment(),
            invoice=sale.invoice(),
            subscription=sale.subscription_id,
            session=f"cs_{sale.label}",
            expected=None if sale.subscription else sale.amount,
            invoice_paid=sale.amount if sale.subscription else None,
            courses=course_ids,
            learner=learner,
        )

    def invoice_paid(self, month: int) -> Emitted:
        sale, is_old = self._of_subscription, self._api == OLD
        return self._report(
            stripe_events.invoice_paid(self.number, sale, month, self._api),
            order=sale.metadata.get("order_id"),
            payment=sale.payment(month) if is_old else None,
            charge=related("ch", sale.payment(month)) if is_old else None,
            invoice=sale.invoice(month),
            subscription=sale.subscription_id,
            expected=sale.amount if is_old else None,
            invoice_paid=sale.amount,
        )

    def invoice_payment_paid(self, month: int) -> Emitted | None:
        """Since basil, this event says which payment paid an invoice."""
        if self._api == OLD:
            return None
        sale = self.sale
        return self._report(
            stripe_events.invoice_payment_paid(self.number, sale, month),
            payment=sale.payment(month),
            invoice=sale.invoice(month),
            expected=sale.amount,
        )

    def charged(self, month: int) -> Emitted:
        event = stripe_events.charged(self.number, self.sale, month, self._api)
        return self._report(event, **self._charge(self.sale, month), captured=self.sale.amount)

    def refunded(self, month: int, total: int, before: int, *, named: bool) -> Emitted:
        """A charge was refunded; only the metadata of its payment can name the order."""
        sale = self.sale if named else replace(self.sale, named=False)
        event = stripe_events.refunded(self.number, sale, total, before, self._api, month=month)
        return self._report(event, **self._charge(sale, month), captured=sale.amount, refunded=total)

    def refund_told(
        self, month: int, refund_id: str, amount: int, kind: str = "refund.created", status: str = "succeeded"
    ) -> Emitted:
        payment = self.sale.payment(month)
        return self._report(
            stripe_events.refund_ended(self.number, self.sale, refund_id, amount, kind, status, self._api, month=month),
            payment=payment,
            charge=related("ch", payment),
            refund=Refund(refund_id=refund_id, amount=amount, failed=status == "failed"),
        )

    def dispute_closed(self, month: int, status: str, *, by_charge: bool) -> Emitted:
        payment = self.sale.payment(month)
        return self._report(
            stripe_events.dispute_closed(self.number, self.sale, status, month=month, by_charge=by_charge),
            payment=None if by_charge else payment,
            charge=related("ch", payment),
            lost=status == "lost",
        )

    def subscription_deleted(self) -> Emitted:
        sale = self._of_subscription
        return self._report(
            stripe_events.subscription_deleted(self.number, sale, self._api),
            order=sale.metadata.get("order_id"),
            subscription=sale.subscription_id,
            ended_at=self._at,
        )
