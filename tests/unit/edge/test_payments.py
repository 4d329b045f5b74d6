"""Reading payment events."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import InvalidRequest
from shared.domain.order import Refund
from shared.edge.payments import payment_event

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


def refund_of(raw: bytes) -> Refund:
    refund = payment_event(raw).refund
    assert refund is not None
    return refund


def test_a_refund_has_its_order_its_amounts_and_its_currency() -> None:
    event = payment_event(refunded())
    assert (event.event_id, event.type) == ("evt_1", "charge.refunded")
    assert event.refund is not None
    assert (event.refund.order_id, event.refund.amount, event.refund.amount_refunded) == ("order-1", 4900, 1000)
    assert event.refund.currency == "eur"


@pytest.mark.parametrize("metadata", [None, {}, {"order_id": ""}, {"order_id": None}, "order-1", []])
def test_a_charge_that_carries_no_order_is_known_by_its_payment(metadata: object) -> None:
    assert refund_of(refunded(metadata=metadata)).order_id == "pi_1"


def test_a_charge_without_a_payment_is_known_by_itself() -> None:
    assert refund_of(refunded(metadata={}, payment_intent=None)).order_id == "ch_1"


@pytest.mark.parametrize("named", [{"id": None}, {"id": ""}, {"id": 5}, {"payment_intent": {"id": "pi_1"}}])
def test_a_charge_that_names_no_order_in_any_way_is_refused(named: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest):
        payment_event(refunded(**{"metadata": {}, "payment_intent": None, **named}))


@pytest.mark.parametrize("order_id", ["order 1", "a#b", "x" * 129, 17])
def test_an_order_is_named_as_orders_are(order_id: object) -> None:
    with pytest.raises(InvalidRequest):
        payment_event(refunded(metadata={"order_id": order_id}))


@pytest.mark.parametrize("name", ["amount", "amount_refunded"])
@pytest.mark.parametrize("amount", [None, "4900", 49.0, True, -1, 10**15])
def test_an_amount_that_is_no_whole_number_of_minor_units_is_refused_by_its_place(name: str, amount: object) -> None:
    with pytest.raises(InvalidRequest) as refused:
        payment_event(refunded(**{name: amount}))
    assert [place for place, _ in refused.value.errors] == [("data", "object", name)]


def test_a_currency_that_is_no_word_is_left_out() -> None:
    assert refund_of(refunded(currency=978)).currency is None


def test_an_event_of_another_type_gives_nothing_back() -> None:
    event = payment_event(b'{"id": "evt_1", "type": "customer.created", "data": {"object": {}}}')
    assert (event.event_id, event.type, event.refund) == ("evt_1", "customer.created", None)


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
def test_what_is_no_event_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidRequest):
        payment_event(raw)


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from([*CHARGE, "order_id"]), inner),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(list(CHARGE)), anything))
def test_any_charge_is_a_refund_or_refused(changes: dict[str, object]) -> None:
    try:
        refund = refund_of(refunded(**changes))
    except InvalidRequest:
        return
    assert 0 <= refund.amount < 10**15
    assert 0 <= refund.amount_refunded < 10**15
    assert refund.order_id
