"""Payment events of a story in every order there is, some twice or thrice, through the real handler: one end."""

import json
from collections import Counter
from collections.abc import Set
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import permutations

from shared.domain.order import Order, Outcome
from shared.domain.payment import ChargeRefunded, PaymentEvent, RefundFailed
from tests.proof import facts, rows, twin
from tests.proof.doors import BEGINNING, Clock, Cloud, over_the_twin, pay, put_back, stopped_clock
from tests.proof.facts import Facts
from tests.proof.invariants import wrong_with
from tests.proof.parts import Part, Row
from tests.proof.permutations import payment_ends
from tests.proof.permutations.payment_stories import STORIES, Story
from tests.proof.rows import Rows
from tests.support.aws import deployed, items
from tests.support.service import Service

type Arrival = tuple[int, ...]

EVENTS = 6
ORDERS = tuple(permutations(range(EVENTS)))
# How many orders of arrival a naive variant gets to be caught by.
_NAIVE_ORDERS = 120


def deliveries(arrived: Arrival) -> Arrival:
    """Name what is delivered when the last of these events arrives: that one, and now and then an earlier one again.

    Of six events one comes three times and another one twice, or one four times.
    """
    again = {1: 0, 3: arrived[-1] % 4, 5: 0}.get(len(arrived) - 1)
    return arrived[-1:] if again is None else (arrived[-1], arrived[again])


@dataclass
class Tried:
    """What came of a story.

    Attributes:
        ends: how many orders of arrival ended in each state.
        first: the first order of arrival that ended in it.
        wrong: what was wrong after a delivery, with the events that had arrived.
    """

    story: Story
    deliveries: int = 0
    ends: Counter[str] = field(default_factory=Counter)
    first: dict[str, Arrival] = field(default_factory=dict)
    wrong: dict[str, Arrival] = field(default_factory=dict)

    def ended(self, arrived: Arrival, kept: Rows) -> None:
        end = json.dumps(payment_ends.end(kept), default=str)
        if end not in self.ends:
            self.first[end] = arrived
            told, expected = payment_ends.told(kept), asdict(self.story.end)
            if told != expected:
                self.wrong.setdefault(f"ended in {told}, not in {expected}", arrived)
        self.ends[end] += 1

    @property
    def violations(self) -> tuple[str, ...]:
        found = [f"after {list(arrived)}: {wrong}" for wrong, arrived in self.wrong.items()]
        if len(self.ends) > 1:
            found += [f"{self.ends[end]} orders, such as {list(self.first[end])}, end in {end}" for end in self.ends]
        return tuple(found)


class Teller:
    """Delivers a story's events, one at a time, and looks at what is kept after each."""

    def __init__(self, story: Story) -> None:
        self.tried = Tried(story)
        self._service = Service()
        self._known: Set[str] = frozenset()

    def begun(self, kept: Facts) -> None:
        self._known = kept.events.keys()

    def deliver(self, number: int) -> None:
        self.tried.deliveries += 1
        answer = pay(self._service, self.tried.story.events[number])
        assert answer.status == 200, answer.content

    def look(self, arrived: Arrival, before: Facts, after: Facts) -> None:
        for wrong in wrong_with(before, after):
            self.tried.wrong.setdefault(wrong, arrived)
        came = after.events.keys()
        if came != self._known | {self.tried.story.events[number]["id"] for number in arrived}:
            self.tried.wrong.setdefault(f"of the events, {sorted(came)} are written down", arrived)


@cache
def begun(story: Story) -> twin.State:
    """Do what goes before a story, once: a certificate's code is drawn by chance."""
    with stopped_clock(), over_the_twin() as cloud:
        Clock.move(-3600)
        story.begin(Service())
        return cloud.state


def told_on_the_twin(story: Story, every: int = 1) -> Tried:
    """Let a story's events arrive in every order, or in every so-and-so-many-th.

    Orders that begin alike share their beginning, as a state of the twin can be gone back to.
    """
    teller = Teller(story)
    wanted = ORDERS[::every]
    wanted_beginnings = {order[:length] for order in wanted for length in range(1, EVENTS + 1)}
    with stopped_clock(), over_the_twin() as cloud:
        cloud.state = begun(story)
        teller.begun(facts.of_twin(cloud.state))
        _tell(teller, cloud, (), wanted_beginnings)
    assert sum(teller.tried.ends.values()) == len(wanted)
    return teller.tried


