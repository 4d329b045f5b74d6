"""Mutants of the core, each with an error that some order of arrival must show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from shared.domain import ledger
from shared.domain.enrollment import Enrollment
from shared.domain.entitlement import end_access
from shared.domain.ledger import Ledger
from shared.domain.order import Order
from shared.domain.payment import PaymentEvent
from shared.domain.refunds import OrderEntry
from shared.edge.stripe import charges
from shared.edge.stripe.fields import StripeObject
from shared.edge.stripe.reading import Notice
from shared.usecases import line_changes, payment_plan
from shared.usecases.order_resolution import ResolvedOrder, resolve


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A replacement of a function or an attribute of the core."""

    name: str
    owner: object
    attribute: str
    replacement: object

    def apply(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(self.owner, self.attribute, self.replacement)


def _last_event_wins(history: Sequence[OrderEntry]) -> int:
    """Compute what was refunded from each event as it arrives, instead of from all events."""
    refunded = 0
    for entry in history:
        if entry.amount_refunded is not None:
            refunded = entry.amount_refunded
        refunded = max(refunded + (entry.refund_amount or 0) - (entry.amount_failed or 0), 0)
    return refunded


def _without_joined(event: PaymentEvent, now: datetime) -> ResolvedOrder:
    """Forget what was recorded before a link was known."""
    return replace(resolve(event, now), joined=())


def _without_links(event: PaymentEvent, now: datetime) -> ResolvedOrder:
    """Forget which order an id belongs to, unless it is the order's own."""
    return replace(resolve(event, now), new_links=())


def _of_any_payment(ledger_: Ledger, _payment: object) -> tuple[OrderEntry, ...]:
    """Take the refunds of an order's other payments for those of this one."""
    return ledger_.history


def _any_captured(ledger_: Ledger, is_returned: Callable[[ledger.Balance], bool]) -> bool:
    """Take an order for refunded once one of its payments is."""
    return any(one.has_captured and is_returned(one) for one in ledger_.balances)


def _authorized(subject: StripeObject) -> int:
    """Take what was authorized for captured."""
    amount: int = subject["amount"]
    return amount


def _ends_paying_order_alone(enrollment: Enrollment, order: Order) -> Enrollment:
    """End the access that an order gives only while it pays."""
    return end_access(enrollment, order) if enrollment.order_id == order.order_id else enrollment


LAST_EVENT_WINS = Mutant(
    name="the last event wins", owner=ledger, attribute="net_amount_refunded", replacement=_last_event_wins
)
WITHOUT_JOINED = Mutant(
    name="what arrives before its link is forgotten",
    owner=payment_plan,
    attribute="resolve",
    replacement=_without_joined,
)
WITHOUT_LINKS = Mutant(
    name="ids are not linked to their order", owner=payment_plan, attribute="resolve", replacement=_without_links
)
SHARED_HISTORY = Mutant(
    name="payments of one order share their refunds",
    owner=Ledger,
    attribute="_entries_of",
    replacement=_of_any_payment,
)
ANY_PAYMENT = Mutant(
    name="one refunded payment reverses its order", owner=Ledger, attribute="_all_captured", replacement=_any_captured
)
ENDS_PAYING_ORDER_ALONE = Mutant(
    name="a subscription's end changes only the order that pays",
    owner=line_changes,
    attribute="end_access",
    replacement=_ends_paying_order_alone,
)
RELEASED_IS_REFUNDED = Mutant(
    name="a release is a refund", owner=Notice, attribute="is_basil", replacement=property(lambda _notice: True)
)
AUTHORIZED_IS_CAPTURED = Mutant(
    name="an authorization is a capture", owner=charges, attribute="_captured", replacement=_authorized
)
