"""Mutants that cannot be generated; each must be killed by its scenario."""

import json
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from inspect import Parameter, isfunction, signature
from typing import Any

from pynamodb.expressions.update import Action

from shared.aws.connection import client
from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.certificate import Certificate
from shared.domain.change_record import Actor
from shared.domain.course import Course, CourseHeader, Lesson
from shared.domain.dates import utc_text
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.ids import CourseId, LessonId, OrderId, UserId
from shared.domain.learner_index import Indexed, indexed
from shared.domain.omitted import Omitted, with_stored
from shared.domain.order import Order
from shared.domain.progress import LessonChange, LessonProgress
from shared.stores import (
    assignment_marks,
    certificates,
    completions,
    course_lessons,
    documents,
    enrollment_activity,
    enrollment_progress,
    enrollments,
    instructors,
    lesson_progress,
    orders,
    recheck_queue,
    recheck_ranges,
)
from shared.stores import courses as course_store
from shared.stores import learner_index as index_store
from shared.stores.course_lessons import StoredLessons
from shared.stores.enrollment_progress import CheckedProgress
from shared.stores.learner_index import Line
from shared.stores.lesson_progress import LessonProgressRow, RecordedChange
from shared.stores.recheck_queue import LearnerRange, Recheck
from shared.stores.recheck_ranges import Division
from shared.usecases import (
    activity,
    completion,
    course_cache,
    courses,
    learner_index,
    learners,
    line_changes,
    payments,
    progress,
    reissue,
)
from shared.usecases import certificates as certificates_usecase
from tests.proof.interleavings.change_mutants import CHANGE_MUTANTS
from tests.proof.interleavings.executions import Mutant
from tests.proof.interleavings.requests import Json, Request, Send
from tests.proof.interleavings.staff_mutants import STAFF_MUTANTS


def _send_one_by_one(send: Send, request: Request) -> Json:
    """Send each write of a transaction by itself, those of orders first."""
    if request.operation != "TransactWriteItems":
        return send(request)
    for item in sorted(request.parameters["TransactItems"], key=lambda item: "test-orders" not in json.dumps(item)):
        send(Request("dynamodb", "TransactWriteItems", {"TransactItems": [item]}))
    return {}


def _record_whole(checked: CheckedProgress) -> None:
    """Record a standing by writing back the whole enrollment as it was read before."""
    enrollment, course, standing = checked.enrollment, checked.course, checked.standing
    key = {"user_id": {"S": enrollment.user_id}, "course_id": {"S": enrollment.course_id}}
    found = client("dynamodb").get_item(TableName="test-enrollments", Key=key, ConsistentRead=True)["Item"]
    moment = {"S": utc_text(checked.checked_at)}
    record = {
        **key,
        "completed_at": moment,
        "course_title": {"S": course.title},
        "lesson_ids": {"S": json.dumps([lesson.lesson_id for lesson in course.published_lessons])},
    }
    found |= {
        "completed_lessons": {"N": str(standing.completed_lessons)},
        "published_lessons": {"N": str(standing.published_lessons)},
        "percent": {"N": str(standing.percent)},
        "summary_version": {"N": str(course.version)},
        "completed_at": moment,
        "all_lessons_completed_at": moment,
    }
    puts = (("test-enrollments", found), ("test-completions", record))
    client("dynamodb").transact_write_items(
        TransactItems=[{"Put": {"TableName": table, "Item": item}} for table, item in puts]
    )


def _put_after_queueing(
    course: Course,
    actor: Actor,
    now: datetime,
    *,
    omitted: Omitted,
    media_origins: Collection[str],
    expected_version: int | None,
) -> Course:
    """Replace a course, and queue its recheck before the change is stored."""
    assert not media_origins, "the request has no media"
    before = course_store.get(course.course_id)
    assert before is not None
    assert expected_version is None, "the request has no version"
    version = before.version + 1
    recheck_queue.put(Recheck(course_id=course.course_id, version=version))
    after = with_stored(course, before, omitted)
    after = replace(after, version=version, certificate=before.certificate, recheck_due=version)
    transaction = Transaction()
    course_store.put(transaction, after, before)
    courses._add_record(transaction, after, before, actor, now)  # noqa: SLF001 - as the original does
    transaction.commit()
    return after


