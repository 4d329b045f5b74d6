"""Learners with much data: their export is stored and linked, and their erasure takes several requests."""

import json
import math
from collections.abc import Iterator
from itertools import count
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from shared.aws.connection import client
from shared.edge import large_answers
from tests.support.aws import deployed, items, load, metered
from tests.support.capacity import item_size
from tests.support.request_units import Call
from tests.support.service import SHOP, Answer, Context, Service
from tests.support.sizes import size
from tests.support.steps import certified, put_course, refusal, verify
from tests.support.wire import broken, calls, s3_refusal

BUCKET = "test-certificates"
URL = "/service/learners/anna"
# The number of lessons whose progress at full size exceeds a response of Lambda.
LESSONS = size(300, full=11_000)
READ_BYTES = 4096
BATCH = 25


@pytest.fixture
def service() -> Iterator[Service]:
    """The service on the twin at full size, too: only the twin holds so many items."""
    with deployed(twin=True):
        yield Service()


def learner_with(service: Service, lessons: int) -> None:
    """A learner with a certificate, and progress of this many lessons."""
    certified(service)
    [first, *_] = items("lesson-progress")
    watched = {"watched": {"NS": [str(hundredth) for hundredth in range(100)]}}
    left = lessons - len(items("lesson-progress"))
    load("lesson-progress", ({**first, **watched, "course_lesson": {"S": f"c#{at:06}"}} for at in range(left)))
    assert len(items("lesson-progress")) == lessons


def export(service: Service) -> Answer:
    return service.call("GET", f"{URL}/export", caller=SHOP)


def stored(answer: Answer) -> Any:  # noqa: ANN401 - JSON
    """The export that a redirect leads to."""
    url = urlsplit(answer.headers["Location"])
    assert parse_qs(url.query)["X-Amz-Expires"] == ["60"]
    content = client("s3").get_object(Bucket=BUCKET, Key=unquote(url.path.lstrip("/")))["Body"].read()
    return json.loads(content)


def exports() -> list[str]:
    listed = client("s3").list_objects_v2(Bucket=BUCKET, Prefix="exports/learners/anna/")
    return [entry["Key"] for entry in listed.get("Contents", [])]


def erase(service: Service) -> Answer:
    return service.call("DELETE", URL, caller=SHOP)


def in_requests_of(milliseconds: int, service: Service) -> None:
    """Let each question about the time take this long, from the start of each request on."""
    left = count(20_000, -milliseconds)
    service.context = Context(get_remaining_time_in_millis=lambda: next(left))


# ------------------------------------------------------------------ export


