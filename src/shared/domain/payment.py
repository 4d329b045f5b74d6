"""What payment events report, whoever the provider is; amounts are whole numbers of the currency's minor unit.

A provider's module in `edge` reads its events into a `PaymentEvent`; nothing else knows the provider
(docs/payments.md).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.ids import CourseId, OrderId, SubscriptionId, UserId

# A provider's id of a payment, charge, invoice, subscription or checkout session.
type Reference = str


class Outcome(StrEnum):
    """The effect of a payment event."""

    REFUNDED = "refunded"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUND_FAILED = "refund_failed"
    RESTORED = "restored"
    CHARGED_BACK = "charged_back"
    ENROLLED = "enrolled"
    AWAITING_PAYMENT = "awaiting_payment"
    UNCLAIMED = "unclaimed"
    RECORDED = "recorded"
    ACCESS_ENDED = "access_ended"
    UNCHANGED = "unchanged"
    IGNORED = "ignored"


class IgnoredReason(StrEnum):
    """Why an event changes nothing."""

    UNSUPPORTED_TYPE = "unsupported_type"
    TEST_MODE = "test_mode"
    LIVE_MODE = "live_mode"
    OTHER_ACCOUNT = "other_account"
    CHARGEBACKS_DISABLED = "chargebacks_disabled"
    NO_LEARNER = "no_learner"


@dataclass(frozen=True, slots=True, kw_only=True)
class References:
    """What an event is about: everything that it names belongs to one order.

    Attributes:
        payment: the payment, which may have several charges.
        charge: the charge of the payment; some events name only one of the two.
        invoice: that the payment pays.
        subscription: whose invoices are payments of one order.
        session: the checkout session in which the order was placed.
    """

    payment: Reference | None = None
    charge: Reference | None = None
    invoice: Reference | None = None
    subscription: Reference | None = None
    session: Reference | None = None

    @property
    def all(self) -> tuple[Reference, ...]:
        """All of them; the first stands in for the order's id where nothing names the order."""
        named = (self.subscription, self.payment, self.charge, self.invoice, self.session)
        return tuple(dict.fromkeys(reference for reference in named if reference is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """Money was taken from the payer.

    Attributes:
        amount: the total captured of the payment so far; 0 for an authorization that was not captured.
        by_charge: whether the payment or the charge itself reports it. What a checkout session reports of its payment
            counts only until then: of an amount that was authorized, less may be captured.
    """

    amount: int
    currency: str | None
    by_charge: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePaid:
    """An invoice was paid, by a payment that the event may not name.

    Attributes:
        amount: that was paid.
    """

    amount: int
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRefunded:
    """A charge was refunded, in full or in part.

    Attributes:
        amount_refunded: the total refunded of what was captured, as of the event.
    """

    amount_refunded: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """The state of one refund.

    Attributes:
        failed: whether it failed or was cancelled, which is final: the money stayed with the seller. Until then it
            counts, even while it is pending.
    """

    refund_id: str
    amount: int
    failed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeLost:
    """A dispute was lost: the bank returned the payment to the payer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionEnded:
    """A subscription ended, and with it the access that it gave."""

    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """Somebody bought courses.

    Attributes:
        user_id: the learner; None where the event does not say.
        email: of the payer, in lower case: whoever has this verified address is the learner, if `user_id` is None.
        purchaser_name: the payer's name, as typed at the checkout.
        is_paid: False while the payment is pending.
    """

    user_id: UserId | None
    course_ids: tuple[CourseId, ...]
    subscription_id: SubscriptionId | None
    email: str | None
    purchaser_name: str | None
    is_paid: bool


type PaymentFact = Captured | ChargeRefunded | DisputeLost | InvoicePaid | Purchase | Refund | SubscriptionEnded


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent:
    """A payment event.

    Attributes:
        provider: its name, such as `stripe`.
        event_id: unique among all providers.
        type: as the provider calls it.
        occurred_at: when the provider created it; None where the event does not say.
        ignored: why it changes nothing at all; None where it may change something.
        order_id: the shop's own id of the order, where the event carries it.
        references: what it is about.
        facts: what it reports; empty where it only links references to each other.
    """

    provider: str
    event_id: str
    type: str
    occurred_at: datetime | None
    ignored: IgnoredReason | None = None
    order_id: OrderId | None = None
    references: References = References()
    facts: tuple[PaymentFact, ...] = ()

    @property
    def purchase(self) -> Purchase | None:
        """The purchase that it reports; None for other events."""
        return next((fact for fact in self.facts if isinstance(fact, Purchase)), None)
