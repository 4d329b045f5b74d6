"""Reading events about checkout sessions."""

import json
from typing import Any

import pytest

from shared.domain.errors import InvalidRequest
from shared.domain.ids import CourseId, SubscriptionId, UserId
from shared.domain.payment import Captured, InvoicePaid, PaymentFact, Purchase, References
from tests.support import payments
from tests.support.stripe_objects.envelope import Generation
from tests.unit.edge.stripe_reading import changed, read

both_generations = pytest.mark.parametrize("generation", ["acacia", "basil"])
BOUGHT = payments.purchase("course-1")
SUBSCRIBED = payments.subscription_session("course-1")


def purchase_of(event: dict[str, Any]) -> Purchase:
    found = read(event).purchase
    assert found is not None
    return found


def money_of(event: dict[str, Any]) -> list[PaymentFact]:
    return [fact for fact in read(event).facts if not isinstance(fact, Purchase)]


@both_generations
def test_a_session_in_payment_mode_tells_who_bought_what_and_the_payment(generation: Generation) -> None:
    event = read(payments.purchase("course-1, course-2,,course-1", generation=generation))
    assert event.facts == (
        Purchase(
            user_id=UserId("anna"),
            course_ids=(CourseId("course-1"), CourseId("course-2")),
            subscription_id=None,
            email="payer@example.com",
            purchaser_name="Pat Payer",
            is_paid=True,
        ),
        Captured(amount=4900, currency="eur", by_charge=False),
    )
    assert event.references == References(payment="pi_1", session="cs_1")
    assert event.order_id == "order-1"


@both_generations
def test_a_session_in_subscription_mode_names_its_first_invoice_and_no_payment(generation: Generation) -> None:
    event = read(payments.subscription_session("course-1", order_id=None, amount=1900, generation=generation))
    assert event.references == References(invoice="in_1", subscription="sub_1", session="cs_sub_1")
    assert event.facts[1:] == (InvoicePaid(amount=1900, currency="eur"),)
    assert purchase_of(payments.subscription_session("course-1")).subscription_id == SubscriptionId("sub_1")
    assert event.order_id is None


def test_an_expanded_subscription_counts_by_its_id() -> None:
    event = changed(SUBSCRIBED, subscription={"id": "sub_2", "object": "subscription"})
    assert purchase_of(event).subscription_id == read(event).references.subscription == "sub_2"


def test_a_delayed_payment_is_read_like_an_immediate_one() -> None:
    event = {**BOUGHT, "type": "checkout.session.async_payment_succeeded"}
    assert read(event).facts == read(BOUGHT).facts


@pytest.mark.parametrize(
    ("status", "is_paid"), [("unpaid", False), ("paid", True), ("no_payment_required", True), (None, True)]
)
@pytest.mark.parametrize("event", [BOUGHT, SUBSCRIBED])
def test_a_session_that_is_not_paid_yet_captures_nothing(
    event: dict[str, Any], status: str | None, *, is_paid: bool
) -> None:
    sent = changed(event, payment_status=status)
    assert purchase_of(sent).is_paid == is_paid
    assert bool(money_of(sent)) == is_paid


@pytest.mark.parametrize(
    ("event", "amount", "money"),
    [
        (BOUGHT, None, []),
        (BOUGHT, 0, [Captured(amount=0, currency="eur", by_charge=False)]),
        (SUBSCRIBED, None, []),
        # The first month is free.
        (SUBSCRIBED, 0, []),
        (changed(BOUGHT, payment_intent=None), 4900, []),
    ],
)
def test_a_session_may_have_nothing_to_pay(event: dict[str, Any], amount: int | None, money: list[PaymentFact]) -> None:
    assert money_of(changed(event, amount_total=amount)) == money


def test_a_session_that_only_stores_a_payment_method_buys_nothing() -> None:
    assert read(changed(BOUGHT, mode="setup")).facts == ()


@pytest.mark.parametrize("metadata", [None, {}, {"course_ids": ""}, {"course_ids": " , "}, {"order_id": "order-1"}])
def test_a_session_without_courses_tells_its_payment_alone(metadata: object) -> None:
    event = changed(BOUGHT, metadata=metadata)
    assert read(event).purchase is None
    assert money_of(event) == [Captured(amount=4900, currency="eur", by_charge=False)]


# ------------------------------------------------------------------ the learner and the payer


def test_a_purchase_may_name_no_learner() -> None:
    assert purchase_of(payments.purchase("course-1", user_id=None)).user_id is None
    assert purchase_of(changed(BOUGHT, client_reference_id="")).user_id is None


EMAILS: list[tuple[dict[str, Any], str | None]] = [
    ({"customer_details": {"email": "Anna@Example.COM "}}, "anna@example.com"),
    ({"customer_details": {"email": "ÄNNA@example.com"}}, "änna@example.com"),
    ({"customer_details": {"email": None}, "customer_email": "Anna@example.com"}, "anna@example.com"),
    ({"customer_details": {"email": "anna"}, "customer_email": "anna@example.com"}, "anna@example.com"),
    ({"customer_details": {"email": "a@example.com"}, "customer_email": "b@example.com"}, "a@example.com"),
    ({"customer_details": None, "customer_email": None}, None),
    ({"customer_details": {"email": 5}}, None),
    ({"customer_details": {"email": ["anna@example.com"]}}, None),
    ({"customer_details": "anna@example.com"}, None),
]


@pytest.mark.parametrize(("properties", "email"), EMAILS, ids=json.dumps)
def test_a_purchase_has_the_payers_address_in_lower_case(properties: dict[str, Any], email: str | None) -> None:
    assert purchase_of(changed(BOUGHT, **properties)).email == email


@pytest.mark.parametrize(
    ("name", "read_as"),
    [("Łukasz Wójcik", "Łukasz Wójcik"), (" Ánh ", "Ánh"), ("", None), ("  ", None), (None, None), (5, None)],
)
def test_a_purchase_has_the_payers_name(name: object, read_as: str | None) -> None:
    assert purchase_of(changed(BOUGHT, customer_details={"name": name})).purchaser_name == read_as


def test_a_name_of_any_length_is_bounded() -> None:
    assert purchase_of(changed(BOUGHT, customer_details={"name": "x" * 301})).purchaser_name == "x" * 300


@pytest.mark.parametrize(
    "changes",
    [
        {"client_reference_id": "a b"},
        {"client_reference_id": 5},
        {"metadata": {"course_ids": "course 1"}},
        {"metadata": {"course_ids": ["course-1"]}},
        {"metadata": {"course_ids": "course-1," * 60}},
        {"amount_total": -1},
        {"amount_total": "4900"},
        {"subscription": 5},
        {"invoice": "in 1"},
        {"payment_intent": 5},
        {"id": 5},
        {"currency": "euro"},
    ],
    ids=json.dumps,
)
def test_a_malformed_session_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        read(changed(BOUGHT, **changes))
