"""Stripe's events (https://docs.stripe.com/api/events/types), of any version of its API, as payment events.

Properties that differ between versions are not read: since 2022-11-15 a charge does not list its refunds.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from shared.domain.errors import InvalidRequest
from shared.domain.ids import CourseId, OrderId, SubscriptionId, UserId
from shared.domain.payment import (
    ChargeRefunded,
    DisputeLost,
    Payment,
    PaymentEvent,
    PaymentFact,
    Purchase,
    RefundFailed,
)
from shared.edge import schemas
from shared.edge.bodies import parse_json
from shared.edge.requests import identifier

type StripeObject = dict[str, Any]

_CURRENCY = re.compile(r"[A-Za-z]{3}")
# Of one value, in characters (https://docs.stripe.com/metadata).
_MAX_METADATA = 500
# Larger than any payment; numbers below it are exact in DynamoDB and in every JSON parser.
_AMOUNT_LIMIT = 10**15
# The year 9999, in seconds.
_TIME_LIMIT = 253_402_300_800
# The payment is pending; `no_payment_required` counts as paid.
_UNPAID = "unpaid"


def payment_event(raw: bytes) -> PaymentEvent:
    """Read an event whose signature was checked.

    Raises:
        InvalidRequest: it is not an event, or lacks a property that its type requires.
    """
    event = parse_json(raw)
    schemas.validate("StripeEvent", event)
    data_object: StripeObject = event["data"]["object"]
    read = _READERS.get(event["type"])
    fact = read(data_object) if read is not None else None
    return PaymentEvent(
        event_id=event["id"],
        type=event["type"],
        occurred_at=_time(event.get("created")),
        is_supported=read is not None,
        payment=_payment(data_object) if fact is not None else None,
        fact=fact,
    )


def _charge_refunded(charge: StripeObject) -> ChargeRefunded:
    amount = _amount(charge, "amount")
    # Captured in part: the rest of the amount was never taken. Before it is captured, all of it may be released.
    captured = charge.get("amount_captured")
    if captured is not None:
        captured = _amount(charge, "amount_captured")
    return ChargeRefunded(
        amount=captured or amount,
        amount_refunded=_amount(charge, "amount_refunded"),
        currency=_currency(charge),
    )


def _refund_failed(refund: StripeObject) -> RefundFailed | None:
    if refund.get("status") not in {"failed", "canceled"}:
        return None
    refund_id = identifier(_id(refund, "id") or "", "id")
    return RefundFailed(refund_id=refund_id, amount=_amount(refund, "amount"))


def _dispute_lost(dispute: StripeObject) -> DisputeLost | None:
    return DisputeLost() if dispute.get("status") == "lost" else None


def _purchase(session: StripeObject) -> Purchase | None:
    """Read a session of Stripe's checkout; None for one that names no courses."""
    course_ids = [word.strip() for word in (_metadata(session, "course_ids") or "").split(",")]
    course_ids = [course_id for course_id in course_ids if course_id]
    if not course_ids:
        return None
    subscription_id = _id(session, "subscription")
    amount = None if session.get("amount_total") is None else _amount(session, "amount_total")
    return Purchase(
        user_id=UserId(identifier(_id(session, "client_reference_id") or "", "client_reference_id")),
        course_ids=tuple(CourseId(identifier(course_id, "course_ids")) for course_id in dict.fromkeys(course_ids)),
        subscription_id=None
        if subscription_id is None
        else SubscriptionId(identifier(subscription_id, "subscription")),
        amount=amount,
        currency=_currency(session),
        is_paid=session.get("payment_status") != _UNPAID,
    )


_READERS: dict[str, Callable[[StripeObject], PaymentFact | None]] = {
    "charge.refunded": _charge_refunded,
    "refund.failed": _refund_failed,
    "refund.updated": _refund_failed,
    # As older versions of the API call it.
    "charge.refund.updated": _refund_failed,
    "charge.dispute.closed": _dispute_lost,
    "checkout.session.completed": _purchase,
    # Of payments that take days, such as direct debit.
    "checkout.session.async_payment_succeeded": _purchase,
}


def _payment(data_object: StripeObject) -> Payment:
    """Read which payment an object is about, and the shop's own id of the order where its metadata carries one."""
    order_id = _metadata(data_object, "order_id")
    reference = _id(data_object, "payment_intent") or _id(data_object, "charge") or _id(data_object, "id") or order_id
    return Payment(
        order_id=None if order_id is None else OrderId(identifier(order_id, "order_id")),
        reference=OrderId(identifier(reference or "", "order_id")),
    )


def _metadata(data_object: StripeObject, name: str) -> str | None:
    metadata = data_object.get("metadata")
    value = _id(metadata, name) if isinstance(metadata, dict) else None
    if value is not None and len(value) > _MAX_METADATA:
        location = ("data", "object", "metadata", name)
        raise InvalidRequest(
            "The event's metadata is invalid.", [(location, f"has at most {_MAX_METADATA} characters")]
        )
    return value


def _id(source: StripeObject, name: str) -> str | None:
    """Read an id, or that of an expanded object; anything else is refused where an id is needed."""
    value = source.get(name)
    if isinstance(value, dict):
        value = value.get("id") or value
    if not value:
        return None
    return value if isinstance(value, str) else "#"


def _currency(data_object: StripeObject) -> str | None:
    value = data_object.get("currency")
    if not isinstance(value, str) or not value:
        return None
    if not _CURRENCY.fullmatch(value):
        location = ("data", "object", "currency")
        raise InvalidRequest(
            "The event's currency is invalid.", [(location, "must be an ISO 4217 code of three letters")]
        )
    return value


def _amount(data_object: StripeObject, name: str) -> int:
    amount = data_object.get(name)
    if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount < _AMOUNT_LIMIT:
        location = ("data", "object", name)
        raise InvalidRequest("The event's amount is invalid.", [(location, "must be a whole number of minor units")])
    return amount


def _time(seconds: object) -> datetime | None:
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 <= seconds < _TIME_LIMIT:
        return None
    return datetime.fromtimestamp(seconds, UTC)
