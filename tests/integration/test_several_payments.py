"""An order may have several payments, each with amounts of its own; all that captured money must be refunded."""

from collections.abc import Sequence
from itertools import permutations
from typing import Any

import pytest

from tests.support.aws import items
from tests.support.paging import cursor, pages
from tests.support.payments import (
    StripeEvent,
    charge_refunded,
    charge_succeeded,
    deliver,
    dispute_closed,
    order,
    payment_intent_succeeded,
    purchase,
    refund,
    refund_created,
    refund_failed,
)
from tests.support.service import ADMIN, Service
from tests.support.sizes import FULL
from tests.support.steps import certified, enroll, enrollment, put_course, refusal, verify
from tests.support.stripe_objects.envelope import Generation
from tests.support.subscriptions import Subscription

EVERY_GENERATION = pytest.mark.parametrize("generation", ["acacia", "basil"])


def charged(payment: str, amount: int, **fields: Any) -> StripeEvent:  # noqa: ANN401
    """A payment of order-1 was made, through the API with the order's id."""
    return charge_succeeded(amount, payment=payment, order_id="order-1", **fields)


def refunded(payment: str, amount: int, of: int, **fields: Any) -> StripeEvent:  # noqa: ANN401
    """Of a payment, this much was refunded in total."""
    return charge_refunded(amount, amount=of, payment=payment, **fields)


@pytest.fixture
def code(service: Service) -> str:
    """The code of a certificate that order-1 paid for."""
    verification_code: str = certified(service, order_id="order-1")["verification_code"]
    return verification_code


def require(service: Service, code: str, status: str) -> None:
    """Require the status of the certificate, and the one of the enrollment that belongs to it."""
    assert verify(service, code).json["status"] == status
    assert enrollment(service)["status"] == {"active": "active", "revoked": "refunded"}[status]


def amounts(service: Service) -> dict[str, tuple[int, int]]:
    """What was captured and refunded of each payment of order-1."""
    return {one["payment_id"]: (one["amount_captured"], one["amount_refunded"]) for one in order(service)["payments"]}


# ------------------------------------------------------------------ full and partial refunds


@EVERY_GENERATION
def test_a_partial_refund_of_a_second_payment_after_a_full_one_of_the_first_revokes_nothing(
    service: Service, code: str, generation: Generation
) -> None:
    paid = [charged("pi_1", 100, generation=generation), charged("pi_2", 1000, generation=generation)]
    deliver(service, *paid, refunded("pi_1", 100, 100, generation=generation))
    require(service, code, "active")
    assert deliver(service, refunded("pi_2", 200, 1000, generation=generation)) == ["partially_refunded"]
    require(service, code, "active")
    assert amounts(service) == {"pi_1": (100, 100), "pi_2": (1000, 200)}
    assert deliver(service, refunded("pi_2", 1000, 1000, generation=generation)) == ["refunded"]
    require(service, code, "revoked")
    stored = order(service)
    assert (stored["amount"], stored["amount_refunded"]) == (1100, 1100)


def test_a_payment_that_was_refunded_in_full_counts_again_with_the_next_payment(service: Service, code: str) -> None:
    assert deliver(service, charged("pi_1", 100), refunded("pi_1", 100, 100)) == ["recorded", "refunded"]
    require(service, code, "revoked")
    # The second payment is only known of by its refund: so far, the order was refunded in full.
    assert deliver(service, refunded("pi_2", 200, 1000, order_id="order-1")) == ["restored"]
    require(service, code, "active")


def test_a_full_refund_of_a_small_payment_does_not_complete_a_partial_one_of_another(
    service: Service, code: str
) -> None:
    deliver(service, charged("pi_1", 100), charged("pi_2", 10))
    assert deliver(service, refunded("pi_1", 50, 100), refunded("pi_2", 10, 10)) == ["partially_refunded"] * 2
    require(service, code, "active")
    assert amounts(service) == {"pi_1": (100, 50), "pi_2": (10, 10)}


@pytest.mark.parametrize(
    "arrival", list(permutations(range(4))) if FULL else [(0, 1, 2, 3), (3, 1, 2, 0), (2, 3, 0, 1)]
)
def test_refunds_of_all_payments_revoke_in_any_order_of_arrival(
    service: Service, code: str, arrival: Sequence[int]
) -> None:
    events = [
        charged("pi_1", 100, at=0),
        charged("pi_2", 1000, at=1),
        refunded("pi_1", 100, 100, order_id="order-1", at=2),
        refunded("pi_2", 1000, 1000, order_id="order-1", at=3),
    ]
    deliver(service, *(events[index] for index in arrival))
    require(service, code, "revoked")
    assert amounts(service) == {"pi_1": (100, 100), "pi_2": (1000, 1000)}


