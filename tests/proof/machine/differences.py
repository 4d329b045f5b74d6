"""The differences between the stored items and the state of the reference model."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from tests.proof.machine.model import Model
from tests.proof.machine.model_ledger import Account, Payment, name_of
from tests.proof.rows import Row, Rows

# By key, in a form that can be compared.
type Entries = Mapping[Any, Any]
type Entry = tuple[Any, ...]


def differences(model: Model, rows: Rows) -> Iterator[str]:
    """Name each difference."""
    for entries in (_enrollments, _progress, _profiles, _name_sources, _codes, _orders):
        stored, expected = entries(model, rows)
        for key in sorted(stored.keys() | expected.keys()) if stored != expected else ():
            if stored.get(key) != expected.get(key):
                yield f"{entries.__name__[1:]}: {key} is {stored.get(key)}, and should be {expected.get(key)}"


def _enrollments(model: Model, rows: Rows) -> tuple[Entries, Entries]:
    names = names_of_orders(rows)
    stored = {
        (row["user_id"], row["course_id"]): (
            row["status"],
            row.get("learner_name"),
            names[row["order_id"]] if "order_id" in row else None,
            row.get("access_expires_at"),
            row.get("purchaser_name"),
            row.get("completed_at"),
            row.get("all_lessons_completed_at"),
            row.get("certificate_status"),
            tuple(row.get(name, 0) for name in ("completed_lessons", "published_lessons", "percent")),
        )
        for row in rows["enrollments"]
    }
    expected = {
        key: (
            enrollment.status,
            enrollment.name,
            enrollment.order,
            enrollment.ends_at,
            enrollment.payer,
            enrollment.completed_at,
            enrollment.all_done_at,
            model.certificate_status(key),
            enrollment.summary,
        )
        for key, enrollment in model.enrollments.items()
    }
    return stored, expected


def _progress(model: Model, rows: Rows) -> tuple[Entries, Entries]:
    stored = {
        (row["user_id"], row["course_lesson"]): (
            row.get("watched", frozenset()),
            row.get("completed_at"),
            row.get("position_at"),
        )
        for row in rows["lesson-progress"]
    }
    expected = {
        (learner, f"{course_id}#{lesson_id}"): (lesson.watched, lesson.done_at, lesson.position_at)
        for (learner, course_id), lessons in model.progress.items()
        for lesson_id, lesson in lessons.items()
    }
    return stored, expected


def _profiles(model: Model, rows: Rows) -> tuple[Entries, Entries]:
    return {row["user_id"]: row["name"] for row in rows["profiles"]}, model.own_names


def _name_sources(model: Model, rows: Rows) -> tuple[Entries, Entries]:
    stored = {(row["user_id"], row["course_id"]): row.get("name_source") for row in rows["course-certificates"]}
    return stored, {key: certificate.name_source for key, certificate in model.certificates.items()}


def _codes(model: Model, rows: Rows) -> tuple[Entries, Entries]:
    stored = {
        row["register_key"]: {name: found for name, found in row.items() if name != "register_key"}
        for row in rows["certificate-register"]
        if row["register_key"].startswith("code#")
    }
    expected = {
        f"code#{certificate.code}": {
            name: found for name, found in certificate.public().items() if found is not None and name != "issued_on"
        }
        for _, certificate in model.codes()
    }
    return stored, expected


def names_of_orders(rows: Rows) -> Mapping[str, str]:
    """The name of the order of each id that is stored."""
    order_of = {row["order_id"]: row.get("joined_to") for row in rows["orders"]}

    def last(one: str) -> str:
        joined_to = order_of.get(one)
        return one if joined_to is None else last(joined_to)

    ids: defaultdict[str, list[str]] = defaultdict(list)
    for one in order_of:
        ids[last(one)].append(one)
    return {one: name_of(same) for same in ids.values() for one in same}


def _orders(model: Model, rows: Rows) -> tuple[Entries, Entries]:
    names = names_of_orders(rows)
    lines: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows["order-lines"]:
        lines[names[row["order_id"]]].add(row["line"])
    stored = {
        names[row["order_id"]]: {
            "unlinked": "unlinked" in row,
            "amount": row.get("amount"),
            "amount_refunded": row.get("amount_refunded", 0),
            "payments": {_stored_payment(payment) for payment in row.get("payments", ())},
            "invoices": {invoice["invoice_id"]: invoice["amount"] for invoice in row.get("invoices", ())},
            "reversed": _reversed(names[row["order_id"]], row.get("refunded_at"), row.get("charged_back_at")),
            "ends": row.get("access_ends_at"),
            "bought": row.get("purchased_at"),
            "unclaimed": set(row.get("unclaimed", {}).get("course_ids", ())),
            "is pending": "pending_version" in row,
            "lines": lines[names[row["order_id"]]],
            "ids": {one for one, name in names.items() if name == names[row["order_id"]]},
        }
        for row in rows["orders"]
        if "joined_to" not in row
    }
    expected = {name: _expected_order(model, name, ids, account) for name, ids, account in model.accounts()}
    return stored, expected


def _expected_order(model: Model, name: str, ids: set[str], account: Account) -> Mapping[str, Any]:
    order = model.orders.get(name)
    refunded_at = charged_back_at = None
    if order is None:
        refunded_at = "" if account.is_refunded else None
        charged_back_at = "" if account.is_charged_back else None
    else:
        refunded_at, charged_back_at = order.refunded_at, order.charged_back_at
    return {
        "unlinked": order is None,
        "amount": account.amount,
        "amount_refunded": account.refunded,
        "payments": {_expected_payment(payment) for payment in account.payments},
        "invoices": account.invoices,
        "reversed": _reversed(name, refunded_at, charged_back_at),
        "ends": account.ended_at,
        "bought": account.bought_at,
        "unclaimed": set(order.unclaimed) if order else set(),
        "is pending": order is not None and order.pending is not None,
        "lines": {"#".join(key) for key in order.lines} if order else set(),
        "ids": ids,
    }


def _reversed(name: str, *times: str | None) -> tuple[str | bool | None, ...]:
    """When an order was reversed; of one that the shop has not named, only whether: it may be older than its name."""
    return times if name.startswith("order-") else tuple(time is not None for time in times)


def _stored_payment(payment: Row) -> Entry:
    charges = frozenset(payment.get("charge_ids", ())) | {payment["payment_id"]}
    return (
        payment["payment_id"],
        charges - {payment["payment_id"]},
        *(payment.get(name) for name in ("invoice_id", "captured", "expected")),
        payment.get("dispute_lost", False),
    )


def _expected_payment(payment: Payment) -> Entry:
    charges = frozenset(payment.charges) - {payment.payment_id}
    return payment.payment_id, charges, payment.invoice, payment.captured, payment.expected, payment.is_lost
