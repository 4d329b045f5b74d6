"""Reading payment events."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import InvalidRequest
from shared.domain.ids import CourseId, UserId
from shared.domain.payment import ChargeRefunded, DisputeLost, Purchase, RefundFailed
from shared.edge.stripe.events import payment_event

CHARGE = {
    "id": "ch_1",
    "payment_intent": "pi_1",
    "metadata": {"order_id": "order-1"},
    "amount": 4900,
    "amount_refunded": 1000,
    "currency": "eur",
}


def refunded(**changes: Any) -> bytes:  # noqa: ANN401
    event = {"id": "evt_1", "type": "charge.refunded", "data": {"object": {**CHARGE, **changes}}}
    return json.dumps(event).encode()


def refund_of(raw: bytes) -> ChargeRefunded:
    fact = payment_event(raw).fact
    assert isinstance(fact, ChargeRefunded)
    return fact


def order_of(raw: bytes) -> tuple[str | None, str]:
    """The shop's order id, and the payment's id."""
    payment = payment_event(raw).payment
    assert payment is not None
    return payment.order_id, payment.reference


def event(event_type: str, about: dict[str, Any], **more: Any) -> bytes:  # noqa: ANN401
    return json.dumps({"id": "evt_1", "type": event_type, "data": {"object": about}, **more}).encode()


def test_a_refund_has_its_order_its_amounts_and_its_currency() -> None:
    read = payment_event(refunded())
    assert (read.event_id, read.type, read.occurred_at) == ("evt_1", "charge.refunded", None)
    assert read.fact == ChargeRefunded(amount=4900, amount_refunded=1000, currency="eur")
    assert order_of(refunded()) == ("order-1", "pi_1")


@pytest.mark.parametrize(
    ("created", "occurred_at"),
    [(1700000000, "2023-11-14T22:13:20+00:00"), (0, "1970-01-01T00:00:00+00:00")],
)
def test_an_event_has_its_creation_time(created: int, occurred_at: str) -> None:
    moment = payment_event(event("charge.refunded", CHARGE, created=created)).occurred_at
    assert moment is not None
    assert moment.isoformat() == occurred_at


@pytest.mark.parametrize("created", [-1, 10**12])
def test_an_invalid_creation_time_is_none(created: int) -> None:
    assert payment_event(event("charge.refunded", CHARGE, created=created)).occurred_at is None


# Since API version 2022-11-15 a charge does not include its refunds.
@pytest.mark.parametrize(
    "version", [{}, {"refunds": {"object": "list", "data": [{"id": "re_1", "amount": 1000}]}}, {"refunds": None}]
)
def test_a_charge_is_parsed_the_same_in_every_api_version(version: dict[str, Any]) -> None:
    assert refund_of(refunded(**version)) == refund_of(refunded())


@pytest.mark.parametrize(("captured", "amount"), [(3000, 3000), (4900, 4900), (0, 4900), (None, 4900)])
def test_the_amount_of_a_partially_captured_charge_is_the_captured_part(captured: int | None, amount: int) -> None:
    assert refund_of(refunded(amount_captured=captured)).amount == amount


REFUND = {"id": "re_1", "amount": 1000, "charge": "ch_1", "payment_intent": "pi_1", "status": "failed", "metadata": {}}


@pytest.mark.parametrize("event_type", ["refund.failed", "refund.updated", "charge.refund.updated"])
@pytest.mark.parametrize("status", ["failed", "canceled"])
def test_a_failed_or_cancelled_refund_is_parsed_from_each_of_its_events(event_type: str, status: str) -> None:
    raw = event(event_type, {**REFUND, "status": status})
    assert payment_event(raw).fact == RefundFailed(refund_id="re_1", amount=1000)
    assert order_of(raw) == (None, "pi_1")


@pytest.mark.parametrize("status", ["succeeded", "pending", "requires_action", None])
def test_a_refund_that_did_not_fail_is_ignored(status: str | None) -> None:
    read = payment_event(event("refund.updated", {**REFUND, "status": status}))
    assert (read.fact, read.payment) == (None, None)
    assert read.is_supported


def test_a_refund_of_a_charge_without_a_payment_intent_has_the_id_of_the_charge() -> None:
    assert order_of(event("refund.failed", {**REFUND, "payment_intent": None})) == (None, "ch_1")


@pytest.mark.parametrize(
    ("status", "fact"), [("lost", DisputeLost()), ("won", None), ("warning_closed", None), (None, None)]
)
def test_only_a_lost_dispute_counts(status: str | None, fact: DisputeLost | None) -> None:
    dispute = {"id": "dp_1", "charge": "ch_1", "payment_intent": "pi_1", "status": status}
    assert payment_event(event("charge.dispute.closed", dispute)).fact == fact


SESSION = {
    "id": "cs_1",
    "client_reference_id": "anna",
    "payment_intent": "pi_1",
    "payment_status": "paid",
    "amount_total": 4900,
    "currency": "eur",
    "metadata": {"course_ids": "course-1, course-2,,course-1"},
}


def bought(**changes: Any) -> bytes:  # noqa: ANN401
    return event("checkout.session.completed", {**SESSION, **changes})


def test_a_purchase_has_learner_courses_and_amount() -> None:
    assert payment_event(bought()).fact == Purchase(
        user_id=UserId("anna"),
        course_ids=(CourseId("course-1"), CourseId("course-2")),
        subscription_id=None,
        amount=4900,
        currency="eur",
        is_paid=True,
    )
    assert order_of(bought()) == (None, "pi_1")
    assert order_of(bought(payment_intent=None)) == (None, "cs_1")


@pytest.mark.parametrize(
    ("changes", "read"),
    [
        ({"payment_status": "unpaid"}, {"is_paid": False}),
        ({"payment_status": "no_payment_required"}, {"is_paid": True}),
        ({"payment_status": None}, {"is_paid": True}),
        ({"amount_total": None}, {"amount": None}),
        ({"subscription": "sub_1"}, {"subscription_id": "sub_1"}),
        ({"subscription": {"id": "sub_1", "object": "subscription"}}, {"subscription_id": "sub_1"}),
    ],
    ids=json.dumps,
)
def test_a_purchase_has_its_payment_and_subscription(changes: dict[str, Any], read: dict[str, Any]) -> None:
    fact = payment_event(bought(**changes)).fact
    assert {name: getattr(fact, name) for name in read} == read


@pytest.mark.parametrize("metadata", [None, {}, {"course_ids": ""}, {"course_ids": " , "}, {"order_id": "order-1"}])
def test_a_purchase_without_courses_is_ignored(metadata: object) -> None:
    assert payment_event(bought(metadata=metadata)).fact is None


@pytest.mark.parametrize(
    "changes",
    [
        {"client_reference_id": None},
        {"client_reference_id": "a b"},
        {"metadata": {"course_ids": "course 1"}},
        {"metadata": {"course_ids": ["course-1"]}},
        {"amount_total": -1},
        {"amount_total": "4900"},
        {"subscription": 5},
    ],
    ids=json.dumps,
)
def test_a_malformed_purchase_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        payment_event(bought(**changes))


@pytest.mark.parametrize("metadata", [None, {}, {"order_id": ""}, {"order_id": None}, "order-1", []])
def test_a_charge_without_an_order_id_has_the_id_of_its_payment(metadata: object) -> None:
    assert order_of(refunded(metadata=metadata)) == (None, "pi_1")


def test_a_charge_without_a_payment_intent_has_its_own_id() -> None:
    assert order_of(refunded(metadata={}, payment_intent=None)) == (None, "ch_1")


def test_an_expanded_payment_intent_has_its_id() -> None:
    assert order_of(refunded(payment_intent={"id": "pi_2", "object": "payment_intent"})) == ("order-1", "pi_2")


@pytest.mark.parametrize("named", [{"id": None}, {"id": ""}, {"id": 5}, {"payment_intent": {"status": "paid"}}])
def test_a_charge_without_any_order_id_is_refused(named: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest):
        payment_event(refunded(**{"metadata": {}, "payment_intent": None, **named}))


@pytest.mark.parametrize("order_id", ["order 1", "a#b", "x" * 129, 17])
def test_an_invalid_order_id_is_refused(order_id: object) -> None:
    with pytest.raises(InvalidRequest):
        payment_event(refunded(metadata={"order_id": order_id}))


@pytest.mark.parametrize("name", ["amount", "amount_refunded"])
@pytest.mark.parametrize("amount", [None, "4900", 49.0, True, -1, 10**15])
def test_an_amount_that_is_not_a_whole_number_is_refused_with_its_location(name: str, amount: object) -> None:
    with pytest.raises(InvalidRequest) as refused:
        payment_event(refunded(**{name: amount}))
    assert [place for place, _ in refused.value.errors] == [("data", "object", name)]


def test_an_invalid_currency_is_omitted() -> None:
    assert refund_of(refunded(currency=978)).currency is None


def test_an_event_of_another_type_is_ignored() -> None:
    read = payment_event(event("customer.created", {}))
    assert (read.event_id, read.type, read.fact) == ("evt_1", "customer.created", None)
    assert not read.is_supported


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"[]",
        b'{"id": "evt_1", "type": "x"}',
        b'{"id": "evt_1", "type": "x", "data": {}}',
        b'{"id": "evt_1", "type": "x", "data": {"object": []}}',
        b'{"id": "evt 1", "type": "x", "data": {"object": {}}}',
        b'{"id": 1, "type": "x", "data": {"object": {}}}',
    ],
)
def test_a_body_that_is_not_an_event_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidRequest):
        payment_event(raw)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*CHARGE, "order_id"]), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(list(CHARGE)), anything))
def test_any_charge_is_parsed_or_refused(changes: dict[str, object]) -> None:
    try:
        refund = refund_of(refunded(**changes))
    except InvalidRequest:
        return
    assert 0 <= refund.amount < 10**15
    assert 0 <= refund.amount_refunded < 10**15
    assert order_of(refunded(**changes))[1]