def test_a_failed_refund_of_one_payment_leaves_the_others_refunded(service: Service, code: str) -> None:
    deliver(service, charged("pi_1", 100), charged("pi_2", 1000))
    deliver(service, refunded("pi_1", 100, 100), refunded("pi_2", 1000, 1000))
    require(service, code, "revoked")
    assert deliver(service, refund_failed(100, payment="pi_1")) == ["restored"]
    require(service, code, "active")
    assert amounts(service) == {"pi_1": (100, 0), "pi_2": (1000, 1000)}
    deliver(service, refund_created(100, payment="pi_1", refund_id="re_again"))
    require(service, code, "revoked")


def test_a_lost_dispute_of_one_payment_counts_as_its_refund(service: Service, code: str) -> None:
    deliver(service, charged("pi_1", 100), charged("pi_2", 1000))
    assert deliver(service, dispute_closed(payment="pi_2")) == ["recorded"]
    require(service, code, "active")
    assert [entry["outcome"] for entry in order(service)["refunds"]] == ["recorded"]
    assert deliver(service, refunded("pi_1", 100, 100)) == ["charged_back"]
    require(service, code, "revoked")


# ------------------------------------------------------------------ refunds with ids


@pytest.mark.parametrize(
    "arrival", list(permutations(range(4))) if FULL else [(0, 1, 2, 3), (1, 3, 0, 2), (3, 2, 1, 0), (2, 0, 3, 1)]
)
def test_refunds_by_id_and_totals_of_the_charge_agree_in_any_order_of_arrival(
    service: Service, code: str, arrival: Sequence[int]
) -> None:
    deliver(service, charged("pi_1", 100))
    events = [
        refund_created(40, refund_id="re_1", at=1),
        refunded("pi_1", 40, 100, at=1),
        refund_created(60, refund_id="re_2", status="pending", at=2),
        refunded("pi_1", 100, 100, at=2),
    ]
    deliver(service, *(events[index] for index in arrival))
    require(service, code, "revoked")
    assert amounts(service) == {"pi_1": (100, 100)}
    succeeded = refund(60, refund_id="re_2", event_type="refund.updated", at=3)
    assert deliver(service, succeeded) == ["unchanged"]
    assert deliver(service, refund_failed(60, refund_id="re_2", at=4)) == ["restored"]
    require(service, code, "active")
    assert amounts(service) == {"pi_1": (100, 40)}


@EVERY_GENERATION
def test_refunds_by_id_alone_add_up(service: Service, code: str, generation: Generation) -> None:
    deliver(service, charged("pi_1", 100, generation=generation))
    first, second = (refund_created(50, refund_id=f"re_{number}", generation=generation) for number in (1, 2))
    assert deliver(service, first, first, refund(50, refund_id="re_1", event_type="refund.updated")) == [
        "partially_refunded",
        "partially_refunded",
        "unchanged",
    ]
    require(service, code, "active")
    assert deliver(service, second) == ["refunded"]
    require(service, code, "revoked")


def test_refunds_that_arrive_before_anything_else_count_once_the_amount_is_known(service: Service, code: str) -> None:
    deliver(service, refund_created(100))
    require(service, code, "active")
    assert deliver(service, charged("pi_1", 100)) == ["refunded"]
    require(service, code, "revoked")


# ------------------------------------------------------------------ releases


@EVERY_GENERATION
def test_releasing_what_was_not_captured_refunds_nothing(service: Service, code: str, generation: Generation) -> None:
    authorized = charged("pi_1", 100, amount_captured=0, generation=generation)
    captured = charged("pi_1", 100, amount_captured=40, generation=generation, event_type="charge.captured")
    deliver(service, authorized, captured)
    if generation == "acacia":
        # Basil sends no such event.
        assert deliver(service, refunded("pi_1", 60, 100, amount_captured=40, generation=generation)) == ["unchanged"]
    require(service, code, "active")
    assert amounts(service) == {"pi_1": (40, 0)}
    # What was captured is refunded later: acacia adds it to what was released.
    total = 100 if generation == "acacia" else 40
    assert deliver(service, refunded("pi_1", total, 100, amount_captured=40, generation=generation)) == ["refunded"]
    require(service, code, "revoked")
    assert amounts(service) == {"pi_1": (40, 40)}


