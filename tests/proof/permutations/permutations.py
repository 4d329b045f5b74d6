"""Payment events of a history in every order of arrival, some repeatedly, through the real handler: one end state."""

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
from tests.proof.fake_aws import BEGINNING, Clock, FakeAws, fake_aws, load_into_moto, pay, stopped_clock
from tests.proof.invariants import wrong_with
from tests.proof.parts import Part, Row
from tests.proof.permutations import end_states
from tests.proof.permutations.histories import HISTORIES, History
from tests.proof.rows import Rows
from tests.support.aws import deployed, items
from tests.support.service import Service

# Numbers of the events that arrived, in order.
type Arrival = tuple[int, ...]

EVENTS = 6
ORDERS = tuple(permutations(range(EVENTS)))
# moto validates the twin: a few orders do.
MOTO_ORDERS = 8
_MUTANT_ORDERS = 120


def deliveries(arrived: Arrival) -> Arrival:
    """Name what is delivered when the last of these events arrives: that one, and now and then an earlier one again.

    Of six events one is delivered three times and another one twice, or one four times.
    """
    again = {1: 0, 3: arrived[-1] % 4, 5: 0}.get(len(arrived) - 1)
    return arrived[-1:] if again is None else (arrived[-1], arrived[again])


@dataclass
class Report:
    """The results of a history.

    Attributes:
        ends: how many orders of arrival ended in each state.
        first: the first order of arrival that ended in it.
        wrong: what was wrong after a delivery, with the events that had arrived.
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
        for wrong in wrong_with(before, after):
            self.report.wrong.setdefault(wrong, arrived)
        expected = self._events_before | {self.report.history.events[number]["id"] for number in arrived}
        if after.events.keys() != expected:
            self.report.wrong.setdefault(f"the events {sorted(after.events.keys())} are recorded", arrived)


@cache
def initial_state(history: History) -> twin.State:
    """Do what goes before a history, once: a certificate's code is random."""
    with stopped_clock(), fake_aws() as cloud:
        Clock.move(-3600)
        history.arrange(Service())
        return cloud.state


def on_twin(history: History, every: int = 1) -> Report:
    """Let a history's events arrive in every order, or in every so-and-so-many-th.

    Orders that begin alike share their beginning: a state of the twin can be gone back to.
    """
    wanted = ORDERS[::every]
    prefixes = {order[:length] for order in wanted for length in range(1, EVENTS + 1)}
    with stopped_clock(), fake_aws() as cloud:
        cloud.state = initial_state(history)
        run = Run(history, facts.of_twin(cloud.state))
        _extend(run, cloud, (), prefixes)
    assert sum(run.report.ends.values()) == len(wanted)
    return run.report


def _extend(run: Run, cloud: FakeAws, arrived: Arrival, prefixes: set[Arrival]) -> None:
    """Let each other event arrive next, and go on from there."""
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
    """Let a history's events arrive over moto, in so many of all orders."""
    state = initial_state(history)
    run = Run(history, facts.of_twin(state))
    for order in ORDERS[:: len(ORDERS) // orders]:
        with stopped_clock(), deployed():
            load_into_moto(state)
            stored = facts.of_emulator()
            for length in range(1, EVENTS + 1):
                Clock.moment = BEGINNING + timedelta(seconds=length)
                for number in deliveries(order[:length]):
                    run.deliver(number)
                before, stored = stored, facts.of_emulator()
                run.check(order[:length], before, stored)
            run.report.end(order, rows.of_wire({table: items(table) for table in rows.TABLES}))
    return run.report


_tell = Order.apply


def last_event_wins(self: Order, event: PaymentEvent, now: datetime) -> tuple[Order, Outcome]:
    """A mutant: do what the event that arrived last says, instead of computing from all of them."""
    after, outcome = _tell(self, event, now)
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


def kills_mutant(history: History) -> bool:
    """Whether some order of arrival shows that the last event must not win."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Order, "apply", last_event_wins)
        return bool(on_twin(history, len(ORDERS) // _MUTANT_ORDERS).violations)


def prove(number: int) -> Row:
    """Try every order of arrival of one of the histories, and some over moto."""
    history = HISTORIES[number]
    report, over_moto = on_twin(history), on_moto(history)
    violations = [*report.violations, *over_moto.violations]
    if over_moto.ends.keys() != report.ends.keys():
        violations.append("its end over moto is another")
    return Row(
        name=history.name,
        figures={
            "orders of arrival": report.ends.total(),
            "deliveries": report.deliveries,
            "orders over moto": over_moto.ends.total(),
            "end states": len(report.ends),
        },
        violations=tuple(violations),
        caught=kills_mutant(history),
    )


PART = Part(
    title="Permutations: the six payment events of a history in every order, some repeatedly, end in one state",
    # By number: a history holds what another process cannot be sent.
    tasks=tuple(partial(prove, number) for number in range(len(HISTORIES))),
)
