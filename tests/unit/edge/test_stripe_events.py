"""The envelope of payment events: which count, and which are refused."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.config import StripeMode
from shared.domain.errors import InvalidRequest
from shared.domain.payment import (
    Captured,
    ChargeRefunded,
    IgnoredReason,
    InvoicePaid,
    PaymentEvent,
    Purchase,
    References,
    Refund,
    SubscriptionEnded,
)
from shared.edge.stripe.events import Accepted, payment_event
from tests.support import payments
from tests.unit.edge.stripe_reading import LIVE, changed, minimal, read

# An event of each supported type.
SUPPORTED: dict[str, dict[str, Any]] = {
    event["type"]: event
    for event in (
        payments.purchase("course-1"),
        {**payments.purchase("course-1"), "type": "checkout.session.async_payment_succeeded"},
        payments.invoice_paid(generation="acacia"),
        payments.invoice_payment_paid(),
        payments.payment_intent_succeeded(),
        payments.charge_succeeded(),
        payments.charge_succeeded(event_type="charge.captured"),
        payments.charge_refunded(),
        payments.refund_created(),
        payments.refund(event_type="refund.updated"),
        payments.refund_failed(),
        payments.refund(event_type="charge.refund.updated"),
        payments.dispute_closed(),
        payments.subscription_deleted(),
    )
}
REFUNDED = payments.charge_refunded(order_id="order-1", at=0)


def test_an_event_has_its_provider_id_type_and_time() -> None:
    event = read(REFUNDED)
    assert (event.provider, event.event_id, event.type) == ("stripe", REFUNDED["id"], "charge.refunded")
    assert event.occurred_at == datetime.fromisoformat("2026-01-12T08:30:00Z")
    assert (event.ignored, event.order_id) == (None, "order-1")


@pytest.mark.parametrize(
    ("created", "occurred_at"),
    [(1700000000, "2023-11-14T22:13:20+00:00"), (0, "1970-01-01T00:00:00+00:00")],
)
def test_an_event_has_its_creation_time(created: int, occurred_at: str) -> None:
    assert read({**REFUNDED, "created": created}).occurred_at == datetime.fromisoformat(occurred_at)


@pytest.mark.parametrize("created", [-1, 10**12])
def test_an_invalid_creation_time_is_none(created: int) -> None:
    assert read({**REFUNDED, "created": created}).occurred_at is None


@pytest.mark.parametrize("event", SUPPORTED.values(), ids=SUPPORTED)
def test_every_supported_type_reports_something_about_something(event: dict[str, Any]) -> None:
    assert read(event).ignored is None
    assert read(event).references.all
    assert read(event).facts


# ------------------------------------------------------------------ ignored events


def test_an_event_of_another_type_is_ignored() -> None:
    event = read(minimal("customer.created", {"id": 5}))
    assert event == PaymentEvent(
        provider="stripe",
        event_id="evt_1",
        type="customer.created",
        occurred_at=None,
        ignored=IgnoredReason.UNSUPPORTED_TYPE,
    )


LIVE_EVENT, TEST_EVENT, SILENT_EVENT = {"livemode": True}, {"livemode": False}, dict[str, bool]()


@pytest.mark.parametrize(
    ("mode", "event", "ignored"),
    [
        (StripeMode.LIVE, LIVE_EVENT, None),
        (StripeMode.LIVE, SILENT_EVENT, None),
        (StripeMode.LIVE, TEST_EVENT, IgnoredReason.TEST_MODE),
        (StripeMode.TEST, LIVE_EVENT, IgnoredReason.LIVE_MODE),
        (StripeMode.TEST, SILENT_EVENT, IgnoredReason.LIVE_MODE),
        (StripeMode.TEST, TEST_EVENT, None),
        (StripeMode.ANY, LIVE_EVENT, None),
        (StripeMode.ANY, SILENT_EVENT, None),
        (StripeMode.ANY, TEST_EVENT, None),
    ],
)
def test_an_event_of_another_mode_is_ignored(
    mode: StripeMode, event: dict[str, bool], ignored: IgnoredReason | None
) -> None:
    refund = {name: value for name, value in REFUNDED.items() if name != "livemode"}
    assert read({**refund, **event}, Accepted(mode=mode, accounts=frozenset())).ignored is ignored


@pytest.mark.parametrize(
    ("accounts", "event", "ignored"),
    [
        ([], {}, None),
        ([], {"account": None}, None),
        ([], {"account": ""}, None),
        ([], {"account": "acct_1"}, IgnoredReason.OTHER_ACCOUNT),
        (["acct_1", "acct_2"], {"account": "acct_2"}, None),
        (["acct_1", "acct_2"], {"account": "acct_3"}, IgnoredReason.OTHER_ACCOUNT),
        (["acct_1"], {"account": "acct_11"}, IgnoredReason.OTHER_ACCOUNT),
        (["acct_1"], {}, None),
    ],
)
def test_an_event_of_an_account_that_is_not_listed_is_ignored(
    accounts: list[str], event: dict[str, Any], ignored: IgnoredReason | None
) -> None:
    accepted = Accepted(mode=StripeMode.LIVE, accounts=frozenset(accounts))
    assert read({**REFUNDED, **event}, accepted).ignored is ignored


@pytest.mark.parametrize(
    ("event", "ignored"),
    [
        ({"account": "acct_1", "livemode": False, "type": "customer.created"}, IgnoredReason.OTHER_ACCOUNT),
        ({"livemode": False, "type": "customer.created"}, IgnoredReason.TEST_MODE),
        ({"type": "customer.created"}, IgnoredReason.UNSUPPORTED_TYPE),
    ],
)
def test_the_account_is_the_first_reason_and_the_mode_the_second(event: dict[str, Any], ignored: IgnoredReason) -> None:
    assert read({**REFUNDED, **event}).ignored is ignored


@pytest.mark.parametrize("event", SUPPORTED.values(), ids=SUPPORTED)
@pytest.mark.parametrize("envelope", [{"livemode": False}, {"account": "acct_1"}])
def test_nothing_is_read_of_an_ignored_event(event: dict[str, Any], envelope: dict[str, Any]) -> None:
    broken = {**event, "data": {"object": {"id": 5, "amount": "many", "metadata": {"order_id": "a b"}}}, **envelope}
    ignored = read(broken)
    assert (ignored.order_id, ignored.references, ignored.facts) == (None, References(), ())


# ------------------------------------------------------------------ the order's id, and refusals


@pytest.mark.parametrize("event", SUPPORTED.values(), ids=SUPPORTED)
def test_an_order_id_in_the_metadata_names_the_order(event: dict[str, Any]) -> None:
    metadata = {**event["data"]["object"].get("metadata", {}), "order_id": "order-7"}
    assert read(changed(event, metadata=metadata)).order_id == "order-7"


@pytest.mark.parametrize("metadata", [None, {}, {"order_id": ""}, {"order_id": None}, "order-1", []])
def test_an_event_without_an_order_id_names_none(metadata: object) -> None:
    assert read(changed(REFUNDED, metadata=metadata)).order_id is None


@pytest.mark.parametrize("order_id", ["order 1", "a#b", "x" * 129, "x" * 501, 17, {"id": "order-1"}])
def test_an_invalid_order_id_is_refused(order_id: object) -> None:
    with pytest.raises(InvalidRequest):
        read(changed(REFUNDED, metadata={"order_id": order_id}))


@pytest.mark.parametrize("event_type", SUPPORTED)
def test_an_event_that_names_nothing_is_refused(event_type: str) -> None:
    about = dict.fromkeys(("amount", "amount_paid", "amount_received", "amount_refunded"), 1)
    with pytest.raises(InvalidRequest):
        read(minimal(event_type, about))
    named = {**about, "id": "re_1", "metadata": {"order_id": "order-1"}}
    assert read(minimal(event_type, named)).order_id == "order-1"


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
        b'{"id": "evt_1", "type": "x", "livemode": "no", "data": {"object": {}}}',
        b'{"id": "evt_1", "type": "x", "account": 1, "data": {"object": {}}}',
        b'{"id": "evt_1", "type": "x", "api_version": 1, "data": {"object": {}}}',
    ],
)
def test_a_body_that_is_not_an_event_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidRequest):
        payment_event(raw, LIVE)


# ------------------------------------------------------------------ any object

names = sorted({name for event in SUPPORTED.values() for name in event["data"]["object"]} | {"order_id", "data"})
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["pi_1", "lost", "failed", "setup", "unpaid", "a@b.c", "course-1"])
)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(names), inner, max_size=4),
    max_leaves=6,
)
versions = st.none() | st.sampled_from(["2025-02-24.acacia", "2025-03-31.basil", "basil", ""])


@given(st.data(), st.sampled_from(sorted(SUPPORTED)), versions)
def test_any_object_is_parsed_or_refused(data: st.DataObject, event_type: str, version: str | None) -> None:
    about: Mapping[str, Any] = SUPPORTED[event_type]["data"]["object"]
    changes = data.draw(st.dictionaries(st.sampled_from(sorted(about)), anything, max_size=5))
    removed = data.draw(st.sets(st.sampled_from(sorted(about)), max_size=3))
    sent = {name: value for name, value in {**about, **changes}.items() if name not in removed}
    try:
        event = payment_event(json.dumps(minimal(event_type, sent, api_version=version)).encode(), LIVE)
    except InvalidRequest:
        return
    assert event.order_id or event.references.all
    for reference in event.references.all:
        assert 0 < len(reference) <= 128
    for fact in event.facts:
        require_bounded(fact)


def require_bounded(fact: object) -> None:
    match fact:
        case Captured(amount=amount) | InvoicePaid(amount=amount) | Refund(amount=amount):
            assert 0 <= amount < 10**15
        case ChargeRefunded(amount_refunded=amount):
            assert 0 <= amount < 10**15
        case Purchase(email=email, purchaser_name=name, course_ids=course_ids):
            assert email is None or len(email) <= 254
            assert name is None or 0 < len(name) <= 300
            assert course_ids
        case SubscriptionEnded(ended_at=ended_at):
            assert ended_at.tzinfo is not None
