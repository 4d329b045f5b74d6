"""The payment events of a history in every order of arrival, some repeated, lead to one end state in the handler."""

import json
from collections import Counter
from collections.abc import Set
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import permutations

import pytest

from shared.domain.order import Order, Outcome
from shared.domain.payment import ChargeRefunded, PaymentEvent, RefundFailed
from tests.proof import facts, rows, twin
from tests.proof.facts import Facts
from tests.proof.fake_aws import BEGINNING, Clock, FakeAws, fake_aws, frozen_clock, load_into_moto, pay
from tests.proof.invariants import violations_of
from tests.proof.parts import Part, Row
from tests.proof.permutations import end_states
from tests.proof.permutations.histories import HISTORIES, History
from tests.proof.rows import Rows
from tests.support.aws import deployed, items
from tests.support.service import Service

# The numbers of the events that have arrived, in order.
type Arrival = tuple[int, ...]

EVENTS = 6
ORDERS = tuple(permutations(range(EVENTS)))
# On moto, which validates the twin, a few orders are enough.
MOTO_ORDERS = 8
_MUTANT_ORDERS = 24


def deliveries(arrived: Arrival) -> Arrival:
    """The deliveries when the last of these events arrives: that event, and sometimes an earlier one again.

    Of six events, one is delivered three times and another one twice, or one four times.
    """
    again = {1: 0, 3: arrived[-1] % 4, 5: 0}.get(len(arrived) - 1)
    return arrived[-1:] if again is None else (arrived[-1], arrived[again])


@dataclass
class Report:
    """The results of a history.

    Attributes:
        ends: the number of orders of arrival that ended in each state.
        first: the first order of arrival that ended in each state.
        wrong: the violations after deliveries, with the events that had arrived.
    """

    history: History
    deliveries: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    first: dict[str, Arrival] = field(default_factory=dict)
    wrong: dict[str, Arrival] = field(default_factory=dict)

    def end(self, arrived: Arrival, stored: Rows) -> None:
        end = json.dumps(end_states.end_state(stored), default=str)
        if end not in self.ends:
            self.first[end] = arrived
            summary, expected = end_states.summary(stored), asdict(self.history.expected)
            if summary != expected:
                self.wrong.setdefault(f"ended in {summary}, not in {expected}", arrived)
        self.ends[end] += 1

    @property
    def violations(self) -> tuple[str, ...]:
        found = [f"after {list(arrived)}: {wrong}" for wrong, arrived in self.wrong.items()]
        if len(self.ends) > 1:
            found += [f"{self.ends[end]} orders, such as {list(self.first[end])}, end in {end}" for end in self.ends]
        return tuple(found)


class Run:
    """Delivers a history's events, one at a time, and checks the state after each."""

    def __init__(self, history: History, before: Facts) -> None:
        self.report = Report(history)
        self._service = Service()
        self._events_before: Set[str] = before.events.keys()

    def deliver(self, number: int) -> None:
        self.report.deliveries += 1
        answer = pay(self._service, self.report.history.events[number])
        assert answer.status == 200, answer.content

    def check(self, arrived: Arrival, before: Facts, after: Facts) -> None:
        for wrong in violations_of(before, after):
            self.report.wrong.setdefault(wrong, arrived)
        expected = self._events_before | {self.report.history.events[number]["id"] for number in arrived}
        if after.events.keys() != expected:
            self.report.wrong.setdefault(f"the events {sorted(after.events.keys())} are recorded", arrived)


@cache
def initial_state(history: History) -> twin.State:
    """Set up the state before a history, once: a certificate's code is random."""
    with frozen_clock(), fake_aws() as cloud:
        Clock.move(-3600)
        history.arrange(Service())
        return cloud.state


