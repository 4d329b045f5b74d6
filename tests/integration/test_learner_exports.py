"""Exports of a course's learners as CSV: a job that writes to S3, and its link."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from shared.aws.connection import client
from shared.edge import clock
from shared.stores import multipart
from shared.usecases import learner_exports
from tests.support import queues
from tests.support.aws import deployed, items, load
from tests.support.queues import AMPLE, LEARNER_EXPORTS
from tests.support.service import ADMIN, SHOP, Answer, Caller, Context, Service
from tests.support.steps import (
    COURSE_ID,
    certified,
    course,
    enroll,
    put_course,
    refusal,
)
from tests.support.wire import ProcessKilled, broken, calls, just_before, killed

URL = f"/admin/courses/{COURSE_ID}/learner-exports"
# Enough for each call, but not for another part.
SHORT = Context(get_remaining_time_in_millis=lambda: 10_500)
NOW = datetime(2026, 2, 3, 22, 30, tzinfo=UTC)
BUCKET = "test-certificates"


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service on the twin, which holds many learners, at full size too; and its clock stands still."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with deployed(twin=True):
        yield Service()


def start(service: Service) -> Answer:
    return service.call("POST", URL, caller=ADMIN)


def started(service: Service) -> str:
    answer = start(service)
    assert answer.status == 202
    export_id: str = answer.json["export_id"]
    return export_id


def shown(service: Service, export_id: str) -> dict[str, Any]:
    answer = service.call("GET", f"{URL}/{export_id}", caller=ADMIN)
    assert answer.status == 200
    found: dict[str, Any] = answer.json
    return found


def run(context: Context = AMPLE) -> int:
    return queues.run_until_empty(LEARNER_EXPORTS, context)


def content() -> str:
    """The one file of an export."""
    (entry,) = client("s3").list_objects_v2(Bucket=BUCKET, Prefix="exports/courses/").get("Contents", [])
    found: bytes = client("s3").get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read()
    return found.decode("utf-8-sig")


def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(), newline="")))


def enroll_many(service: Service, learners: int) -> list[str]:
    """Enroll learners, and store many more like the first."""
    put_course(service)
    enroll(service, Caller("learner-00000", name="Learner"))
    [first] = items("enrollments")
    user_ids = [f"learner-{number:05}" for number in range(learners)]
    load("enrollments", [{**first, "user_id": {"S": user_id}} for user_id in user_ids])
    return user_ids


def in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of three learners; moto's minimum is S3's."""
    monkeypatch.setattr(multipart, "PART_BYTES", 150)
    monkeypatch.setattr("moto.settings.S3_UPLOAD_PART_MIN_SIZE", 1)
    monkeypatch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", 1)


def test_an_export_has_each_learner_of_the_course_as_the_instructors_page_shows_them(service: Service) -> None:
    certified(service, learner_name='Nguyễn, Thị "Ánh"')
    enroll(service, Caller("ben"), learner_name="=1+1")
    put_course(service, "course-2", slug="rye")
    export_id = started(service)
    assert run() == 1
    found = shown(service, export_id)
    assert (found["status"], found["rows"]) == ("done", 2)
    anna, ben = rows()
    completed_at = next(item["completed_at"]["S"] for item in items("enrollments") if "completed_at" in item)
    assert anna == {
        "Name": 'Nguyễn, Thị "Ánh"',
        "User id": "anna",
        "Lessons completed": "4",
        "Lessons in the course": "4",
        "Percent": "100",
        "Completed at (UTC)": completed_at[:19].replace("T", " "),
        "Certificate": "Issued",
    }
    # The apostrophe marks it as text, which a spreadsheet would compute otherwise.
    assert list(ben.values()) == ["'=1+1", "ben", "0", "4", "0", "", "Not earned yet"]


def test_the_link_is_for_a_minute_and_saves_the_file_under_the_name_of_the_course_and_the_day(
    service: Service,
) -> None:
    enroll_many(service, 1)
    export_id = started(service)
    assert shown(service, export_id)["url"] is None
    run()
    found = shown(service, export_id)
    query = parse_qs(urlsplit(found["url"]).query)
    assert query["X-Amz-Expires"] == ["60"]
    assert query["response-content-disposition"] == [
        f'attachment; filename="{course()["slug"]}-learners-2026-02-03.csv"'
    ]
    assert found["url_expires_at"] == "2026-02-03T22:31:00.000000Z"
    assert export_id in found["url"]
    assert len(export_id) == 32


