"""Reading events about invoices, their payments, and subscriptions."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.domain.errors import InvalidRequest
from shared.domain.payment import Captured, InvoicePaid, References, SubscriptionEnded
from tests.support import payments
from tests.support.stripe_objects.envelope import DAY, Generation
from tests.unit.edge.stripe_reading import changed, read

both_generations = pytest.mark.parametrize("generation", ["acacia", "basil"])


def captured(amount: int) -> Captured:
    return Captured(amount=amount, currency="eur", by_charge=False)


def invoice_paid(amount: int) -> InvoicePaid:
    return InvoicePaid(amount=amount, currency="eur")


def test_an_invoice_before_basil_names_its_subscription_its_payment_and_its_charge() -> None:
    event = read(payments.invoice_paid("in_1", payment="pi_2", amount=1900, generation="acacia"))
    assert event.references == References(payment="pi_2", charge="ch_2", invoice="in_1", subscription="sub_1")
    assert event.facts == (captured(1900), invoice_paid(1900))


def test_an_invoice_since_basil_names_its_subscription_alone() -> None:
    event = read(payments.invoice_paid("in_1", amount=1900))
    assert event.references == References(invoice="in_1", subscription="sub_1")
    assert event.facts == (invoice_paid(1900),)


def test_an_invoice_may_name_a_charge_without_a_payment() -> None:
    event = read(changed(payments.invoice_paid(generation="acacia"), payment_intent=None))
    assert event.references == References(charge="ch_1", invoice="in_1", subscription="sub_1")
    assert event.facts == (captured(4900), invoice_paid(4900))


@both_generations
def test_an_invoice_may_belong_to_no_subscription(generation: Generation) -> None:
    event = read(payments.invoice_paid(subscription=None, payment=None, generation=generation))
    assert event.references == References(invoice="in_1")
    assert event.facts == (invoice_paid(4900),)


@both_generations
def test_a_free_invoice_links_and_pays_nothing(generation: Generation) -> None:
    event = read(payments.invoice_paid(payment=None, amount=0, generation=generation))
    assert (event.references, event.facts) == (References(invoice="in_1", subscription="sub_1"), ())


@both_generations
def test_an_invoice_repeats_the_order_id_of_its_subscription(generation: Generation) -> None:
    event = payments.invoice_paid(order_id="order-1", generation=generation)
    assert read(event).order_id == "order-1"
    assert read(changed(event, metadata={"order_id": "order-2"})).order_id == "order-2"
    assert read(payments.invoice_paid(generation=generation)).order_id is None


@pytest.mark.parametrize(
    "changes",
    [
        {"subscription_details": {"metadata": {"order_id": "a b"}}},
        {"parent": {"subscription_details": {"metadata": {"order_id": "a b"}}}},
        {"parent": {"subscription_details": {"subscription": 5}}},
        {"amount_paid": None},
        {"amount_paid": -1},
        {"id": 5},
    ],
    ids=json.dumps,
)
def test_a_malformed_invoice_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        read(changed(payments.invoice_paid(), **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"parent": None},
        {"parent": {"type": "quote_details", "quote_details": {"quote": "qt_1"}, "subscription_details": None}},
        {"parent": {"subscription_details": {"subscription": None, "metadata": None}}},
        {"subscription_details": None},
    ],
    ids=json.dumps,
)
def test_an_invoice_may_have_another_parent(changes: dict[str, Any]) -> None:
    event = read(changed(payments.invoice_paid(subscription=None), **changes))
    assert event.references == References(invoice="in_1")


# ------------------------------------------------------------------ payments of invoices


@pytest.mark.parametrize(
    ("payment", "references"),
    [("pi_2", References(payment="pi_2", invoice="in_1")), ("ch_2", References(charge="ch_2", invoice="in_1"))],
)
def test_the_payment_of_an_invoice_links_the_two(payment: str, references: References) -> None:
    event = read(payments.invoice_payment_paid("in_1", payment=payment, amount=1900))
    assert (event.references, event.facts) == (references, (captured(1900),))


@pytest.mark.parametrize(
    "changes",
    [
        {"payment": {"type": "payment_record", "payment_record": "pr_1"}},
        {"payment": None},
        {"payment": {"type": "charge", "charge": None}},
    ],
    ids=json.dumps,
)
def test_money_that_stripe_did_not_move_is_no_payment(changes: dict[str, Any]) -> None:
    event = read(changed(payments.invoice_payment_paid("in_1"), **changes))
    assert (event.references, event.facts) == (References(invoice="in_1"), ())


def test_a_payment_of_an_invoice_without_an_amount_links_alone() -> None:
    event = read(changed(payments.invoice_payment_paid("in_1"), amount_paid=None))
    assert (event.references, event.facts) == (References(payment="pi_1", invoice="in_1"), ())


@pytest.mark.parametrize(
    "changes", [{"amount_paid": "1"}, {"invoice": 5}, {"payment": {"payment_intent": "pi 1"}}], ids=json.dumps
)
def test_a_malformed_payment_of_an_invoice_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        read(changed(payments.invoice_payment_paid(), **changes))


# ------------------------------------------------------------------ subscriptions


@both_generations
def test_a_subscription_ends_at_its_own_time(generation: Generation) -> None:
    event = read(payments.subscription_deleted(ended_at=60, order_id="order-1", at=90, generation=generation))
    assert event.facts == (SubscriptionEnded(ended_at=datetime.fromtimestamp(DAY + 60, UTC)),)
    assert (event.references, event.order_id) == (References(subscription="sub_1"), "order-1")


@pytest.mark.parametrize("ended_at", [None, "today", -1])
def test_a_subscription_without_a_time_ended_when_the_event_was_created(ended_at: object) -> None:
    event = changed(payments.subscription_deleted(at=90), ended_at=ended_at)
    assert read(event).facts == (SubscriptionEnded(ended_at=datetime.fromtimestamp(DAY + 90, UTC)),)


def test_a_subscription_whose_end_nobody_tells_has_not_ended() -> None:
    assert read(changed(payments.subscription_deleted(), ended_at=None)).facts == ()