def _tell(teller: Teller, cloud: Cloud, arrived: Arrival, wanted: set[Arrival]) -> None:
    before = cloud.state
    for number in range(EVENTS):
        if (*arrived, number) not in wanted:
            continue
        now = (*arrived, number)
        Clock.moment = BEGINNING + timedelta(seconds=len(now))
        cloud.state = before
        first, *again = deliveries(now)
        teller.deliver(first)
        teller.look(now, facts.of_twin(before), facts.of_twin(cloud.state))
        for repeated in again:
            once = cloud.state
            teller.deliver(repeated)
            if cloud.state != once:
                teller.tried.wrong.setdefault(f"event {repeated} changed something when it came again", now)
        if len(now) == EVENTS:
            teller.tried.ended(now, rows.of_twin(cloud.state))
        else:
            _tell(teller, cloud, now, wanted)


def told_on_the_emulator(story: Story, every: int) -> Tried:
    """Let a story's events arrive at the emulated AWS, in every so-and-so-many-th order."""
    teller = Teller(story)
    beginning = begun(story)
    for order in ORDERS[::every]:
        with stopped_clock(), deployed():
            put_back(beginning)
            kept = facts.of_emulator()
            teller.begun(kept)
            for length in range(1, EVENTS + 1):
                Clock.moment = BEGINNING + timedelta(seconds=length)
                for number in deliveries(order[:length]):
                    teller.deliver(number)
                before, kept = kept, facts.of_emulator()
                teller.look(order[:length], before, kept)
            teller.tried.ended(order, _on_the_emulator())
    return teller.tried


def _on_the_emulator() -> Rows:
    return rows.of_wire({table: items(table) for table in rows.TABLES})


REAL = Order.apply


def last_event_wins(self: Order, event: PaymentEvent, now: datetime) -> tuple[Order, Outcome]:
    """Do what the newest arrival says, in place of computing from the history."""
    after, outcome = REAL(self, event, now)
    if any(entry.event_id == event.event_id for entry in self.history):
        return after, outcome
    match event.fact:
        case ChargeRefunded(amount=amount, amount_refunded=given_back):
            refunded_at = now if given_back >= amount else None
            after = replace(after, amount_refunded=given_back, refunded_at=refunded_at)
        case RefundFailed(amount=amount):
            after = replace(after, amount_refunded=max(self.amount_refunded - amount, 0), refunded_at=None)
        case _:
            after = replace(after, amount_refunded=self.amount_refunded, refunded_at=self.refunded_at)
    return after, outcome


def catches_the_naive(story: Story) -> bool:
    """Whether an order that lets the last event win is found out."""
    Order.apply = last_event_wins  # type: ignore[assignment, method-assign]
    try:
        return bool(told_on_the_twin(story, len(ORDERS) // _NAIVE_ORDERS).violations)
    finally:
        Order.apply = REAL  # type: ignore[method-assign]


def row(story: Story, *, every: int = 1, emulated: int = 24) -> Row:
    """Try a story.

    Args:
        story: to be told.
        every: in every order there is, or in every so-and-so-many-th.
        emulated: in how many of them on the emulated AWS too.
    """
    tried = told_on_the_twin(story, every)
    again = told_on_the_emulator(story, len(ORDERS) // emulated)
    violations = [*tried.violations, *again.violations]
    if again.ends.keys() != tried.ends.keys():
        violations.append("it ends otherwise on the emulated AWS")
    return Row(
        name=story.name,
        figures={
            "orders of arrival": tried.ends.total(),
            "deliveries": tried.deliveries,
            "on the emulated AWS": again.ends.total(),
            "ends": len(tried.ends),
        },
        violations=tuple(violations),
        caught=catches_the_naive(story),
    )


def _row_of(number: int) -> Row:
    return row(STORIES[number])


PART = Part(
    title="Six payment events of a story in every order, some again: one end",
    # By number: a story holds what another process cannot be sent.
    tasks=tuple(partial(_row_of, number) for number in range(len(STORIES))),
)
