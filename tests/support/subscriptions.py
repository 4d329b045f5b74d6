"""The events of a subscription, as Stripe sends them in each generation of its API."""

from dataclasses import dataclass
from itertools import count
from typing import Literal

from tests.support import payments
from tests.support.payments import StripeEvent
from tests.support.stripe_objects import charges
from tests.support.stripe_objects.envelope import Generation, related

# Where the shop sets the order's id: in the metadata of the session, of the subscription, whose invoices repeat it, in
# both, or nowhere. Stripe never sets it on a subscription's payments.
type Naming = Literal["nowhere", "session", "subscription", "both"]


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """A subscription with one payment a month; each event has a second of its own, in the order of creation.

    Attributes:
        label: part of each of its ids.
    """

    generation: Generation = "basil"
    naming: Naming = "nowhere"
    label: str = "1"

    @property
    def id(self) -> str:
        return f"sub_{self.label}"

    @property
    def order_id(self) -> str:
        """The id of its order once the shop has named it; until then the subscription's own."""
        return self.id if self.naming == "nowhere" else f"order-{self.label}"

    def _named_in(self, *places: Naming) -> str | None:
        return self.order_id if self.naming in places else None

    def payment(self, month: int = 1) -> str:
        return f"pi_{self.label}_{month}"

    def invoice(self, month: int = 1) -> str:
        return f"in_{self.label}_{month}"

    def charge(self, month: int = 1) -> str:
        return related("ch", self.payment(month))

    def checkout(self, *course_ids: str, user_id: str | None = "anna") -> StripeEvent:
        """The session in which it was bought."""
        return payments.subscription_session(
            *course_ids,
            user_id=user_id,
            order_id=self._named_in("session", "both"),
            subscription=self.id,
            invoice=self.invoice(),
            at=1,
            generation=self.generation,
        )

    def month(self, month: int = 1) -> list[StripeEvent]:
        """The events of a month's invoice, in the order of creation."""
        at = count(100 * month)
        of_acacia = self.invoice(month) if self.generation == "acacia" else None
        charged = payments.charge_succeeded(
            payment=self.payment(month), invoice=of_acacia, at=next(at), generation=self.generation
        )
        invoiced = payments.invoice_paid(
            self.invoice(month),
            subscription=self.id,
            payment=self.payment(month),
            order_id=self._named_in("subscription", "both"),
            at=next(at),
            generation=self.generation,
        )
        if self.generation == "acacia":
            return [charged, invoiced]
        linked = payments.invoice_payment_paid(self.invoice(month), payment=self.payment(month), at=next(at))
        return [charged, invoiced, linked]

    def refunded(self, month: int = 1, amount: int = 4900) -> list[StripeEvent]:
        """The events of a refund of a month's payment, as Stripe sends them together."""
        of_acacia = self.invoice(month) if self.generation == "acacia" else None
        created = payments.refund_created(
            amount, payment=self.payment(month), at=50 + 100 * month, generation=self.generation
        )
        total = payments.charge_refunded(
            amount, payment=self.payment(month), invoice=of_acacia, at=51 + 100 * month, generation=self.generation
        )
        return [created, total]

    def refund_failed(self, month: int = 1, amount: int = 4900) -> StripeEvent:
        """The refund of a month's payment failed."""
        return payments.refund_failed(
            amount, payment=self.payment(month), at=60 + 100 * month, generation=self.generation
        )

    def dispute_lost(self, month: int = 1) -> StripeEvent:
        """A dispute of a month's payment was lost; it names the charge alone."""
        about = {**charges.dispute(self.payment(month), status="lost"), "payment_intent": None}
        return payments.event("charge.dispute.closed", about, 70 + 100 * month, self.generation)

    def ended(self, *, at: int = 0) -> StripeEvent:
        """It ended, `at` seconds after the start of the day."""
        return payments.subscription_deleted(
            self.id,
            ended_at=at,
            order_id=self._named_in("subscription", "both"),
            at=90_000,
            generation=self.generation,
        )
