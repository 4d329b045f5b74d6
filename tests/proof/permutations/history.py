"""A history of payment events, and the state in which it must end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.proof.fake_aws import pay
from tests.proof.permutations.mutants import Mutant
from tests.proof.permutations.stripe_events import Json
from tests.support.service import Service
from tests.support.steps import certified, enroll, put_course

ANNA = "anna"


@dataclass(frozen=True, kw_only=True)
class Expected:
    """The expected end state.

    Attributes:
        enrollments: the status and the sale that pays, by course.
        amount_refunded: by sale.
        reversed_orders: sales of which all payments were refunded in full or charged back.
        certificate: its status and reason; None without one.
        access_ends: the time at which access ends, by course.
        unclaimed: sales that wait for their learner.
    """

    enrollments: Mapping[str, tuple[str, str]]
    amount_refunded: Mapping[str, int]
    reversed_orders: frozenset[str] = frozenset()
    certificate: tuple[str, str | None] | None = None
    access_ends: Mapping[str, str] = field(default_factory=dict)
    unclaimed: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, eq=False)
class History:
    """At most six payment events in the order of their creation; they may arrive in any order.

    Attributes:
        arrange: sets up the initial state, through the service's own routes.
        payments: what was captured and refunded of each payment in the end, by id; empty to leave that unchecked.
        mutants: that some order of arrival must kill.
    """

    name: str
    arrange: Callable[[Service], object]
    events: tuple[Json, ...]
    expected: Expected
    mutants: tuple[Mutant, ...]
    payments: Mapping[str, tuple[int, int]] = field(default_factory=dict)


def nothing(_service: Service) -> None:
    """Start with no course and no learner."""


def certified_before(service: Service) -> Any:  # noqa: ANN401 - not read
    """Start with a learner whose certificate belongs to no order: the first purchase that arrives pays for it."""
    return certified(service)


def certified_by(event: Json) -> Callable[[Service], object]:
    """Start with a purchase and a certificate of its order; a later delivery of the purchase changes nothing."""

    def arrange(service: Service) -> Any:  # noqa: ANN401 - not read
        assert pay(service, event).json["outcome"] == "enrolled"
        return certified(service)

    return arrange


def cancelled_after(event: Json) -> Callable[[Service], object]:
    """Start with a purchase whose enrollment the shop has cancelled."""

    def arrange(service: Service) -> None:
        assert pay(service, event).json["outcome"] == "enrolled"
        put_course(service)
        assert enroll(service, status="cancelled", access_expires_at="2030-01-01T00:00:00Z").status == 200

    return arrange


def from_nothing(history: History) -> History:
    """The same events, for a learner without an enrollment."""
    name = f"{history.name}; from nothing"
    return replace(history, name=name, arrange=nothing, expected=replace(history.expected, certificate=None))
