"""Payment rules: purchases, renewals, refunds, failed refunds, disputes and ended subscriptions.

Their events have Stripe's real shapes, and are delayed or delivered twice.
"""

from dataclasses import dataclass, field

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from tests.proof.fake_aws import Clock, pay
from tests.proof.machine.base import MachineBase
from tests.proof.machine.differences import names_of_orders
from tests.proof.machine.environment import LEARNERS
from tests.proof.machine.events import SHOPS_SALES, Emitted, Shop
from tests.proof.permutations.stripe_events import FIRST
from tests.support.service import ADMIN, Caller

labels = st.sampled_from([*SHOPS_SALES, "1", "1"])
late = st.sampled_from([False, False, False, True])
months = st.sampled_from([1, 1, 2])
buyers = st.sampled_from([*LEARNERS, *LEARNERS, None])
baskets = st.sampled_from([("course-1",), ("course-2",), ("course-1", "course-2")])


@dataclass
class Refunds:
    """The refunds of a payment at the payment provider: amounts by id."""

    standing: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)


class PaymentRules(MachineBase):
    def __init__(self) -> None:
        super().__init__()
        self.bought: set[str] = set()
        self.charged: set[tuple[str, int]] = set()
        self.refunds: dict[tuple[str, int], Refunds] = {}
        self.delayed: list[Emitted] = []
        self.delivered_events: list[tuple[Emitted, str]] = []

    def _shop(self, label: str) -> Shop:
        """The shop and its provider, at the next second."""
        now = self.step()
        return Shop(SHOPS_SALES[label], number=int(Clock.moment.timestamp()) - FIRST, at=now)

    def _refunds(self, label: str, month: int) -> Refunds:
        return self.refunds.setdefault((label, month), Refunds())

    def _emit(self, emitted: Emitted, *, late: bool = False) -> None:
        if late:
            self.delayed.append(emitted)
        else:
            self._deliver(emitted)

    def _deliver(self, emitted: Emitted) -> None:
        event, report = emitted
        answer = pay(self.service, event)
        assert answer.status == 200, answer.content
        self.model.receive_event(report, self.now)
        self.delivered_events.append((emitted, answer.json["outcome"]))

    @initialize(
        bought=st.lists(st.tuples(labels, buyers, baskets), max_size=3), charged=st.sets(st.tuples(labels, months))
    )
    def sell(self, bought: list[tuple[str, Caller | None, tuple[str, ...]]], charged: set[tuple[str, int]]) -> None:
        """Start with purchases: without them, most refunds would be of payments without an order."""
        for label, learner, course_ids in bought:
            self.buy(label, learner, course_ids, late=False)
        for label, month in sorted(charged):
            self.charge(label, month, late=False, linked_late=False)

    @rule(label=labels, learner=buyers, course_ids=baskets, late=late)
    def buy(self, label: str, learner: Caller | None, course_ids: tuple[str, ...], late: bool) -> None:  # noqa: FBT001
        """Complete a checkout; without a learner, the purchase is kept under the payer's address."""
        shop = self._shop(label)
        if label not in self.bought:
            self.bought.add(label)
            self._emit(shop.checkout(learner.sub if learner else None, *course_ids), late=late)

    @rule(learner=st.sampled_from(LEARNERS))
    def claim(self, learner: Caller) -> None:
        """Open the dashboard with the payer's address, which is verified."""
        now = self.step()
        rows = self.environment.rows()
        names = names_of_orders(rows)
        waiting = [
            names[row["order_id"]] for row in sorted(rows["unclaimed-purchases"], key=lambda row: row["order_id"])
        ]
        payer = Caller(learner.sub, name=learner.name, email="payer@example.com")
        assert self.call("GET", "/my-courses", payer).status == 200
        self.model.claim(learner.sub, waiting, now)

    @rule(label=labels, month=months, late=late, linked_late=late)
    def charge(self, label: str, month: int, late: bool, linked_late: bool) -> None:  # noqa: FBT001
        """Charge a subscription's month, or another instalment of an order; each event links some of the ids."""
        self.charged.add((label, month))
        self._emit(self._shop(label).charged(month), late=late)
        if self._shop(label).sale.subscription:
            self._emit(self._shop(label).invoice_paid(month), late=linked_late)
            linked = self._shop(label).invoice_payment_paid(month)
            if linked is not None:
                self._emit(linked, late=late)

    @rule(
        label=labels,
        month=months,
        share=st.sampled_from([1000, 4900, 4900]),
        told_by=st.sampled_from([("charge",), ("charge",), ("refund",), ("refund", "charge")]),
        named=st.booleans(),
        late=late,
    )
    def refund(
        self,
        label: str,
        month: int,
        share: int,
        told_by: tuple[str, ...],
        named: bool,  # noqa: FBT001
        late: bool,  # noqa: FBT001
    ) -> None:
        """Refund a part or all of what is left of a payment; events of the charge, of the refund, or both, tell it."""
        shop, refunds = self._shop(label), self._refunds(label, month)
        before = sum(refunds.standing.values())
        share = min(share, shop.sale.amount - before)
        if share == 0:
            return
        refund_id = f"re_{shop.number}"
        refunds.standing[refund_id] = share
        for told in told_by:
            shop = self._shop(label)
            if told == "refund":
                self._emit(shop.refund_told(month, refund_id, share), late=late)
            else:
                self._emit(shop.refunded(month, before + share, before, named=named), late=late)

    @precondition(lambda self: self.model.certificates)
    @rule(data=st.data(), share=st.sampled_from([1000, 4900, 4900, 4900]), late=late)
    def refund_what_paid_for_a_certificate(self, data: st.DataObject, share: int, late: bool) -> None:  # noqa: FBT001
        """Refund all payments of a certificate's order, or a part of each; the events that link them may come later."""
        paid = sorted((one.order, key) for key, one in self.model.certificates.items() if one.order is not None)
        if not paid:
            return
        name, (learner, course_id) = data.draw(st.sampled_from(paid))
        label = name[-1]
        self.buy(label, Caller(learner), (course_id,), late=late)
        for month in sorted({1, *(month for known, month in self.charged if known == label)}):
            if (label, month) not in self.charged:
                self.charge(label, month, late=False, linked_late=late)
            self.refund(label, month, share, ("charge",), named=True, late=late)

    @rule(label=labels, month=months, again=st.booleans(), late=late)
    def fail_a_refund(self, label: str, month: int, again: bool, late: bool) -> None:  # noqa: FBT001
        """A refund fails, or one that has failed is reported again; the provider has several events for it."""
        shop, refunds = self._shop(label), self._refunds(label, month)
        if again and refunds.failed:
            refund_id, amount = max(refunds.failed.items())
            self._emit(shop.refund_told(month, refund_id, amount, "refund.updated", "failed"), late=late)
        elif refunds.standing:
            refund_id, amount = refunds.standing.popitem()
            refunds.failed[refund_id] = amount
            kind = "refund.failed" if again else "charge.refund.updated"
            self._emit(shop.refund_told(month, refund_id, amount, kind, "failed"), late=late)

    @rule(
        label=labels, month=months, status=st.sampled_from(["lost", "lost", "won"]), by_charge=st.booleans(), late=late
    )
    def close_a_dispute(self, label: str, month: int, status: str, by_charge: bool, late: bool) -> None:  # noqa: FBT001
        self._emit(self._shop(label).dispute_closed(month, status, by_charge=by_charge), late=late)

    @rule(label=labels, late=late)
    def end_a_subscription(self, label: str, late: bool) -> None:  # noqa: FBT001
        shop = self._shop(label)
        if shop.sale.subscription:
            self._emit(shop.subscription_deleted(), late=late)

    @precondition(lambda self: self.delayed)
    @rule(data=st.data())
    def delayed_events_arrive(self, data: st.DataObject) -> None:
        """Some of the delayed events arrive, in any order."""
        for number in data.draw(st.lists(st.integers(0, 9), min_size=1, max_size=4)):
            if self.delayed:
                self.step()
                self._deliver(self.delayed.pop(number % len(self.delayed)))

    @precondition(lambda self: self.delivered_events)
    @rule(data=st.data())
    def an_event_is_delivered_again(self, data: st.DataObject) -> None:
        self.step()
        (event, report), outcome = self.delivered_events[data.draw(st.integers(0, len(self.delivered_events) - 1))]
        assert pay(self.service, event).json == {"event_id": report.event_id, "outcome": outcome}

    def check_the_order(self, order_id: str) -> None:
        answer = self.call("GET", f"/admin/orders/{order_id}", ADMIN)
        found = [(name, account) for name, ids, account in self.model.accounts() if order_id in ids]
        if not self.agrees(answer, (200, None) if found else (404, "order_not_found")):
            return
        ((name, account),) = found
        body, order = answer.json, self.model.orders.get(name)
        assert (body["amount"], body["amount_refunded"]) == (account.amount, account.refunded)
        shown = {one["payment_id"]: (one["amount_captured"], one["amount_refunded"]) for one in body["payments"]}
        assert shown == {one.payment_id: (one.amount, one.refunded) for one in account.payments}
        assert body["access_ends_at"] == account.ended_at
        assert {(line["user_id"], line["course_id"]) for line in body["lines"]} == (order.lines if order else set())
        assert body["lines_pending"] is (order is not None and order.pending is not None)

    def check_the_unlinked_payments(self) -> None:
        shown = self.call("GET", "/admin/unlinked-payments?limit=100", ADMIN).json["items"]
        unlinked = [ids for name, ids, _ in self.model.accounts() if name not in self.model.orders]
        assert len(shown) == len(unlinked)
        assert all(any(one["order_id"] in ids for one in shown) for ids in unlinked)
