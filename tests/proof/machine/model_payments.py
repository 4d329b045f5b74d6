"""The reference model of enrollments, and of the orders that pay for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.proof.machine.model_entities import Access, Enrollment, EnrollmentKey, Money, Order
from tests.proof.machine.model_state import OK, Answer, ModelState


@dataclass(frozen=True, kw_only=True)
class PaymentFact:
    """The content of a payment event.

    Attributes:
        named: whether it has the shop's order id.
    """

    event_id: str
    order: str
    at: str
    named: bool
    money: Money
    buys: tuple[EnrollmentKey, ...] = ()


class Payments(ModelState):
    def enroll(self, key: EnrollmentKey, changes: Mapping[str, str | None], now: str) -> Answer:
        """Enroll through the service route; `changes` are the fields of the request."""
        enrollment = self.enrollments.get(key) or Enrollment()
        order_id = changes.get("order_id") or enrollment.order
        order = self.orders.get(order_id or "")
        if order is not None and order.is_reversed:
            return 409, "order_refunded"
        certificate = self.certificates.get(key)
        # A certificate issued before any order was known is linked to the first one.
        if key in self.enrollments and enrollment.order is None and certificate is not None:
            certificate.order = certificate.order or order_id
        if order_id is not None:
            if order_id != enrollment.order:
                enrollment.orders = {order_id}
                enrollment.others.clear()
            enrollment.order = order_id
            self._order(order_id, now).lines.add(key)
        enrollment.status, enrollment.before = changes["status"] or "", None
        enrollment.name = changes.get("learner_name", enrollment.name)
        enrollment.ends_at = changes.get("access_expires_at", enrollment.ends_at)
        self.enrollments[key] = enrollment
        return OK

    def _order(self, order_id: str, now: str) -> Order:
        if order_id not in self.orders:
            self.orders[order_id] = Order(order_id=order_id, amount=self.amounts[order_id], known_since=now)
        return self.orders[order_id]

    def receive_event(self, fact: PaymentFact, now: str) -> None:
        """Receive a payment event; a second delivery changes nothing."""
        if fact.event_id in self.events:
            return
        self.events.add(fact.event_id)
        money = replace(fact.money, charged_back_at=now if fact.money.charged_back_at else None)
        if not fact.named and fact.order not in self.named:
            # No event with the order id of this payment has arrived yet; the first one links the payment to its order.
            self.unnamed.setdefault(fact.order, Money()).add(money)
            return
        if fact.named:
            self.named.add(fact.order)
        order = self._order(fact.order, now)
        order.money.add(self.unnamed.pop(fact.order, Money()))
        order.money.add(money)
        if fact.buys:
            order.lines |= set(fact.buys)
            order.bought_at = order.bought_at or fact.at
        order.update_refunded_at(now)
        for key in sorted(order.lines):
            self._sync(order, key, fact.buys, now)

    def _sync(self, order: Order, key: EnrollmentKey, buys: tuple[EnrollmentKey, ...], now: str) -> None:
        certificate = self.certificates.get(key)
        if key in buys:
            enrollment = self.enrollments.get(key)
            if certificate is not None and certificate.order is None and (enrollment is None or not enrollment.order):
                certificate.order = order.order_id
            self._bought(key, order)
        if certificate is not None and certificate.order == order.order_id:
            certificate.sync_with(order, now)
        enrollment = self.enrollments.get(key)
        if enrollment is not None and order.order_id in enrollment.orders:
            self._choose_order(enrollment)

    def _bought(self, key: EnrollmentKey, order: Order) -> None:
        enrollment = self.enrollments.setdefault(key, Enrollment(orders={order.order_id}, order=order.order_id))
        if order.order_id not in enrollment.orders:
            enrollment.orders.add(order.order_id)
            enrollment.others[order.order_id] = Access()

    def _choose_order(self, enrollment: Enrollment) -> None:
        """The newest order that is not reversed pays, and gives its own access; without one, the enrollment ends."""
        known = sorted((self.orders[one] for one in enrollment.orders if one in self.orders), key=lambda one: one.age)
        paying = [order for order in known if not order.is_reversed]
        if enrollment.order is not None:
            status = enrollment.before or "active" if enrollment.status == "refunded" else enrollment.status
            enrollment.others[enrollment.order] = Access(status=status, ends_at=enrollment.ends_at)
        enrollment.order = (paying or known)[-1].order_id
        access = enrollment.others.pop(enrollment.order)
        enrollment.ends_at = access.ends_at
        enrollment.status, enrollment.before = (access.status, None) if paying else ("refunded", access.status)
