"""What buyers, banks and the payment provider do: buy, give back, fail to, take away; and its post, late or twice."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.proof.doors import Clock, pay
from tests.proof.machine.base import MachineBase
from tests.proof.machine.ground import AMOUNT, LEARNERS, ORDERS
from tests.proof.machine.model_paying import Told
from tests.proof.machine.model_things import Money
from tests.proof.permutations.stripe import FIRST, Json, Sale, checkout, dispute_closed, refund_ended, refunded
from tests.support.service import ADMIN, Caller

orders = st.sampled_from(ORDERS)
late = st.sampled_from([False, False, False, True])


@dataclass
class Till:
    """What really became of an order's money.

    Attributes:
        refunds: what was given back and has not failed, by the refund's id.
    """

    sale: Sale
    bought: bool
    refunds: dict[str, int]

    @property
    def given_back(self) -> int:
        return sum(self.refunds.values())


class SellingRules(MachineBase):
    def __init__(self) -> None:
        super().__init__()
        self.tills = {
            order_id: Till(Sale(word=order_id.removeprefix("order-"), amount=AMOUNT), bought=False, refunds={})
            for order_id in ORDERS
        }
        self.post: list[tuple[Json, Told]] = []
        self.arrived: list[tuple[Json, Told, str]] = []

    @staticmethod
    def _number() -> int:
        return int(Clock.moment.timestamp()) - FIRST

    def _send_event(self, event: Json, told: Told, *, late: bool) -> None:
        if late:
            self.post.append((event, told))
        else:
            self._deliver(event, told)

    def _deliver(self, event: Json, told: Told) -> None:
        answer = pay(self.service, event)
        assert answer.status == 200, answer.content
        self.model.tell(told, self.now)
        self.arrived.append((event, told, answer.json["outcome"]))

    @rule(
        order=orders,
        learner=st.sampled_from(LEARNERS),
        course_ids=st.sampled_from([("course-1",), ("course-2",), ("course-1", "course-2")]),
        late=late,
    )
    def buy(self, order: str, learner: Caller, course_ids: tuple[str, ...], late: bool) -> None:  # noqa: FBT001
        now = self.step()
        till = self.tills[order]
        if till.bought:
            return
        till.bought = True
        event = checkout(self._number(), till.sale, learner.sub, *course_ids)
        buys = tuple((learner.sub, course_id) for course_id in course_ids)
        told = Told(event_id=event["id"], order=order, at=now, named=True, money=Money(), buys=buys)
        self._send_event(event, told, late=late)

    @rule(order=orders, share=st.sampled_from([1000, AMOUNT, AMOUNT]), named=st.booleans(), late=late)
    def give_back(self, order: str, share: int, named: bool, late: bool) -> None:  # noqa: FBT001
        now = self.step()
        till = self.tills[order]
        before = till.given_back
        share = min(share, AMOUNT - before)
        if share == 0:
            return
        till.refunds[f"re_{self._number()}"] = share
        sale = till.sale if named else replace(till.sale, named=False)
        event = refunded(self._number(), sale, before + share, before)
        money = Money(totals={now: before + share})
        self._send_event(event, Told(event_id=event["id"], order=order, at=now, named=named, money=money), late=late)

    @precondition(lambda self: self.model.certificates)
    @rule(data=st.data(), late=late)
    def give_back_what_paid_for_a_certificate(self, data: st.DataObject, late: bool) -> None:  # noqa: FBT001
        paid = sorted({one.order for one in self.model.certificates.values() if one.order is not None})
        if paid:
            self.give_back(data.draw(st.sampled_from(paid)), AMOUNT, named=True, late=late)

    @rule(order=orders, again=st.booleans(), late=late)
    def fail_to_give_back(self, order: str, again: bool, late: bool) -> None:  # noqa: FBT001
        now = self.step()
        till = self.tills[order]
        if not till.refunds:
            return
        refund_id, amount = till.refunds.popitem()
        kinds = ["refund.failed", "refund.updated"] if again else ["charge.refund.updated"]
        for number, kind in enumerate(kinds):
            # The provider tells of the same failure by several events.
            event = {**refund_ended(self._number(), till.sale, refund_id, amount, kind), "id": f"evt_{now}.{number}"}
            event["id"] = f"evt_{self._number()}.{number}"
            money = Money(failures={refund_id: (now, amount)})
            told = Told(event_id=event["id"], order=order, at=now, named=False, money=money)
            self._send_event(event, told, late=late and number == 0)

    @rule(order=orders, status=st.sampled_from(["lost", "lost", "won"]), late=late)
    def close_a_dispute(self, order: str, status: str, late: bool) -> None:  # noqa: FBT001
        now = self.step()
        event = dispute_closed(self._number(), self.tills[order].sale, status)
        if status == "won":
            assert pay(self.service, event).json["outcome"] == "unchanged"
            return
        money = Money(charged_back_at=now)
        self._send_event(event, Told(event_id=event["id"], order=order, at=now, named=False, money=money), late=late)

    @precondition(lambda self: self.post)
    @rule(data=st.data())
    def the_post_arrives(self, data: st.DataObject) -> None:
        self.step()
        self._deliver(*self.post.pop(data.draw(st.integers(0, len(self.post) - 1))))

    @precondition(lambda self: self.arrived)
    @rule(data=st.data())
    def an_event_comes_again(self, data: st.DataObject) -> None:
        self.step()
        event, told, outcome = self.arrived[data.draw(st.integers(0, len(self.arrived) - 1))]
        assert pay(self.service, event).json == {"event_id": told.event_id, "outcome": outcome}

    def look_at_the_order(self, order_id: str) -> None:
        answer = self.call("GET", f"/admin/orders/{order_id}", ADMIN)
        order = self.model.orders.get(order_id)
        if not self.agrees(answer, (404, "order_not_found") if order is None else (200, None)):
            return
        assert order is not None
        told = answer.json
        assert (told["amount_refunded"], told["refunded_at"]) == (order.money.given_back(), order.refunded_at)
        assert told["charged_back_at"] == order.money.charged_back_at
        assert {(line["user_id"], line["course_id"]) for line in told["lines"]} == order.lines
