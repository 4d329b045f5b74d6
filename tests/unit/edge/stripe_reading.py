"""Reads Stripe's events in tests."""

import json
from collections.abc import Mapping
from typing import Any

from shared.config import StripeMode
from shared.domain.payment import PaymentEvent
from shared.edge.stripe.events import Accepted, payment_event

LIVE = Accepted(mode=StripeMode.LIVE, accounts=frozenset())


def read(event: Mapping[str, Any], accepted: Accepted = LIVE) -> PaymentEvent:
    return payment_event(json.dumps(event).encode(), accepted)


def minimal(event_type: str, about: Mapping[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401
    """An event with the least that Laurel reads, as an admin may write it by hand."""
    return {"id": "evt_1", "type": event_type, "data": {"object": dict(about)}, **more}


def changed(event: Mapping[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401
    """The event with other properties of its object."""
    return {**event, "data": {"object": {**event["data"]["object"], **changes}}}


def without(event: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The event without properties of its object."""
    about = {name: value for name, value in event["data"]["object"].items() if name not in names}
    return {**event, "data": {"object": about}}
