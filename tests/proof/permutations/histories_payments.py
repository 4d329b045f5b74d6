"""Histories of orders that several payments pay for, with refunds and disputes of each; and of unclaimed purchases."""

from dataclasses import replace

from tests.proof.permutations.history import ANNA, Expected, History, certified_before, from_nothing, nothing
from tests.proof.permutations.mutants import (
    ANY_PAYMENT,
    AUTHORIZED_IS_CAPTURED,
    LAST_EVENT_WINS,
    RELEASED_IS_REFUNDED,
    SHARED_HISTORY,
    WITHOUT_JOINED,
)
from tests.proof.permutations.stripe_events import (
    OLD,
    Json,
    Sale,
    charged,
    checkout,
    dispute_closed,
    invoice_paid,
    invoice_payment_paid,
    refund_created,
    refund_ended,
    refunded,
)

COURSE = "course-1"
REVOKED = ("revoked", "refunded")
CHARGED_BACK = ("revoked", "chargeback")

# The order `order-A` has a payment of 100 at the checkout, `pi_A`, and one of another amount later, `pi_A2`.
A = Sale(label="A", amount=100)
LARGE, SMALL, SAME = replace(A, amount=1000), replace(A, amount=10), replace(A, amount=100)
BOUGHT = checkout(0, A, ANNA, COURSE)


def _second(number: int, sale: Sale) -> Json:
    return charged(number, sale, month=2)


def _end(amount_refunded: int, certificate: tuple[str, str | None] = ("active", None)) -> Expected:
    is_active = certificate[0] == "active"
    return Expected(
        enrollments={COURSE: ("active" if is_active else "refunded", "A")},
        amount_refunded={"A": amount_refunded},
        reversed_orders=frozenset("" if is_active else "A"),
        certificate=certificate,
    )


FIRST_IN_FULL = History(
    name="two payments: 100 of 100 refunded, and 200 of 1,000",
    arrange=certified_before,
    events=(
        BOUGHT,
        _second(1, LARGE),
        refunded(2, A, 100),
        refunded(3, LARGE, 150, month=2),
        refunded(4, LARGE, 200, before=150, month=2),
    ),
    expected=_end(300),
    payments={"pi_A": (100, 100), "pi_A2": (1000, 200)},
    mutants=(ANY_PAYMENT, LAST_EVENT_WINS, SHARED_HISTORY),
)

SECOND_IN_FULL = History(
    name="two payments: 50 of 100 refunded, and 10 of 10",
    arrange=certified_before,
    events=(BOUGHT, _second(1, SMALL), refunded(2, A, 50), refunded(3, SMALL, 10, month=2), charged(4, A)),
    expected=_end(60),
    payments={"pi_A": (100, 50), "pi_A2": (10, 10)},
    mutants=(ANY_PAYMENT, SHARED_HISTORY),
)

BOTH_IN_FULL = History(
    name="two payments: both refunded in full, the first in two parts",
    arrange=certified_before,
    events=(
        BOUGHT,
        _second(1, LARGE),
        refunded(2, A, 30),
        refunded(3, LARGE, 1000, month=2),
        refunded(4, A, 100, before=30),
    ),
    expected=_end(1100, REVOKED),
    payments={"pi_A": (100, 100), "pi_A2": (1000, 1000)},
    mutants=(LAST_EVENT_WINS,),
)

FAILED_OF_ONE = History(
    name="two payments: both refunded, by refunds with ids; one refund fails",
    arrange=certified_before,
    events=(
        checkout(0, SAME, ANNA, COURSE),
        refund_created(1, SAME, "re_A", 100),
        refunded(2, SAME, 100),
        refunded(3, SAME, 100, month=2),
        refund_created(4, SAME, "re_A2", 100, month=2),
        refund_ended(5, SAME, "re_A", 100),
    ),
    expected=_end(100),
    payments={"pi_A": (100, 0), "pi_A2": (100, 100)},
    mutants=(LAST_EVENT_WINS, SHARED_HISTORY),
)

REFUNDED_AGAIN = History(
    name="a refund failed, which is told again after the payment was refunded again",
    arrange=certified_before,
    events=(
        BOUGHT,
        refunded(1, A, 100),
        refund_ended(2, A, "re_A", 100),
        refunded(3, A, 100),
        refund_ended(4, A, "re_A", 100, "refund.updated"),
    ),
    expected=_end(100, REVOKED),
    payments={"pi_A": (100, 100)},
    mutants=(LAST_EVENT_WINS,),
)

BY_IDS_ALONE = History(
    name="refunds that events of the refunds alone tell; one is cancelled and repeated",
    arrange=certified_before,
    events=(
        BOUGHT,
        refund_created(1, A, "re_1", 100),
        refund_ended(2, A, "re_1", 100, "refund.updated", "canceled"),
        refund_created(3, A, "re_2", 100),
        refund_ended(4, A, "re_2", 100, "refund.updated", "succeeded"),
    ),
    expected=_end(100, REVOKED),
    payments={"pi_A": (100, 100)},
    mutants=(LAST_EVENT_WINS,),
)

