"""The reference model of payments: what events reported, in any order of arrival.

Nothing is added up as events arrive: the account of an order follows from the set of all reports about it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Refund:
    refund_id: str
    amount: int
    failed: bool


@dataclass(frozen=True, kw_only=True)
class Report:
    """The content of a payment event.

    Attributes:
        at: when the provider created it.
        order: the shop's id of the order.
        captured: what the payment took, as the charge reports it.
        expected: what the payment takes, as the checkout or the invoice that it pays reports it.
        invoice_paid: the amount of the invoice.
        refunded: the total refunded of the charge.
        lost: whether a dispute of the payment was lost.
        ended_at: when the subscription ended.
        courses: that were bought; by an e-mail address if there is no learner.
    """

    event_id: str
    at: str
    order: str | None = None
    payment: str | None = None
    charge: str | None = None
    invoice: str | None = None
    subscription: str | None = None
    session: str | None = None
    captured: int | None = None
    expected: int | None = None
    invoice_paid: int | None = None
    refunded: int | None = None
    refund: Refund | None = None
    lost: bool = False
    ended_at: str | None = None
    courses: tuple[str, ...] = ()
    learner: str | None = None

    @property
    def ids(self) -> set[str]:
        named = (self.order, self.payment, self.charge, self.invoice, self.subscription, self.session)
        return {one for one in named if one is not None}

    @property
    def of_payment(self) -> set[str]:
        return {one for one in (self.payment, self.charge) if one is not None}


def linked(reports: Iterable[Report], ids: Collection[str]) -> tuple[set[str], list[Report]]:
    """All ids that reports link to these, and those reports."""
    found, others, before = set(ids), list(reports), -1
    mine: list[Report] = []
    while len(mine) != before:
        before = len(mine)
        mine += [report for report in others if report.ids & found]
        others = [report for report in others if not report.ids & found]
        found |= {one for report in mine for one in report.ids}
    return found, mine


def name_of(ids: Collection[str]) -> str:
    """One id of an order for all of them: the shop's, else that of the session."""
    return min(ids, key=lambda one: (not one.startswith("order-"), not one.startswith("cs_"), one))


@dataclass(frozen=True, kw_only=True)
class Payment:
    """A payment, from the reports about it and its charges."""

    reports: Sequence[Report]

    @property
    def payment_id(self) -> str:
        own = {report.payment for report in self.reports if report.payment is not None}
        return min(own or self.charges)

    @property
    def charges(self) -> set[str]:
        return {report.charge for report in self.reports if report.charge is not None}

    @property
    def invoice(self) -> str | None:
        return next((report.invoice for report in self.reports if report.invoice is not None), None)

    @property
    def captured(self) -> int | None:
        return _greatest(report.captured for report in self.reports)

    @property
    def expected(self) -> int | None:
        return _greatest(report.expected for report in self.reports)

    @property
    def amount(self) -> int | None:
        return self.expected if self.captured is None else self.captured

    @property
    def is_lost(self) -> bool:
        return any(report.lost for report in self.reports)

    @property
    def refunded(self) -> int:
        """The greater of two: the refunds that did not fail, and the greatest total without those that did."""
        refunds = [(report.at, report.refund) for report in self.reports if report.refund is not None]
        failed = {one.refund_id: one.amount for _, one in refunds if one.failed}
        failed_at = {one: min(at for at, other in refunds if other.refund_id == one and other.failed) for one in failed}
        standing = {one.refund_id: one.amount for _, one in refunds if one.refund_id not in failed}
        totals = [
            report.refunded + sum(amount for one, amount in failed.items() if failed_at[one] < report.at)
            for report in self.reports
            if report.refunded is not None
        ]
        return max(0, sum(standing.values()), max(totals, default=0) - sum(failed.values()))

    @property
    def took_money(self) -> bool:
        return self.is_lost or (self.refunded > 0 if self.amount is None else self.amount > 0)

    @property
    def is_refunded(self) -> bool:
        return self.amount is not None and self.amount > 0 and self.refunded >= self.amount


def _greatest(amounts: Iterable[int | None]) -> int | None:
    return max((amount for amount in amounts if amount is not None), default=None)


@dataclass(frozen=True, kw_only=True)
class Account:
    """The payments of an order, and its invoices."""

    reports: Sequence[Report] = ()
    payments: tuple[Payment, ...] = field(init=False)

    def __post_init__(self) -> None:
        rest = [report for report in self.reports if report.of_payment]
        payments = []
        while rest:
            ids, mine = rest[0].of_payment, []
            while more := [report for report in rest if report.of_payment & ids]:
                mine += more
                rest = [report for report in rest if report not in more]
                ids |= {one for report in more for one in report.of_payment}
            payments.append(Payment(reports=mine))
        object.__setattr__(self, "payments", tuple(payments))

    @property
    def invoices(self) -> dict[str, int]:
        paid = {report.invoice for report in self.reports if report.invoice is not None and report.invoice_paid}
        return {
            invoice: max(report.invoice_paid or 0 for report in self.reports if report.invoice == invoice)
            for invoice in paid
        }

    @property
    def unmatched_invoices(self) -> list[int]:
        matched = {payment.invoice for payment in self.payments}
        return [amount for invoice, amount in self.invoices.items() if invoice not in matched]

    @property
    def amount(self) -> int | None:
        known = [payment.amount for payment in self.payments if payment.amount is not None]
        return sum([*known, *self.unmatched_invoices]) if known or self.unmatched_invoices else None

    @property
    def refunded(self) -> int:
        return sum(payment.refunded for payment in self.payments)

    @property
    def is_refunded(self) -> bool:
        """Whether money was captured, and every payment that captured some was refunded in full."""
        took = [payment for payment in self.payments if payment.took_money]
        return bool(took) and not self.unmatched_invoices and all(payment.is_refunded for payment in took)

    @property
    def is_charged_back(self) -> bool:
        """The same, where lost disputes count as refunds, and there is one."""
        took = [payment for payment in self.payments if payment.took_money]
        is_back = all(payment.is_refunded or payment.is_lost for payment in took)
        return any(payment.is_lost for payment in took) and not self.unmatched_invoices and is_back

    @property
    def ended_at(self) -> str | None:
        return min((report.ended_at for report in self.reports if report.ended_at is not None), default=None)

    @property
    def bought_at(self) -> str | None:
        return min((report.at for report in self.reports if report.courses), default=None)
