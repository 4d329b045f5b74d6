"""Imports of files of learners: previewed, done row by row by a job that may die anywhere, with a result."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from shared.aws.connection import client
from shared.edge import clock
from shared.usecases import enrollment_imports
from tests.support import imports, queues
from tests.support.aws import deployed, items
from tests.support.imports import COURSE, IMPORTS, counts, imported, put_learner, put_pending, result, shown, start
from tests.support.payments import charge_refunded, deliver, purchase
from tests.support.queues import ENROLLMENT_IMPORTS
from tests.support.service import ADMIN, SHOP, Caller, Context, Service
from tests.support.steps import (
    ANNA,
    COURSE_ID,
    enable_certificates,
    enroll,
    enrollment,
    finish_lessons,
    get_certificate,
    put_course,
    refusal,
)
from tests.support.wire import ProcessKilled, broken, just_before, killed

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
# Enough for each call of a row, but not for another row.
SHORT = Context(get_remaining_time_in_millis=lambda: 15_000)
TEACHER = Caller("teacher-3", scope="instructor")


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    """The service on the twin, at full size too; its clock stands still."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    with deployed(twin=True):
        made = Service()
        put_course(made)
        yield made


def five_hundred_rows() -> str:
    """Of which 20 cannot be imported, of five kinds."""
    bad = [
        "no address,Nobody",
        ",Nobody",
        "ok@example.org," + "x" * 301,
        "learner2@example.org,Again",
        "a b@c.de,Space",
    ]
    rows = [f"learner{number}@example.org,Learner {number}" for number in range(480)]
    # The last row that is about the same learner as another is bad, wherever it stands.
    return "\n".join(["email,name", *rows[:240], *(bad * 4), *rows[240:]]) + "\n"


def test_of_five_hundred_rows_the_twenty_bad_ones_do_not_stop_the_others(service: Service) -> None:
    upload_id = imports.upload(service, five_hundred_rows())
    previewed = imports.preview(service, upload_id).json
    assert (previewed["rows"], previewed["counts"]) == (500, counts(new=480, bad=20))
    assert items("pending-enrollments") == []
    done = imported(service, five_hundred_rows())
    assert (done["status"], done["done"], done["counts"]) == ("done", 500, counts(new=480, bad=20))
    assert len(items("pending-enrollments")) == 480
    rows = result(done["import_id"])
    assert [row["Row"] for row in rows] == [str(number) for number in range(2, 502)]
    assert [row["Result"] for row in rows].count("Waits for this e-mail address") == 480
    bad = [row for row in rows if row["Result"] == "Not imported"]
    assert {row["Reason"] for row in bad[:5]} == {
        "This is not an e-mail address.",
        "Neither a user id nor an e-mail address is given.",
        "The name is longer than 300 characters.",
        "Row 4 is about the same learner.",
    }


