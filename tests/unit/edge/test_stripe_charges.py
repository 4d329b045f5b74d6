"""Reading events about charges, payment intents, refunds and disputes."""

import json
from typing import Any

import pytest

from shared.domain.errors import InvalidRequest
from shared.domain.payment import Captured, ChargeRefunded, DisputeLost, PaymentFact, References, Refund
from tests.support import payments
from tests.support.stripe_objects.envelope import Generation
from tests.unit.edge.stripe_reading import changed, minimal, read, without

both_generations = pytest.mark.parametrize("generation", ["acacia", "basil"])
CHARGE = payments.charge_succeeded()
REFUNDED = payments.charge_refunded(1000)


def captured(amount: int) -> Captured:
    return Captured(amount=amount, currency="eur", by_charge=True)


def refunded(amount: int) -> ChargeRefunded:
    return ChargeRefunded(amount_refunded=amount)


# ------------------------------------------------------------------ what was captured


@pytest.mark.parametrize("event_type", ["charge.succeeded", "charge.captured"])
@both_generations
def test_a_charge_tells_what_it_captured(event_type: str, generation: Generation) -> None:
    event = payments.charge_succeeded(4900, order_id="order-1", event_type=event_type, generation=generation)
    assert read(event).facts == (captured(4900),)
    assert read(event).references == References(payment="pi_1", charge="ch_1")
    assert read(event).order_id == "order-1"


CAPTURED: list[tuple[dict[str, Any], int]] = [
    ({"amount_captured": 4900}, 4900),
    ({"amount_captured": 3000}, 3000),
    ({"amount_captured": 0}, 0),
    ({"amount_captured": 0, "captured": True}, 0),
    ({"amount_captured": 0, "captured": False}, 0),
    ({"amount_captured": None}, 0),
    ({"amount_captured": None, "captured": None}, 0),
    ({"amount_captured": None, "captured": False}, 0),
    ({"amount_captured": None, "captured": True}, 4900),
    # As the oldest versions of the API have it.
    ({}, 4900),
    ({"captured": None}, 4900),
    ({"captured": True}, 4900),
    ({"captured": False}, 0),
]


@pytest.mark.parametrize(("properties", "amount"), CAPTURED)
def test_an_authorization_that_was_not_captured_pays_nothing(properties: dict[str, Any], amount: int) -> None:
    about = {"id": "ch_1", "amount": 4900, "amount_refunded": 0, **properties}
    for event_type in ("charge.succeeded", "charge.captured", "charge.refunded"):
        assert read(minimal(event_type, about)).facts[0] == Captured(amount=amount, currency=None)


def test_a_charge_names_its_invoice_before_basil() -> None:
    event = payments.charge_succeeded(invoice="in_1", generation="acacia")
    assert read(event).references == References(payment="pi_1", charge="ch_1", invoice="in_1")
    assert read(payments.charge_succeeded(invoice="in_1")).references.invoice is None


@both_generations
def test_a_payment_tells_what_it_received_and_its_latest_charge(generation: Generation) -> None:
    event = read(payments.payment_intent_succeeded(4900, invoice="in_1", generation=generation))
    assert event.facts == (captured(4900),)
    invoice = "in_1" if generation == "acacia" else None
    assert event.references == References(payment="pi_1", charge="ch_1", invoice=invoice)


def test_an_expanded_object_counts_by_its_id() -> None:
    event = changed(payments.payment_intent_succeeded(), latest_charge={"id": "ch_2", "object": "charge"})
    assert read(event).references.charge == "ch_2"
    event = changed(CHARGE, payment_intent={"id": "pi_2", "object": "payment_intent"})
    assert read(event).references.payment == "pi_2"


def test_a_charge_without_a_payment_intent_has_its_own_id() -> None:
    assert read(payments.charge_succeeded(payment=None)).references == References(charge="ch_1")


@pytest.mark.parametrize(
    "named",
    [{"id": 5}, {"id": "ch 1"}, {"payment_intent": 5}, {"payment_intent": {"status": "paid"}}, {"invoice": ["in_1"]}],
    ids=json.dumps,
)
def test_an_invalid_id_is_refused(named: dict[str, object]) -> None:
    with pytest.raises(InvalidRequest):
        read(changed(CHARGE, **named))


@pytest.mark.parametrize("name", ["amount", "amount_captured", "amount_refunded"])
@pytest.mark.parametrize("amount", ["4900", 49.0, True, -1, 10**15])
def test_an_amount_that_is_not_a_whole_number_is_refused_with_its_location(name: str, amount: object) -> None:
    with pytest.raises(InvalidRequest) as refused:
        read(changed(payments.charge_refunded(generation="acacia"), **{name: amount}))
    assert [place for place, _ in refused.value.errors] == [("data", "object", name)]


@pytest.mark.parametrize("name", ["amount", "amount_refunded"])
def test_a_refunded_charge_without_its_amounts_is_refused(name: str) -> None:
    for event in (without(REFUNDED, "amount_captured", name), changed(REFUNDED, amount_captured=None, **{name: None})):
        with pytest.raises(InvalidRequest):
            read(changed(event, captured=True))


@pytest.mark.parametrize("currency", [978, "", None])
def test_a_charge_may_lack_a_currency(currency: object) -> None:
    assert read(changed(CHARGE, currency=currency)).facts == (Captured(amount=4900, currency=None),)


def test_a_currency_that_is_no_code_is_refused() -> None:
    with pytest.raises(InvalidRequest):
        read(changed(CHARGE, currency="euro"))


# ------------------------------------------------------------------ what was refunded