DISPUTED = History(
    name="two payments: one lost in a dispute that names its charge alone, the other refunded",
    arrange=certified_before,
    events=(
        BOUGHT,
        charged(1, A),
        _second(2, LARGE),
        dispute_closed(3, A, "lost", by_charge=True),
        refunded(4, LARGE, 1000, month=2),
    ),
    expected=_end(1000, CHARGED_BACK),
    payments={"pi_A": (100, 0), "pi_A2": (1000, 1000)},
    mutants=(WITHOUT_JOINED,),
)

# Before basil, what is released of an authorization counts as refunded.
CAPTURED = charged(2, A, captured=40, kind="charge.captured", api=OLD)
RELEASED = refunded(3, A, 60, captured=40, api=OLD)
RELEASE = History(
    name="40 of 100 captured, the rest released",
    arrange=certified_before,
    events=(BOUGHT, charged(1, A, captured=0, api=OLD), CAPTURED, RELEASED),
    expected=_end(0),
    payments={"pi_A": (40, 0)},
    mutants=(RELEASED_IS_REFUNDED,),
)

CAPTURE_REFUNDED = History(
    name="40 of 100 captured, the rest released, the 40 refunded",
    arrange=certified_before,
    events=(
        BOUGHT,
        charged(1, A, captured=0, api=OLD),
        CAPTURED,
        RELEASED,
        refunded(4, A, 100, captured=40, before=60, api=OLD),
    ),
    expected=_end(40, REVOKED),
    payments={"pi_A": (40, 40)},
    mutants=(AUTHORIZED_IS_CAPTURED, LAST_EVENT_WINS),
)

CANCELLED = History(
    name="two payments: one authorized and cancelled, the other refunded",
    arrange=certified_before,
    events=(BOUGHT, refunded(1, A, 100, captured=0, api=OLD), _second(2, LARGE), refunded(3, LARGE, 1000, month=2)),
    expected=_end(1000, REVOKED),
    payments={"pi_A": (0, 0), "pi_A2": (1000, 1000)},
    mutants=(AUTHORIZED_IS_CAPTURED,),
)

CANCELLED_ALONE = History(
    name="authorized and cancelled",
    arrange=certified_before,
    events=(BOUGHT, charged(1, A, captured=0, api=OLD), refunded(2, A, 100, captured=0, api=OLD)),
    expected=_end(0),
    payments={"pi_A": (0, 0)},
    mutants=(AUTHORIZED_IS_CAPTURED,),
)

U = Sale(label="U", named=False)
SUBSCRIBED = replace(U, subscription=True)
UNCLAIMED_END = Expected(
    enrollments={}, amount_refunded={"U": 4900}, reversed_orders=frozenset("U"), unclaimed=frozenset("U")
)
UNCLAIMED = History(
    name="bought by e-mail, and refunded before anybody claims it",
    arrange=nothing,
    events=(
        checkout(0, U, None, COURSE),
        charged(1, U),
        refunded(2, U, 1000),
        refund_created(3, U, "re_U", 1000),
        refunded(4, U, 4900, before=1000),
    ),
    expected=UNCLAIMED_END,
    payments={"pi_U": (4900, 4900)},
    mutants=(LAST_EVENT_WINS,),
)

UNCLAIMED_SUBSCRIPTION = History(
    name="subscribed by e-mail, and refunded before anybody claims it",
    arrange=nothing,
    events=(
        checkout(0, SUBSCRIBED, None, COURSE),
        invoice_paid(1, SUBSCRIBED),
        invoice_payment_paid(2, SUBSCRIBED),
        refunded(3, SUBSCRIBED, 4900),
    ),
    expected=UNCLAIMED_END,
    payments={"pi_U": (4900, 4900)},
    mutants=(WITHOUT_JOINED,),
)

V = Sale(label="V")
UNCLAIMED_TWICE = History(
    name="an order of two checkouts by e-mail, one refunded",
    arrange=nothing,
    events=(checkout(0, V, None, COURSE), checkout(1, V, None, "course-2", month=2), refunded(2, V, 4900)),
    expected=Expected(enrollments={}, amount_refunded={"V": 4900}, unclaimed=frozenset("V")),
    payments={"pi_V": (4900, 4900), "pi_V2": (4900, 0)},
    mutants=(ANY_PAYMENT,),
)

HISTORIES = (
    UNCLAIMED_TWICE,
    FIRST_IN_FULL,
    SECOND_IN_FULL,
    BOTH_IN_FULL,
    FAILED_OF_ONE,
    REFUNDED_AGAIN,
    BY_IDS_ALONE,
    DISPUTED,
    RELEASE,
    CAPTURE_REFUNDED,
    CANCELLED,
    CANCELLED_ALONE,
    UNCLAIMED,
    UNCLAIMED_SUBSCRIPTION,
    *map(from_nothing, (BOTH_IN_FULL, DISPUTED)),
)
