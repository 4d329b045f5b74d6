"""Assignments that staff mark as done, and undo."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.aws.connection import client
from shared.edge import clock
from tests.support.assignments import LOAF, mark, statuses, undo
from tests.support.aws import items
from tests.support.service import ADMIN, SHOP, Caller, Service
from tests.support.steps import (
    ANNA,
    BEN,
    COURSE_ID,
    certified,
    completed,
    course,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    enrollment,
    get_certificate,
    lesson,
    my_course,
    outcomes,
    playback,
    put_course,
    refusal,
    send,
    send_as_service,
)

CARL = Caller("carl", name="Carl Weiss")


def school(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    assert enroll(service).status == 200


def all_but_the_assignment(service: Service, learner: Caller = ANNA) -> None:
    events = (playback("starter", [0, 100]), playback("dough", [0, 200]), completed("flour"))
    assert outcomes(send(service, *events, learner=learner)) == ["recorded"] * 3
    deliver_completed_lessons(service)


def completed_by_mark(service: Service) -> str:
    """Complete a course by a mark; return when the course was completed."""
    school(service)
    all_but_the_assignment(service)
    assert statuses(mark(service, note="Well baked.")) == ["marked"]
    deliver_completed_lessons(service)
    completed_at: str = enrollment(service)["completed_at"]
    assert completed_at is not None
    return completed_at


def detail(service: Service, learner: Caller = ANNA) -> Any:  # noqa: ANN401
    answer = service.call("GET", f"/admin/courses/{COURSE_ID}/learners/{learner.sub}", caller=ADMIN)
    assert answer.status == 200, answer.content
    return answer.json


def stored_enrollment() -> dict[str, Any]:
    (found,) = items("enrollments")
    return found


# ------------------------------------------------------------------ marking


def test_a_mark_completes_the_assignment_and_with_it_the_course(service: Service) -> None:
    completed_by_mark(service)
    view = my_course(service)
    assert (view["percent"], view["certificate"]["state"]) == (100, "available")
    assert get_certificate(service).status == 200


def test_the_learner_reads_the_note_and_staff_see_who_marked(service: Service) -> None:
    school(service)
    note = "A good crust.\nLet the next one rise longer. ✓"
    answer = mark(service, note=f"  {note}\n")
    assert lesson(service, "loaf")["note"] == note
    assert lesson(service, "flour")["note"] is None
    [standing] = detail(service)["assignments"]
    assert standing.pop("lesson_id") == "loaf"
    assert standing == answer.json["results"][0]["assignment"]
    assert (standing["marked_by"], standing["note"], standing["undone_at"]) == (ADMIN.sub, note, None)
    assert standing["completed_at"] == lesson(service, "loaf")["completed_at"]


def test_a_mark_without_a_note_has_none(service: Service) -> None:
    school(service)
    mark(service, note=" \n ")
    assert lesson(service, "loaf")["note"] is None
    assert "mark_note" not in items("lesson-progress")[0]


def test_a_repeated_mark_changes_nothing(service: Service) -> None:
    school(service)
    mark(service, note="The first.")
    before = items("lesson-progress"), items("enrollments")
    again = mark(service, note="The second.", caller=Caller("admin-2", scope="admin"))
    assert statuses(again) == ["unchanged"]
    assert again.json["results"][0]["assignment"]["note"] == "The first."
    assert (items("lesson-progress"), items("enrollments")) == before


def test_several_learners_are_marked_at_once_and_one_refusal_does_not_affect_the_others(service: Service) -> None:
    school(service)
    enroll(service, BEN, status="cancelled")
    enroll(service, CARL)
    nobody = Caller("nobody")
    answer = mark(service, ANNA, BEN, nobody, CARL, ANNA, note="Thank you.")
    assert statuses(answer) == ["marked", "access_ended", "enrollment_not_found", "marked"]
    assert [result["user_id"] for result in answer.json["results"]] == ["anna", "ben", "nobody", "carl"]
    assert {item["user_id"]["S"] for item in items("lesson-progress")} == {"anna", "carl"}


def test_a_mark_of_a_learner_whose_access_expired_is_refused(service: Service) -> None:
    school(service)
    enroll(service, access_expires_at="2026-01-01T00:00:00Z")
    assert statuses(mark(service)) == ["access_ended"]
    assert items("lesson-progress") == []


@pytest.mark.parametrize("lesson_id", ["flour", "starter", "none", "draft"])
def test_only_published_assignments_are_marked_and_undone(service: Service, lesson_id: str) -> None:
    draft = {"lesson_id": "draft", "title": "Soon", "kind": "assignment", "published": False}
    put_course(service, lessons=[*course()["lessons"], draft])
    enroll(service)
    url = f"/admin/courses/{COURSE_ID}/assignments/{lesson_id}"
    for answer in (
        service.call("POST", f"{url}/marks", caller=ADMIN, body={"user_ids": [ANNA.sub]}),
        service.call(
            "POST", f"{url}/marks/{ANNA.sub}/undo", caller=ADMIN, body={"completed_at": "2026-01-01T00:00:00Z"}
        ),
        service.call("GET", f"{url}/learners", caller=ADMIN),
    ):
        assert refusal(answer) == (404, "assignment_not_found")


def test_an_assignment_of_a_course_that_does_not_exist_is_not_found(service: Service) -> None:
    assert refusal(mark(service)) == (404, "course_not_found")
    assert refusal(service.call("GET", f"/admin/courses/{COURSE_ID}/assignments", caller=ADMIN)) == (
        404,
        "course_not_found",
    )


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"user_ids": []},
        {"user_ids": [f"learner-{number}" for number in range(26)]},
        {"user_ids": ["no spaces"]},
        {"user_ids": ["anna"], "note": "x" * 501},
        {"user_ids": ["anna"], "note": "a\u0000b"},
        {"user_ids": ["anna"], "note": 7},
        {"user_ids": ["anna"], "more": 1},
    ],
    ids=str,
)
def test_a_malformed_request_to_mark_is_refused(service: Service, body: dict[str, Any]) -> None:
    school(service)
    assert refusal(service.call("POST", f"{LOAF}/marks", caller=ADMIN, body=body)) == (400, "invalid_request")


def test_a_note_may_have_500_characters_of_any_script(service: Service) -> None:
    school(service)
    note = "𝄞" * 500
    assert statuses(mark(service, note=note)) == ["marked"]
    assert lesson(service, "loaf")["note"] == note


def test_an_assignment_that_a_service_completed_has_nobody_who_marked_it(service: Service) -> None:
    school(service)
    send_as_service(service, completed("loaf"))
    [standing] = detail(service)["assignments"]
    assert (standing["completed_at"] is not None, standing["marked_by"]) == (True, None)
    assert statuses(mark(service, note="Late.")) == ["unchanged"]


# ------------------------------------------------------------------ undoing


def test_an_undo_opens_the_assignment_again(service: Service) -> None:
    school(service)
    mark(service, note="Too early.")
    deliver_completed_lessons(service)
    answer = undo(service, caller=Caller("admin-2", scope="admin"))
    assert answer.status == 200
    assert (answer.json["completed_at"], answer.json["note"], answer.json["undone_by"]) == (None, None, "admin-2")
    shown = lesson(service, "loaf")
    assert (shown["completed_at"], shown["note"], shown["percent_watched"]) == (None, None, 0)
    assert my_course(service)["completed_lessons"] == 0
    listed = service.call("GET", f"/admin/courses/{COURSE_ID}/learners", caller=ADMIN).json["items"]
    assert (listed[0]["completed_lessons"], listed[0]["percent"]) == (0, 0)
    cards = service.call("GET", "/my-courses", caller=ANNA).json["items"]
    assert cards[0]["completed_lessons"] == 0


def test_a_repeated_undo_changes_nothing(service: Service) -> None:
    school(service)
    mark(service)
    completed_at = lesson(service, "loaf")["completed_at"]
    first = undo(service, completed_at=completed_at)
    before = items("lesson-progress"), items("enrollments")
    again = undo(service, completed_at=completed_at, caller=Caller("admin-2", scope="admin"))
    assert again.json == first.json
    assert (items("lesson-progress"), items("enrollments")) == before


def test_an_undo_of_what_was_never_done_changes_nothing(service: Service) -> None:
    school(service)
    answer = undo(service, completed_at="2026-01-01T00:00:00Z")
    assert (answer.status, answer.json["completed_at"], answer.json["undone_at"]) == (200, None, None)
    assert items("lesson-progress") == []


def test_a_late_repetition_of_an_undo_does_not_undo_a_newer_mark(service: Service) -> None:
    school(service)
    mark(service)
    first = lesson(service, "loaf")["completed_at"]
    undo(service, completed_at=first)
    assert statuses(mark(service, note="Now it is.")) == ["marked"]
    assert refusal(undo(service, completed_at=first)) == (409, "concurrent_change")
    assert lesson(service, "loaf")["note"] == "Now it is."


def test_after_an_undo_no_certificate_is_issued_until_the_assignment_is_done_again(service: Service) -> None:
    completed_by_mark(service)
    assert undo(service).status == 200
    assert my_course(service)["certificate"]["state"] == "locked"
    assert refusal(get_certificate(service)) == (403, "course_not_completed")
    assert statuses(mark(service)) == ["marked"]
    deliver_completed_lessons(service)
    assert get_certificate(service).status == 200


def test_a_completion_that_was_detected_stays(service: Service) -> None:
    completed_at = completed_by_mark(service)
    records = items("completions")
    undo(service)
    view = my_course(service)
    assert (view["completed_at"], view["badge"], view["percent"]) == (completed_at, True, 75)
    assert view["missing_lessons"] == ["loaf"]
    mark(service)
    deliver_completed_lessons(service)
    assert enrollment(service)["completed_at"] == completed_at
    assert items("completions") == records


def test_a_course_is_not_completed_by_a_mark_that_was_undone_before_its_record_arrives(service: Service) -> None:
    school(service)
    all_but_the_assignment(service)
    mark(service)
    late = [item for item in items("lesson-progress") if item["course_lesson"]["S"].endswith("loaf")]
    undo(service)
    assert service.deliver(*late)["batchItemFailures"] == []
    assert enrollment(service)["completed_at"] is None


@pytest.mark.parametrize("revoked", [False, True])
def test_a_certificate_ends_the_possibility_to_undo(service: Service, *, revoked: bool) -> None:
    certificate = certified(service)
    if revoked:
        url = f"/admin/certificates/{certificate['public_id']}/revoke"
        assert service.call("POST", url, caller=ADMIN, body={"reason": "Copied"}).status == 200
    before = items("lesson-progress"), items("enrollments")
    assert refusal(undo(service)) == (409, "certificate_issued")
    assert (items("lesson-progress"), items("enrollments")) == before


def test_an_erased_certificate_of_a_learner_who_is_enrolled_again_does_not_matter(service: Service) -> None:
    certified(service)
    assert service.call("DELETE", f"/service/learners/{ANNA.sub}", caller=SHOP).status == 204
    enroll(service)
    mark(service)
    assert undo(service).status == 200


def test_an_assignment_that_a_service_completed_is_undone_too(service: Service) -> None:
    school(service)
    send_as_service(service, completed("loaf"))
    deliver_completed_lessons(service)
    assert undo(service).json["undone_by"] == ADMIN.sub
    assert lesson(service, "loaf")["completed_at"] is None


def test_an_undo_needs_an_enrollment_and_no_access(service: Service) -> None:
    school(service)
    mark(service)
    completed_at = lesson(service, "loaf")["completed_at"]
    enroll(service, status="cancelled")
    assert refusal(undo(service, BEN, completed_at)) == (404, "enrollment_not_found")
    assert undo(service, completed_at=completed_at).status == 200


@pytest.mark.parametrize("body", [{}, {"completed_at": "yesterday"}, {"completed_at": None}, {"completed_at": 1}])
def test_a_malformed_undo_is_refused(service: Service, body: dict[str, Any]) -> None:
    school(service)
    answer = service.call("POST", f"{LOAF}/marks/{ANNA.sub}/undo", caller=ADMIN, body=body)
    assert refusal(answer) == (400, "invalid_request")


def test_a_mark_after_all_lessons_is_undone_without_the_right_to_a_certificate(service: Service) -> None:
    completed_by_mark(service)
    more = {"lesson_id": "roll", "title": "Your roll", "kind": "assignment"}
    put_course(service, lessons=[*course()["lessons"], more])
    roll = f"/admin/courses/{COURSE_ID}/assignments/roll"
    service.call("POST", f"{roll}/marks", caller=ADMIN, body={"user_ids": [ANNA.sub]})
    body = {"completed_at": lesson(service, "roll")["completed_at"]}
    assert service.call("POST", f"{roll}/marks/{ANNA.sub}/undo", caller=ADMIN, body=body).status == 200
    assert my_course(service)["missing_lessons"] == ["roll"]
    assert get_certificate(service).status == 200


# ------------------------------------------------------------------ events of services


@pytest.mark.parametrize(("minutes", "status"), [(-5, "merged"), (5, "recorded")])
def test_an_event_from_before_an_undo_completes_nothing(
    service: Service, monkeypatch: pytest.MonkeyPatch, minutes: int, status: str
) -> None:
    school(service)
    mark(service)
    undone_at = datetime.fromisoformat(undo(service).json["undone_at"])
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(hours=1))
    event = completed("loaf", occurred_at=(undone_at + timedelta(minutes=minutes)).isoformat())
    assert outcomes(send_as_service(service, event, event)) == [status, status]
    assert (lesson(service, "loaf")["completed_at"] is not None) == (status == "recorded")
    cards = service.call("GET", "/my-courses", caller=ANNA).json["items"]
    assert cards[0]["completed_lessons"] == int(status == "recorded")


def test_a_late_event_leaves_a_newer_mark_as_it_is(service: Service) -> None:
    school(service)
    before = completed("loaf")
    mark(service)
    undo(service)
    mark(service, note="Now it is.")
    assert outcomes(send_as_service(service, before)) == ["merged"]
    assert (lesson(service, "loaf")["note"], lesson(service, "loaf")["completed_at"]) != (None, None)


def test_a_service_that_completes_again_has_no_mark(service: Service) -> None:
    school(service)
    mark(service, note="Well baked.")
    undo(service)
    assert outcomes(send_as_service(service, completed("loaf"))) == ["recorded"]
    [standing] = detail(service)["assignments"]
    assert (standing["marked_by"], standing["note"], standing["undone_by"]) == (None, None, ADMIN.sub)


# ------------------------------------------------------------------ data


def test_the_export_has_who_marked_and_undid(service: Service) -> None:
    school(service)
    mark(service, note="Too early.")
    undo(service)
    url = f"/service/learners/{ANNA.sub}/export"
    [record] = service.call("GET", url, caller=SHOP).json["lesson_progress"]
    assert (record["marked_by"], record["undone_by"], record["note"]) == (ADMIN.sub, ADMIN.sub, None)
    assert record["marked_at"] < record["undone_at"]
    mark(service, note="Now it is.")
    [record] = service.call("GET", url, caller=SHOP).json["lesson_progress"]
    assert (record["note"], record["completed_at"]) == ("Now it is.", record["marked_at"])


def test_an_erasure_removes_notes_and_who_marked(service: Service) -> None:
    school(service)
    mark(service, note="Too early.")
    undo(service)
    assert service.call("DELETE", f"/service/learners/{ANNA.sub}", caller=SHOP).status == 204
    assert [item for table in ("lesson-progress", "enrollments") for item in items(table)] == []


def test_rows_of_an_earlier_release_are_marked_and_undone(service: Service) -> None:
    """They have no summary on the enrollment, and completions of services only."""
    school(service)
    all_but_the_assignment(service)
    send_as_service(service, completed("loaf"))
    for name in ("is_tracked", "pending_lessons", "last_lesson", "last_played_at"):
        client("dynamodb").update_item(
            TableName="test-enrollments",
            Key={"user_id": {"S": ANNA.sub}, "course_id": {"S": COURSE_ID}},
            UpdateExpression="REMOVE #name",
            ExpressionAttributeNames={"#name": name},
        )
    assert undo(service).status == 200
    assert my_course(service)["missing_lessons"] == ["loaf"]
    assert statuses(mark(service)) == ["marked"]
    deliver_completed_lessons(service)
    assert enrollment(service)["completed_at"] is not None
    assert get_certificate(service).status == 200


def test_an_undone_assignment_leaves_the_summary_of_a_recheck_that_is_due(service: Service) -> None:
    school(service)
    mark(service)
    deliver_completed_lessons(service)
    version = stored_enrollment()["summary_version"]
    put_course(service, completion_rule={"lesson_watch_percent": 50, "course_percent": 100, "required_lessons": []})
    undo(service)
    assert stored_enrollment()["summary_version"] == version
    assert my_course(service)["completed_lessons"] == 0