_close = recheck_ranges.close


def _close_after_reading(learners: LearnerRange) -> Division:
    """Close a range, and decide whether it was the last one by what was read before."""
    before = recheck_ranges.get(learners.course_id)
    assert before is not None
    _close(learners)
    return replace(before, open_ranges=before.open_ranges - {learners.number})


def _complete_always(
    user_id: UserId, course_id: CourseId, lesson_id: LessonId, *, done_at: datetime, now: datetime
) -> LessonProgress | None:
    """Complete an assignment, whatever was undone since it was done."""
    assert done_at <= now
    return lesson_progress.mark_completed(user_id, course_id, lesson_id, now)


def _erase_names_first(user_id: UserId, now: datetime) -> bool:
    """Erase names before enrollments: a certificate issued in between keeps its name."""
    for certificate in certificates.of_learner(user_id):
        transaction = Transaction()
        certificates.erase_name(transaction, certificate, now)
        transaction.commit()
    for step in (
        documents.delete_certificates(user_id),
        enrollments.delete_all(user_id),
        completions.delete_all(user_id),
        lesson_progress.delete_all(user_id),
    ):
        for _ in step:
            pass
    return True


def _record_merged(
    user_id: UserId, course_id: CourseId, change: LessonChange, *, completes: bool, is_checked: bool, now: datetime
) -> RecordedChange:
    """Read a lesson's progress, merge into it, and write the whole item back."""
    stored = lesson_progress.of_course(user_id, course_id).get(change.lesson.lesson_id)
    watched = change.watched | (stored.watched if stored else frozenset())
    item: Json = {
        "user_id": {"S": user_id},
        "course_lesson": {"S": f"{course_id}#{change.lesson.lesson_id}"},
        "watched": {"NS": [str(part) for part in sorted(watched)]},
        "updated_at": {"S": utc_text(now)},
    }
    assert is_checked, "the enrollment is new"
    if completes:
        item["completed_at"] = {"S": utc_text(now)}
    client("dynamodb").put_item(TableName="test-lesson-progress", Item=item)
    merged = lesson_progress.of_course(user_id, course_id)[change.lesson.lesson_id]
    return RecordedChange(progress=merged, is_older=False)


_summary = enrollment_progress._summary  # noqa: SLF001


def _clear_pending(checked: CheckedProgress) -> list[Action]:
    """Record a standing as if it counted every pending lesson."""
    return _summary(replace(checked, counted=checked.enrollment.pending_lessons))


def _complete_only(now: datetime) -> list[Action]:
    """Complete a lesson as earlier releases do, which know nothing of the mark."""
    return [LessonProgressRow.completed_at.set(LessonProgressRow.completed_at | now)]


_put_order = orders.put


def _put_pending_work_back(transaction: Transaction, order: Order, before: Order | None) -> None:
    """Write an order with the pending work that was read, though a page may have been done since."""
    _put_order(transaction, order, before if before is None else replace(before, pending=None))


def _payer_if_new(_order: Order, before: Enrollment | None, after: Enrollment | None) -> OrderId | None:
    """Require that another order pays only where it did not before."""
    is_new = before is not None and after is not None and before.order_id != after.order_id
    return after.order_id if after is not None and is_new and after.status is not EnrollmentStatus.REFUNDED else None


def _do_nothing(*_: object) -> None:
    pass


def _orders_as_they_are(
    _enrollment: Enrollment | None, certificate: Certificate, _now: datetime
) -> dict[OrderId, Order]:
    """Read the order of a certificate, whether the certificate is in line with it or not."""
    order = orders.get(certificate.order_id) if certificate.order_id else None
    return {} if order is None else {order.order_id: order}


_add = certificates.add


def _add_unconditionally(
    transaction: Transaction, certificate: Certificate, before: Certificate | None, now: datetime
) -> None:
    """Replace a learner's certificate by another one, as if the newest had been read."""
    _add(transaction, certificate, before and certificates.get(before.user_id, before.course_id), now)


class _NoOrders:
    """A store of orders that has none."""

    get = staticmethod(_do_nothing)


_READ_LESSONS = course_lessons.read


