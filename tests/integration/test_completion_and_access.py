"""Completion is for learners who have access; what they reached while they had it is never lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integration.test_recheck import work_through
from tests.support.aws import items
from tests.support.payments import charge_refunded, deliver, purchase, refund_failed
from tests.support.service import ADMIN, Service
from tests.support.story import (
    COURSE_ID,
    completed,
    deliver_completed_lessons,
    deliver_restored_enrollments,
    enroll,
    enrollment,
    my_course,
    playback,
    put_course,
    send,
)
from tests.support.wire import calls, just_before

VIDEO = [{"lesson_id": "starter", "title": "A starter", "kind": "video", "duration_seconds": 100}]
TWO_LESSONS = [*VIDEO, {"lesson_id": "flour", "title": "On flour", "kind": "article"}]
STRICT = {"lesson_watch_percent": 90}
LOOSE = {"lesson_watch_percent": 60}


def expired() -> str:
    return (datetime.now(UTC) - timedelta(minutes=1)).isoformat()


def refund(service: Service) -> None:
    assert deliver(service, charge_refunded(order_id="order-1")) == ["refunded"]


def fail_the_refund(service: Service) -> None:
    assert deliver(service, refund_failed()) == ["restored"]


def cancel(service: Service) -> None:
    assert enroll(service, status="cancelled").status == 200


def activate(service: Service) -> None:
    assert enroll(service).status == 200


def let_expire(service: Service) -> None:
    assert enroll(service, access_expires_at=expired()).status == 200


def extend(service: Service) -> None:
    assert enroll(service, access_expires_at=None).status == 200


def pay_again(service: Service) -> None:
    assert enroll(service, order_id="order-2").status == 200


def buy_again(service: Service) -> None:
    assert deliver(service, purchase(COURSE_ID, order_id="order-2", payment="pi_2")) == ["enrolled"]


ENDS = [refund, cancel, let_expire]
RESTORED = [
    (refund, fail_the_refund),
    (refund, pay_again),
    (refund, buy_again),
    (cancel, activate),
    (let_expire, extend),
]


@pytest.fixture
def seventy_percent(service: Service) -> Service:
    """A learner who has watched 70 % of the only lesson, of which the rule asks for 90 %."""
    put_course(service, lessons=VIDEO, completion_rule=STRICT)
    enroll(service, order_id="order-1")
    send(service, playback("starter", [0, 70]))
    return service


def completion(service: Service) -> tuple[str | None, int]:
    """When the enrollment says that the course was completed, and how many completion records there are."""
    return enrollment(service)["completed_at"], len(items("completions"))


def instructors_row(service: Service) -> Any:  # noqa: ANN401
    """What the instructor's list shows of the only learner."""
    (row,) = service.call("GET", f"/admin/courses/{COURSE_ID}/learners", caller=ADMIN).json["items"]
    return row


def loosen(service: Service, **course: Any) -> None:  # noqa: ANN401
    put_course(service, lessons=VIDEO, completion_rule=LOOSE, **course)
    work_through()


@pytest.mark.parametrize("end", ENDS)
def test_a_looser_rule_completes_nobody_without_access(
    seventy_percent: Service, end: Callable[[Service], None]
) -> None:
    end(seventy_percent)
    loosen(seventy_percent)
    assert completion(seventy_percent) == (None, 0)
    # Nor is a lesson marked, whose stream record would ask for a check.
    assert not [item for item in items("lesson-progress") if "completed_at" in item]


@pytest.mark.parametrize(("end", "restore"), RESTORED)
def test_access_that_comes_back_is_checked_so_that_nothing_is_lost(
    seventy_percent: Service, end: Callable[[Service], None], restore: Callable[[Service], None]
) -> None:
    end(seventy_percent)
    loosen(seventy_percent)
    restore(seventy_percent)
    assert deliver_restored_enrollments(seventy_percent) == {"batchItemFailures": []}
    completed_at, records = completion(seventy_percent)
    assert completed_at is not None
    assert records == 1
    assert my_course(seventy_percent)["percent"] == instructors_row(seventy_percent)["percent"] == 100


