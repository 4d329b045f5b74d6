"""Payloads of tests and sample events have the shapes that Stripe's library declares."""

import base64
import json
import types
from collections.abc import Iterator
from typing import Any, Literal, Union, get_args, get_origin

import pytest
import stripe
from stripe import StripeObject

from tests.proof.permutations import stripe_events
from tests.proof.permutations.stripe_events import Sale
from tests.support import payments
from tests.support.steps import refund_event, signature
from tests.support.stripe_objects.envelope import API_VERSIONS, Generation
from tests.support.template import ROOT

type Json = dict[str, Any]

TYPES: dict[str, type[StripeObject]] = {
    "charge": stripe.Charge,
    "checkout.session": stripe.checkout.Session,
    "dispute": stripe.Dispute,
    "event": stripe.Event,
    "invoice": stripe.Invoice,
    "invoice_payment": stripe.InvoicePayment,
    "payment_intent": stripe.PaymentIntent,
    "refund": stripe.Refund,
    "subscription": stripe.Subscription,
}
# What basil has dropped from each object (https://docs.stripe.com/changelog/basil), so that the library does not
# declare it.
ACACIA_ALONE: dict[str, set[str]] = {
    "charge": {"invoice"},
    "checkout.session": {"shipping_details"},
    "invoice": {
        "application_fee_amount",
        "charge",
        "discount",
        "paid",
        "paid_out_of_band",
        "payment_intent",
        "quote",
        "subscription",
        "subscription_details",
        "tax",
        "total_tax_amounts",
        "transfer_data",
    },
    "payment_intent": {"invoice"},
    "subscription": {"current_period_end", "current_period_start", "discount"},
}
# What the library declares as always sent, and came after the first version of basil, or with basil.
LATER: dict[str, set[str]] = {
    "invoice": {"amount_overpaid"},
    "subscription": {"billing_mode", "billing_schedules"},
}
# Words of enumerations that have other names since: `hosted_page` of a session's `ui_mode`.
OLDER_WORDS = {"hosted"}


def generations(build: Any, *arguments: Any, **more: Any) -> Iterator[Json]:  # noqa: ANN401
    for generation in API_VERSIONS:
        yield build(*arguments, generation=generation, **more)


def built() -> Iterator[Json]:
    """An event of each builder, in both generations where there are two."""
    yield from generations(payments.purchase, "course-1", at=0)
    yield from generations(payments.purchase, "course-1", user_id=None, order_id=None, at=0)
    yield from generations(payments.subscription_session, "course-1", at=0)
    yield from generations(payments.invoice_paid, at=0)
    yield from generations(payments.invoice_paid, subscription=None, at=0)
    yield payments.invoice_payment_paid(at=0)
    yield payments.invoice_payment_paid(payment="ch_1", at=0)
    yield from generations(payments.subscription_deleted, order_id="order-1", at=0)
    yield from generations(payments.charge_succeeded, order_id="order-1", at=0)
    yield from generations(payments.charge_succeeded, payment=None, amount_captured=0, at=0)
    yield from generations(payments.payment_intent_succeeded, at=0)
    yield from generations(payments.charge_refunded, at=0)
    yield from generations(payments.refund_created, at=0)
    yield from generations(payments.refund_failed, at=0)
    yield from generations(payments.dispute_closed, payment=None, at=0)
    for sale in (Sale(label="A"), Sale(label="B", subscription=True)):
        for api in API_VERSIONS:
            yield stripe_events.checkout(0, sale, "anna", "course-1", api=api)
            yield stripe_events.charged(1, sale, api=api)
            yield stripe_events.invoice_paid(2, sale, api=api)
            yield stripe_events.refunded(4, sale, 1000, api=api)
            yield stripe_events.refund_ended(5, sale, "re_1", 1000, api=api)
            yield stripe_events.subscription_deleted(6, sale, api=api)
        yield stripe_events.invoice_payment_paid(3, sale, month=2)
        yield stripe_events.refund_created(7, sale, "re_1", 1000)
        yield stripe_events.dispute_closed(8, sale, "lost")


def faults(value: Any, declared: Any, place: str) -> list[str]:  # noqa: ANN401, PLR0911 - one case a form
    """Where a value is not of its declared type."""
    origin, arguments = get_origin(declared), get_args(declared)
    if origin in {Union, types.UnionType}:
        words = [argument for argument in arguments if get_origin(argument) is Literal]
        # The library adds `str` to every enumeration, for words of versions to come.
        arms = words if words and isinstance(value, str) else arguments
        found = [faults(value, arm, place) for arm in arms]
        return [] if [] in found else min(found, key=len)
    if origin is Literal:
        return [] if value in {*arguments, *OLDER_WORDS} else [f"{place}: {value!r} is none of {arguments}"]
    if origin is list:
        return [] if isinstance(value, list) else [f"{place}: no list"]
    if origin is stripe.ListObject:
        is_list = isinstance(value, dict) and value["object"] == "list" and isinstance(value["data"], list)
        return [] if is_list else [f"{place}: no list object"]
    if origin is not None and issubclass(origin, StripeObject):
        return [] if isinstance(value, dict) else [f"{place}: no map"]
    if not isinstance(declared, type):
        # An object of another module, which the payloads name by its id.
        return [f"{place}: an expanded object"]
    if issubclass(declared, StripeObject):
        return members(value, declared, place) if isinstance(value, dict) else [f"{place}: no object"]
    return [] if type(value) is declared else [f"{place}: {value!r} is no {declared.__name__}"]


