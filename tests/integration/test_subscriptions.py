"""A subscription's payments are payments of one order, in whatever order its events arrive; when it ends, access ends.

The learner earns the certificate as soon as there is access. Where nothing has linked a payment to the order yet, the
certificate stays active until the link arrives.
"""

from collections.abc import Sequence
from itertools import product

import pytest

from tests.support.aws import items
from tests.support.payments import StripeEvent, charge_refunded, deliver, invoice_paid, order, purchase
from tests.support.service import Caller, Service
from tests.support.sizes import FULL
from tests.support.steps import (
    ANNA,
    completed,
    enable_certificates,
    enroll,
    enrollment,
    get_certificate,
    put_course,
    refusal,
    send,
    verify,
)
from tests.support.stripe_objects.envelope import Generation
from tests.support.subscriptions import Naming, Subscription

NAMINGS: list[Naming] = ["nowhere", "session", "subscription", "both"]
ARRIVALS = ["in order", "links last", "refunds first", "reversed"]
EVERY_GENERATION = pytest.mark.parametrize("generation", ["acacia", "basil"])
EVERY_NAMING = pytest.mark.parametrize("naming", NAMINGS if FULL else ["nowhere", "both"])
EVERY_ARRIVAL = pytest.mark.parametrize("arrival", ARRIVALS if FULL else ["links last", "reversed"])
EVERY_STORY = pytest.mark.parametrize(
    ("naming", "arrival"),
    list(product(NAMINGS, ARRIVALS[:2])) if FULL else [("nowhere", "links last"), ("both", "in order")],
)


@pytest.fixture(autouse=True)
def _course(service: Service) -> None:
    put_course(service, lessons=[{"lesson_id": "flour", "title": "On flour", "kind": "article"}])
    enable_certificates(service)


def arranged(
    arrival: str, checkout: StripeEvent, links: Sequence[StripeEvent], refunds: Sequence[StripeEvent]
) -> list[StripeEvent]:
    """Put events into an order of arrival."""
    match arrival:
        case "in order":
            return [checkout, *links, *refunds]
        case "links last":
            return [checkout, *refunds, *links]
        case "refunds first":
            return [*refunds, checkout, *links]
        case "reversed":
            return [*reversed(refunds), *reversed(links), checkout]
        case _:
            raise AssertionError(arrival)


def download_soon(service: Service, *events: StripeEvent, learner: Caller = ANNA) -> str | None:
    """Deliver events to a learner who finishes the course and downloads the certificate as soon as there is access.

    Returns:
        The certificate's code; None where there was no access at any time.
    """
    code = None
    for event in events:
        deliver(service, event)
        if code is None and send(service, completed("flour"), learner=learner).status == 200:
            answer = get_certificate(service, learner, accept="application/json")
            code = answer.json["verification_code"]
    return code


def require_revoked(service: Service, code: str | None, reason: str = "refunded") -> None:
    """Require that the enrollment is over, and that its certificate, if there is one, is revoked."""
    assert enrollment(service)["status"] == "refunded"
    if code is None:
        assert refusal(get_certificate(service)) == (403, "access_ended")
        assert items("course-certificates") == []
        return
    shown = verify(service, code).json
    assert (shown["status"], shown["revoke_reason"]) == ("revoked", reason)
    assert refusal(get_certificate(service)) == (410, "certificate_revoked")


def require_active(service: Service, code: str | None) -> None:
    """Require that the learner has access and an active certificate."""
    assert code is not None
    assert enrollment(service)["status"] == "active"
    assert verify(service, code).json["status"] == "active"
    assert get_certificate(service).status == 200


def paid(service: Service, of: Subscription) -> list[tuple[str, int, int]]:
    """The payments of the order: each one's id, what was captured, and what was refunded."""
    stored = order(service, of.order_id)
    found = [(one["payment_id"], one["amount_captured"], one["amount_refunded"]) for one in stored["payments"]]
    return sorted(found)


# ------------------------------------------------------------------ refunds


@EVERY_GENERATION
@EVERY_NAMING
@EVERY_ARRIVAL
def test_a_full_refund_of_the_only_payment_revokes(
    service: Service, generation: Generation, naming: Naming, arrival: str
) -> None:
    bought = Subscription(generation=generation, naming=naming)
    code = download_soon(service, *arranged(arrival, bought.checkout("course-1"), bought.month(), bought.refunded()))
    require_revoked(service, code)
    assert paid(service, bought) == [(bought.payment(), 4900, 4900)]


