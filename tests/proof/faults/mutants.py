"""Mutants: plausible code with one defect each, which fault injection must kill."""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shared.aws.row import Row
from shared.aws.transactions import Refusal, Transaction
from shared.domain import events
from shared.domain.certificate import PublicCertificate
from shared.domain.change_record import ChangeRecord
from shared.domain.course import Course
from shared.domain.enrollment_import import EnrollmentImport
from shared.domain.errors import Unavailable
from shared.domain.ids import CourseId, OrderId, UserId
from shared.domain.learner_export import LearnerExport
from shared.domain.learner_index import Indexed, counted
from shared.domain.order import Order
from shared.edge import clock
from shared.edge.http import HEADERS
from shared.stores import (
    certificates,
    changes,
    completions,
    courses,
    enrollment_imports,
    enrollments,
    event_bus,
    import_files,
    learner_export_files,
    learner_exports,
    lesson_progress,
    order_queue,
    recheck_queue,
    recheck_ranges,
)
from shared.stores import learner_index as index_store
from shared.stores.certificate_rows import RegisterRow
from shared.stores.learner_index import Line
from shared.stores.lesson_progress import LessonProgressRow
from shared.stores.rate_limits import RateLimitRow
from shared.stores.recheck_queue import LearnerRange, Recheck
from shared.stores.recheck_ranges import Division
from shared.usecases import announcements, completion, learners, order_work, recheck
from shared.usecases.line_changes import LineChange, write_lines
from tests.support.service import function


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mutant.

    Attributes:
        delivery: the name of the delivery that kills it.
        shows: text that a violation must contain.
    """

    name: str
    install: Callable[[pytest.MonkeyPatch], None]
    delivery: str
    shows: str


def _record_first(patch: pytest.MonkeyPatch) -> None:
    """Record that an event was received, then process it: a second delivery finds the record, and does nothing."""
    real = function("refund_webhook").handler

    def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ANN401 - as Lambda calls it
        try:
            RateLimitRow.get("marker")
        except RateLimitRow.DoesNotExist:
            RateLimitRow("marker").save()
            return real(event, context)
        headers = {
            **HEADERS,
            "Content-Type": "application/json",
            "X-Request-Id": event["requestContext"]["requestId"],
        }
        return {"statusCode": 200, "headers": headers, "body": json.dumps({"event_id": "evt_1", "outcome": "refunded"})}

    patch.setattr(function("refund_webhook"), "handler", handler)


def _swallow_failures(folder: str, patch: pytest.MonkeyPatch) -> None:
    """Swallow failures of a reader of a stream, so that no record blocks those after it."""
    real = function(folder).handler

    def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ANN401 - as Lambda calls it
        with suppress(BatchProcessingError):
            real(event, context)
        return {"batchItemFailures": []}

    patch.setattr(function(folder), "handler", handler)


def _register_first(patch: pytest.MonkeyPatch) -> None:
    """Reserve the code and the id, then issue."""
    real = Transaction.put

    def put(self: Transaction, row: Row, condition: Condition, refusal: Refusal) -> None:
        if isinstance(row, RegisterRow):
            row.save(condition=condition)
        else:
            real(self, row, condition, refusal)

    patch.setattr(Transaction, "put", put)


def _record_announcement_first(patch: pytest.MonkeyPatch) -> None:
    """Record that a completion was announced before it is, so that it is never announced twice."""

    def announce(_: Mapping[str, Any] | None, after: Mapping[str, Any], now: datetime) -> None:
        milestone = completions.from_image(after)
        stored = completions.get(milestone.user_id, milestone.course_id)
        if stored is not None and stored.announced_at is None:
            completions.mark_announced(milestone, now)
            event_bus.put([events.course_completed(milestone)])

    patch.setattr(announcements, "announce", announce)


def _count_first(patch: pytest.MonkeyPatch) -> None:
    """Count a change of an enrollment, then store what is counted of it."""
    real = index_store.replace

    def replace(
        transaction: Transaction, line: Line, before: Indexed | None, after: Indexed | None, now: datetime
    ) -> None:
        counting = Transaction()
        index_store._add(counting, line, counted(after) + -counted(before), now)  # noqa: SLF001
        counting.commit()
        with pytest.MonkeyPatch.context() as uncounted:
            uncounted.setattr(index_store, "_add", lambda *_: None)
            real(transaction, line, before, after, now)

    patch.setattr(index_store, "replace", replace)


def _overwrite_completion(patch: pytest.MonkeyPatch) -> None:
    """Set the time of completion whenever a lesson is completed."""

    def complete(now: datetime) -> list[Action]:
        return [LessonProgressRow.completed_at.set(now), LessonProgressRow.settled.remove()]

    patch.setattr(lesson_progress, "completing", complete)


def _ignore_queue_failure(patch: pytest.MonkeyPatch) -> None:
    """Store the course, and ignore it when its recheck cannot be queued."""
    real = recheck_queue.put

    def put(page: Recheck) -> None:
        with suppress(Unavailable):
            real(page)

    patch.setattr(recheck_queue, "put", put)


def _ignore_order_queue_failure(patch: pytest.MonkeyPatch) -> None:
    """Reverse a large order, and ignore it when the work on its lines cannot be queued."""
    real = order_queue.put

    def put(order: Order) -> None:
        with suppress(Unavailable):
            real(order)

    patch.setattr(order_queue, "put", put)


def _mark_page_first(patch: pytest.MonkeyPatch) -> None:
    """Record that a page of an order's lines is done, then change the lines."""

    def write(
        transaction: Transaction, order_id: OrderId, lines: Sequence[LineChange], guarded: set[OrderId], now: datetime
    ) -> None:
        transaction.commit()
        transaction.__init__()  # type: ignore[misc]
        write_lines(transaction, order_id, lines, guarded, now)

    patch.setattr(order_work, "write_lines", write)