@pytest.mark.parametrize("end", ENDS)
def test_a_late_record_of_a_lesson_finished_with_access_completes(
    service: Service, end: Callable[[Service], None]
) -> None:
    put_course(service, lessons=VIDEO, completion_rule=STRICT)
    enroll(service, order_id="order-1")
    send(service, playback("starter", [0, 95]))
    end(service)
    deliver_completed_lessons(service)
    completed_at, records = completion(service)
    assert completed_at is not None
    assert records == 1


def test_a_late_record_counts_no_lesson_that_only_a_newer_rule_finds_complete(service: Service) -> None:
    put_course(service, lessons=TWO_LESSONS, completion_rule=STRICT)
    enroll(service, order_id="order-1")
    send(service, playback("starter", [0, 70]), completed("flour"))
    refund(service)
    put_course(service, lessons=TWO_LESSONS, completion_rule=LOOSE)
    deliver_completed_lessons(service)
    assert completion(service) == (None, 0)
    assert instructors_row(service)["completed_lessons"] == 1


@pytest.mark.parametrize("operation", ["Query", "UpdateItem", "TransactWriteItems"])
def test_access_that_ends_while_a_recheck_decides_wins(seventy_percent: Service, operation: str) -> None:
    put_course(seventy_percent, lessons=VIDEO, completion_rule=LOOSE)
    # The index by course is queried first.
    with just_before(operation, lambda: refund(seventy_percent), skip=operation == "Query"):
        work_through()
    assert completion(seventy_percent) == (None, 0)


def test_an_extension_while_a_recheck_decides_is_no_obstacle(seventy_percent: Service) -> None:
    put_course(seventy_percent, lessons=VIDEO, completion_rule=LOOSE)
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    with just_before("TransactWriteItems", lambda: enroll(seventy_percent, access_expires_at=later)):
        work_through()
    assert completion(seventy_percent)[1] == 1


def test_a_restored_enrollment_is_marked_until_it_was_checked(seventy_percent: Service) -> None:
    (before,) = items("enrollments")
    refund(seventy_percent)
    fail_the_refund(seventy_percent)
    (marked,) = items("enrollments")
    deliver_restored_enrollments(seventy_percent)
    (checked,) = items("enrollments")
    assert "access_restored_at" not in before.keys() | checked.keys()
    assert "access_restored_at" in marked


def test_a_change_that_restores_no_access_marks_nothing(seventy_percent: Service) -> None:
    enroll(seventy_percent, learner_name="Anna")
    enroll(seventy_percent, order_id="order-2")
    cancel(seventy_percent)
    enroll(seventy_percent, status="cancelled", learner_name="Anna Ł.")
    (stored,) = items("enrollments")
    assert "access_restored_at" not in stored


def test_access_that_came_back_and_ended_again_waits_for_the_next_time(seventy_percent: Service) -> None:
    cancel(seventy_percent)
    loosen(seventy_percent)
    activate(seventy_percent)
    late = items("enrollments")
    cancel(seventy_percent)
    assert seventy_percent.deliver(*late) == {"batchItemFailures": []}
    assert completion(seventy_percent) == (None, 0)
    activate(seventy_percent)
    deliver_restored_enrollments(seventy_percent)
    assert completion(seventy_percent)[1] == 1


def test_access_restored_once_more_during_its_check_is_checked_once_more(seventy_percent: Service) -> None:
    def cancel_and_activate() -> None:
        cancel(seventy_percent)
        activate(seventy_percent)

    cancel_and_activate()
    with just_before("UpdateItem", cancel_and_activate):
        deliver_restored_enrollments(seventy_percent)
    (stored,) = items("enrollments")
    assert "access_restored_at" not in stored


def test_a_restored_enrollment_is_checked_in_one_write(seventy_percent: Service) -> None:
    cancel(seventy_percent)
    activate(seventy_percent)
    with calls() as made:
        deliver_restored_enrollments(seventy_percent)
    assert sorted(made) == ["GetItem", "GetItem", "GetItem", "Query", "UpdateItem"]
