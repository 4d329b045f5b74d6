"""Properties of Stripe's objects: ids, amounts, currencies, times and metadata."""

import re
from datetime import UTC, datetime
from typing import Any

from shared.domain.errors import InvalidRequest
from shared.domain.ids import OrderId
from shared.domain.payment import Reference
from shared.edge.requests.identifiers import identifier

type StripeObject = dict[str, Any]

_CURRENCY = re.compile(r"[A-Za-z]{3}")
# Of one value, in characters (https://docs.stripe.com/metadata).
_MAX_METADATA = 500
# Larger than any payment; numbers below it are exact in DynamoDB and in every JSON parser.
_AMOUNT_LIMIT = 10**15
# The year 9999, in seconds.
_TIME_LIMIT = 253_402_300_800


def reference(source: StripeObject, name: str) -> Reference | None:
    """Read an id, or that of an expanded object; None where there is none.

    Raises:
        InvalidRequest: there is something else than an id.
    """
    value = source.get(name)
    if isinstance(value, dict):
        value = value.get("id") or value
    if not value:
        return None
    return identifier(value if isinstance(value, str) else "#", name)


def part(source: StripeObject, name: str) -> StripeObject:
    """Return an object within an object; empty where there is none."""
    value = source.get(name)
    return value if isinstance(value, dict) else {}


def text(source: StripeObject, name: str) -> str | None:
    """Read a text without the white space around it; None where there is none."""
    value = source.get(name)
    return (value.strip() or None) if isinstance(value, str) else None


def metadata(source: StripeObject, name: str) -> str | None:
    """Read a value of an object's metadata; None where there is none.

    Raises:
        InvalidRequest: it is not a text, or longer than Stripe allows.
    """
    value = part(source, "metadata").get(name)
    if not value:
        return None
    if not isinstance(value, str):
        raise InvalidRequest("The event's metadata is invalid.", [((name,), "must be a text")])
    if len(value) > _MAX_METADATA:
        location = ("data", "object", "metadata", name)
        raise InvalidRequest(
            "The event's metadata is invalid.", [(location, f"has at most {_MAX_METADATA} characters")]
        )
    return value


def order_id(source: StripeObject) -> OrderId | None:
    """Read the shop's own id of the order from an object's metadata; None where there is none.

    Raises:
        InvalidRequest: it does not have the format of an id.
    """
    value = metadata(source, "order_id")
    return None if value is None else OrderId(identifier(value, "order_id"))


def currency(source: StripeObject) -> str | None:
    """Read a currency; None where there is none.

    Raises:
        InvalidRequest: it is not a code of three letters.
    """
    value = source.get("currency")
    if not isinstance(value, str) or not value:
        return None
    if not _CURRENCY.fullmatch(value):
        location = ("data", "object", "currency")
        raise InvalidRequest(
            "The event's currency is invalid.", [(location, "must be an ISO 4217 code of three letters")]
        )
    return value


def amount(source: StripeObject, name: str) -> int:
    """Read an amount, in minor units of the currency.

    Raises:
        InvalidRequest: there is none, or it is not a whole number from 0 to the limit.
    """
    value = source.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _AMOUNT_LIMIT:
        location = ("data", "object", name)
        raise InvalidRequest("The event's amount is invalid.", [(location, "must be a whole number of minor units")])
    return value


def amount_or_none(source: StripeObject, name: str) -> int | None:
    """Read an amount, in minor units of the currency; None where there is none.

    Raises:
        InvalidRequest: it is not a whole number from 0 to the limit.
    """
    return None if source.get(name) is None else amount(source, name)


def time(source: StripeObject, name: str) -> datetime | None:
    """Read a time, in seconds since 1970; None where there is none, or none that a `datetime` can be."""
    seconds = source.get(name)
    if not isinstance(seconds, int) or isinstance(seconds, bool) or not 0 <= seconds < _TIME_LIMIT:
        return None
    return datetime.fromtimestamp(seconds, UTC)
