"""What the readers of Stripe's objects get and return, and the generations of its API."""

import re
from dataclasses import dataclass
from datetime import datetime

from shared.domain.ids import OrderId
from shared.domain.payment import PaymentFact, References
from shared.edge.stripe.fields import StripeObject

# Since this version, Stripe links invoices and payments by objects of their own, and releases are no refunds
# (https://docs.stripe.com/changelog/basil).
_BASIL = "2025-03-31"
_VERSION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """An event for a reader.

    Attributes:
        subject: the object that the event is about, in the state that the event reports.
        api_version: of the API that shaped the object, such as `2025-03-31.basil`; None where the event does not say.
        created: when Stripe created the event; None where the event does not say.
    """

    subject: StripeObject
    api_version: str | None
    created: datetime | None

    @property
    def is_basil(self) -> bool:
        """Whether a charge has the shape of basil or later; without a version, its properties tell."""
        date = _VERSION.match(self.api_version or "")
        return "invoice" not in self.subject if date is None else date[0] >= _BASIL


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What an event is about, and what it reports: these properties of a `PaymentEvent`."""

    order_id: OrderId | None
    references: References
    facts: tuple[PaymentFact, ...] = ()
