"""The same doors, written naively: what the proof must catch, or it proves nothing.

Most are the real handlers whose calls are made in another way; so they stay naive versions of the code as it is.
"""

import json
import re
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any

from botocore.exceptions import ClientError

from shared.aws.connection import client
from shared.aws.transactions import Transaction
from shared.domain.course import Course
from shared.domain.dates import utc_text
from shared.domain.ids import CourseId, UserId
from shared.domain.progress import LessonChange
from shared.stores import certificates, completions, documents, enrollments, lesson_progress, recheck_queue
from shared.stores import courses as course_store
from shared.stores.enrollment_progress import CheckedProgress
from shared.stores.lesson_progress import RecordedChange
from shared.stores.recheck_queue import Recheck
from shared.usecases import completion, courses, learners, progress
from tests.proof.interleavings.actors import Variant
from tests.proof.interleavings.wire import Call, Json, Request
from tests.support.template import tables

_WRITES = {"UpdateItem": "Update", "PutItem": "Put", "DeleteItem": "Delete"}
_CONDITION = ("ConditionExpression", "ReturnValuesOnConditionCheckFailure")


def read_first_then_write(table: str) -> Variant:
    """Conditions of writes that concern a table are read in a call of their own; then it is written without them."""

    def on_the_wire(call: Call, request: Request) -> Json:
        writes = _writes(request)
        if all(write["TableName"] != f"test-{table}" for _, write in writes):
            return call(request)
        try:
            call(_transaction([("ConditionCheck", _check(kind, write)) for kind, write in writes]))
        except ClientError as error:
            raise _as_of(request, error) from error
        unconditional = [(kind, _without_condition(write)) for kind, write in writes if kind != "ConditionCheck"]
        if request.operation == "TransactWriteItems":
            return call(_transaction(unconditional))
        return call(Request(request.service, request.operation, _without_condition(request.parameters)))

    return Variant(name="read first, then write", on_the_wire=on_the_wire)


def marker_first(table: str) -> Variant:
    """A transaction that concerns a table is none: each item is written by itself, those of the table first."""

    def on_the_wire(call: Call, request: Request) -> Json:
        writes = _writes(request)
        if all(write["TableName"] != f"test-{table}" for _, write in writes):
            return call(request)
        for kind, write in sorted(writes, key=lambda kind_and_write: kind_and_write[1]["TableName"] != f"test-{table}"):
            call(_transaction([(kind, write)]))
        return {}

    return Variant(name="marker first", on_the_wire=on_the_wire)


def _writes(request: Request) -> list[tuple[str, Json]]:
    if request.operation == "TransactWriteItems":
        return [next(iter(item.items())) for item in request.parameters["TransactItems"]]
    if request.operation in _WRITES and "ConditionExpression" in request.parameters:
        return [(_WRITES[request.operation], request.parameters)]
    return []


def _transaction(writes: list[tuple[str, Json]]) -> Request:
    return Request("dynamodb", "TransactWriteItems", {"TransactItems": [{kind: write} for kind, write in writes]})


def _check(kind: str, write: Json) -> Json:
    """Make the check of what a write is conditional on."""
    names = _key_names()[write["TableName"]]
    key = {name: write["Item"][name] for name in names} if kind == "Put" else write["Key"]
    condition = write.get("ConditionExpression", f"attribute_exists({names[0]}) OR attribute_not_exists({names[0]})")
    return {"TableName": write["TableName"], "Key": key, "ConditionExpression": condition, **_used(write, condition)}


@cache
def _key_names() -> dict[str, list[str]]:
    return {table["TableName"]: [key["AttributeName"] for key in table["KeySchema"]] for table in tables()}


def _as_of(request: Request, error: ClientError) -> ClientError:
    """Refuse a write alone as it would be, where its check was refused as a transaction."""
    if request.operation == "TransactWriteItems":
        return error
    response: Any = {**error.response, "Error": {"Code": "ConditionalCheckFailedException", "Message": ""}}
    return ClientError(response, request.operation)


def _without_condition(write: Json) -> Json:
    rest = {name: value for name, value in write.items() if name not in _CONDITION}
    text = " ".join(str(value) for name, value in rest.items() if name.endswith("Expression"))
    for name in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        rest.pop(name, None)
    return {**rest, **_used(write, text)}


def _used(write: Json, expression: str) -> Json:
    """Keep the names and values that an expression uses; DynamoDB refuses others."""
    used = set(re.findall(r"[#:]\w+", expression))
    kept = {
        name: {key: value for key, value in write.get(name, {}).items() if key in used}
        for name in ("ExpressionAttributeNames", "ExpressionAttributeValues")
    }
    return {name: entries for name, entries in kept.items() if entries}


def _record_whole(checked: CheckedProgress) -> None:
    """Record a standing by writing the enrollment back whole, as it was read a moment before."""
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


WRITES_THE_ENROLLMENT_WHOLE = Variant(
    name="read first, then write whole", in_place=((completion, "_record", _record_whole),)
)


def _put_after_queueing(course: Course, *, made_from: int | None) -> Course:
    """Replace a course; its recheck is queued before there is anything to recheck."""
    before = course_store.get(course.course_id)
    assert before is not None
    assert made_from is None, "whatever is stored is to be replaced"
    version = before.version + 1
    recheck_queue.put(Recheck(course_id=course.course_id, version=version))
    after = replace(course, version=version, certificate=before.certificate, recheck_due=version)
    transaction = Transaction()
    course_store.put(transaction, after, before)
    transaction.commit()
    return after


QUEUES_FIRST = Variant(name="marker first", in_place=((courses, "put", _put_after_queueing),))


def _erase_names_first(user_id: UserId, now: datetime) -> None:
    """Blank the names before the enrollments go: what is issued in between keeps its name."""
    for certificate in certificates.of_learner(user_id):
        transaction = Transaction()
        certificates.erase_name(transaction, certificate, now)
        transaction.commit()
    documents.delete_certificates(user_id)
    for enrollment in enrollments.of_learner(user_id):
        enrollments.delete(user_id, enrollment.course_id)
    completions.delete_all(user_id)
    lesson_progress.delete_all(user_id)


BLANKS_FIRST = Variant(name="names first, then the enrollments", in_place=((learners, "erase", _erase_names_first),))


def _record_merged(
    user_id: UserId, course_id: CourseId, change: LessonChange, *, completes: bool, now: datetime
) -> RecordedChange:
    """Read a lesson's progress, merge into it, and write it back whole."""
    stored = lesson_progress.of_course(user_id, course_id).get(change.lesson.lesson_id)
    watched = change.watched | (stored.watched if stored else frozenset())
    item: Json = {
        "user_id": {"S": user_id},
        "course_lesson": {"S": f"{course_id}#{change.lesson.lesson_id}"},
        "watched": {"NS": [str(part) for part in sorted(watched)]},
        "updated_at": {"S": utc_text(now)},
    }
    if completes:
        item["completed_at"] = {"S": utc_text(now)}
    client("dynamodb").put_item(TableName="test-lesson-progress", Item=item)
    merged = lesson_progress.of_course(user_id, course_id)[change.lesson.lesson_id]
    return RecordedChange(progress=merged, is_older=False)


MERGES_BY_READING = Variant(name="read first, then write", in_place=((lesson_progress, "record", _record_merged),))


def _leave_behind(*_: object) -> None:
    """Leave what is recorded behind an erasure."""


LEAVES_BEHIND = Variant(
    name="what comes behind an erasure stays", in_place=((progress, "_require_not_erased", _leave_behind),)
)
