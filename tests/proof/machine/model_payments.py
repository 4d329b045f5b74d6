"""The reference model of enrollments, and of the orders that pay for them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.proof.machine.model_kept import OK, Answer, Kept
from tests.proof.machine.model_things import Access, Enrollment, Money, Order, Place


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a payment event says.

    Attributes:
        named: whether it carries the shop's own id of the order.
    """

    event_id: str
    order: str
    at: str
    named: bool
    money: Money
    buys: tuple[Place, ...] = ()


class Paying(Kept):
    def enroll(self, place: Place, changes: Mapping[str, str | None], now: str) -> Answer:
        """A shop's own service enrolls; `changes` by the names of the request."""
        enrollment = self.enrollments.get(place) or Enrollment()
        order_id = changes.get("order_id") or enrollment.order
        order = self.orders.get(order_id or "")
        if order is not None and order.taken_back:
            return 409, "order_refunded"
        certificate = self.certificates.get(place)
        # What was issued before any order was known follows the first that is.
        if place in self.enrollments and enrollment.order is None and certificate is not None:
            certificate.order = certificate.order or order_id
        if order_id is not None:
            if order_id != enrollment.order:
                enrollment.orders = {order_id}
                enrollment.others.clear()
            enrollment.order = order_id
            self._order(order_id, now).lines.add(place)
        enrollment.status, enrollment.before = changes["status"] or "", None
        enrollment.name = changes.get("learner_name", enrollment.name)
        enrollment.ends_at = changes.get("access_expires_at", enrollment.ends_at)
        self.enrollments[place] = enrollment
        return OK

    def _order(self, order_id: str, now: str) -> Order:
        if order_id not in self.orders:
            self.orders[order_id] = Order(order_id=order_id, amount=self.amounts[order_id], known_since=now)
        return self.orders[order_id]

    def tell(self, told: Told, now: str) -> None:
        """A payment event arrives; one that came before changes nothing."""
        if told.event_id in self.events:
            return
        self.events.add(told.event_id)
        money = replace(told.money, charged_back_at=now if told.money.charged_back_at else None)
        if not told.named and told.order not in self.named:
            # Nobody knows yet which order this payment is for; whoever names it takes it up.
            self.unnamed.setdefault(told.order, Money()).add(money)
            return
        if told.named:
            self.named.add(told.order)
        order = self._order(told.order, now)
        order.money.add(self.unnamed.pop(told.order, Money()))
        order.money.add(money)
        if told.buys:
            order.lines |= set(told.buys)
            order.bought_at = order.bought_at or told.at
        order.look_again(now)
        for place in sorted(order.lines):
            self._follow(order, place, told.buys, now)

    def _follow(self, order: Order, place: Place, buys: tuple[Place, ...], now: str) -> None:
        certificate = self.certificates.get(place)
        if place in buys:
            enrollment = self.enrollments.get(place)
            if certificate is not None and certificate.order is None and (enrollment is None or not enrollment.order):
                certificate.order = order.order_id
            self._bought(place, order)
        if certificate is not None and certificate.order == order.order_id:
            certificate.follow(order, now)
        enrollment = self.enrollments.get(place)
        if enrollment is not None and order.order_id in enrollment.orders:
            self._paid(enrollment)

    def _bought(self, place: Place, order: Order) -> None:
        enrollment = self.enrollments.setdefault(place, Enrollment(orders={order.order_id}, order=order.order_id))
        if order.order_id not in enrollment.orders:
            enrollment.orders.add(order.order_id)
            enrollment.others[order.order_id] = Access()

    def _paid(self, enrollment: Enrollment) -> None:
        """The newest order that has its money pays, and gives its own access; without one, the enrollment ends."""
        known = sorted((self.orders[one] for one in enrollment.orders if one in self.orders), key=lambda one: one.age)
        paying = [order for order in known if not order.taken_back]
        if enrollment.order is not None:
            status = enrollment.before or "active" if enrollment.status == "refunded" else enrollment.status
            enrollment.others[enrollment.order] = Access(status=status, ends_at=enrollment.ends_at)
        enrollment.order = (paying or known)[-1].order_id
        access = enrollment.others.pop(enrollment.order)
        enrollment.ends_at = access.ends_at
        enrollment.status, enrollment.before = (access.status, None) if paying else ("refunded", access.status)