@both_generations
def test_a_refunded_charge_tells_what_it_captured_and_what_was_refunded(generation: Generation) -> None:
    event = read(payments.charge_refunded(1000, generation=generation))
    assert event.facts == (captured(4900), refunded(1000))
    assert event.references == References(payment="pi_1", charge="ch_1")


# A hundred were authorized and forty captured: before basil, the release of sixty counts as refunded.
RELEASES: list[tuple[Generation, int, int]] = [
    ("acacia", 6000, 0),
    ("acacia", 7000, 1000),
    ("acacia", 10000, 4000),
    ("basil", 0, 0),
    ("basil", 1000, 1000),
    ("basil", 4000, 4000),
]


@pytest.mark.parametrize(("generation", "reported", "amount"), RELEASES)
def test_the_release_of_what_was_not_captured_is_no_refund(generation: Generation, reported: int, amount: int) -> None:
    event = payments.charge_refunded(reported, amount=10000, amount_captured=4000, generation=generation)
    assert read(event).facts == (captured(4000), refunded(amount))


@pytest.mark.parametrize(
    ("version", "has_invoice", "amount"),
    [
        ("2025-02-24.acacia", False, 0),
        ("2022-08-01", False, 0),
        ("2025-03-30", True, 0),
        ("2025-03-31.basil", True, 4000),
        ("2026-10-28.endive", True, 4000),
        # Without a version that can be read, the properties of the charge tell.
        (None, True, 0),
        (None, False, 4000),
        ("", True, 0),
        ("basil", False, 4000),
    ],
)
def test_the_api_version_tells_whether_a_release_counts_as_refunded(
    version: str | None, amount: int, *, has_invoice: bool
) -> None:
    about = {"id": "ch_1", "amount": 10000, "amount_captured": 4000, "amount_refunded": 4000}
    about |= {"invoice": None} if has_invoice else {}
    event = minimal("charge.refunded", about, api_version=version)
    assert read(event).facts[1:] == (refunded(amount),)


@pytest.mark.parametrize("amount_captured", [0, None])
def test_a_cancelled_authorization_has_no_refund(amount_captured: int | None) -> None:
    event = payments.charge_refunded(4900, amount_captured=0, generation="acacia")
    assert read(changed(event, amount_captured=amount_captured)).facts == (captured(0),)


def test_more_captured_than_authorized_changes_no_refund() -> None:
    event = payments.charge_refunded(5000, amount=4900, amount_captured=5000, generation="acacia")
    assert read(event).facts == (captured(5000), refunded(5000))


@pytest.mark.parametrize(("amount", "reported"), [(4900, 4900), (4900, 5000), (1, 1)])
def test_a_charge_written_by_hand_may_have_its_amounts_alone(amount: int, reported: int) -> None:
    about = {"id": "ch_1", "amount": amount, "amount_refunded": reported, "metadata": {"order_id": "order-1"}}
    event = read(minimal("charge.refunded", about))
    assert event.facts == (Captured(amount=amount, currency=None), refunded(reported))
    assert (event.order_id, event.references) == ("order-1", References(charge="ch_1"))


# Since API version 2022-11-15 a charge does not include its refunds.
@pytest.mark.parametrize(
    "version", [{}, {"refunds": {"object": "list", "data": [{"id": "re_1", "amount": 1000}]}}, {"refunds": None}]
)
def test_the_refunds_within_a_charge_are_not_read(version: dict[str, Any]) -> None:
    assert read(changed(REFUNDED, **version)) == read(REFUNDED)


REFUND_EVENTS = ["refund.created", "refund.updated", "refund.failed", "charge.refund.updated"]


@pytest.mark.parametrize("event_type", REFUND_EVENTS)
@pytest.mark.parametrize(
    ("status", "failed"),
    [
        ("succeeded", False),
        ("pending", False),
        ("requires_action", False),
        ("failed", True),
        ("canceled", True),
        (None, False),
        ("of a version to come", False),
        (5, False),
    ],
)
def test_a_refund_counts_until_it_fails_or_is_cancelled(event_type: str, status: Any, *, failed: bool) -> None:  # noqa: ANN401
    event = changed(payments.refund(1000, refund_id="re_9", event_type=event_type), status=status)
    assert read(event).facts == (Refund(refund_id="re_9", amount=1000, failed=failed),)
    assert read(event).references == References(payment="pi_1", charge="ch_1")


def test_a_refund_of_a_charge_without_a_payment_intent_names_the_charge() -> None:
    assert read(payments.refund(payment=None)).references == References(charge="ch_1")


def test_a_refund_to_a_balance_names_itself() -> None:
    event = changed(payments.refund(refund_id="re_9"), charge=None, payment_intent=None)
    assert read(event).references == References(payment="re_9")


@pytest.mark.parametrize("changes", [{"id": None}, {"id": "re 1"}, {"amount": None}, {"amount": "1"}], ids=json.dumps)
def test_a_refund_without_its_id_or_amount_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest):
        read(changed(payments.refund(), **changes))


# ------------------------------------------------------------------ disputes


@pytest.mark.parametrize(
    ("status", "facts"), [("lost", (DisputeLost(),)), ("won", ()), ("warning_closed", ()), (None, ()), (["lost"], ())]
)
def test_only_a_lost_dispute_counts(status: Any, facts: tuple[PaymentFact, ...]) -> None:  # noqa: ANN401
    event = read(changed(payments.dispute_closed(), status=status))
    assert event.facts == facts
    assert event.references == References(payment="pi_1", charge="ch_1")


def test_a_dispute_may_name_its_charge_alone() -> None:
    assert read(payments.dispute_closed(payment=None)).references == References(charge="ch_1")
