"""Reading payment events."""

from dataclasses import dataclass
from typing import Any

from shared.domain.errors import InvalidRequest
from shared.domain.ids import OrderId
from shared.domain.order import Refund
from shared.edge import schemas
from shared.edge.requests import identifier, parse_json

CHARGE_REFUNDED = "charge.refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent:
    """A payment event.

    Attributes:
        refund: what it says was given back; None for other types.
    """

    event_id: str
    type: str
    refund: Refund | None


def payment_event(raw: bytes) -> PaymentEvent:
    """Read an event whose signature was checked.

    Raises:
        InvalidRequest: it is no event, or lacks what its type should have.
    """
    event = parse_json(raw)
    schemas.validate("StripeEvent", event)
    refund = _refund(event["data"]["object"]) if event["type"] == CHARGE_REFUNDED else None
    return PaymentEvent(event_id=event["id"], type=event["type"], refund=refund)


def _refund(charge: dict[str, Any]) -> Refund:
    """Read a charge; the order is the shop's own id where the charge carries it, else the payment's."""
    metadata = charge.get("metadata")
    order_id = metadata.get("order_id") if isinstance(metadata, dict) else None
    order_id = order_id or charge.get("payment_intent") or charge.get("id")
    amounts = {name: charge.get(name) for name in ("amount", "amount_refunded")}
    for name, amount in amounts.items():
        if not isinstance(amount, int) or isinstance(amount, bool) or not 0 <= amount < 10**15:
            place = ("data", "object", name)
            raise InvalidRequest("The charge has no such amount.", [(place, "must be a whole number of minor units")])
    currency = charge.get("currency")
    return Refund(
        order_id=OrderId(identifier(order_id if isinstance(order_id, str) else "", "order_id")),
        amount=int(charge["amount"]),
        amount_refunded=int(charge["amount_refunded"]),
        currency=currency if isinstance(currency, str) else None,
    )
