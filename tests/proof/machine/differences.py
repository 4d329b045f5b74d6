"""The differences between the stored items and the state of the reference model."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.proof.machine.model import Model
from tests.proof.rows import Rows

# By key, in a form that can be compared.
type Entries = Mapping[Any, Any]


def differences(model: Model, rows: Rows) -> Iterator[str]:
    """Name each difference."""
    for entries in (_enrollments, _progress, _codes, _orders):
        stored, expected = entries(model, rows)
        for key in sorted(stored.keys() | expected.keys()) if stored != expected else ():
            if stored.get(key) != expected.get(key):
                yield f"{entries.__name__[1:]}: {key} is {stored.get(key)}, and should be {expected.get(key)}"


def _enrollments(model: Model, rows: Rows) -> tuple[Entries, Entries]:
    stored = {
        (row["user_id"], row["course_id"]): (
            row["status"],
            row.get("learner_name"),
            row.get("order_id"),
            row.get("access_expires_at"),
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


def _codes(model: Model, rows: Rows) -> tuple[Entries, Entries]:
    stored = {
        row["register_key"]: {name: found for name, found in row.items() if name != "register_key"}
        for row in rows["certificate-register"]
        if row["register_key"].startswith("code#")
    }
    expected = {
        f"code#{certificate.code}": {name: found for name, found in certificate.public().items() if found is not None}
        for _, certificate in model.codes()
    }
    return stored, expected


def _orders(model: Model, rows: Rows) -> tuple[Entries, Entries]:
    stored = {
        row["order_id"]: (
            row.get("amount_refunded", 0),
            row.get("refunded_at"),
            row.get("charged_back_at"),
            row.get("lines", frozenset()),
        )
        for row in rows["orders"]
        # Events of a payment without an order id move to its order as soon as that is known.
        if not row["order_id"].startswith(("payment#", "pi_"))
    }
    expected = {
        order_id: (
            order.money.amount_refunded(),
            order.refunded_at,
            order.money.charged_back_at,
            {f"{learner}#{course_id}" for learner, course_id in order.lines},
        )
        for order_id, order in model.orders.items()
    }
    return stored, expected
