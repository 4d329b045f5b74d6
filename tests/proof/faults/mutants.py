"""Mutants: code that one might write in good faith, each wrong at one point, which the faults must reveal."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from shared.aws.row import Row
from shared.aws.transactions import Refusal, Transaction
from shared.domain import events
from shared.domain.certificate import PublicCertificate
from shared.domain.errors import Unavailable
from shared.domain.ids import UserId
from shared.stores import certificates, completions, courses, enrollments, event_bus, lesson_progress, recheck_queue
from shared.stores.certificate_rows import RegisterRow
from shared.stores.lesson_progress import LessonProgressRow
from shared.stores.rate_limits import RateLimitRow
from shared.stores.recheck_queue import Recheck
from shared.usecases import announcements, completion, learners, recheck
from tests.support.service import function


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A mutant.

    Attributes:
        delivery: the one that kills it.
        shows: what some violation must mention.
    """

    name: str
    delivery: str
    shows: str
    install: Callable[[pytest.MonkeyPatch], None]


def _mark_first(patch: pytest.MonkeyPatch) -> None:
    """Write down that an event was received, then do what it says: what was received is done, is it not?"""
    real = function("refund_webhook").handler

    def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ANN401 - as Lambda calls it
        try:
            RateLimitRow.get("marker")
        except RateLimitRow.DoesNotExist:
            RateLimitRow("marker").save()
            return real(event, context)
        headers = {
            "Cache-Control": "no-store",
            "Content-Type": "application/json",
            "X-Request-Id": event["requestContext"]["requestId"],
        }
        return {"statusCode": 200, "headers": headers, "body": json.dumps({"event_id": "evt_1", "outcome": "refunded"})}

    patch.setattr(function("refund_webhook"), "handler", handler)


def _swallow_failures(patch: pytest.MonkeyPatch) -> None:
    """Never fail: a record that cannot be used would hold up those behind it."""
    real = function("completion").handler

    def handler(event: dict[str, Any], context: Any) -> Any:  # noqa: ANN401 - as Lambda calls it
        with suppress(BatchProcessingError):
            real(event, context)
        return {"batchItemFailures": []}

    patch.setattr(function("completion"), "handler", handler)


def _register_first(patch: pytest.MonkeyPatch) -> None:
    """Reserve the code and the id, then issue."""
    real = Transaction.put

    def put(self: Transaction, row: Row, condition: Condition, refusal: Refusal) -> None:
        if isinstance(row, RegisterRow):
            row.save(condition=condition)
        else:
            real(self, row, condition, refusal)

    patch.setattr(Transaction, "put", put)


def _announce_once(patch: pytest.MonkeyPatch) -> None:
    """Write down that a completion was announced before it is, so that it never is twice."""

    def announce(_: Mapping[str, Any] | None, after: Mapping[str, Any], now: datetime) -> None:
        milestone = completions.from_image(after)
        stored = completions.get(milestone.user_id, milestone.course_id)
        if stored is not None and stored.announced_at is None:
            completions.mark_announced(milestone, now)
            event_bus.put([events.course_completed(milestone)])

    patch.setattr(announcements, "announce", announce)


def _complete_again(patch: pytest.MonkeyPatch) -> None:
    """Set the time of completion whenever a lesson is completed."""

    def complete(now: datetime) -> Action:
        return LessonProgressRow.completed_at.set(now)

    patch.setattr(lesson_progress, "_complete", complete)


def _queue_if_possible(patch: pytest.MonkeyPatch) -> None:
    """Store the course, and queue its recheck if the queue is there."""
    real = recheck_queue.put

    def put(page: Recheck) -> None:
        with suppress(Unavailable):
            real(page)

    patch.setattr(recheck_queue, "put", put)


def _erase_who_is_enrolled(patch: pytest.MonkeyPatch) -> None:
    """Leave those alone who are not enrolled anywhere: nothing is known of them."""
    real = learners.erase

    def erase(user_id: UserId, now: datetime) -> None:
        if enrollments.of_learner(user_id):
            real(user_id, now)

    patch.setattr(learners, "erase", erase)


def _unknown_if_unread(patch: pytest.MonkeyPatch) -> None:
    """Answer in any case: what cannot be read is not there."""
    real = certificates.by_code

    def by_code(code: str) -> PublicCertificate | None:
        try:
            return real(code)
        except Unavailable:
            return None

    patch.setattr(certificates, "by_code", by_code)


def _done_first(patch: pytest.MonkeyPatch) -> None:
    """Take the mark of a recheck away, then work: nobody else shall begin it too."""

    def run(page: Recheck, now: datetime) -> None:
        course = courses.get(page.course_id)
        if course is not None and course.recheck_due == page.version:
            courses.recheck_done(course)
            for enrollment in enrollments.of_course(page.course_id):
                completion.check(enrollment.user_id, page.course_id, now)

    patch.setattr(recheck, "run", run)


MUTANTS = [
    Mutant(
        name="who is not enrolled is not erased",
        delivery="an erasure",
        shows="course-certificates",
        install=_erase_who_is_enrolled,
    ),
    Mutant(
        name="what cannot be read is not there",
        delivery="a verification",
        shows="answered 404 in the end",
        install=_unknown_if_unread,
    ),
    Mutant(
        name="a recheck is done first", delivery="a first page of a recheck", shows="completions", install=_done_first
    ),
    Mutant(name="an event is marked first", delivery="a full refund", shows="course-certificates", install=_mark_first),
    Mutant(name="failures are swallowed", delivery="completed lessons", shows="completions", install=_swallow_failures),
    Mutant(
        name="a code is registered first",
        delivery="a first download",
        shows="certificate-register",
        install=_register_first,
    ),
    Mutant(
        name="an announcement is marked first",
        delivery="a completion to announce",
        shows="sent",
        install=_announce_once,
    ),
    Mutant(
        name="a completion is written over",
        delivery="progress of two lessons",
        shows="became",
        install=_complete_again,
    ),
    Mutant(
        name="a recheck is queued if possible",
        delivery="a course with another slug and fewer lessons",
        shows="sent",
        install=_queue_if_possible,
    ),
]