@EVERY_GENERATION
@EVERY_STORY
def test_a_partial_refund_of_a_month_revokes_nothing(
    service: Service, generation: Generation, naming: Naming, arrival: str
) -> None:
    bought = Subscription(generation=generation, naming=naming)
    refunds = bought.refunded(amount=4899)
    code = download_soon(service, *arranged(arrival, bought.checkout("course-1"), bought.month(), refunds))
    require_active(service, code)
    assert paid(service, bought) == [(bought.payment(), 4900, 4899)]


@EVERY_GENERATION
@EVERY_STORY
def test_refunds_of_all_months_revoke(service: Service, generation: Generation, naming: Naming, arrival: str) -> None:
    bought = Subscription(generation=generation, naming=naming)
    links, refunds = [*bought.month(1), *bought.month(2)], [*bought.refunded(1), *bought.refunded(2)]
    require_revoked(service, download_soon(service, *arranged(arrival, bought.checkout("course-1"), links, refunds)))
    assert paid(service, bought) == [(bought.payment(1), 4900, 4900), (bought.payment(2), 4900, 4900)]


@EVERY_GENERATION
@EVERY_STORY
def test_a_refund_of_one_month_of_two_revokes_nothing(
    service: Service, generation: Generation, naming: Naming, arrival: str
) -> None:
    bought = Subscription(generation=generation, naming=naming)
    links = [*bought.month(1), *bought.month(2)]
    code = download_soon(service, *arranged(arrival, bought.checkout("course-1"), links, bought.refunded(2)))
    require_active(service, code)
    assert paid(service, bought) == [(bought.payment(1), 4900, 0), (bought.payment(2), 4900, 4900)]


@EVERY_GENERATION
@EVERY_STORY
def test_a_failed_refund_of_a_month_is_reversed_on_that_month_alone(
    service: Service, generation: Generation, naming: Naming, arrival: str
) -> None:
    bought = Subscription(generation=generation, naming=naming)
    links = [*bought.month(1), *bought.month(2)]
    refunds = [*bought.refunded(1), *bought.refunded(2), bought.refund_failed(1)]
    code = download_soon(service, *arranged(arrival, bought.checkout("course-1"), links, refunds))
    require_active(service, code)
    assert paid(service, bought) == [(bought.payment(1), 4900, 0), (bought.payment(2), 4900, 4900)]


@EVERY_GENERATION
@EVERY_STORY
def test_a_lost_dispute_of_the_only_payment_revokes_by_its_charge_alone(
    service: Service, generation: Generation, naming: Naming, arrival: str
) -> None:
    bought = Subscription(generation=generation, naming=naming)
    lost = [bought.dispute_lost()]
    code = download_soon(service, *arranged(arrival, bought.checkout("course-1"), bought.month(), lost))
    require_revoked(service, code, reason="chargeback")
    assert order(service, bought.order_id)["payments"][0]["dispute_lost"] is True


def test_a_paid_invoice_whose_payment_is_not_known_yet_is_not_refunded(service: Service) -> None:
    bought = Subscription(generation="basil")
    charged, invoiced, linked = bought.month(2)
    events = [bought.checkout("course-1"), *bought.month(1), charged, invoiced, *bought.refunded(1)]
    code = download_soon(service, *events)
    require_active(service, code)
    assert order(service, bought.order_id)["amount"] == 2 * 4900
    deliver(service, *bought.refunded(2), linked)
    require_revoked(service, code)


@EVERY_GENERATION
def test_a_trial_that_costs_nothing_is_no_payment(service: Service, generation: Generation) -> None:
    bought = Subscription(generation=generation)
    trial = {"amount_total": 0, "amount_subtotal": 0, "payment_status": "no_payment_required"}
    session = bought.checkout("course-1")
    session["data"]["object"] |= trial
    free = invoice_paid(bought.invoice(), payment=None, subscription=bought.id, amount=0, generation=generation)
    code = download_soon(service, session, free)
    require_active(service, code)
    assert paid(service, bought) == []
    deliver(service, *bought.month(2), *bought.refunded(2))
    require_revoked(service, code)


@EVERY_GENERATION
def test_a_lost_dispute_of_one_month_and_a_refund_of_the_other_revoke(service: Service, generation: Generation) -> None:
    bought = Subscription(generation=generation)
    events = [bought.checkout("course-1"), *bought.month(1), *bought.month(2), bought.dispute_lost(1)]
    code = download_soon(service, *events)
    require_active(service, code)
    deliver(service, *bought.refunded(2))
    require_revoked(service, code, reason="chargeback")


# ------------------------------------------------------------------ the end of a subscription

ENDED_AT = "2026-01-12T08:31:00.000000Z"


