"""What payment events say, in Laurel's own words; amounts are whole numbers of the currency's minor unit."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.ids import CourseId, OrderId, SubscriptionId, UserId


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeRefunded:
    """Money of a charge was given back.

    Attributes:
        amount: what was taken: of a charge captured in part, that part.
        amount_refunded: what was given back of it in all, when the event was made.
    """

    amount: int
    amount_refunded: int
    currency: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundFailed:
    """A refund failed, or was cancelled, after all: what it gave back came back."""

    refund_id: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputeLost:
    """The bank took the money back for the payer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """A learner bought courses.

    Attributes:
        amount: what was paid; None where the event does not tell.
        is_paid: False while the payment is still on its way.
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
        order_name: the shop's own id of the order, where the event carries it.
        reference: the provider's id of the payment, which all events about it share; it names the order where the shop
            does not.
    """

    order_name: OrderId | None
    reference: OrderId


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentEvent:
    """A payment event.

    Attributes:
        type: as the provider calls it.
        occurred_at: when the provider made it; None where it does not tell.
        payment: what it is about; None of an event that is not read.
        fact: what it says; None where it says nothing that matters here.
    """

    event_id: str
    type: str
    occurred_at: datetime | None
    payment: Payment | None = None
    fact: PaymentFact | None = None