def members(value: Json, declared: type[StripeObject], place: str, dropped: frozenset[str] = frozenset()) -> list[str]:
    """Which properties of an object are not declared, are missing, or are not of their declared type."""
    known = {name: kind for name, kind in declared.__annotations__.items() if name != "OBJECT_NAME"}
    found = [f"{place}.{name}: not declared" for name in value.keys() - known.keys() - dropped]
    for name in value.keys() & known.keys():
        found += faults(value[name], known[name], f"{place}.{name}")
    return found


def always_sent(declared: type[StripeObject]) -> set[str]:
    return {
        name
        for name, kind in declared.__annotations__.items()
        if name != "OBJECT_NAME" and type(None) not in get_args(kind)
    }


def generation_of(event: Json) -> Generation:
    return next(name for name, version in API_VERSIONS.items() if version == event["api_version"])


def name_of(event: Json) -> str:
    return f"{event['type']}-{generation_of(event)}"


def samples() -> Iterator[Json]:
    """The payment events in events/."""
    for path in sorted((ROOT / "events").glob("refund_webhook_*.json")):
        request = json.loads(path.read_text("utf-8"))
        yield json.loads(base64.b64decode(request["body"]) if request["isBase64Encoded"] else request["body"])


EVENTS = [*built(), *samples()]


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_an_event_has_only_declared_properties_of_their_types(event: Json) -> None:
    assert members(event, stripe.Event, "event") == []
    about = event["data"]["object"]
    kind = about["object"]
    dropped = ACACIA_ALONE.get(kind, set()) if generation_of(event) == "acacia" else set()
    assert members(about, TYPES[kind], kind, frozenset(dropped)) == []
    # All of what was dropped is there.
    assert dropped <= about.keys()


@pytest.mark.parametrize("event", [*EVENTS, refund_event("order-1")], ids=name_of)
def test_an_object_has_all_properties_that_are_always_sent(event: Json) -> None:
    about = event["data"]["object"]
    assert always_sent(TYPES[about["object"]]) - LATER.get(about["object"], set()) <= about.keys()


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_an_event_has_all_properties_that_are_always_sent(event: Json) -> None:
    assert always_sent(stripe.Event) <= event.keys()


def test_a_property_that_basil_dropped_is_not_declared() -> None:
    for kind, names in ACACIA_ALONE.items():
        assert not names & TYPES[kind].__annotations__.keys()


@pytest.mark.parametrize("event", EVENTS, ids=name_of)
def test_stripes_library_accepts_the_event(event: Json) -> None:
    body = json.dumps(event)
    read = stripe.Webhook.construct_event(body, signature(body), "whsec_test")
    assert (read.id, read.type) == (event["id"], event["type"])
    assert isinstance(read.data.object, TYPES[event["data"]["object"]["object"]])


def test_every_type_of_object_is_built() -> None:
    assert {event["data"]["object"]["object"] for event in EVENTS} == TYPES.keys() - {"event"}


def test_the_payments_of_different_orders_share_no_id() -> None:
    def ids(number: int) -> set[str]:
        payment = f"pi_{number}"
        events = [
            payments.purchase("course-1", payment=payment),
            payments.charge_refunded(payment=payment),
            payments.refund_created(payment=payment),
            payments.dispute_closed(payment=payment),
            payments.invoice_payment_paid(f"in_{number}", payment=payment),
        ]
        return {event["data"]["object"]["id"] for event in events}

    assert not ids(1) & ids(2)


WRONG: dict[str, Json] = {
    "a property of another object": {"invoice": None},
    "a misspelt property": {"amount_refund": 1},
    "a text for an amount": {"amount": "4900"},
    "a truth value for an amount": {"amount": True},
    "null where there always is a value": {"captured": None},
    "a word that Stripe does not use": {"status": "refunded"},
    "a wrong property of an inner object": {"outcome": {"sort": "authorized"}},
    "a text for an object": {"outcome": "authorized"},
    "an expanded object": {"customer": {"id": "cus_1"}},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_wrong_shape_is_found(change: Json) -> None:
    charge = payments.charge_succeeded()["data"]["object"]
    assert members(charge, stripe.Charge, "charge") == []
    assert members({**charge, **change}, stripe.Charge, "charge") != []