def require_ended(service: Service) -> None:
    """Require that access ended when the subscription did."""
    stored = enrollment(service)
    assert (stored["status"], stored["access_expires_at"]) == ("active", ENDED_AT)
    assert refusal(send(service, completed("flour"))) == (403, "access_ended")
    assert refusal(get_certificate(service)) == (403, "access_ended")


@EVERY_GENERATION
def test_when_a_subscription_ends_access_ends_and_the_certificate_stays_valid(
    service: Service, generation: Generation
) -> None:
    bought = Subscription(generation=generation)
    code = download_soon(service, bought.checkout("course-1"), *bought.month())
    require_active(service, code)
    assert deliver(service, bought.ended(at=60)) == ["access_ended"]
    require_ended(service)
    assert code is not None
    assert verify(service, code).json["status"] == "active"
    assert order(service, bought.order_id)["access_ends_at"] == ENDED_AT


@EVERY_GENERATION
@pytest.mark.parametrize("naming", ["nowhere", "session", "both"])
def test_a_subscription_that_ended_before_its_purchase_arrives_gives_no_access(
    service: Service, generation: Generation, naming: Naming
) -> None:
    bought = Subscription(generation=generation, naming=naming)
    assert download_soon(service, bought.ended(at=60), *bought.month(), bought.checkout("course-1")) is None
    require_ended(service)
    assert items("course-certificates") == []


def test_a_refund_after_the_end_of_a_subscription_revokes(service: Service) -> None:
    bought = Subscription()
    code = download_soon(service, bought.checkout("course-1"), *bought.month(), bought.ended(at=60), *bought.refunded())
    require_revoked(service, code)


def test_an_end_that_is_reported_again_changes_nothing(service: Service) -> None:
    bought = Subscription()
    deliver(service, bought.checkout("course-1"))
    assert deliver(service, bought.ended(at=60), bought.ended(at=90)) == ["access_ended", "unchanged"]
    require_ended(service)


def test_access_that_the_shop_gives_after_the_end_is_not_ended_by_later_events(service: Service) -> None:
    bought = Subscription()
    deliver(service, bought.checkout("course-1"), *bought.month(), bought.ended(at=60))
    assert enroll(service, access_expires_at=None).status == 200
    deliver(service, *bought.refunded(amount=1000))
    assert enrollment(service)["access_expires_at"] is None
    assert send(service, completed("flour")).status == 200


@EVERY_GENERATION
def test_a_new_subscription_is_a_new_order_and_gives_access_again(service: Service, generation: Generation) -> None:
    first, second = (Subscription(generation=generation, label=label) for label in "12")
    code = download_soon(service, first.checkout("course-1"), *first.month(), first.ended(at=60))
    require_ended(service)
    deliver(service, second.checkout("course-1"), *second.month())
    stored = enrollment(service)
    assert (stored["order_id"], stored["subscription_id"], stored["access_expires_at"]) == ("sub_2", "sub_2", None)
    require_active(service, code)
    # The certificate was earned with the first subscription: only a refund of that one revokes it.
    deliver(service, *second.refunded())
    assert code is not None
    assert verify(service, code).json["status"] == "active"
    require_ended(service)
    deliver(service, *first.refunded())
    require_revoked(service, code)


@pytest.mark.parametrize("ended", [0, 1])
@pytest.mark.parametrize("is_early", [True, False])
def test_of_two_subscriptions_to_a_course_the_one_that_has_not_ended_pays(
    service: Service, ended: int, *, is_early: bool
) -> None:
    both = [Subscription(label="1"), Subscription(label="2")]
    bought = [event for one in both for event in (one.checkout("course-1"), *one.month())]
    end = both[ended].ended(at=60)
    deliver(service, *([end, *bought] if is_early else [*bought, end]))
    stored = enrollment(service)
    assert (stored["order_id"], stored["access_expires_at"]) == (both[1 - ended].id, None)
    assert send(service, completed("flour")).status == 200
    # The other one ends, too: now there is no access.
    deliver(service, both[1 - ended].ended(at=60))
    require_ended(service)


def test_a_purchase_for_good_pays_once_the_subscription_to_the_course_ended(service: Service) -> None:
    subscribed = Subscription()
    deliver(service, purchase("course-1", at=0), subscribed.checkout("course-1"), *subscribed.month())
    assert enrollment(service)["order_id"] == subscribed.id
    deliver(service, subscribed.ended(at=60))
    assert (enrollment(service)["order_id"], enrollment(service)["access_expires_at"]) == ("order-1", None)
    deliver(service, charge_refunded())
    require_ended(service)
