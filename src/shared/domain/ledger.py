"""The ledger of an order: what was captured and refunded of each payment, from any events in any order of arrival."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from shared.domain.payment import Captured, Reference, References
from shared.domain.refunds import OrderEntry, net_amount_refunded


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """A payment of an order.

    Attributes:
        payment_id: the provider's id, or that of a charge until an event names the payment; None for what was stored
            before payments had ids.
        charge_ids: of its charges, which some events name instead of it.
        invoice_id: that it pays; None until an event says, and without one.
        captured: the total captured, as the payment or its charge reports it; None until then.
        expected: the amount of the checkout session or invoice that it pays, which counts until `captured` is known.
        dispute_lost: whether the bank returned it to the payer.
    """

    payment_id: Reference | None
    charge_ids: frozenset[Reference] = frozenset()
    invoice_id: Reference | None = None
    captured: int | None = None
    expected: int | None = None
    dispute_lost: bool = False

    @property
    def amount(self) -> int | None:
        """What was captured, in minor units; None while it is unknown."""
        return self.expected if self.captured is None else self.captured

    @property
    def references(self) -> References:
        """The payment's own id, and one of its charges."""
        is_charge = self.payment_id in self.charge_ids
        return References(
            payment=None if is_charge else self.payment_id,
            charge=min(self.charge_ids, default=None),
            invoice=self.invoice_id,
        )

    def is_named_by(self, references: References) -> bool:
        """Whether references are of this payment: its own id, or, where one of the two has none, that of a charge."""
        own_id = self.references.payment
        if own_id is not None and references.payment is not None:
            return own_id == references.payment
        return not self.charge_ids.isdisjoint({references.payment, references.charge})

    def named(self, references: References) -> Self:
        """Take over the ids that references give of this payment."""
        own_id = references.payment or self.references.payment
        charge_ids = self.charge_ids if references.charge is None else self.charge_ids | {references.charge}
        if own_id is not None:
            charge_ids -= {own_id}
        return replace(
            self,
            payment_id=own_id or min(charge_ids, default=None),
            charge_ids=charge_ids,
            invoice_id=self.invoice_id or references.invoice,
        )

    def with_capture(self, captured: Captured) -> Self:
        """Record what was captured: the total only grows, so that the greatest is the newest."""
        if captured.by_charge:
            return replace(self, captured=_greatest(self.captured, captured.amount))
        return replace(self, expected=_greatest(self.expected, captured.amount))

    def merge_into(self, other: "Payment") -> "Payment":
        """Add what was recorded of this payment to what was recorded of it under another id."""
        return other.merged_with(self)

    def merged_with(self, other: "Payment") -> Self:
        """Add what was recorded of the same payment under another id."""
        named = self.named(other.references)
        return replace(
            named,
            charge_ids=named.charge_ids | other.charge_ids,
            captured=_greatest(self.captured, other.captured),
            expected=_greatest(self.expected, other.expected),
            dispute_lost=self.dispute_lost or other.dispute_lost,
        )


