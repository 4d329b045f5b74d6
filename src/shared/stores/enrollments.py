"""Enrollments, and the access that they give."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from pynamodb.attributes import (
    BooleanAttribute,
    ListAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
    UnicodeSetAttribute,
)
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection, KeysOnlyProjection

from shared.aws import batches
from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Transaction, WriteConflict, set_or_remove, unchanged
from shared.domain.certificate import CertificateStatus
from shared.domain.enrollment import (
    CompletionSource,
    Enrollment,
    EnrollmentStatus,
    FurtherOrder,
    StaffChange,
)
from shared.domain.ids import CourseId, LessonId, OrderId, SubscriptionId, UserId


class _ByCourse(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """The instructor's list; it projects only what the list shows, so that other changes cost no index write."""

    class Meta:
        index_name = "by_course"
        projection = IncludeProjection(
            [
                "learner_name",
                "completed_at",
                "all_lessons_completed_at",
                "completed_lessons",
                "published_lessons",
                "percent",
                "certificate_status",
            ]
        )

    course_id = UnicodeAttribute(hash_key=True)
    user_id = UnicodeAttribute(range_key=True)


class _ByLastPlayed(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """A learner's courses in the order in which they were played: only those that were."""

    class Meta:
        index_name = "by_last_played"
        projection = KeysOnlyProjection()

    user_id = UnicodeAttribute(hash_key=True)
    last_played_at = UtcAttribute(range_key=True)


class FurtherOrderEntry(MapAttribute[str, Any]):
    """Another order that bought an enrollment."""

    order_id = UnicodeAttribute()
    status = UnicodeAttribute()
    subscription_id = UnicodeAttribute(null=True)
    access_expires_at = UtcAttribute(null=True)
    purchaser_name = UnicodeAttribute(null=True)


class EnrollmentRow(Row):
    class Meta:
        table_name = table_name("enrollments")

    user_id = UnicodeAttribute(hash_key=True)
    course_id = UnicodeAttribute(range_key=True)
    # Nullable for the index alone, which has no status.
    status = UnicodeAttribute(null=True)
    learner_name = UnicodeAttribute(null=True)
    order_id = UnicodeAttribute(null=True)
    further_orders = ListAttribute(of=FurtherOrderEntry, null=True)
    status_before_refund = UnicodeAttribute(null=True)
    subscription_id = UnicodeAttribute(null=True)
    access_expires_at = UtcAttribute(null=True)
    purchaser_name = UnicodeAttribute(null=True)
    # While it is set, changes of the enrollment trigger a check of its completion (template.yaml).
    access_restored_at = UtcAttribute(null=True)
    completed_at = UtcAttribute(null=True)
    all_lessons_completed_at = UtcAttribute(null=True)
    completed_lessons = NumberAttribute(null=True)
    published_lessons = NumberAttribute(null=True)
    percent = NumberAttribute(null=True)
    # The course's version that the three numbers above were computed from.
    summary_version = NumberAttribute(null=True)
    # Missing in items of earlier releases, whose progress is only in the items of lessons until they are checked.
    is_tracked = BooleanAttribute(null=True)
    pending_lessons = UnicodeSetAttribute(null=True)
    last_lesson = UnicodeAttribute(null=True)
    last_played_at = UtcAttribute(null=True)
    undone_marks = NumberAttribute(null=True)
    certificate_status = UnicodeAttribute(null=True)
    completion_source = UnicodeAttribute(null=True)
    enrolled_by = UnicodeAttribute(null=True)
    changed_by = UnicodeAttribute(null=True)
    changed_at = UtcAttribute(null=True)
    changed_in = UnicodeAttribute(null=True)
    created_at = UtcAttribute(null=True)
    updated_at = UtcAttribute(null=True)

    by_course = _ByCourse()
    by_last_played = _ByLastPlayed()


def get(user_id: str, course_id: str, *, consistent: bool = True) -> Enrollment | None:
    """Read an enrollment, or None."""
    try:
        return _enrollment(EnrollmentRow.get(user_id, course_id, consistent_read=consistent))
    except EnrollmentRow.DoesNotExist:
        return None


def get_many(
    lines: Iterable[tuple[UserId, CourseId]], *, consistent: bool = True
) -> Mapping[tuple[UserId, CourseId], Enrollment]:
    """Read the enrollments of these learners and courses that exist."""
    found = map(_enrollment, EnrollmentRow.batch_get(list(lines), consistent_read=consistent))
    return {(enrollment.user_id, enrollment.course_id): enrollment for enrollment in found}


def of_learner(user_id: str) -> list[Enrollment]:
    """Read all of a learner's enrollments, in order of course id."""
    return [_enrollment(row) for row in EnrollmentRow.query(user_id, consistent_read=True)]


def page_of_learner(user_id: str, *, after: str | None, limit: int, consistent: bool = True) -> list[Enrollment]:
    """Read some of a learner's enrollments, in order of course id.

    Args:
        user_id: the learner.
        after: the course id to continue after; None to start at the beginning.
        limit: how many at most; no more are read.
        consistent: whether as of now.
    """
    condition = EnrollmentRow.course_id > after if after is not None else None
    rows = EnrollmentRow.query(user_id, range_key_condition=condition, limit=limit, consistent_read=consistent)
    return [_enrollment(row) for row in rows]


def last_played(user_id: str, *, limit: int) -> list[tuple[CourseId, datetime]]:
    """Read which courses a learner played last, the newest first, and when, eventually consistent."""
    rows = EnrollmentRow.by_last_played.query(user_id, scan_index_forward=False, limit=limit)
    return [(CourseId(row.course_id), row.last_played_at) for row in rows]


def of_course(
    course_id: str,
    *,
    after: str | None = None,
    limit: int | None = None,
    prefix: str | None = None,
    page_size: int | None = None,
) -> Iterator[Enrollment]:
    """Iterate over a course's enrollments in order of user id, with the attributes that the instructor's list shows.

    Args:
        course_id: the course.
        after: the user id to continue after; it has the prefix.
        limit: how many at most; no more are read.
        prefix: what the user ids begin with.
        page_size: how many one query reads; None for a megabyte.
    """
    start: dict[str, Any] | None = None
    condition: Condition | None = None
    if prefix is not None:
        condition = EnrollmentRow.user_id.startswith(prefix)
        start = None if after is None else {"course_id": {"S": course_id}, "user_id": {"S": after}}
    elif after is not None:
        condition = EnrollmentRow.user_id > after
    rows = EnrollmentRow.by_course.query(
        course_id, range_key_condition=condition, limit=limit, last_evaluated_key=start, page_size=page_size
    )
    for row in rows:
        yield _enrollment(row)


def put(
    transaction: Transaction,
    enrollment: Enrollment,
    before: Enrollment | None,
    now: datetime,
    *,
    change: StaffChange | None = None,
) -> None:
    """Create or update an enrollment's access; its completion does not change, unless it is imported.

    The same write marks an enrollment whose access is restored, so that its completion is checked again.

    Args:
        transaction: that updates its orders too, so that a concurrent refund includes it; fails with `WriteConflict`
            when the enrollment is no longer as it was read.
        enrollment: as it will be.
        before: as it was read; None for a new one.
        now: the time of the change.
        change: by the staff; None for one of the shop's or of a payment.
    """
    restored = before is not None and not before.has_access(now) and enrollment.has_access(now)
    transaction.update(
        EnrollmentRow(enrollment.user_id, enrollment.course_id),
        [
            *([EnrollmentRow.access_restored_at.set(now)] if restored else []),
            # Nothing is recorded without an enrollment: there is nothing that a new one does not know.
            *([EnrollmentRow.is_tracked.set(value=True)] if before is None else []),
            EnrollmentRow.status.set(enrollment.status),
            set_or_remove(EnrollmentRow.learner_name, enrollment.learner_name),
            set_or_remove(EnrollmentRow.order_id, enrollment.order_id),
            set_or_remove(EnrollmentRow.further_orders, _further_orders(enrollment)),
            set_or_remove(EnrollmentRow.status_before_refund, enrollment.status_before_refund),
            set_or_remove(EnrollmentRow.subscription_id, enrollment.subscription_id),
            set_or_remove(EnrollmentRow.access_expires_at, enrollment.access_expires_at),
            set_or_remove(EnrollmentRow.purchaser_name, enrollment.purchaser_name),
            set_or_remove(EnrollmentRow.certificate_status, enrollment.certificate_status),
            EnrollmentRow.created_at.set(EnrollmentRow.created_at | now),
            EnrollmentRow.updated_at.set(now),
            *(_staff_actions(change, before, now) if change is not None else []),
        ],
        _all_unchanged(before) & EnrollmentRow.completed_at.does_not_exist()
        if change is not None and change.completed_at is not None
        else _all_unchanged(before),
        WriteConflict,
    )


def _staff_actions(change: StaffChange, before: Enrollment | None, now: datetime) -> list[Action]:
    row = EnrollmentRow
    actions: list[Action] = [
        row.changed_by.set(change.by),
        row.changed_at.set(now),
        set_or_remove(row.changed_in, change.import_id),
    ]
    if before is None:
        actions.append(row.enrolled_by.set(change.by))
    if change.completed_at is not None:
        actions += [
            row.completed_at.set(change.completed_at),
            row.all_lessons_completed_at.set(row.all_lessons_completed_at | change.completed_at),
            row.completion_source.set(CompletionSource.IMPORTED),
        ]
    return actions


def _all_unchanged(before: Enrollment | None) -> Condition:
    """Require that all that `put` replaces is as it was read."""
    condition = _access_unchanged(before)
    if before is not None:
        condition &= unchanged(EnrollmentRow.learner_name, before.learner_name)
        condition &= unchanged(EnrollmentRow.status_before_refund, before.status_before_refund)
        condition &= unchanged(EnrollmentRow.subscription_id, before.subscription_id)
        condition &= unchanged(EnrollmentRow.access_expires_at, before.access_expires_at)
        condition &= unchanged(EnrollmentRow.purchaser_name, before.purchaser_name)
    return condition


def _access_unchanged(before: Enrollment | None) -> Condition:
    """Require that what decides about access and certificate is as it was read."""
    if before is None:
        return EnrollmentRow.user_id.does_not_exist()
    condition: Condition = EnrollmentRow.status == before.status
    condition &= unchanged(EnrollmentRow.order_id, before.order_id)
    condition &= unchanged(EnrollmentRow.further_orders, _further_orders(before))
    condition &= unchanged(EnrollmentRow.certificate_status, before.certificate_status)
    return condition


def require_absent(transaction: Transaction, user_id: str, course_id: str) -> None:
    """Require that there is no enrollment; the transaction fails with `WriteConflict` otherwise."""
    transaction.check(EnrollmentRow, user_id, course_id, _access_unchanged(None), WriteConflict)


def mark_certificate_issued(transaction: Transaction, enrollment: Enrollment) -> None:
    """Set an enrollment's certificate status, in the transaction that issues the certificate.

    Args:
        transaction: fails with `WriteConflict` when the enrollment is no longer as it was read, with the name that may
            be on the certificate, is not active, or its lessons were never all completed.
        enrollment: as it was read.
    """
    may_have_certificate = _access_unchanged(enrollment)
    may_have_certificate &= unchanged(EnrollmentRow.learner_name, enrollment.learner_name)
    may_have_certificate &= EnrollmentRow.status == EnrollmentStatus.ACTIVE
    may_have_certificate &= EnrollmentRow.all_lessons_completed_at.exists()
    transaction.update(
        EnrollmentRow(enrollment.user_id, enrollment.course_id),
        [EnrollmentRow.certificate_status.set(CertificateStatus.ACTIVE)],
        may_have_certificate,
        WriteConflict,
    )


def from_image(image: Mapping[str, Any]) -> Enrollment:
    """Read an enrollment from an image of it in the table's stream."""
    row = EnrollmentRow()
    row.from_dynamodb_dict(dict(image))
    return _enrollment(row)


def delete_all(user_id: str) -> Iterator[int]:
    """Remove all of a learner's enrollments; yields after each batch."""
    return batches.delete(EnrollmentRow.query(user_id, consistent_read=True))


def _enrollment(row: EnrollmentRow) -> Enrollment:
    return Enrollment(
        user_id=UserId(row.user_id),
        course_id=CourseId(row.course_id),
        status=EnrollmentStatus(row.status or EnrollmentStatus.ACTIVE),
        learner_name=row.learner_name,
        order_id=None if row.order_id is None else OrderId(row.order_id),
        further_orders=frozenset(_further_order(entry) for entry in row.further_orders or ()),
        status_before_refund=None if row.status_before_refund is None else EnrollmentStatus(row.status_before_refund),
        subscription_id=_subscription_id(row.subscription_id),
        access_expires_at=row.access_expires_at,
        purchaser_name=row.purchaser_name,
        access_restored_at=row.access_restored_at,
        completed_at=row.completed_at,
        all_lessons_completed_at=row.all_lessons_completed_at,
        completed_lessons=int(row.completed_lessons or 0),
        published_lessons=int(row.published_lessons or 0),
        percent=int(row.percent or 0),
        summary_version=None if row.summary_version is None else int(row.summary_version),
        is_tracked=bool(row.is_tracked),
        pending_lessons=frozenset(LessonId(lesson_id) for lesson_id in row.pending_lessons or ()),
        last_lesson=None if row.last_lesson is None else LessonId(row.last_lesson),
        last_played_at=row.last_played_at,
        undone_marks=int(row.undone_marks or 0),
        certificate_status=None if row.certificate_status is None else CertificateStatus(row.certificate_status),
        completion_source=None if row.completion_source is None else CompletionSource(row.completion_source),
        enrolled_by=_user_id(row.enrolled_by),
        changed_by=_user_id(row.changed_by),
        changed_at=row.changed_at,
        changed_in=row.changed_in,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _user_id(stored: str | None) -> UserId | None:
    return None if stored is None else UserId(stored)


def _further_orders(enrollment: Enrollment) -> list[FurtherOrderEntry] | None:
    return [
        FurtherOrderEntry(  # type: ignore[no-untyped-call]
            order_id=order.order_id,
            status=order.status,
            subscription_id=order.subscription_id,
            access_expires_at=order.access_expires_at,
            purchaser_name=order.purchaser_name,
        )
        for order in sorted(enrollment.further_orders, key=lambda order: order.order_id)
    ] or None


def _further_order(entry: FurtherOrderEntry) -> FurtherOrder:
    return FurtherOrder(
        order_id=OrderId(entry.order_id),
        status=EnrollmentStatus(entry.status),
        subscription_id=_subscription_id(entry.subscription_id),
        access_expires_at=entry.access_expires_at,
        purchaser_name=entry.purchaser_name,
    )


def _subscription_id(stored: str | None) -> SubscriptionId | None:
    return None if stored is None else SubscriptionId(stored)
