"""The payment events of a history in every order of arrival, some repeated, lead to one end state in the handler."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from functools import cache, partial
from itertools import permutations

import pytest

from tests.proof import facts, rows
from tests.proof.facts import Facts
from tests.proof.fake_aws import BEGINNING, Clock, FakeAws, fake_aws, frozen_clock, load_into_moto, pay
from tests.proof.invariants import violations_of
from tests.proof.parts import Part, Row
from tests.proof.permutations import end_states
from tests.proof.permutations.histories import HISTORIES
from tests.proof.permutations.history import History
from tests.proof.permutations.mutants import Mutant
from tests.proof.rows import Rows
from tests.support import twin
from tests.support.aws import deployed, items
from tests.support.service import ADMIN, Service

# The numbers of the events that have arrived, in order.
type Arrival = tuple[int, ...]

# On moto, which validates the twin, a few orders are enough.
MOTO_ORDERS = 4
_MUTANT_ORDERS = 24


def all_orders(history: History, at_most: int | None = None) -> Sequence[Arrival]:
    """All orders of arrival of a history's events, or `at_most` so many of them, evenly chosen."""
    orders = tuple(permutations(range(len(history.events))))
    return orders if at_most is None else orders[:: max(1, len(orders) // at_most)][:at_most]


def deliveries(arrived: Arrival) -> Arrival:
    """The deliveries when the last of these events arrives: that event, and sometimes an earlier one again.

    Of six events, one is delivered three times and another one twice, or one four times; of fewer, fewer.
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

    def end(self, arrived: Arrival, stored: Rows, orders: int) -> None:
        """Record the state in which so many orders of arrival, such as this one, end."""
        end = json.dumps(end_states.end_state(stored), default=str)
        if end not in self.ends:
            self.first[end] = arrived
            summary, expected = end_states.summary(stored), asdict(self.history.expected)
            if summary != expected:
                self.wrong.setdefault(f"ended in {summary}, not in {expected}", arrived)
        self.ends[end] += orders

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

    @property
    def numbers(self) -> Set[int]:
        return frozenset(range(len(self.report.history.events)))

    def arrive(self, arrived: Arrival, cloud: FakeAws) -> None:
        """Deliver the last of these events, and sometimes an earlier one again."""
        before = cloud.state
        first, *again = deliveries(arrived)
        self.deliver(first)
        self.check(arrived, facts.of_twin(before), facts.of_twin(cloud.state))
        for repeated in again:
            once = cloud.state
            self.deliver(repeated)
            if cloud.state != once:
                self.report.wrong.setdefault(f"a repeated delivery of event {repeated} changed something", arrived)

    def check(self, arrived: Arrival, before: Facts, after: Facts) -> None:
        for wrong in violations_of(before, after):
            self.report.wrong.setdefault(wrong, arrived)
        expected = self._events_before | {self.report.history.events[number]["id"] for number in arrived}
        if after.events.keys() != expected:
            self.report.wrong.setdefault(f"the events {sorted(after.events.keys())} are recorded", arrived)

    def end(self, arrived: Arrival, stored: Rows, orders: int = 1) -> None:
        self.report.end(arrived, stored, orders)
        expected = self.report.history.payments
        found = self._payments(stored) if expected else {}
        if found != expected:
            self.report.wrong.setdefault(f"the payments are {found}, not {expected}", arrived)

    def _payments(self, stored: Rows) -> dict[str, tuple[int | None, int]]:
        """What was captured and refunded of each payment, as admins see it."""
        found = {}
        for order in end_states.orders(stored):
            answer = self._service.call("GET", f"/admin/orders/{order['order_id']}", caller=ADMIN)
            for payment in answer.json["payments"]:
                found[payment["payment_id"]] = payment["amount_captured"], payment["amount_refunded"]
        return found


@cache
def initial_state(history: History) -> twin.State:
    """Set up the state before a history, once: a certificate's code is random."""
    with frozen_clock(), fake_aws() as cloud:
        Clock.move(-3600)
        history.arrange(Service())
        return cloud.state


def in_all_orders(history: History) -> Report:
    """Deliver a history's events in every order, all at one time of receipt.

    Orders of the same events that lead to the same state share it: what follows is the same for all of them.
    """
    with frozen_clock(), fake_aws() as cloud:
        Clock.move()
        run = Run(history, facts.of_twin(initial_state(history)))
        reached: Mapping[tuple[Set[int], twin.State], Orders] = {
            (frozenset(), initial_state(history)): Orders(first=(), number=1)
        }
        for _ in history.events:
            reached = _after_one_more(run, cloud, reached)
        for (_, state), orders in reached.items():
            cloud.state = state
            run.end(orders.first, rows.of_twin(state), orders.number)
    assert run.report.ends.total() == len(all_orders(history))
    return run.report


@dataclass(frozen=True, kw_only=True)
class Orders:
    """Orders of arrival that lead to the same state: the first of them, and how many they are."""

    first: Arrival
    number: int


def _after_one_more(
    run: Run, cloud: FakeAws, reached: Mapping[tuple[Set[int], twin.State], Orders]
) -> Mapping[tuple[Set[int], twin.State], Orders]:
    """Deliver each of the other events next, to each of the states that were reached."""
    after: dict[tuple[Set[int], twin.State], Orders] = {}
    for (arrived, before), orders in reached.items():
        for number in run.numbers - arrived:
            now = (*orders.first, number)
            cloud.state = before
            run.arrive(now, cloud)
            key = (arrived | {number}, cloud.state)
            known = after.get(key, Orders(first=now, number=0))
            after[key] = replace(known, number=known.number + orders.number)
    return after


def in_some_orders(history: History, at_most: int, *, until_wrong: bool = False) -> Report:
    """Deliver a history's events in `at_most` so many of all orders, one event a second.

    Args:
        history: whose events to deliver.
        at_most: how many orders.
        until_wrong: whether to stop at the first violation.
    """
    with frozen_clock(), fake_aws() as cloud:
        run = Run(history, facts.of_twin(initial_state(history)))
        after: dict[Arrival, twin.State] = {(): initial_state(history)}
        for order in all_orders(history, at_most):
            for length in range(1, len(order) + 1):
                now = order[:length]
                if now not in after:
                    Clock.moment = BEGINNING + timedelta(seconds=length)
                    cloud.state = after[now[:-1]]
                    run.arrive(now, cloud)
                    after[now] = cloud.state
            cloud.state = after[order]
            run.end(order, rows.of_twin(cloud.state))
            if until_wrong and run.report.violations:
                break
    return run.report


def on_moto(history: History, orders: int = MOTO_ORDERS) -> Report:
    """Deliver a history's events on moto, in `orders` of all orders."""
    state = initial_state(history)
    run = Run(history, facts.of_twin(state))
    for order in all_orders(history, orders):
        with frozen_clock(), deployed():
            load_into_moto(state)
            stored = facts.of_moto()
            for length in range(1, len(order) + 1):
                Clock.moment = BEGINNING + timedelta(seconds=length)
                for number in deliveries(order[:length]):
                    run.deliver(number)
                before, stored = stored, facts.of_moto()
                run.check(order[:length], before, stored)
            run.end(order, rows.of_wire({table: items(table) for table in rows.TABLES}))
    return run.report


def survivors(history: History) -> list[str]:
    """Name the mutants that no order of arrival kills, of those that a history must kill."""
    return [mutant.name for mutant in history.mutants if not _is_killed(mutant, history)]


def _is_killed(mutant: Mutant, history: History) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        mutant.apply(patch)
        return bool(in_some_orders(history, _MUTANT_ORDERS, until_wrong=True).violations)


def prove(number: int) -> Row:
    """Run every order of arrival of one of the histories, and some on moto."""
    history = HISTORIES[number]
    report, over_moto = in_all_orders(history), on_moto(history)
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
        mutant_killed=not survivors(history),
    )


PART = Part(
    title="Permutations: the payment events of a history in every order, some repeated, lead to one end state",
    # By number: a history cannot be pickled for another process.
    tasks=tuple(partial(prove, number) for number in range(len(HISTORIES))),
)