def _greatest(one: int | None, other: int | None) -> int | None:
    return max((amount for amount in (one, other) if amount is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """A payment with what was refunded of it, in minor units."""

    payment: Payment
    refunded: int

    @property
    def has_captured(self) -> bool:
        """Whether money was taken from the payer; a refund or a lost dispute shows that, too."""
        amount = self.payment.amount
        return self.payment.dispute_lost or (self.refunded > 0 if amount is None else amount > 0)

    @property
    def is_refunded(self) -> bool:
        """Whether all of it was refunded; of an unknown amount, that cannot be said."""
        amount = self.payment.amount
        return amount is not None and self.refunded >= amount > 0

    @property
    def is_returned(self) -> bool:
        """Whether the payer has all of it back, by refunds or by a lost dispute."""
        return self.is_refunded or self.payment.dispute_lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The payments of an order, and what events reported of their refunds.

    Attributes:
        payments: in the order in which they became known.
        invoices: the amounts of paid invoices, in minor units, by id.
        history: what events reported of refunds and disputes, in order of receipt.
    """

    payments: tuple[Payment, ...] = ()
    invoices: Mapping[Reference, int] = field(default_factory=dict)
    history: tuple[OrderEntry, ...] = ()

    @property
    def balances(self) -> tuple[Balance, ...]:
        """The payments, each with what was refunded of it."""
        return tuple(
            Balance(payment=payment, refunded=net_amount_refunded(self._entries_of(payment)))
            for payment in self.payments
        )

    @property
    def references(self) -> frozenset[Reference]:
        """The ids of its payments, charges and invoices."""
        ids = {charge_id for payment in self.payments for charge_id in payment.charge_ids}
        ids |= {one for payment in self.payments for one in (payment.payment_id, payment.invoice_id) if one is not None}
        return frozenset(ids | self.invoices.keys())

    def _entries_of(self, payment: Payment) -> tuple[OrderEntry, ...]:
        ids = payment.charge_ids | {payment.payment_id}
        return tuple(entry for entry in self.history if entry.payment_id in ids)

    @property
    def unmatched_invoices(self) -> Mapping[Reference, int]:
        """Paid invoices whose payment is not known: each counts as a payment of which nothing was refunded."""
        matched = {payment.invoice_id for payment in self.payments}
        return {invoice: amount for invoice, amount in self.invoices.items() if invoice not in matched and amount > 0}

    @property
    def amount(self) -> int | None:
        """What was captured in all, in minor units; None until an event reports it."""
        known = [payment.amount for payment in self.payments if payment.amount is not None]
        known += self.unmatched_invoices.values()
        return sum(known) if known else None

    @property
    def amount_refunded(self) -> int:
        """What was refunded in all, in minor units, without refunds that failed."""
        return sum(one.refunded for one in self.balances)

    @property
    def is_refunded(self) -> bool:
        """Whether money was captured, and every payment that captured some was refunded in full."""
        return self._all_captured(lambda one: one.is_refunded)

    @property
    def is_charged_back(self) -> bool:
        """Whether every payment that captured money was returned to the payer, at least one of them by a dispute."""
        return self._all_captured(lambda one: one.is_returned) and any(one.dispute_lost for one in self.payments)

    def _all_captured(self, is_returned: Callable[[Balance], bool]) -> bool:
        captured = [one for one in self.balances if one.has_captured]
        return bool(captured) and not self.unmatched_invoices and all(map(is_returned, captured))

    def with_payment(self, references: References, change: Callable[[Payment], Payment] = lambda one: one) -> Self:
        """Record which payment an event is about, and change it; without a payment, nothing changes."""
        if references.payment is None and references.charge is None:
            return self
        # The first payment that is named is the one that was recorded before payments had ids.
        found = [one for one in self.payments if one.is_named_by(references)] or [
            one for one in self.payments if one.payment_id is None
        ]
        first, *others = found or [Payment(payment_id=None)]
        after = first.named(references)
        for other in others:
            # A payment and its charge were recorded apart, until this event named both.
            after = after.merged_with(other)
        kept = [one for one in self.payments if one not in others]
        position = kept.index(first) if found else len(kept)
        history = self.history
        if found and first.payment_id is None:
            history = tuple(replace(entry, payment_id=entry.payment_id or after.payment_id) for entry in history)
        payments = (*kept[:position], change(after), *kept[position + 1 :])
        return replace(self, payments=payments, history=history)

    def with_invoice(self, invoice_id: Reference, amount: int) -> Self:
        """Record a paid invoice."""
        return replace(self, invoices={**self.invoices, invoice_id: max(self.invoices.get(invoice_id, 0), amount)})

    def with_entry(self, entry: OrderEntry) -> Self:
        """Record what an event reported of a refund; a refund whose state is known already adds nothing."""
        is_known = entry.refund_amount is not None and any(
            (one.refund_id, one.refund_amount) == (entry.refund_id, entry.refund_amount) for one in self.history
        )
        return self if is_known else replace(self, history=(*self.history, entry))

    def knows_failure_of(self, refund_id: str) -> bool:
        """Whether an event reported that this refund failed."""
        return any(entry.refund_id == refund_id and entry.amount_failed is not None for entry in self.history)

    def joined_with(self, other: Self) -> Self:
        """Take over what events reported of payments before they were known to be about this order."""
        after = self
        for payment in other.payments:
            after = after.with_payment(payment.references, payment.merge_into)
        for invoice_id, amount in other.invoices.items():
            after = after.with_invoice(invoice_id, amount)
        known = {entry.event_id for entry in after.history}
        entries = [*after.history, *(entry for entry in other.history if entry.event_id not in known)]
        return replace(after, history=tuple(sorted(entries, key=lambda entry: entry.received_at)))