def test_an_export_that_is_too_large_for_a_response_is_stored_and_linked(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    learner_with(service, LESSONS)
    # At full size, the product's own limit.
    if LESSONS < 11_000:
        whole = export(service)
        assert whole.status == 200
        monkeypatch.setattr(large_answers, "MAX_INLINE_BYTES", 50_000)
        assert {**stored(export(service)), "exported_at": ""} == {**whole.json, "exported_at": ""}
    answer = export(service)
    assert (answer.status, answer.content) == (302, b"")
    held = stored(answer)
    assert len(held["lesson_progress"]) == LESSONS
    assert held.keys() == {
        "user_id", "exported_at", "enrollments", "lesson_progress", "completions", "certificates", "profile", "changes"
    }  # fmt: skip
    for name in ("enrollments", "completions", "certificates", "changes"):
        assert len(held[name]) == 1


def test_an_export_of_more_than_one_part_is_whole(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    learner_with(service, 300)
    monkeypatch.setattr(large_answers, "MAX_INLINE_BYTES", 5_000)
    monkeypatch.setattr("shared.stores.multipart.PART_BYTES", 20_000)
    monkeypatch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", 1)
    with calls("s3") as made:
        answer = export(service)
    assert made.count("UploadPart") > 2
    assert made.count("CompleteMultipartUpload") == 1
    assert len(stored(answer)["lesson_progress"]) == 300


def test_the_exports_of_an_erased_learner_are_removed(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large_answers, "MAX_INLINE_BYTES", 50)
    certified(service)
    for _ in range(2):
        assert export(service).status == 302
    assert len(exports()) == 2
    assert erase(service).status == 204
    assert exports() == []


# ------------------------------------------------------------------ erasure


def test_a_learner_with_much_progress_is_erased_by_repeated_requests(service: Service) -> None:
    code = certified_with_much_progress(service)
    statuses: list[int] = []
    left: list[int] = []
    while not statuses or statuses[-1] != 204:
        # An answer of DynamoDB takes 20 ms; in the small size, as long as it may.
        in_requests_of(20 if LESSONS == 11_000 else 700, service)
        statuses.append(erase(service).status)
        left.append(len(items("lesson-progress")))
        # What anything is issued or recorded for is gone at once.
        assert items("enrollments") == []
    assert statuses[:-1] == [202] * (len(statuses) - 1)
    assert len(statuses) > 2
    assert left == sorted(left, reverse=True)
    assert left[-1] == 0
    assert items("completions") == []
    service.context = Context()
    assert verify(service, code).json["issued_name"] == ""
    assert erase(service).status == 204


def certified_with_much_progress(service: Service) -> str:
    learner_with(service, LESSONS)
    [certificate] = items("course-certificates")
    found: str = certificate["verification_code"]["S"]
    return found


def test_an_erasure_without_time_for_more_does_one_batch(service: Service) -> None:
    learner_with(service, 300)
    seen = []
    for _ in range(3):
        service.context = Context(get_remaining_time_in_millis=lambda: 10_000)
        assert erase(service).status == 202
        seen.append((len(items("enrollments")), [one["issued_name"]["S"] for one in items("course-certificates")]))
    assert seen[0] == (0, ["Anna Łukasiewicz"])
    assert seen[1] == (0, [""])


def of(made: list[Call], operation: str, table: str) -> list[Call]:
    return [call for call in made if call.operation == operation and call.tables == (f"test-{table}",)]


@pytest.mark.parametrize("lessons", [10, 100, size(1000, full=11_000)])
def test_an_erasure_deletes_25_items_with_a_call(service: Service, lessons: int) -> None:
    learner_with(service, lessons)
    pages = math.ceil(sum(map(item_size, items("lesson-progress"))) / READ_BYTES)
    with metered() as made:
        assert erase(service).status == 204
    deletions = of(made, "BatchWriteItem", "lesson-progress")
    assert len(deletions) == math.ceil(lessons / BATCH)
    assert sum(call.writes for call in deletions) == lessons
    [read] = of(made, "Query", "lesson-progress")
    # Strongly consistent: twice what a page of the list reads.
    assert read.reads == pages
    # The profile, the enrollment with its two indexes, the completion, the record of the enrollment with its index; and
    # the name, in two items of a transaction.
    others = [call for call in made if call not in deletions]
    assert sum(call.writes for call in others) == 1 + 3 + 1 + 2 + 2 * 2 + ABSENT
    assert len(others) == 1 + 2 + 2 + 2 + 2 + 3 + 1


# What the transaction requires: that there is no enrollment.
ABSENT = 2


class _Unprocessed:
    """An answer of DynamoDB that leaves the last of a batch."""

    def __init__(self, table: str, key: dict[str, Any]) -> None:
        left = {"UnprocessedItems": {f"test-{table}": [{"DeleteRequest": {"Key": key}}]}}
        self._content = json.dumps(left).encode()

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:  # noqa: ANN401 - as urllib3
        yield self._content


def leaving(key: dict[str, Any]) -> AWSResponse:
    return AWSResponse("https://dynamodb.example/", 200, HTTPHeaders(), _Unprocessed("enrollments", key))


KEY = {"user_id": {"S": "anna"}, "course_id": {"S": "course-1"}}


def test_what_dynamodb_leaves_of_a_batch_is_deleted(service: Service) -> None:
    certified(service)
    with broken(leaving(KEY), operation="BatchWriteItem", times=1):
        assert erase(service).status == 204
    assert items("enrollments") == []


def test_an_erasure_of_which_dynamodb_leaves_some_each_time_is_to_be_repeated(service: Service) -> None:
    certified(service)
    with broken(leaving(KEY), operation="BatchWriteItem"):
        assert refusal(erase(service)) == (503, "unavailable")
    assert erase(service).status == 204
    assert items("enrollments") == items("lesson-progress") == []


class _SomeLeft:
    def __init__(self, code: str) -> None:
        self._code = code

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:  # noqa: ANN401 - as urllib3
        error = f"<Error><Key>k</Key><Code>{self._code}</Code><Message>m</Message></Error>"
        yield f'<?xml version="1.0"?><DeleteResult>{error}</DeleteResult>'.encode()


@pytest.mark.parametrize(
    ("code", "answer"), [("InternalError", (503, "unavailable")), ("AccessDenied", (500, "internal_error"))]
)
def test_objects_that_s3_leaves_are_not_taken_for_deleted(service: Service, code: str, answer: tuple[int, str]) -> None:
    certified(service)
    service.may_fail = True
    left = AWSResponse("https://s3.example/", 200, HTTPHeaders(), _SomeLeft(code))
    with broken(left, service="s3", operation="DeleteObjects"):
        assert refusal(erase(service)) == answer
    assert erase(service).status == 204


def test_an_erasure_waits_for_no_bucket_that_does_not_answer(service: Service) -> None:
    certified(service)
    put_course(service)
    with broken(s3_refusal("SlowDown", 503), service="s3"):
        assert refusal(erase(service)) == (503, "unavailable")
    assert erase(service).status == 204