def refunded(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order of a learner was refunded; payment events are of today."""
    with monkeypatch.context() as today:
        today.setattr(clock, "now", lambda: datetime.now(UTC))
        deliver(service, purchase(COURSE_ID, user_id="refunded"), charge_refunded())


def test_a_preview_tells_what_each_row_would_do_and_changes_nothing(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_learner(service, "same", learner_name="Same", status="active")
    put_learner(service, "renamed", learner_name="Old", status="active")
    put_learner(service, "cancelled", status="cancelled")
    put_pending(service, "waits@example.org", learner_name="Waits")
    put_learner(service, "ended", status="active", access_expires_at="2026-01-31T00:00:00Z")
    refunded(service, monkeypatch)
    before = items("enrollments")
    content = (
        "user_id;email;name;access_expires_at;phone\r\n"
        "new;;New;31.12.2026;1\r\n"
        "same;;Same;;2\r\n"
        "renamed;;Renamed;;3\r\n"
        "cancelled;;;;4\r\n"
        "refunded;;;;5\r\n"
        ";Waits@Example.org;Waits;;6\r\n"
        ";new@example.org;;;7\r\n"
        "a b;;;;8\r\n"
        "ended;;;;9\r\n"
    )
    previewed = imports.preview(service, imports.upload(service, content)).json
    assert [(row["row"], row["verdict"], row["waits"]) for row in previewed["items"]] == [
        (2, "new", False),
        (3, "unchanged", False),
        (4, "updated", False),
        (5, "updated", False),
        (6, "refunded", False),
        (7, "unchanged", True),
        (8, "new", True),
        (9, "bad", False),
        (10, "ended", False),
    ]
    assert previewed["items"][0]["access_expires_at"] == "2027-01-01T00:00:00.000000Z"
    assert (previewed["delimiter"], previewed["ignored_columns"]) == (";", ["phone"])
    assert previewed["file_name"] == "Frühling 2026.csv"
    assert items("enrollments") == before


def test_the_import_does_what_the_preview_said_and_says_who_did_it(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_course(service, instructors=["teacher-3"])
    put_learner(service, "cancelled", status="cancelled")
    refunded(service, monkeypatch)
    started = start(service, "user_id,name\nanna,Anna Nowak\ncancelled,\nrefunded,New name\n", caller=TEACHER)
    assert (started["status"], started["requested_by"]) == ("running", "teacher-3")
    imports.run()
    done = shown(service, started["import_id"], TEACHER)
    assert (done["status"], done["counts"]) == ("done", counts(new=1, updated=1, refunded=1))
    stored = {item["user_id"]["S"]: item for item in items("enrollments")}
    assert stored["anna"]["enrolled_by"] == {"S": "teacher-3"}
    assert (stored["anna"]["learner_name"]["S"], stored["cancelled"]["status"]["S"]) == ("Anna Nowak", "active")
    assert (stored["refunded"]["status"]["S"], "learner_name" in stored["refunded"]) == ("refunded", False)
    assert [row["Result"] for row in result(done["import_id"])] == ["Enrolled", "Updated", "Not imported"]


@pytest.mark.parametrize("kind", ["enroll", "history"])
def test_the_same_file_again_changes_nothing(service: Service, kind: str) -> None:
    content = "user_id,email,name,completed_at\nanna,,Anna,2024-06-30\n,ben@example.org,Ben,2024-06-30\n"
    assert imported(service, content, kind)["counts"] == counts(new=2)
    before = [items(table) for table in ("enrollments", "pending-enrollments", "completions", "unclaimed-purchases")]
    again = imported(service, content, kind)
    assert again["counts"] == counts(unchanged=2)
    after = [items(table) for table in ("enrollments", "pending-enrollments", "completions", "unclaimed-purchases")]
    assert after == before


def test_what_was_not_imported_can_be_mended_in_the_result_and_imported_again(service: Service) -> None:
    done = imported(service, "user_id,name,access_expires_at\nanna,=Anna,2026-12-31\na b,Ben,\n")
    key = f"imports/{COURSE_ID}/{done['import_id']}/result.csv"
    content = client("s3").get_object(Bucket="test-certificates", Key=key)["Body"].read()
    assert b'"\'=Anna"' in content
    again = imported(service, content.replace(b'"a b"', b'"ben"'))
    assert again["counts"] == counts(new=1, unchanged=1)
    assert enrollment(service)["learner_name"] == "=Anna"


@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_a_run_that_dies_at_any_of_its_calls_is_finished_by_the_next_delivery_with_the_same_result(
    service: Service, monkeypatch: pytest.MonkeyPatch, *, done: bool
) -> None:
    monkeypatch.setattr(enrollment_imports, "CHUNK", 2)
    put_learner(service, "old", learner_name="Old", status="active")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    died = 0
    while True:
        content = (
            "user_id,email,name,completed_at\n"
            f"learner{died},,Learner,2024-06-30\n"
            f"old,,Name {died},2024-06-30\n"
            f",learner{died}@example.org,,2024-06-30\n"
            ",bad,,2024-06-30\n"
        )
        started = start(service, content, "history")
        [message] = queues.received(ENROLLMENT_IMPORTS)
        try:
            with killed(at=died + 1, done=done, services=("dynamodb", "s3")):
                queues.run_function(ENROLLMENT_IMPORTS, [message])
        except ProcessKilled:
            died += 1
        else:
            break
        queues.run_function(ENROLLMENT_IMPORTS, [message])
        found = shown(service, started["import_id"])
        assert (found["status"], found["counts"]) == ("done", counts(new=2, updated=1, bad=1))
        assert [row["Result"] for row in result(started["import_id"])] == [
            "Enrolled",
            "Updated",
            "Waits for this e-mail address",
            "Not imported",
        ]
    assert died > 10
    assert len(items("enrollments")) == len(items("completions")) == died + 2


def test_many_rows_are_done_within_the_time_budget_by_several_messages(service: Service) -> None:
    content = "user_id\n" + "".join(f"learner-{number}\n" for number in range(5))
    started = start(service, content)
    delivered, seen = 0, []
    while received := queues.received(ENROLLMENT_IMPORTS):
        delivered += len(received)
        queues.run_function(ENROLLMENT_IMPORTS, received, SHORT)
        seen.append(shown(service, started["import_id"])["done"])
    assert delivered > 2
    assert seen == sorted(seen)
    assert shown(service, started["import_id"])["counts"] == counts(new=5)


def test_of_two_deliveries_at_once_each_row_is_done_once(service: Service) -> None:
    content = "user_id,completed_at\n" + "".join(f"learner-{number},2024-06-30\n" for number in range(5))
    started = start(service, content, "history")
    [message] = queues.received(ENROLLMENT_IMPORTS)
    with just_before("TransactWriteItems", lambda: queues.run_function(ENROLLMENT_IMPORTS, [message]), skip=2):
        queues.run_function(ENROLLMENT_IMPORTS, [message])
    assert shown(service, started["import_id"])["counts"] == counts(new=5)
    assert [row["Result"] for row in result(started["import_id"])] == ["Enrolled"] * 5
    assert len(items("completions")) == 5


def test_a_message_that_is_delivered_again_writes_nothing(service: Service) -> None:
    start(service, "user_id\nanna\n")
    [message] = queues.received(ENROLLMENT_IMPORTS)
    queues.run_function(ENROLLMENT_IMPORTS, [message])
    before = [items("enrollments"), items("enrollment-imports")]
    put_learner(service, "anna", status="cancelled")
    queues.run_function(ENROLLMENT_IMPORTS, [message])
    assert enrollment(service)["status"] == "cancelled"
    assert items("enrollment-imports") == before[1]


def test_starting_it_again_returns_the_same_import_and_continues_one_that_was_lost(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload_id = imports.upload(service, "user_id\nanna\n")
    digest = imports.preview(service, upload_id).json["sha256"]
    body = {"upload_id": upload_id, "sha256": digest, "kind": "enroll"}
    with broken(EndpointConnectionError(endpoint_url=ENROLLMENT_IMPORTS), service="sqs"):
        assert refusal(service.call("POST", IMPORTS, caller=ADMIN, body=body)) == (503, "unavailable")
    assert service.call("POST", IMPORTS, caller=ADMIN, body=body).json["import_id"] == upload_id
    assert len(queues.received(ENROLLMENT_IMPORTS)) == 1
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=15))
    assert shown(service, upload_id)["status"] == "failed"
    assert service.call("POST", IMPORTS, caller=ADMIN, body=body).json["status"] == "running"
    assert imports.run() == 1
    assert shown(service, upload_id)["counts"] == counts(new=1)
    assert service.call("POST", IMPORTS, caller=ADMIN, body=body).json["status"] == "done"
    assert len(items("enrollment-imports")) == 1


def test_a_file_that_was_replaced_after_its_preview_is_not_imported(service: Service) -> None:
    upload_id = imports.upload(service, "user_id\nanna\n")
    digest = imports.preview(service, upload_id).json["sha256"]
    key = f"import-uploads/{COURSE_ID}/{upload_id}"
    client("s3").put_object(Bucket="test-templates", Key=key, Body=b"user_id\nmallory\n")
    body = {"upload_id": upload_id, "sha256": digest, "kind": "enroll"}
    assert refusal(service.call("POST", IMPORTS, caller=ADMIN, body=body)) == (422, "import_invalid")
    assert items("enrollment-imports") == []


def test_a_file_that_is_replaced_after_the_start_is_imported_as_it_was(service: Service) -> None:
    started = start(service, "user_id\nanna\n")
    key = f"import-uploads/{COURSE_ID}/{started['import_id']}"
    client("s3").put_object(Bucket="test-templates", Key=key, Body=b"user_id\nmallory\n")
    imports.run()
    assert [item["user_id"]["S"] for item in items("enrollments")] == ["anna"]


def test_the_result_has_a_link_for_a_minute_and_the_import_is_listed_for_a_week(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = imported(service, "user_id\nanna\n")
    assert "result.csv" in done["url"]
    assert done["url_expires_at"] == "2026-03-02T09:16:00.000000Z"
    later = start(service, "user_id\nben\n")
    assert (later["status"], later["url"]) == ("running", None)
    listed = service.call("GET", IMPORTS, caller=ADMIN).json["items"]
    assert {one["import_id"] for one in listed} == {later["import_id"], done["import_id"]}
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=7))
    assert service.call("GET", IMPORTS, caller=ADMIN).json["items"] == []
    url = f"{IMPORTS}/{done['import_id']}"
    assert refusal(service.call("GET", url, caller=ADMIN)) == (404, "import_not_found")


def test_history_is_recorded_with_its_dates_and_a_certificate_is_ready(service: Service) -> None:
    enable_certificates(service)
    done = imported(service, "user_id,name,completed_at\nanna,Anna Nowak,30.06.2024\n", "history")
    assert done["counts"] == counts(new=1)
    stored = enrollment(service)
    assert stored["completed_at"] == stored["all_lessons_completed_at"] == "2024-06-30T00:00:00.000000Z"
    assert stored["completion_source"] == "imported"
    [record] = items("completions")
    assert (record["completed_at"]["S"], record["source"]["S"]) == ("2024-06-30T00:00:00.000000Z", "imported")
    certificate = get_certificate(service, ANNA, "application/json").json
    # The date on a certificate is that of its issue.
    assert (certificate["issued_on"], certificate["issued_name"]) == ("2026-03-02", "Anna Nowak")


def test_a_completion_that_laurel_detected_wins(service: Service) -> None:
    enroll(service)
    finish_lessons(service)
    service.deliver(*(item for item in items("lesson-progress") if "completed_at" in item))
    before = enrollment(service)
    assert imported(service, "user_id,completed_at\nanna,2024-06-30\n", "history")["counts"] == counts(unchanged=1)
    after = enrollment(service)
    assert (after["completed_at"], after["completion_source"]) == (before["completed_at"], None)


def test_a_completion_that_is_detected_during_the_import_wins(service: Service) -> None:
    enroll(service)
    finish_lessons(service)
    lessons = [item for item in items("lesson-progress") if "completed_at" in item]
    start(service, "user_id,completed_at\nanna,2024-06-30\n", "history")
    with just_before("TransactWriteItems", lambda: service.deliver(*lessons)):
        imports.run()
    assert enrollment(service)["completion_source"] is None
    assert len(items("completions")) == 1


def test_lessons_that_are_finished_after_an_imported_completion_do_not_change_it(service: Service) -> None:
    imported(service, "user_id,completed_at\nanna,2024-06-30\n", "history")
    finish_lessons(service)
    service.deliver(*(item for item in items("lesson-progress") if "completed_at" in item))
    stored = enrollment(service)
    assert (stored["completed_at"], stored["completion_source"]) == ("2024-06-30T00:00:00.000000Z", "imported")
    assert service.call("GET", f"{COURSE}/learners/anna", caller=ADMIN).json["percent"] == 100


def test_history_does_not_restore_a_cancelled_enrollment(service: Service) -> None:
    put_learner(service, "anna", status="cancelled")
    imported(service, "user_id,completed_at\nanna,2024-06-30\n", "history")
    stored = enrollment(service)
    assert (stored["status"], stored["completion_source"]) == ("cancelled", "imported")


@pytest.mark.parametrize(("announce", "silent"), [(True, False), (False, True)])
def test_imported_completions_are_announced_only_if_the_staff_wants_it(
    service: Service, *, announce: bool, silent: bool
) -> None:
    imported(service, "user_id,completed_at\nanna,2024-06-30\n", "history", announce=announce)
    [record] = items("completions")
    assert ("is_silent" in record) is silent


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04\x14\x00", "This is a workbook"),
        (b"", "The file is empty."),
        (b"\n\n", "The file is empty."),
        (b"user_id\n", "no rows below"),
        (b"name\nAnna\n", "one of which must be user_id or email"),
        (b"user_id,User ID\na,b\n", "Two columns are the learner's user_id"),
        (b"user_id\n" + b"a\n" * 10_001, "more than 10,000 rows"),
        (b"user_id\n\0\n", "not a text file"),
    ],
    ids=str,
)
def test_a_file_that_cannot_be_imported_is_refused_with_the_reason(
    service: Service, content: bytes, reason: str
) -> None:
    answer = imports.preview(service, imports.upload(service, content or b" "))
    assert refusal(answer) == (422, "import_invalid")
    assert reason in answer.json["detail"]


def test_history_needs_the_column_of_dates(service: Service) -> None:
    answer = imports.preview(service, imports.upload(service, "user_id\nanna\n"), "history")
    assert "needs a column completed_at" in answer.json["detail"]


def test_a_file_that_is_too_large_and_an_upload_that_is_missing_are_refused(service: Service) -> None:
    body = {"file_name": "learners.csv", "size_bytes": 4 * 1024**2 + 1}
    assert refusal(service.call("POST", f"{IMPORTS}/uploads", caller=ADMIN, body=body)) == (413, "import_too_large")
    assert refusal(imports.preview(service, "nothing")) == (422, "import_invalid")


def test_an_import_of_another_course_is_not_found(service: Service) -> None:
    put_course(service, "course-2", slug="rye")
    done = imported(service, "user_id\nanna\n")
    url = f"/admin/courses/course-2/enrollment-imports/{done['import_id']}"
    assert refusal(service.call("GET", url, caller=ADMIN)) == (404, "import_not_found")


def test_a_learner_who_is_erased_during_an_import_is_enrolled_before_or_after_it(service: Service) -> None:
    put_learner(service, "anna", learner_name="Anna", status="active")
    start(service, "user_id,name\nanna,Anna Nowak\n")
    with just_before("TransactWriteItems", lambda: service.call("DELETE", "/service/learners/anna", caller=SHOP)):
        imports.run()
    [stored] = items("enrollments")
    assert stored["created_at"] == stored["changed_at"]


def test_a_message_names_no_learner(service: Service) -> None:
    started = start(service, "user_id\nanna\n")
    [message] = queues.received(ENROLLMENT_IMPORTS)
    body: dict[str, Any] = json.loads(message["Body"])
    assert body == {"course_id": COURSE_ID, "import_id": started["import_id"], "done": 0}
