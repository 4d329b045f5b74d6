"""Payment rules: purchases, refunds, failed refunds and disputes; their events are delayed or delivered twice."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.proof.fake_aws import Clock, pay
from tests.proof.machine.base import MachineBase
from tests.proof.machine.environment import AMOUNT, LEARNERS, ORDERS
from tests.proof.machine.model_entities import Money
from tests.proof.machine.model_payments import PaymentFact
from tests.proof.permutations.stripe_events import FIRST, Json, Sale, checkout, dispute_closed, refund_ended, refunded
from tests.support.service import ADMIN, Caller

orders = st.sampled_from(ORDERS)
late = st.sampled_from([False, False, False, True])


@dataclass
class Ledger:
    """The payments of an order at the payment provider.

    Attributes:
        refunds: amounts of the refunds that have not failed, by id.
    """

    sale: Sale
    bought: bool
    refunds: dict[str, int]

    @property
    def amount_refunded(self) -> int:
        return sum(self.refunds.values())


class PaymentRules(MachineBase):
    def __init__(self) -> None:
        super().__init__()
        self.ledgers = {
            order_id: Ledger(Sale(label=order_id.removeprefix("order-"), amount=AMOUNT), bought=False, refunds={})
            for order_id in ORDERS
        }
        self.delayed: list[tuple[Json, PaymentFact]] = []
        self.delivered_events: list[tuple[Json, PaymentFact, str]] = []

    @staticmethod
    def _number() -> int:
        return int(Clock.moment.timestamp()) - FIRST

    def _emit(self, event: Json, fact: PaymentFact, *, late: bool) -> None:
        if late:
            self.delayed.append((event, fact))
        else:
            self._deliver(event, fact)

    def _deliver(self, event: Json, fact: PaymentFact) -> None:
        answer = pay(self.service, event)
        assert answer.status == 200, answer.content
        self.model.receive_event(fact, self.now)
        self.delivered_events.append((event, fact, answer.json["outcome"]))

    @rule(
        order=orders,
        learner=st.sampled_from(LEARNERS),
        course_ids=st.sampled_from([("course-1",), ("course-2",), ("course-1", "course-2")]),
        late=late,
    )
    def buy(self, order: str, learner: Caller, course_ids: tuple[str, ...], late: bool) -> None:  # noqa: FBT001
        now = self.step()
        ledger = self.ledgers[order]
        if ledger.bought:
            return
        ledger.bought = True
        event = checkout(self._number(), ledger.sale, learner.sub, *course_ids)
        buys = tuple((learner.sub, course_id) for course_id in course_ids)
        fact = PaymentFact(event_id=event["id"], order=order, at=now, named=True, money=Money(), buys=buys)
        self._emit(event, fact, late=late)

    @rule(order=orders, share=st.sampled_from([1000, AMOUNT, AMOUNT]), named=st.booleans(), late=late)
    def refund(self, order: str, share: int, named: bool, late: bool) -> None:  # noqa: FBT001
        now = self.step()
        ledger = self.ledgers[order]
        before = ledger.amount_refunded
        share = min(share, AMOUNT - before)
        if share == 0:
            return
        ledger.refunds[f"re_{self._number()}"] = share
        sale = ledger.sale if named else replace(ledger.sale, named=False)
        event = refunded(self._number(), sale, before + share, before)
        money = Money(totals={now: before + share})
        self._emit(event, PaymentFact(event_id=event["id"], order=order, at=now, named=named, money=money), late=late)

    @precondition(lambda self: self.model.certificates)
    @rule(data=st.data(), late=late)
    def refund_what_paid_for_a_certificate(self, data: st.DataObject, late: bool) -> None:  # noqa: FBT001
        paid = sorted({one.order for one in self.model.certificates.values() if one.order is not None})
        if paid:
            self.refund(data.draw(st.sampled_from(paid)), AMOUNT, named=True, late=late)

    @rule(order=orders, again=st.booleans(), late=late)
    def fail_a_refund(self, order: str, again: bool, late: bool) -> None:  # noqa: FBT001
        now = self.step()
        ledger = self.ledgers[order]
        if not ledger.refunds:
            return
        refund_id, amount = ledger.refunds.popitem()
        kinds = ["refund.failed", "refund.updated"] if again else ["charge.refund.updated"]
        for number, kind in enumerate(kinds):
            # The provider reports the same failure by several events.
            event = {**refund_ended(self._number(), ledger.sale, refund_id, amount, kind), "id": f"evt_{now}.{number}"}
            event["id"] = f"evt_{self._number()}.{number}"
            money = Money(failures={refund_id: (now, amount)})
            fact = PaymentFact(event_id=event["id"], order=order, at=now, named=False, money=money)
            self._emit(event, fact, late=late and number == 0)

    @rule(order=orders, status=st.sampled_from(["lost", "lost", "won"]), late=late)
    def close_a_dispute(self, order: str, status: str, late: bool) -> None:  # noqa: FBT001
        now = self.step()
        event = dispute_closed(self._number(), self.ledgers[order].sale, status)
        if status == "won":
            assert pay(self.service, event).json["outcome"] == "unchanged"
            return
        money = Money(charged_back_at=now)
        self._emit(event, PaymentFact(event_id=event["id"], order=order, at=now, named=False, money=money), late=late)

    @precondition(lambda self: self.delayed)
    @rule(data=st.data())
    def a_delayed_event_arrives(self, data: st.DataObject) -> None:
        self.step()
        self._deliver(*self.delayed.pop(data.draw(st.integers(0, len(self.delayed) - 1))))

    @precondition(lambda self: self.delivered_events)
    @rule(data=st.data())
    def an_event_is_delivered_again(self, data: st.DataObject) -> None:
        self.step()
        event, fact, outcome = self.delivered_events[data.draw(st.integers(0, len(self.delivered_events) - 1))]
        assert pay(self.service, event).json == {"event_id": fact.event_id, "outcome": outcome}

    def check_the_order(self, order_id: str) -> None:
        answer = self.call("GET", f"/admin/orders/{order_id}", ADMIN)
        order = self.model.orders.get(order_id)
        if not self.agrees(answer, (404, "order_not_found") if order is None else (200, None)):
            return
        assert order is not None
        body = answer.json
        assert (body["amount_refunded"], body["refunded_at"]) == (order.money.amount_refunded(), order.refunded_at)
        assert body["charged_back_at"] == order.money.charged_back_at
        assert {(line["user_id"], line["course_id"]) for line in body["lines"]} == order.lines