def _read_lessons_kept_of_course(wanted: Collection[StoredLessons]) -> Mapping[StoredLessons, tuple[Lesson, ...]]:
    """Give the lessons that the process keeps of a course, whichever the course has now."""
    kept = {one.course_id: lessons for one, lessons in course_lessons._kept.items()}  # noqa: SLF001
    known = {stored: kept[stored.course_id] for stored in wanted if stored.course_id in kept}
    return {**known, **_READ_LESSONS([stored for stored in wanted if stored not in known])}


def _with(module: object, name: str, replacement: object) -> tuple[tuple[object, str, Any], ...]:
    original = getattr(module, name)
    if isfunction(original) and isfunction(replacement):
        # One that fails whenever it is called would be killed, too, whatever it does.
        parameters = signature(original).parameters.values()
        by_name = {parameter.name: None for parameter in parameters if parameter.kind is Parameter.KEYWORD_ONLY}
        signature(replacement).bind(*[None] * (len(parameters) - len(by_name)), **by_name)
    return ((module, name, replacement),)


_REPLACE_INSTRUCTORS = instructors.replace


def _replace_instructors_apart(_: Transaction, course: CourseHeader, before: CourseHeader | None) -> None:
    """Write who teaches a course in a transaction of its own, before the course is written."""
    apart = Transaction()
    _REPLACE_INSTRUCTORS(apart, course, before)
    if len(apart):
        apart.commit()


def _read_instructors_late(request: Request) -> Request:
    """Read who teaches a course with eventual consistency."""
    if (request.operation, request.parameters.get("TableName")) != ("GetItem", "test-instructors"):
        return request
    return replace(request, parameters={**request.parameters, "ConsistentRead": False})


_INSTRUCTOR_REPLACED = "a course whose instructor is replaced, and requests of both"
_LESSONS_CHANGED = "two changes of a course's lessons, one back to those before, and a process that reads them twice"


# Each with the scenario that must kill it.
def _index_without_reading_again(lines: Iterable[Line], now: datetime) -> None:
    """Index enrollments, and do not look again once they are written."""
    pending = {*lines}
    while pending:
        stored = index_store.get_many(pending)
        present = enrollments.get_many(pending)
        pending -= _index(pending, stored, present, now)


def _index(
    pending: set[Line], stored: Mapping[Line, Indexed], present: Mapping[Line, Enrollment], now: datetime
) -> set[Line]:
    """Write what differs, and drop what does not; returns what was written."""
    pending -= {line for line in pending if stored.get(line) == indexed(present.get(line))}
    written = set()
    for line in sorted(pending):
        transaction = Transaction()
        index_store.replace(transaction, line, stored.get(line), indexed(present.get(line)), now)
        with suppress(WriteConflict):
            transaction.commit()
            written.add(line)
    return written


