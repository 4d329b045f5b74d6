"""What an order keeps does not depend on which of its events arrived first."""

from itertools import permutations

import pytest

from tests.support.payments import (
    StripeEvent,
    charge_refunded,
    deliver,
    invoice_paid,
    invoice_payment_paid,
    order,
    subscription_session,
)
from tests.support.service import Service


def test_a_paid_invoice_whose_payment_is_not_known_yet_counts_once(service: Service) -> None:
    deliver(service, subscription_session("course-1", amount=1900))
    assert (order(service)["amount"], order(service)["payments"]) == (1900, [])
    deliver(service, invoice_paid(amount=1900))
    assert (order(service)["amount"], order(service)["payments"]) == (1900, [])


BOUGHT = subscription_session("course-1", order_id=None)
NAMED = invoice_paid(order_id="order-1")
PAID = invoice_payment_paid()


@pytest.mark.parametrize("events", list(permutations([BOUGHT, NAMED, PAID])))
def test_a_subscription_may_name_an_order_that_its_session_does_not(
    service: Service, events: tuple[StripeEvent, ...]
) -> None:
    deliver(service, *events, charge_refunded())
    found = order(service)
    assert found["refunded_at"] is not None
    assert [(line["user_id"], line["course_id"]) for line in found["lines"]] == [("anna", "course-1")]
    assert order(service, "sub_1") == order(service, "pi_1") == found
