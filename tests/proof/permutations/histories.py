"""Stories of six payment events each, told by how they must end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.proof.doors import pay
from tests.proof.permutations.stripe import OLD, Json, Sale, checkout, dispute_closed, refund_ended, refunded
from tests.support.service import Service
from tests.support.story import certified, enroll, put_course

ANNA = "anna"


@dataclass(frozen=True, kw_only=True)
class End:
    """How a story ends.

    Attributes:
        enrollments: by course: status, and the sale that pays.
        given_back: by sale.
        taken_back: sales whose money is gone.
        certificate: its status and its reason; None without one.
    """

    enrollments: Mapping[str, tuple[str, str]]
    given_back: Mapping[str, int]
    taken_back: frozenset[str] = frozenset()
    certificate: tuple[str, str | None] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Story:
    """What happens, in the order of time; it arrives in any.

    Attributes:
        begin: what is there before, through the doors.
        events: six.
    """

    name: str
    begin: Callable[[Service], object]
    events: tuple[Json, ...]
    end: End


def _nothing(_service: Service) -> None:
    pass


def _certified_by(event: Json) -> Callable[[Service], object]:
    """Begin with a purchase that has arrived, and a certificate of its order; what arrives again changes nothing."""

    def begin(service: Service) -> Any:  # noqa: ANN401 - nobody reads it
        assert pay(service, event).json["outcome"] == "enrolled"
        return certified(service)

    return begin


A, B = Sale(word="A"), Sale(word="B")
BOUGHT_A = checkout(0, A, ANNA, "course-1")
BOUGHT_AGAIN = Story(
    name="bought, refunded, not refunded after all, bought again",
    begin=_certified_by(BOUGHT_A),
    events=(
        BOUGHT_A,
        refunded(1, A, 1000),
        refunded(2, A, 4900, before=1000, api=OLD),
        refund_ended(3, A, "re_A2", 3900),
        refund_ended(4, A, "re_A2", 3900, "refund.updated"),
        checkout(5, B, ANNA, "course-1"),
    ),
    end=End(enrollments={"course-1": ("active", "B")}, given_back={"A": 1000, "B": 0}, certificate=("active", None)),
)

C = Sale(word="C")
BOUGHT_C = checkout(0, C, ANNA, "course-1")
WITHOUT_NAME = replace(C, named=False)
DISPUTED = Story(
    name="refunded without the order's name, disputed",
    begin=_certified_by(BOUGHT_C),
    events=(
        BOUGHT_C,
        refunded(1, WITHOUT_NAME, 4900, api=OLD),
        refunded(2, C, 4900),
        dispute_closed(3, C, "lost"),
        refund_ended(4, C, "re_C1", 4900),
        dispute_closed(5, C, "won"),
    ),
    end=End(
        enrollments={"course-1": ("refunded", "C")},
        given_back={"C": 0},
        taken_back=frozenset("C"),
        certificate=("revoked", "chargeback"),
    ),
)

D, E = Sale(word="D", amount=9000), Sale(word="E", amount=7000)
BOUGHT_D = checkout(0, D, ANNA, "course-1", "course-2")
OVERLAPPING = Story(
    name="two orders for overlapping courses, one refund fails",
    begin=_certified_by(BOUGHT_D),
    events=(
        BOUGHT_D,
        checkout(1, E, ANNA, "course-2", "course-3"),
        refunded(2, D, 9000),
        refunded(3, E, 7000, api=OLD),
        refund_ended(4, D, "re_D1", 9000, "charge.refund.updated", api=OLD),
        dispute_closed(5, D, "won"),
    ),
    end=End(
        enrollments={"course-1": ("active", "D"), "course-2": ("active", "D"), "course-3": ("refunded", "E")},
        given_back={"D": 0, "E": 7000},
        taken_back=frozenset("E"),
        certificate=("active", None),
    ),
)

F = Sale(word="F", amount=9000, named=False)
NAMED_LATE = replace(F, named=True)
IN_PARTS = Story(
    name="three courses refunded in parts, one part cancelled, the order named late",
    begin=_nothing,
    events=(
        checkout(0, F, ANNA, "course-1", "course-2", "course-3"),
        refunded(1, F, 3000),
        refunded(2, NAMED_LATE, 6000, before=3000, api=OLD),
        refunded(3, F, 9000, before=6000),
        refund_ended(4, F, "re_F2", 3000, "charge.refund.updated", "canceled", OLD),
        refunded(5, NAMED_LATE, 9000, before=6000),
    ),
    end=End(
        enrollments={f"course-{number}": ("refunded", "F") for number in (1, 2, 3)},
        given_back={"F": 9000},
        taken_back=frozenset("F"),
    ),
)

G, H = Sale(word="G", amount=1900, subscription=True), Sale(word="H")
SUBSCRIBED = Story(
    name="subscribed, bought with a payment that took days, both taken back in part and in full",
    begin=_nothing,
    events=(
        checkout(0, H, ANNA, "course-1", "course-2", paid=False),
        checkout(1, G, ANNA, "course-1"),
        checkout(2, H, ANNA, "course-1", "course-2", late=True),
        refunded(3, G, 900),
        refunded(4, H, 4900),
        refund_ended(5, H, "re_H1", 4900, "refund.updated", "canceled"),
    ),
    end=End(enrollments={"course-1": ("active", "H"), "course-2": ("active", "H")}, given_back={"G": 900, "H": 0}),
)


def _cancelled_after(event: Json) -> Callable[[Service], object]:
    """Begin with a purchase whose access the shop has cancelled since."""

    def begin(service: Service) -> None:
        assert pay(service, event).json["outcome"] == "enrolled"
        put_course(service)
        assert enroll(service, status="cancelled", access_expires_at="2030-01-01T00:00:00Z").status == 200

    return begin


J, K = Sale(word="J"), Sale(word="K")
BOUGHT_J = checkout(0, J, ANNA, "course-1")
CANCELLED = Story(
    name="cancelled by the shop, bought again, refunded",
    begin=_cancelled_after(BOUGHT_J),
    events=(
        BOUGHT_J,
        refunded(1, J, 1000),
        checkout(2, K, ANNA, "course-1"),
        refunded(3, K, 2000, api=OLD),
        refunded(4, K, 4900, before=2000),
        dispute_closed(5, K, "won"),
    ),
    end=End(
        enrollments={"course-1": ("cancelled", "J")},
        given_back={"J": 1000, "K": 4900},
        taken_back=frozenset("K"),
    ),
)


def _out_of_order(story: Story) -> Story:
    """Let everything arrive out of order, at somebody who has nothing yet."""
    name = f"{story.name}; nothing before"
    return replace(story, name=name, begin=_nothing, end=replace(story.end, certificate=None))


STORIES = (
    BOUGHT_AGAIN,
    DISPUTED,
    OVERLAPPING,
    IN_PARTS,
    SUBSCRIBED,
    CANCELLED,
    *map(_out_of_order, (BOUGHT_AGAIN, DISPUTED, OVERLAPPING)),
)
