"""The reference model of enrollments, and of the orders that pay for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tests.proof.machine.model_entities import Access, Enrollment, EnrollmentKey, Order
from tests.proof.machine.model_ledger import Account, Report, linked, name_of
from tests.proof.machine.model_state import OK, Answer, ModelState

PAYER = "Pat Payer"


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
                enrollment.others.clear()
                enrollment.payer = None
            enrollment.order = order_id
            self._order(order_id, now).lines.add(key)
        enrollment.status, enrollment.before = changes["status"] or "", None
        enrollment.name = changes.get("learner_name", enrollment.name)
        enrollment.ends_at = changes.get("access_expires_at", enrollment.ends_at)
        self.enrollments[key] = enrollment
        return OK

    def _order(self, name: str, now: str) -> Order:
        """The order, which the shop or an event may name for the first time: its payments may be known already."""
        if name not in self.orders:
            self.orders[name] = Order(name=name, known_since=now)
        return self.orders[name]

    def receive_event(self, report: Report, now: str) -> Order | None:
        """Receive a payment event; a second delivery changes nothing.

        Returns:
            The order, if the event's payment belongs to one.
        """
        if report.event_id not in self.reports:
            self.reports[report.event_id] = report
            ids, reports = linked(self.reports.values(), report.ids)
            account = Account(reports=reports)
            if any(one.startswith("order-") for one in ids) or account.bought_at is not None:
                return self._receive(self._order(name_of(ids), now), account, report, now)
        return None

    def _receive(self, order: Order, account: Account, report: Report, now: str) -> Order:
        before, ended_before, was_bought = order.effect, order.ended_at, order.bought_at is not None
        order.account, order.bought_at, order.ended_at = account, account.bought_at, account.ended_at
        order.refunded_at = (order.refunded_at or now) if account.is_refunded else None
        order.charged_back_at = (order.charged_back_at or now) if account.is_charged_back else None
        ends = order.ended_at != ended_before
        known = sorted(order.lines)
        bought: list[EnrollmentKey] = []
        if report.learner is not None:
            bought = [(report.learner, course_id) for course_id in report.courses]
        else:
            claimed = {course_id for _, course_id in known} if was_bought else set()
            new = [one for one in report.courses if one not in claimed and one not in order.unclaimed]
            order.unclaimed += new
        order.lines.update(bought)
        for key in bought:
            self._buy(key, order)
            self._sync(order, key, now, ends=ends)
        if len(order.lines) <= self.lines_at_once:
            for key in known:
                self._sync(order, key, now, ends=ends)
        elif known and order.effect != before:
            order.pending, order.pending_ends = now, order.pending_ends or ends
        return order

    def accounts(self) -> Iterator[tuple[str, set[str], Account]]:
        """All orders, and payments without one: name, ids and account."""
        seen: set[str] = set()
        for ids in [*({name} for name in self.orders), *(report.ids for report in self.reports.values())]:
            if not ids <= seen:
                found, reports = linked(self.reports.values(), ids)
                seen |= found
                yield name_of(found), found, Account(reports=reports)

    def work(self, order: Order, now: str) -> None:
        """Do the work that the lines of a large order wait for."""
        for key in sorted(order.lines):
            self._sync(order, key, now, ends=order.pending_ends)
        order.pending, order.pending_ends = None, False

    def catch_up(self, key: EnrollmentKey, now: str) -> None:
        """Bring a line in line with its large orders at once, for a certificate request."""
        done: set[str] = set()
        while due := self._orders_due(key) - done:
            name = min(due)
            self._sync(self.orders[name], key, now, ends=self.orders[name].pending_ends)
            done.add(name)

    def _orders_due(self, key: EnrollmentKey) -> set[str]:
        entries = (self.enrollments.get(key), self.certificates.get(key))
        names = {entry.order for entry in entries if entry is not None and entry.order is not None}
        return {name for name in names if self.orders[name].pending is not None}

    def claim(self, learner: str, names: Iterable[str], now: str) -> None:
        """Enroll a learner in what was bought with the learner's address, in orders with these names."""
        for name in names:
            order = self.orders[name]
            for course_id in order.unclaimed:
                key = learner, course_id
                order.lines.add(key)
                self._buy(key, order)
                self._sync(order, key, now)
            order.unclaimed.clear()

    def _buy(self, key: EnrollmentKey, order: Order) -> None:
        """Add an order to those that bought an enrollment."""
        certificate, enrollment = self.certificates.get(key), self.enrollments.get(key)
        if certificate is not None and (enrollment is None or enrollment.order is None):
            certificate.order = certificate.order or order.name
        if enrollment is None:
            self.enrollments[key] = Enrollment(order=order.name, ends_at=order.ended_at, payer=PAYER)
        elif enrollment.order == order.name:
            enrollment.payer = enrollment.payer or PAYER
        else:
            access = enrollment.others.get(order.name, Access(ends_at=order.ended_at))
            enrollment.others[order.name] = replace(access, payer=access.payer or PAYER)

    def _sync(self, order: Order, key: EnrollmentKey, now: str, *, ends: bool = False) -> None:
        """Bring a line in line with its order."""
        certificate, enrollment = self.certificates.get(key), self.enrollments.get(key)
        if certificate is not None and certificate.order == order.name:
            certificate.sync_with(order, now)
        if enrollment is None or order.name not in {enrollment.order, *enrollment.others}:
            return
        if ends and enrollment.order == order.name:
            enrollment.ends_at = _earlier(enrollment.ends_at, order.ended_at)
        elif ends:
            access = enrollment.others[order.name]
            enrollment.others[order.name] = replace(access, ends_at=_earlier(access.ends_at, order.ended_at))
        self._choose_order(enrollment)

    def _choose_order(self, enrollment: Enrollment) -> None:
        """The newest order that is not reversed pays, and gives its own access; without one, the enrollment ends."""
        names = {enrollment.order, *enrollment.others} - {None}
        known = sorted((self.orders[name or ""] for name in names), key=lambda one: one.age)
        paying = [order for order in known if not order.is_reversed]
        if enrollment.order is not None:
            status = enrollment.before or "active" if enrollment.status == "refunded" else enrollment.status
            access = Access(status=status, ends_at=enrollment.ends_at, payer=enrollment.payer)
            enrollment.others[enrollment.order] = access
        enrollment.order = (paying or known)[-1].name
        access = enrollment.others.pop(enrollment.order)
        enrollment.ends_at, enrollment.payer = access.ends_at, access.payer
        enrollment.status, enrollment.before = (access.status, None) if paying else ("refunded", access.status)


def _earlier(one: str | None, other: str | None) -> str | None:
    return min((time for time in (one, other) if time is not None), default=None)