MUTANTS: tuple[tuple[str, Mutant], ...] = (
    *STAFF_MUTANTS,
    *CHANGE_MUTANTS,
    (
        _INSTRUCTOR_REPLACED,
        Mutant(
            name="instructors are written apart from their course",
            patches=_with(instructors, "replace", _replace_instructors_apart),
        ),
    ),
    (
        _INSTRUCTOR_REPLACED,
        Mutant(name="who teaches is read eventually consistent", rewrite=_read_instructors_late),
    ),
    (
        "an enrollment that is renamed and renamed back, and both records",
        Mutant(
            name="an enrollment is not read again once it is indexed",
            patches=_with(learner_index, "update", _index_without_reading_again),
        ),
    ),
    ("a first download and a full refund", Mutant(name="transactions are sent write by write", send=_send_one_by_one)),
    (
        "a detector and a refund",
        Mutant(name="a completion writes the enrollment whole", patches=_with(completion, "_record", _record_whole)),
    ),
    (
        "a changed course and a detector",
        Mutant(
            name="a recheck is queued before the change is stored",
            patches=_with(courses, "put", _put_after_queueing),
            delay_seconds=0,
        ),
    ),
    (
        _LESSONS_CHANGED,
        Mutant(
            name="lessons are kept by course alone", patches=_with(course_lessons, "read", _read_lessons_kept_of_course)
        ),
    ),
    (
        _LESSONS_CHANGED,
        Mutant(name="lessons that were removed are not looked for again", patches=_with(course_store, "_ATTEMPTS", 1)),
    ),
    ("a warm recorder, a looser rule and its recheck", Mutant(name="rechecks are not delayed", delay_seconds=0)),
    (
        "two ranges of a recheck",
        Mutant(
            name="any range that is done clears the mark",
            patches=((Division, "is_checked", property(lambda division: division.finished)),),
        ),
    ),
    (
        "two ranges of a recheck",
        Mutant(
            name="a range decides before it is closed whether it is the last one",
            patches=_with(recheck_ranges, "close", _close_after_reading),
        ),
    ),
    (
        "a recorder that pauses, a looser rule and its recheck",
        Mutant(name="courses are cached for a minute", patches=_with(course_cache, "MAX_AGE", timedelta(minutes=1))),
    ),
    (
        "an erasure and a first download",
        Mutant(name="an erasure blanks names first", patches=_with(learners, "erase", _erase_names_first)),
    ),
    (
        "an erasure and progress",
        Mutant(
            name="progress recorded after an erasure stays", patches=_with(progress, "_require_not_erased", _do_nothing)
        ),
    ),
    (
        "an erasure and a first download",
        Mutant(
            name="a document stored after an erasure stays",
            patches=_with(certificates_usecase, "delete_pdf_if_erased", _do_nothing),
        ),
    ),
    (
        "a refund of a large order and a later download",
        Mutant(
            name="a download does not look at the orders",
            patches=_with(certificates_usecase, "require_in_line_with_orders", _do_nothing),
        ),
    ),
    (
        "a reissue and a refund of a large order",
        Mutant(
            name="a reissue does not require the order unchanged",
            patches=_with(orders, "require_unchanged", _do_nothing),
        ),
    ),
    (
        "a reissue and a refund of a large order",
        Mutant(
            name="a reissue does not look at the orders",
            patches=_with(reissue, "require_in_line_with_orders", _orders_as_they_are),
        ),
    ),
    (
        "two reissues",
        Mutant(
            name="a reissue replaces whatever certificate there is",
            patches=_with(certificates, "add", _add_unconditionally),
        ),
    ),
    (
        "a full and a partial refund of a large order",
        Mutant(name="an event writes pending work back", patches=_with(orders, "put", _put_pending_work_back)),
    ),
    (
        "a refund of a large order that is not queued before it is delivered again",
        Mutant(
            name="an event that was processed before queues nothing",
            patches=_with(payments, "orders", _NoOrders),
        ),
    ),
    (
        "a failed refund, and a refund of the order that pays instead",
        Mutant(
            name="an order that could pay does not look at the one that does",
            patches=_with(line_changes, "_other_payer", _payer_if_new),
        ),
    ),
    (
        "two completed lessons, their checks, and reads of the dashboard",
        Mutant(name="a completed lesson is not pending", patches=_with(activity, "note", _do_nothing)),
    ),
    (
        "two completed lessons, their checks, and reads of the dashboard",
        Mutant(
            name="a check clears lessons that it has not seen",
            patches=_with(enrollment_progress, "_summary", _clear_pending),
        ),
    ),
    (
        "a video that was finished before there was detection, and is played again",
        Mutant(
            name="an enrollment that was never checked needs no check",
            patches=_with(Enrollment, "is_checked", property(lambda _: True)),
        ),
    ),
    (
        "a video that completes, its check, and a read of the dashboard",
        Mutant(
            name="a lesson that several batches complete is not pending",
            patches=_with(enrollment_activity, "add_pending", _do_nothing),
        ),
    ),
    (
        "a video that completes, its check, and a read of the dashboard",
        Mutant(
            name="a report says that it needs no check, whether the lesson is complete or not",
            patches=(
                *_with(lesson_progress, "NOT_COMPLETED", "checked"),
                *_with(lesson_progress, "completing", _complete_only),
            ),
        ),
    ),
    (
        "an assignment that is undone, and a first download",
        Mutant(
            name="an undo does not require that there is no certificate",
            patches=_with(certificates, "require_none", _do_nothing),
        ),
    ),
    (
        "an assignment that is undone, and an event from before",
        Mutant(
            name="an event completes what was undone since",
            patches=_with(assignment_marks, "complete_unless_undone", _complete_always),
        ),
    ),
    (
        "three devices",
        Mutant(
            name="progress is read, merged and written back", patches=_with(lesson_progress, "record", _record_merged)
        ),
    ),
)