def test_a_course_without_learners_has_a_file_with_the_header_alone(service: Service) -> None:
    put_course(service)
    export_id = started(service)
    run()
    assert shown(service, export_id)["status"] == "done"
    assert content().startswith('"Name","User id",')
    assert rows() == []


def test_a_request_while_an_export_runs_returns_that_export(service: Service) -> None:
    enroll_many(service, 3)
    export_id = started(service)
    assert started(service) == export_id
    run()
    assert shown(service, export_id)["status"] == "done"
    later = started(service)
    assert later != export_id
    assert refusal(service.call("GET", f"{URL}/{export_id}", caller=ADMIN)) == (404, "export_not_found")
    assert shown(service, later)["status"] == "running"


def test_of_two_requests_at_once_one_starts_an_export_and_both_return_it(service: Service) -> None:
    enroll_many(service, 3)
    other: list[str] = []
    with just_before("PutItem", lambda: other.append(started(service))):
        export_id = started(service)
    assert other == [export_id]
    run()
    assert len(rows()) == 3


def test_many_learners_are_written_in_parts_within_the_time_budget(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_parts(monkeypatch)
    everybody = enroll_many(service, 10)
    export_id = started(service)
    messages = []
    while received := queues.received(LEARNER_EXPORTS):
        messages += received
        queues.run_function(LEARNER_EXPORTS, received, SHORT)
    assert len(messages) > 2
    assert len({message["Attributes"]["MessageGroupId"] for message in messages}) == 1
    assert [row["User id"] for row in rows()] == everybody
    assert shown(service, export_id)["rows"] == 10


def test_the_progress_is_shown_while_a_part_is_written(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner_exports, "PROGRESS_ROWS", 4)
    enroll_many(service, 10)
    export_id = started(service)
    seen = []
    with just_before("UpdateItem", lambda: seen.append(shown(service, export_id)["rows"]), times=3):
        run()
    assert seen == [0, 4, 8]


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("learners", [1, 10])
def test_a_run_that_dies_at_any_of_its_calls_is_finished_by_the_next_delivery(
    service: Service, monkeypatch: pytest.MonkeyPatch, learners: int, *, done: bool
) -> None:
    in_small_parts(monkeypatch)
    everybody = enroll_many(service, learners)
    calls_of_a_run = 0
    while True:
        export_id = started(service)
        [message] = queues.received(LEARNER_EXPORTS)
        try:
            with killed(at=calls_of_a_run + 1, done=done, services=("dynamodb", "s3")):
                queues.run_function(LEARNER_EXPORTS, [message])
        except ProcessKilled:
            calls_of_a_run += 1
        else:
            break
        queues.run_function(LEARNER_EXPORTS, [message])
        assert (shown(service, export_id)["status"], shown(service, export_id)["rows"]) == ("done", learners)
        assert [row["User id"] for row in rows()] == everybody
        delete_files()
    # Export, course, learners, file, and the end; a file in parts has more.
    assert calls_of_a_run == (5 if learners == 1 else 15)


def delete_files() -> None:
    for entry in client("s3").list_objects_v2(Bucket=BUCKET, Prefix="exports/")["Contents"]:
        client("s3").delete_object(Bucket=BUCKET, Key=entry["Key"])


def test_a_message_that_is_delivered_again_writes_nothing(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    in_small_parts(monkeypatch)
    enroll_many(service, 10)
    started(service)
    messages = queues.received(LEARNER_EXPORTS)
    queues.run_function(LEARNER_EXPORTS, messages)
    before = items("learner-exports"), content()
    with calls("s3") as made:
        queues.run_function(LEARNER_EXPORTS, messages)
    assert made == []
    assert (items("learner-exports"), content()) == before


def test_of_two_deliveries_at_once_one_writes_the_file_and_the_other_finds_it_done(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_parts(monkeypatch)
    everybody = enroll_many(service, 10)
    started(service)
    messages = queues.received(LEARNER_EXPORTS)
    with just_before("UpdateItem", lambda: queues.run_function(LEARNER_EXPORTS, messages), skip=2):
        queues.run_function(LEARNER_EXPORTS, messages)
    assert [row["User id"] for row in rows()] == everybody


def test_a_part_that_another_delivery_replaced_spoils_no_file(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_parts(monkeypatch)
    enroll_many(service, 10)
    export_id = started(service)
    messages = queues.received(LEARNER_EXPORTS)

    def replace_first_part() -> None:
        (upload,) = client("s3").list_multipart_uploads(Bucket=BUCKET)["Uploads"]
        where = {"Bucket": BUCKET, "Key": upload["Key"], "UploadId": upload["UploadId"]}
        client("s3").upload_part(PartNumber=1, Body=b"something else", **where)

    with (
        just_before("CompleteMultipartUpload", replace_first_part, service="s3"),
        pytest.raises(ClientError, match="InvalidPart"),
    ):
        queues.run_function(LEARNER_EXPORTS, messages)
    assert "Contents" not in client("s3").list_objects_v2(Bucket=BUCKET, Prefix="exports/")
    assert shown(service, export_id)["status"] == "running"


def test_learners_who_are_erased_before_the_last_part_leave_a_complete_file(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_small_parts(monkeypatch)
    everybody = enroll_many(service, 4)
    export_id = started(service)
    queues.run_function(LEARNER_EXPORTS, queues.received(LEARNER_EXPORTS), SHORT)
    written = shown(service, export_id)["rows"]
    assert 0 < written < 4
    for user_id in everybody[written:]:
        assert service.call("DELETE", f"/service/learners/{user_id}", caller=SHOP).status == 204
    run()
    assert shown(service, export_id)["status"] == "done"
    assert [row["User id"] for row in rows()] == everybody[:written]


def test_an_export_that_makes_no_progress_has_failed_and_another_one_replaces_it(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    enroll_many(service, 3)
    export_id = started(service)
    stale = queues.received(LEARNER_EXPORTS)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=14, seconds=59))
    assert started(service) == export_id
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=15))
    assert shown(service, export_id)["status"] == "failed"
    later = started(service)
    assert later != export_id
    with calls("s3") as made:
        queues.run_function(LEARNER_EXPORTS, stale)
    assert made == []
    run()
    assert shown(service, later)["status"] == "done"


def test_an_export_is_not_found_after_a_day(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    enroll_many(service, 3)
    export_id = started(service)
    run()
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=1))
    assert refusal(service.call("GET", f"{URL}/{export_id}", caller=ADMIN)) == (404, "export_not_found")
    # What DynamoDB and S3 delete then.
    assert items("learner-exports")[0]["expires_at"] == {"N": str(int((NOW + timedelta(days=1)).timestamp()))}


def test_an_export_of_an_unknown_course_is_refused(service: Service) -> None:
    assert refusal(start(service)) == (404, "course_not_found")
    assert refusal(service.call("GET", f"{URL}/nothing", caller=ADMIN)) == (404, "export_not_found")
    assert refusal(service.call("GET", f"{URL}/{'x' * 200}", caller=ADMIN)) == (400, "invalid_request")


def test_an_export_that_could_not_be_queued_is_queued_when_the_request_is_repeated(service: Service) -> None:
    enroll_many(service, 3)
    with broken(EndpointConnectionError(endpoint_url=LEARNER_EXPORTS), service="sqs"):
        assert refusal(start(service)) == (503, "unavailable")
    assert queues.received(LEARNER_EXPORTS) == []
    export_id = started(service)
    assert run() == 1
    assert shown(service, export_id)["status"] == "done"


def test_a_message_names_no_learner(service: Service) -> None:
    enroll_many(service, 3)
    export_id = started(service)
    [message] = queues.received(LEARNER_EXPORTS)
    assert json.loads(message["Body"]) == {"course_id": COURSE_ID, "export_id": export_id, "parts": 0}
