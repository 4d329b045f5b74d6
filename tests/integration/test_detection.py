"""Completion is detected from the stored progress, once, whatever the order and number of deliveries."""

import pytest

from tests.support.aws import items
from tests.support.service import SHOP, Service
from tests.support.steps import (
    BEN,
    COURSE_ID,
    completed,
    course,
    deliver_completed_lessons,
    enroll,
    enrollment,
    finish_lessons,
    my_course,
    playback,
    put_course,
    send,
)
from tests.support.wire import broken, calls, just_before
from tests.support.wire import refusal as refused

NOTHING_FAILED: dict[str, list[object]] = {"batchItemFailures": []}


@pytest.fixture(autouse=True)
def _enrolled(service: Service) -> None:
    put_course(service)
    enroll(service)


def test_the_last_lesson_completes_the_course(service: Service) -> None:
    finish_lessons(service)
    assert my_course(service)["badge"] is False
    assert deliver_completed_lessons(service) == NOTHING_FAILED
    found = enrollment(service)
    assert found["completed_at"] == found["all_lessons_completed_at"] is not None
    assert my_course(service)["completed_at"] == found["completed_at"]
    assert my_course(service)["badge"] is True


def test_the_completion_record_agrees_with_the_enrollment(service: Service) -> None:
    finish_lessons(service)
    deliver_completed_lessons(service)
    assert items("completions") == [
        {
            "user_id": {"S": "anna"},
            "course_id": {"S": COURSE_ID},
            "completed_at": {"S": enrollment(service)["completed_at"]},
            "course_title": {"S": "Sourdough bread"},
            "lesson_ids": {"S": '["dough", "flour", "loaf", "starter"]'},
        }
    ]


def test_duplicate_and_reordered_deliveries_set_completed_at_only_once(service: Service) -> None:
    finish_lessons(service)
    records = [item for item in items("lesson-progress") if "completed_at" in item]
    service.deliver(records[-1])
    before = (items("enrollments"), items("completions"))
    service.deliver(*reversed(records))
    for record in (*records, *records):
        service.deliver(record)
    assert (items("enrollments"), items("completions")) == before


def test_a_learner_and_course_is_checked_once_per_batch(service: Service) -> None:
    finish_lessons(service)
    with calls() as made:
        deliver_completed_lessons(service)
    assert made.count("Query") == 1
    assert made.count("TransactWriteItems") == 1


def test_a_check_that_finds_nothing_new_writes_nothing(service: Service) -> None:
    finish_lessons(service)
    deliver_completed_lessons(service)
    with calls() as made:
        deliver_completed_lessons(service)
    assert set(made) == {"GetItem", "Query"}


def test_the_enrollment_and_the_completion_record_are_written_atomically(service: Service) -> None:
    finish_lessons(service)
    image = next(item for item in items("lesson-progress") if "completed_at" in item)
    other = {**image, "user_id": {"S": "nobody"}}
    with broken(refused("InternalServerError", 500), operation="TransactWriteItems"):
        failed = service.deliver(image, other)
    assert failed == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert enrollment(service)["completed_at"] is None
    assert items("completions") == []
    service.deliver(image)
    assert enrollment(service)["completed_at"] is not None


def test_of_two_concurrent_detections_the_first_writer_wins(service: Service) -> None:
    finish_lessons(service)
    image = next(item for item in items("lesson-progress") if "completed_at" in item)
    won: list[str] = []

    def another_detection() -> None:
        service.deliver(image)
        won.append(enrollment(service)["completed_at"])

    with just_before("TransactWriteItems", another_detection):
        assert service.deliver(image) == NOTHING_FAILED
    assert [enrollment(service)["completed_at"]] == won
    assert len(items("completions")) == 1


def test_a_summary_of_an_older_course_never_replaces_a_newer_one(service: Service) -> None:
    finish_lessons(service)
    image = next(item for item in items("lesson-progress") if item["course_lesson"]["S"] == f"{COURSE_ID}#flour")
    longer = [*course()["lessons"], {"lesson_id": "more", "title": "More", "kind": "article"}]
    put_course(service, lessons=longer, completion_rule={"course_percent": 100})

    def course_gets_shorter_again() -> None:
        put_course(service)
        service.deliver(image)

    with just_before("UpdateItem", course_gets_shorter_again):
        assert service.deliver(image) == NOTHING_FAILED
    stored = items("enrollments")[0]
    assert (stored["completed_lessons"], stored["published_lessons"]) == ({"N": "4"}, {"N": "4"})
    assert stored["summary_version"] == {"N": "3"}