def _erase_enrolled(patch: pytest.MonkeyPatch) -> None:
    """Erase only learners with enrollments: the others are unknown."""
    real = learners.erase

    def erase(user_id: UserId, now: datetime) -> bool:
        return not enrollments.of_learner(user_id) or real(user_id, now)

    patch.setattr(learners, "erase", erase)


def _answer_404_on_failure(patch: pytest.MonkeyPatch) -> None:
    """Answer 404 when the read fails."""
    real = certificates.by_code

    def by_code(code: str) -> PublicCertificate | None:
        try:
            return real(code)
        except Unavailable:
            return None

    patch.setattr(certificates, "by_code", by_code)


def _mark_done_first(patch: pytest.MonkeyPatch) -> None:
    """Mark a recheck as done, then do it, so that no other invocation starts it too."""

    def run(page: Recheck, now: datetime) -> None:
        course = courses.get(page.course_id)
        if course is not None and course.recheck_due == page.version:
            transaction = Transaction()
            courses.recheck_done(transaction, course)
            transaction.commit()
            for enrollment in enrollments.of_course(page.course_id):
                completion.check(enrollment.user_id, page.course_id, now)

    patch.setattr(recheck, "run", run)


def _finish_export_first(patch: pytest.MonkeyPatch) -> None:
    """Mark an export as done, then store its file."""
    real = learner_export_files.put

    def put(export: LearnerExport, content: bytes) -> None:
        learner_exports.finish(export, content.count(b"\n") - 1, clock.now())
        real(export, content)

    patch.setattr(learner_export_files, "put", put)


def _finish_import_first(patch: pytest.MonkeyPatch) -> None:
    """Mark an import as done, then store its result."""
    real = import_files.put_result

    def put_result(done: EnrollmentImport, content: bytes) -> None:
        enrollment_imports.finish(done, clock.now())
        real(done, content)

    patch.setattr(import_files, "put_result", put_result)


def _close_first(patch: pytest.MonkeyPatch) -> None:
    """Close a range, then check its learners, so that no other invocation checks them too."""
    real = recheck._check  # noqa: SLF001 - what is changed

    def check(course: Course, learners: LearnerRange, now: datetime) -> bool:
        recheck_ranges.close(learners)
        return real(course, learners, now)

    patch.setattr(recheck, "_check", check)


def _queue_recorded_ranges_once(patch: pytest.MonkeyPatch) -> None:
    """Queue a range only in the invocation that recorded it."""
    real = recheck_ranges.get

    def get(course_id: CourseId) -> Division | None:
        found = real(course_id)
        return found and replace(found, newest=None)

    patch.setattr(recheck_ranges, "get", get)


def _record_change_afterwards(patch: pytest.MonkeyPatch) -> None:
    """Make a change, then write its record."""
    real, add, left = Transaction.commit, changes.add, list[ChangeRecord]()

    def commit(self: Transaction) -> None:
        real(self)
        while left:
            apart = Transaction()
            add(apart, left.pop())
            real(apart)

    def put_off(_: Transaction, record: ChangeRecord) -> None:
        left[:] = [record]

    patch.setattr(Transaction, "commit", commit)
    patch.setattr(changes, "add", put_off)


MUTANTS = [
    Mutant("a record is written after its change", _record_change_afterwards, "a revocation", "changes"),
    Mutant("a record of a row is written after it", _record_change_afterwards, "an import", "changes"),
    Mutant("an export is marked as done first", _finish_export_first, "an export in one part", "object"),
    Mutant("an import is marked as done first", _finish_import_first, "an import", "object"),
    Mutant("learners without enrollments are not erased", _erase_enrolled, "an erasure", "course-certificates"),
    Mutant("a failed read is answered 404", _answer_404_on_failure, "a verification", "answered 404 in the end"),
    Mutant("a recheck is marked as done first", _mark_done_first, "a recheck that is divided", "completions"),
    Mutant("a range is closed first", _close_first, "a recheck of two ranges", "completions"),
    Mutant("a range is queued once", _queue_recorded_ranges_once, "a recheck of two ranges", "recheck_due"),
    Mutant("an event is recorded first", _record_first, "a full refund", "course-certificates"),
    Mutant("failures are swallowed", partial(_swallow_failures, "completion"), "completed lessons", "completions"),
    Mutant(
        "failures to draw are swallowed", partial(_swallow_failures, "pictures"), "a certificate to draw", "pictures"
    ),
    Mutant("an enrollment is counted first", _count_first, "enrollments to index", "learner-index"),
    Mutant("a code is registered first", _register_first, "a first download", "certificate-register"),
    Mutant("a new code is registered first", _register_first, "a reissue", "certificate-register"),
    Mutant("an announcement is recorded first", _record_announcement_first, "a completion to announce", "sent"),
    Mutant("a completion is overwritten", _overwrite_completion, "progress of two lessons", "became"),
    Mutant("a page is recorded before its lines", _mark_page_first, "the lines of a refunded order", "enrollments"),
    Mutant(
        "a failure to queue a large order is ignored",
        _ignore_order_queue_failure,
        "a full refund of a large order",
        "pending_version",
    ),
    Mutant(
        "a failure to queue a recheck is ignored",
        _ignore_queue_failure,
        "a course with another slug and fewer lessons",
        "sent",
    ),
]
