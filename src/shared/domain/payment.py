"""What payment events report, whoever the provider is; amounts are whole numbers of the currency's minor unit."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.ids import CourseId, OrderId, SubscriptionId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRefunded:
    """A charge was refunded, in full or in part.

    Attributes:
        amount: what was captured of the charge.
        amount_refunded: the total refunded so far, as of the event.
    """

    amount: int
    amount_refunded: int
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFailed:
    """A refund failed or was cancelled: the money stayed with the seller."""

    refund_id: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeLost:
    """A dispute was lost: the bank returned the payment to the payer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A learner bought courses.

    Attributes:
        amount: what was paid; None where the event does not say.
        is_paid: False while the payment is pending.
    """

    user_id: UserId
    course_ids: tuple[CourseId, ...]
    subscription_id: SubscriptionId | None
    amount: int | None
    currency: str | None
    is_paid: bool


type PaymentFact = ChargeRefunded | RefundFailed | DisputeLost | Purchase


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """Which payment an event is about.

    Attributes:
        order_id: the shop's own id of the order, where the event carries it.
        reference: the provider's id of the payment, which all events about it share; it stands in for the order's id
            where the shop gives none.
    """

    order_id: OrderId | None
    reference: OrderId


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent:
    """A payment event.

    Attributes:
        type: as the provider calls it.
        occurred_at: when the provider created it; None where the event does not say.
        is_supported: whether events of this type can change anything.
        payment: the payment that it is about; None without a fact.
        fact: what it reports; None where that changes nothing.
    """

    event_id: str
    type: str
    occurred_at: datetime | None
    is_supported: bool = True
    payment: Payment | None = None
    fact: PaymentFact | None = None