def test_a_summary_of_fewer_lessons_never_replaces_one_of_more(service: Service) -> None:
    def image(lesson_id: str) -> dict[str, object]:
        return next(item for item in items("lesson-progress") if item["course_lesson"]["S"].endswith(f"#{lesson_id}"))

    def another_lesson() -> None:
        send(service, playback("starter", [0, 100]))
        service.deliver(image("starter"))

    send(service, completed("flour"))
    with just_before("UpdateItem", another_lesson):
        assert service.deliver(image("flour")) == NOTHING_FAILED
    (stored,) = items("enrollments")
    assert (stored["completed_lessons"], stored["percent"]) == ({"N": "2"}, {"N": "50"})


def test_only_the_malformed_record_of_a_batch_fails(service: Service) -> None:
    finish_lessons(service)
    good = next(item for item in items("lesson-progress") if "completed_at" in item)
    poison = {"user_id": good["user_id"]}
    assert service.deliver(poison, good) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert enrollment(service)["completed_at"] is not None


def test_a_learner_finished_before_detection_existed_is_completed_at_the_next_record(service: Service) -> None:
    finish_lessons(service)
    send(service, completed("flour"))  # a revisit
    service.deliver(
        next(item for item in items("lesson-progress") if item["course_lesson"]["S"] == f"{COURSE_ID}#flour")
    )
    assert enrollment(service)["completed_at"] is not None


def test_a_course_without_published_lessons_is_never_complete(service: Service) -> None:
    finish_lessons(service)
    put_course(service, lessons=[{**lesson, "published": False} for lesson in course()["lessons"]])
    assert deliver_completed_lessons(service) == NOTHING_FAILED
    assert enrollment(service)["completed_at"] is None
    view = my_course(service)
    assert (view["percent"], view["published_lessons"], view["lessons"]) == (0, 0, [])


def test_the_required_percentage_of_lessons_is_rounded_up(service: Service) -> None:
    put_course(service, completion_rule={"course_percent": 51})
    send(service, playback("starter", [0, 100]), playback("dough", [0, 200]))
    deliver_completed_lessons(service)
    assert enrollment(service)["completed_at"] is None
    assert my_course(service)["lessons_needed"] == 1
    send(service, completed("flour"))
    deliver_completed_lessons(service)
    found = enrollment(service)
    assert found["completed_at"] is not None
    assert found["all_lessons_completed_at"] is None


def test_required_lessons_are_required_whatever_the_percentage(service: Service) -> None:
    put_course(service, completion_rule={"course_percent": 50, "required_lessons": ["flour"]})
    send(service, playback("starter", [0, 100]), playback("dough", [0, 200]))
    deliver_completed_lessons(service)
    assert enrollment(service)["completed_at"] is None
    view = my_course(service)
    assert (view["missing_required"], view["lessons_needed"], view["next_lesson"]) == (["flour"], 1, "flour")
    send(service, completed("flour"))
    deliver_completed_lessons(service)
    assert enrollment(service)["completed_at"] is not None


def test_lessons_added_later_do_not_undo_a_completion(service: Service) -> None:
    finish_lessons(service)
    deliver_completed_lessons(service)
    before = enrollment(service)
    put_course(service, lessons=[*course()["lessons"], {"lesson_id": "more", "title": "More", "kind": "article"}])
    deliver_completed_lessons(service)
    assert enrollment(service) == before
    view = my_course(service)
    assert (view["percent"], view["badge"], view["missing_lessons"]) == (80, True, ["more"])


def test_finishing_every_lesson_after_completion_by_the_rule_is_recorded_too(service: Service) -> None:
    put_course(service, completion_rule={"course_percent": 25})
    send(service, completed("flour"))
    deliver_completed_lessons(service)
    before = enrollment(service)
    finish_lessons(service)
    deliver_completed_lessons(service)
    after = enrollment(service)
    assert after["completed_at"] == before["completed_at"]
    assert after["all_lessons_completed_at"] > before["completed_at"]


def test_detection_for_an_erased_learner_does_nothing(service: Service) -> None:
    finish_lessons(service)
    late = [item for item in items("lesson-progress") if "completed_at" in item]
    assert service.call("DELETE", "/service/learners/anna", caller=SHOP).status == 204
    assert service.deliver(*late) == NOTHING_FAILED
    assert items("enrollments") == items("completions") == []


def test_a_learner_erased_during_detection_stays_erased(service: Service) -> None:
    finish_lessons(service)
    late = [item for item in items("lesson-progress") if "completed_at" in item]

    def erase() -> None:
        service.call("DELETE", "/service/learners/anna", caller=SHOP)

    with just_before("TransactWriteItems", erase):
        assert service.deliver(*late) == NOTHING_FAILED
    assert items("enrollments") == items("completions") == []


def test_learners_of_one_batch_are_each_detected(service: Service) -> None:
    enroll(service, BEN)
    finish_lessons(service)
    finish_lessons(service, BEN)
    deliver_completed_lessons(service)
    assert {item["user_id"]["S"] for item in items("completions")} == {"anna", "ben"}
