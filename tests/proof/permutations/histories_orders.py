"""Histories of orders that one payment each pays for: refunds, failures, disputes, and courses bought again."""

from dataclasses import replace

from tests.proof.permutations.history import (
    ANNA,
    Expected,
    History,
    cancelled_after,
    certified_by,
    from_nothing,
    nothing,
)
from tests.proof.permutations.mutants import ANY_PAYMENT, LAST_EVENT_WINS
from tests.proof.permutations.stripe_events import OLD, Sale, checkout, dispute_closed, refund_ended, refunded

A, B = Sale(label="A"), Sale(label="B")
BOUGHT_A = checkout(0, A, ANNA, "course-1")
BOUGHT_AGAIN = History(
    name="bought, refunded, the refund failed, bought again",
    arrange=certified_by(BOUGHT_A),
    events=(
        BOUGHT_A,
        refunded(1, A, 1000),
        refunded(2, A, 4900, before=1000, api=OLD),
        refund_ended(3, A, "re_A2", 3900),
        refund_ended(4, A, "re_A2", 3900, "refund.updated"),
        checkout(5, B, ANNA, "course-1"),
    ),
    expected=Expected(
        enrollments={"course-1": ("active", "B")}, amount_refunded={"A": 1000, "B": 0}, certificate=("active", None)
    ),
    mutants=(LAST_EVENT_WINS,),
)

C = Sale(label="C")
BOUGHT_C = checkout(0, C, ANNA, "course-1")
WITHOUT_NAME = replace(C, named=False)
DISPUTED = History(
    name="refunded without the order's id, disputed",
    arrange=certified_by(BOUGHT_C),
    events=(
        BOUGHT_C,
        refunded(1, WITHOUT_NAME, 4900, api=OLD),
        refunded(2, C, 4900),
        dispute_closed(3, C, "lost"),
        refund_ended(4, C, "re_C1", 4900),
        dispute_closed(5, C, "won"),
    ),
    expected=Expected(
        enrollments={"course-1": ("refunded", "C")},
        amount_refunded={"C": 0},
        reversed_orders=frozenset("C"),
        certificate=("revoked", "chargeback"),
    ),
    mutants=(LAST_EVENT_WINS,),
)

D, E = Sale(label="D", amount=9000), Sale(label="E", amount=7000)
BOUGHT_D = checkout(0, D, ANNA, "course-1", "course-2")
OVERLAPPING = History(
    name="two orders for overlapping courses, one refund fails",
    arrange=certified_by(BOUGHT_D),
    events=(
        BOUGHT_D,
        checkout(1, E, ANNA, "course-2", "course-3"),
        refunded(2, D, 9000),
        refunded(3, E, 7000, api=OLD),
        refund_ended(4, D, "re_D1", 9000, "charge.refund.updated", api=OLD),
        dispute_closed(5, D, "won"),
    ),
    expected=Expected(
        enrollments={"course-1": ("active", "D"), "course-2": ("active", "D"), "course-3": ("refunded", "E")},
        amount_refunded={"D": 0, "E": 7000},
        reversed_orders=frozenset("E"),
        certificate=("active", None),
    ),
    mutants=(LAST_EVENT_WINS,),
)

F = Sale(label="F", amount=9000, named=False)
NAMED_LATE = replace(F, named=True)
IN_PARTS = History(
    name="three courses refunded in parts, one part cancelled, the order's id known late",
    arrange=nothing,
    events=(
        checkout(0, F, ANNA, "course-1", "course-2", "course-3"),
        refunded(1, F, 3000),
        refunded(2, NAMED_LATE, 6000, before=3000, api=OLD),
        refunded(3, F, 9000, before=6000),
        refund_ended(4, F, "re_F2", 3000, "charge.refund.updated", "canceled", OLD),
        refunded(5, NAMED_LATE, 9000, before=6000),
    ),
    expected=Expected(
        enrollments={f"course-{number}": ("refunded", "F") for number in (1, 2, 3)},
        amount_refunded={"F": 9000},
        reversed_orders=frozenset("F"),
    ),
    mutants=(LAST_EVENT_WINS,),
)

G, H = Sale(label="G", amount=1900, subscription=True), Sale(label="H")
SUBSCRIBED = History(
    name="subscribed, bought by a delayed payment, both refunded, in part and in full",
    arrange=nothing,
    events=(
        checkout(0, H, ANNA, "course-1", "course-2", paid=False),
        checkout(1, G, ANNA, "course-1"),
        checkout(2, H, ANNA, "course-1", "course-2", late=True),
        refunded(3, G, 900, api=OLD),
        refunded(4, H, 4900),
        refund_ended(5, H, "re_H1", 4900, "refund.updated", "canceled"),
    ),
    expected=Expected(
        enrollments={"course-1": ("active", "H"), "course-2": ("active", "H")}, amount_refunded={"G": 900, "H": 0}
    ),
    mutants=(LAST_EVENT_WINS,),
)

J, K = Sale(label="J"), Sale(label="K")
BOUGHT_J = checkout(0, J, ANNA, "course-1")
CANCELLED = History(
    name="cancelled by the shop, bought again, refunded",
    arrange=cancelled_after(BOUGHT_J),
    events=(
        BOUGHT_J,
        refunded(1, J, 1000),
        checkout(2, K, ANNA, "course-1"),
        refunded(3, K, 2000, api=OLD),
        refunded(4, K, 4900, before=2000),
        dispute_closed(5, K, "won"),
    ),
    expected=Expected(
        enrollments={"course-1": ("cancelled", "J")},
        amount_refunded={"J": 1000, "K": 4900},
        reversed_orders=frozenset("K"),
        access_ends={"course-1": "2030-01-01T00:00:00.000000Z"},
    ),
    mutants=(LAST_EVENT_WINS,),
)

L, M = Sale(label="L"), Sale(label="M")
BOUGHT_MORE = History(
    name="an order of two checkouts, and another one between them; one payment of each is refunded",
    arrange=nothing,
    events=(
        checkout(0, L, ANNA, "course-1"),
        checkout(1, M, ANNA, "course-2"),
        checkout(2, L, ANNA, "course-2", month=2),
        refunded(3, L, 4900),
        refunded(4, M, 1000),
    ),
    expected=Expected(
        enrollments={"course-1": ("active", "L"), "course-2": ("active", "M")}, amount_refunded={"L": 4900, "M": 1000}
    ),
    payments={"pi_L": (4900, 4900), "pi_L2": (4900, 0), "pi_M": (4900, 1000)},
    mutants=(ANY_PAYMENT,),
)

HISTORIES = (
    BOUGHT_MORE,
    BOUGHT_AGAIN,
    DISPUTED,
    OVERLAPPING,
    IN_PARTS,
    SUBSCRIBED,
    CANCELLED,
    *map(from_nothing, (BOUGHT_AGAIN, DISPUTED, OVERLAPPING)),
)
