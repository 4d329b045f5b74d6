"""Where what is kept differs from what the reference model says."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.proof.machine.model import Model
from tests.proof.rows import Row, Rows


def differences(model: Model, rows: Rows) -> Iterator[str]:
    """Name each difference, what is kept first."""
    for what, kept, expected in (
        ("enrollments", _enrollments(rows), _expected_enrollments(model)),
        ("progress", _progress(rows), _expected_progress(model)),
        ("codes", _codes(rows), _expected_codes(model)),
        ("orders", _orders(rows), _expected_orders(model)),
    ):
        if kept == expected:
            continue
        for key in sorted(kept.keys() | expected.keys()):
            if kept.get(key) != expected.get(key):
                yield f"{what}: {key} is {kept.get(key)}, and should be {expected.get(key)}"


def _enrollments(rows: Rows) -> Mapping[Any, Any]:
    return {
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


def _expected_enrollments(model: Model) -> Mapping[Any, Any]:
    return {
        place: (
            enrollment.status,
            enrollment.name,
            enrollment.order,
            enrollment.ends_at,
            enrollment.completed_at,
            enrollment.all_done_at,
            model.certificate_status(place),
            enrollment.summary,
        )
        for place, enrollment in model.enrollments.items()
    }


def _progress(rows: Rows) -> Mapping[Any, Any]:
    return {
        (row["user_id"], row["course_lesson"]): (
            row.get("watched", frozenset()),
            row.get("completed_at"),
            row.get("position_at"),
        )
        for row in rows["lesson-progress"]
    }


def _expected_progress(model: Model) -> Mapping[Any, Any]:
    return {
        (learner, f"{course_id}#{lesson_id}"): (studied.watched, studied.done_at, studied.position_at)
        for (learner, course_id), lessons in model.studied.items()
        for lesson_id, studied in lessons.items()
    }


def _codes(rows: Rows) -> Mapping[str, Row]:
    return {
        row["register_key"].removeprefix("code#"): {
            name: found for name, found in row.items() if name != "register_key"
        }
        for row in rows["certificate-register"]
        if row["register_key"].startswith("code#")
    }


def _expected_codes(model: Model) -> Mapping[str, Row]:
    return {
        certificate.code: {name: found for name, found in certificate.public().items() if found is not None}
        for _, certificate in model.codes()
    }


def _orders(rows: Rows) -> Mapping[Any, Any]:
    return {
        row["order_id"]: (
            row.get("amount_refunded", 0),
            row.get("refunded_at"),
            row.get("charged_back_at"),
            row.get("lines", frozenset()),
        )
        for row in rows["orders"]
        # What came under a payment's own reference moves to its order as soon as that is known.
        if not row["order_id"].startswith(("payment#", "pi_"))
    }


def _expected_orders(model: Model) -> Mapping[Any, Any]:
    return {
        order_id: (
            order.money.given_back(),
            order.refunded_at,
            order.money.charged_back_at,
            {f"{learner}#{course_id}" for learner, course_id in order.lines},
        )
        for order_id, order in model.orders.items()
    }