def on_twin(history: History, every: int = 1) -> Report:
    """Deliver a history's events in every order, or in every `every`-th order.

    Orders with the same prefix share it: the harness can restore an earlier state of the twin.
    """
    wanted = ORDERS[::every]
    prefixes = {order[:length] for order in wanted for length in range(1, EVENTS + 1)}
    with frozen_clock(), fake_aws() as cloud:
        cloud.state = initial_state(history)
        run = Run(history, facts.of_twin(cloud.state))
        _extend(run, cloud, (), prefixes)
    assert sum(run.report.ends.values()) == len(wanted)
    return run.report


def _extend(run: Run, cloud: FakeAws, arrived: Arrival, prefixes: set[Arrival]) -> None:
    """Deliver each of the other events next, and continue from there."""
    before = cloud.state
    for number in range(EVENTS):
        now = (*arrived, number)
        if now not in prefixes:
            continue
        Clock.moment = BEGINNING + timedelta(seconds=len(now))
        cloud.state = before
        first, *again = deliveries(now)
        run.deliver(first)
        run.check(now, facts.of_twin(before), facts.of_twin(cloud.state))
        for repeated in again:
            once = cloud.state
            run.deliver(repeated)
            if cloud.state != once:
                run.report.wrong.setdefault(f"a repeated delivery of event {repeated} changed something", now)
        if len(now) == EVENTS:
            run.report.end(now, rows.of_twin(cloud.state))
        else:
            _extend(run, cloud, now, prefixes)


def on_moto(history: History, orders: int = MOTO_ORDERS) -> Report:
    """Deliver a history's events on moto, in `orders` of all orders."""
    state = initial_state(history)
    run = Run(history, facts.of_twin(state))
    for order in ORDERS[:: len(ORDERS) // orders]:
        with frozen_clock(), deployed():
            load_into_moto(state)
            stored = facts.of_moto()
            for length in range(1, EVENTS + 1):
                Clock.moment = BEGINNING + timedelta(seconds=length)
                for number in deliveries(order[:length]):
                    run.deliver(number)
                before, stored = stored, facts.of_moto()
                run.check(order[:length], before, stored)
            run.report.end(order, rows.of_wire({table: items(table) for table in rows.TABLES}))
    return run.report


_apply = Order.apply


def last_event_wins(self: Order, event: PaymentEvent, now: datetime) -> tuple[Order, Outcome]:
    """A mutant: apply the event that arrived last, instead of computing from all events."""
    after, outcome = _apply(self, event, now)
    if any(entry.event_id == event.event_id for entry in self.history):
        return after, outcome
    match event.fact:
        case ChargeRefunded(amount=amount, amount_refunded=amount_refunded):
            refunded_at = now if amount_refunded >= amount else None
            after = replace(after, amount_refunded=amount_refunded, refunded_at=refunded_at)
        case RefundFailed(amount=amount):
            after = replace(after, amount_refunded=max(self.amount_refunded - amount, 0), refunded_at=None)
        case _:
            after = replace(after, amount_refunded=self.amount_refunded, refunded_at=self.refunded_at)
    return after, outcome


def mutant_is_killed(history: History) -> bool:
    """Whether an order of arrival kills the mutant in which the last event wins."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Order, "apply", last_event_wins)
        return bool(on_twin(history, len(ORDERS) // _MUTANT_ORDERS).violations)


def prove(number: int) -> Row:
    """Run every order of arrival of one of the histories, and some on moto."""
    history = HISTORIES[number]
    report, over_moto = on_twin(history), on_moto(history)
    violations = [*report.violations, *over_moto.violations]
    if over_moto.ends.keys() != report.ends.keys():
        violations.append("the end state on moto differs")
    return Row(
        name=history.name,
        figures={
            "orders of arrival": report.ends.total(),
            "deliveries": report.deliveries,
            "orders over moto": over_moto.ends.total(),
            "end states": len(report.ends),
        },
        violations=tuple(violations),
        mutant_killed=mutant_is_killed(history),
    )


PART = Part(
    title="Permutations: the six payment events of a history in every order, some repeated, lead to one end state",
    # By number: a history cannot be pickled for another process.
    tasks=tuple(partial(prove, number) for number in range(len(HISTORIES))),
)
