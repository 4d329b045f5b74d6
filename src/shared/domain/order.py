"""An order, its amounts, and when a refund of it is a full one."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.ids import CourseId, OrderId, UserId

REFUNDED = "refunded"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRecord:
    """What one payment event told of an order, and what it did."""

    event_id: str
    type: str
    amount_refunded: int
    received_at: datetime
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is known of an order; it may be known by its refund alone.

    Attributes:
        amount: what was charged, in minor units of the currency; None until a payment event told.
        amount_refunded: what was given back so far, in minor units; it only ever grows.
        refunded_at: when it was found refunded in full.
        lines: the enrollments that it pays for.
        refunds: its history, oldest first.
    """

    order_id: OrderId
    amount: int | None = None
    amount_refunded: int = 0
    currency: str | None = None
    refunded_at: datetime | None = None
    lines: frozenset[tuple[UserId, CourseId]] = frozenset()
    refunds: tuple[RefundRecord, ...] = ()
    created_at: datetime | None = None
    updated_at: datetime | None = None
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """What a payment event says was given back, in minor units of the currency."""

    order_id: OrderId
    amount: int
    amount_refunded: int
    currency: str | None

    @property
    def is_full(self) -> bool:
        """Everything that was paid was given back; an order of nothing has nothing to give back."""
        return self.amount_refunded >= self.amount > 0