def test_a_cancelled_authorization_pays_for_nothing_and_refunds_nothing(service: Service, code: str) -> None:
    deliver(service, charged("pi_1", 100), refunded("pi_1", 100, 100))
    require(service, code, "revoked")
    cancelled = refunded("pi_2", 100, 100, amount_captured=0, order_id="order-1", generation="acacia")
    assert deliver(service, charged("pi_2", 100, amount_captured=0, generation="acacia"), cancelled) == [
        "recorded",
        "unchanged",
    ]
    require(service, code, "revoked")
    assert amounts(service) == {"pi_1": (100, 100), "pi_2": (0, 0)}


def test_a_cancelled_authorization_of_the_only_payment_revokes_nothing(service: Service, code: str) -> None:
    cancelled = refunded("pi_1", 100, 100, amount_captured=0, order_id="order-1", generation="acacia")
    assert deliver(service, cancelled) == ["recorded"]
    require(service, code, "active")


# ------------------------------------------------------------------ what admins see


@EVERY_GENERATION
def test_every_id_of_an_order_finds_it(service: Service, generation: Generation) -> None:
    put_course(service)
    bought = Subscription(generation=generation, naming="both")
    deliver(service, bought.checkout("course-1"), *bought.month(1), *bought.month(2), *bought.refunded(2, 1000))
    shown = order(service, "order-1")
    ids = ["cs_sub_1", "sub_1"]
    for month in (1, 2):
        ids += [bought.invoice(month), bought.payment(month), bought.charge(month)]
    for one in ids:
        assert order(service, one) == shown, one
    assert shown["references"] == sorted(["cs_sub_1", "sub_1", bought.invoice(1), bought.invoice(2)])
    assert shown["payments"] == [
        {
            "payment_id": bought.payment(month),
            "charge_ids": [bought.charge(month)],
            "invoice_id": bought.invoice(month),
            "amount_captured": 4900,
            "amount_refunded": refunded,
            "dispute_lost": False,
        }
        for month, refunded in ((1, 0), (2, 1000))
    ]


def unlinked(service: Service) -> list[str]:
    """The unlinked payments that admins see, as ids."""
    return [one["order_id"] for page in pages(service, "/admin/unlinked-payments", 2) for one in page]


def test_payments_without_an_order_are_listed_newest_first(service: Service) -> None:
    payments = [f"pi_{number}" for number in range(5)]
    for payment in payments:
        deliver(service, charge_succeeded(payment=payment))
    listed = pages(service, "/admin/unlinked-payments", 2)
    assert [len(page) for page in listed] == [2, 2, 1]
    assert unlinked(service) == payments[::-1]
    newest = listed[0][0]
    assert (newest["amount"], newest["amount_refunded"], newest["currency"]) == (4900, 0, "eur")
    assert newest["payments"][0]["charge_ids"] == ["ch_4"]
    assert newest["created_at"] is not None


@pytest.mark.parametrize("of_another_list", ["webhook-events", "order-lines"])
def test_a_cursor_of_another_list_is_refused(service: Service, of_another_list: str) -> None:
    forged = cursor(of_another_list, "2026-01-12T08:30:00.000000Z@pi_1")
    answer = service.call("GET", f"/admin/unlinked-payments?cursor={forged}", caller=ADMIN)
    assert refusal(answer) == (400, "invalid_cursor")


def test_a_payment_is_no_longer_listed_once_it_is_linked_and_what_was_known_of_it_is_joined(service: Service) -> None:
    put_course(service)
    deliver(service, charge_succeeded(payment="pi_2"), charge_succeeded(), charge_refunded(1000))
    assert unlinked(service) == ["pi_1", "pi_2"]
    assert deliver(service, purchase("course-1")) == ["enrolled"]
    assert unlinked(service) == ["pi_2"]
    assert amounts(service) == {"pi_1": (4900, 1000)}
    [entry] = order(service)["refunds"]
    assert (entry["outcome"], entry["amount_refunded"]) == ("partially_refunded", 1000)
    # The shop may name an order only later, too.
    deliver(service, charge_refunded(order_id="order-2", payment="pi_2"))
    assert unlinked(service) == []
    assert order(service, "pi_2")["order_id"] == "order-2"


def test_a_payment_that_the_shop_enrolls_somebody_with_is_an_order(service: Service) -> None:
    put_course(service)
    deliver(service, charge_succeeded())
    assert enroll(service, order_id="pi_1").status == 200
    assert unlinked(service) == []
    deliver(service, charge_refunded())
    assert enrollment(service)["status"] == "refunded"


def test_an_order_that_was_bought_is_never_listed_as_unlinked(service: Service) -> None:
    put_course(service)
    deliver(service, purchase("course-1", order_id=None), charge_succeeded(), payment_intent_succeeded())
    assert unlinked(service) == []
    assert {item["order_id"]["S"] for item in items("orders") if "joined_to" in item} == {"cs_1", "ch_1"}
