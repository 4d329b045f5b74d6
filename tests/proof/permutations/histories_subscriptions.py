"""Histories of subscriptions: the session names no payment, and a charge no order; other events link them.

Before basil the invoice and the charge name each other; since then, only the invoice's payment links them.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from tests.proof.permutations.history import ANNA, Expected, History, certified_before, certified_by, from_nothing
from tests.proof.permutations.mutants import (
    ANY_PAYMENT,
    ENDS_PAYING_ORDER_ALONE,
    LAST_EVENT_WINS,
    SHARED_HISTORY,
    WITHOUT_JOINED,
    WITHOUT_LINKS,
)
from tests.proof.permutations.stripe_events import (
    NEW,
    OLD,
    Json,
    Sale,
    at,
    charged,
    checkout,
    invoice_paid,
    invoice_payment_paid,
    refunded,
    subscription_deleted,
)
from tests.support.stripe_objects.envelope import Generation

COURSE = "course-1"
G = Sale(label="G", amount=1900, subscription=True)
UNNAMED = replace(G, named=False)
GENERATIONS: tuple[Generation, ...] = (OLD, NEW)
REVOKED = ("revoked", "refunded")


def _bought(number: int, sale: Sale, api: Generation) -> Json:
    return checkout(number, sale, ANNA, COURSE, api=api)


def _month(number: int, sale: Sale, month: int, api: Generation) -> tuple[Json, ...]:
    """A month of a subscription is paid; since basil, another event says by which payment."""
    if api == OLD:
        return (invoice_paid(number, sale, month, api),)
    return invoice_paid(number, sale, month, api), invoice_payment_paid(number + 1, sale, month)


def _ended(refunds: int, *, is_full: bool, amount: int = G.amount) -> Expected:
    """The end after so many refunds of an amount each, of all payments or not."""
    return Expected(
        enrollments={COURSE: ("refunded" if is_full else "active", "G")},
        amount_refunded={"G": refunds * amount},
        reversed_orders=frozenset("G" if is_full else ""),
        certificate=REVOKED if is_full else ("active", None),
    )


def _first_payment_refunded(api: Generation, named: str, sale: Sale, of_subscription: Sale) -> History:
    """The only payment is refunded: metadata of the session and of the subscription may have the order's id."""
    events = (
        _bought(0, sale, api),
        *_month(1, of_subscription, 1, api),
        charged(3, sale, api=api),
        refunded(4, sale, sale.amount, api=api),
    )
    return History(
        name=f"{api}: a subscription's first payment refunded, {named}",
        arrange=certified_before,
        events=events,
        expected=_ended(1, is_full=True),
        payments={"pi_G": (1900, 1900)},
        mutants=(WITHOUT_LINKS if api == OLD else WITHOUT_JOINED,),
    )


def _first_payments_refunded() -> Iterable[History]:
    for api in GENERATIONS:
        yield _first_payment_refunded(api, "the order named", G, G)
        yield _first_payment_refunded(api, "no order named", UNNAMED, UNNAMED)
        yield _first_payment_refunded(api, "the order named by the session alone", G, UNNAMED)
        yield _first_payment_refunded(api, "the order named by the subscription alone", UNNAMED, G)


# Two months. The session names the first invoice, so that basil needs its payment alone.
def _two_months(api: Generation, sale: Sale, *refunds: Json) -> tuple[Json, ...]:
    first = invoice_paid(1, sale, 1, api) if api == OLD else invoice_payment_paid(1, sale, 1)
    return _bought(0, sale, api), first, *_month(2, sale, 2, api), *refunds


def _one_month_refunded(api: Generation) -> History:
    return History(
        name=f"{api}: one of two months refunded",
        arrange=certified_before,
        events=_two_months(api, UNNAMED, refunded(4, UNNAMED, 1900, month=2, api=api)),
        expected=_ended(1, is_full=False),
        payments={"pi_G": (1900, 0), "pi_G2": (1900, 1900)},
        mutants=(WITHOUT_JOINED, ANY_PAYMENT),
    )


def _part_of_a_month_refunded(api: Generation) -> History:
    refunds = refunded(4, G, 1000, api=api), refunded(5, G, 1899, before=1000, api=api)
    return History(
        name=f"{api}: a part of one of two months refunded",
        arrange=certified_before,
        events=_two_months(api, G, *(refunds if api == OLD else refunds[1:])),
        expected=_ended(1, is_full=False, amount=1899),
        payments={"pi_G": (1900, 1899), "pi_G2": (1900, 0)},
        mutants=(LAST_EVENT_WINS if api == OLD else WITHOUT_JOINED, SHARED_HISTORY),
    )


def _both_months_refunded(api: Generation) -> History:
    refunds = refunded(4, UNNAMED, 1900, api=api), refunded(5, UNNAMED, 1900, month=2, api=api)
    return History(
        name=f"{api}: both months refunded",
        arrange=certified_before,
        events=_two_months(api, UNNAMED, *refunds),
        expected=_ended(2, is_full=True),
        payments={"pi_G": (1900, 1900), "pi_G2": (1900, 1900)},
        mutants=(WITHOUT_JOINED,),
    )


# The end of a subscription; another order of the same course, bought since, is refunded.
def _subscription_ended(api: Generation) -> History:
    other = Sale(label="H")
    bought = _bought(0, UNNAMED, api)
    return History(
        name=f"{api}: a subscription ended, and a later order of its course refunded",
        arrange=certified_by(bought),
        events=(
            bought,
            invoice_paid(1, UNNAMED, api=api),
            checkout(2, other, ANNA, COURSE, "course-2"),
            subscription_deleted(3, UNNAMED, api),
            refunded(4, other, 4900, api=api),
        ),
        expected=Expected(
            enrollments={COURSE: ("active", "G"), "course-2": ("refunded", "H")},
            amount_refunded={"G": 0, "H": 4900},
            reversed_orders=frozenset("H"),
            certificate=("active", None),
            access_ends={COURSE: at(3)},
        ),
        mutants=(ENDS_PAYING_ORDER_ALONE,),
    )


def _each(of: Callable[[Generation], History]) -> Iterable[History]:
    return map(of, GENERATIONS)


HISTORIES = (
    *_first_payments_refunded(),
    *_each(_one_month_refunded),
    *_each(_part_of_a_month_refunded),
    *_each(_both_months_refunded),
    *_each(_subscription_ended),
    *map(from_nothing, _each(_subscription_ended)),
)
