"""Only learners with access complete a course; a completion reached while they had access is never lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.integration.test_recheck import run_until_empty
from tests.support.aws import items
from tests.support.payments import charge_refunded, deliver, purchase, refund_failed
from tests.support.service import ADMIN, Service
from tests.support.steps import (
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


def expire(service: Service) -> None:
    assert enroll(service, access_expires_at=expired()).status == 200


def extend(service: Service) -> None:
    assert enroll(service, access_expires_at=None).status == 200


def pay_again(service: Service) -> None:
    assert enroll(service, order_id="order-2").status == 200


def buy_again(service: Service) -> None:
    assert deliver(service, purchase(COURSE_ID, order_id="order-2", payment="pi_2")) == ["enrolled"]


ENDS = [refund, cancel, expire]
RESTORED = [
    (refund, fail_the_refund),
    (refund, pay_again),
    (refund, buy_again),
    (cancel, activate),
    (expire, extend),
]


@pytest.fixture
def learner_at_seventy_percent(service: Service) -> Service:
    """A learner who has watched 70 % of the only lesson, where the rule requires 90 %."""
    put_course(service, lessons=VIDEO, completion_rule=STRICT)
    enroll(service, order_id="order-1")
    send(service, playback("starter", [0, 70]))
    return service


def completion(service: Service) -> tuple[str | None, int]:
    """The enrollment's `completed_at`, and the number of completion records."""
    return enrollment(service)["completed_at"], len(items("completions"))


def instructors_row(service: Service) -> Any:  # noqa: ANN401
    """The entry of the only learner in the instructor's list."""
    (row,) = service.call("GET", f"/admin/courses/{COURSE_ID}/learners", caller=ADMIN).json["items"]
    return row


def loosen(service: Service, **course: Any) -> None:  # noqa: ANN401
    put_course(service, lessons=VIDEO, completion_rule=LOOSE, **course)
    run_until_empty()


@pytest.mark.parametrize("end", ENDS)
def test_a_looser_rule_completes_no_learner_without_access(
    learner_at_seventy_percent: Service, end: Callable[[Service], None]
) -> None:
    end(learner_at_seventy_percent)
    loosen(learner_at_seventy_percent)
    assert completion(learner_at_seventy_percent) == (None, 0)
    # Nor is a lesson marked as completed: its stream record would cause a check.
    assert not [item for item in items("lesson-progress") if "completed_at" in item]


@pytest.mark.parametrize(("end", "restore"), RESTORED)
def test_restored_access_causes_a_completion_check(
    learner_at_seventy_percent: Service, end: Callable[[Service], None], restore: Callable[[Service], None]
) -> None:
    end(learner_at_seventy_percent)
    loosen(learner_at_seventy_percent)
    restore(learner_at_seventy_percent)
    assert deliver_restored_enrollments(learner_at_seventy_percent) == {"batchItemFailures": []}
    completed_at, records = completion(learner_at_seventy_percent)
    assert completed_at is not None
    assert records == 1
    assert (
        my_course(learner_at_seventy_percent)["percent"]
        == instructors_row(learner_at_seventy_percent)["percent"]
        == 100
    )


@pytest.mark.parametrize("end", ENDS)
def test_a_late_stream_record_of_a_lesson_finished_with_access_completes_the_course(
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


def test_a_late_stream_record_counts_no_lesson_that_is_complete_only_by_a_newer_rule(service: Service) -> None:
    put_course(service, lessons=TWO_LESSONS, completion_rule=STRICT)
    enroll(service, order_id="order-1")
    send(service, playback("starter", [0, 70]), completed("flour"))
    refund(service)
    put_course(service, lessons=TWO_LESSONS, completion_rule=LOOSE)
    deliver_completed_lessons(service)
    assert completion(service) == (None, 0)
    assert instructors_row(service)["completed_lessons"] == 1


@pytest.mark.parametrize("operation", ["Query", "UpdateItem", "TransactWriteItems"])
def test_access_that_ends_during_a_recheck_prevents_the_completion(
    learner_at_seventy_percent: Service, operation: str
) -> None:
    put_course(learner_at_seventy_percent, lessons=VIDEO, completion_rule=LOOSE)
    # The index by course is queried first.
    with just_before(operation, lambda: refund(learner_at_seventy_percent), skip=operation == "Query"):
        run_until_empty()
    assert completion(learner_at_seventy_percent) == (None, 0)


def test_an_extension_during_a_recheck_does_not_prevent_the_completion(learner_at_seventy_percent: Service) -> None:
    put_course(learner_at_seventy_percent, lessons=VIDEO, completion_rule=LOOSE)
    later = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    with just_before("TransactWriteItems", lambda: enroll(learner_at_seventy_percent, access_expires_at=later)):
        run_until_empty()
    assert completion(learner_at_seventy_percent)[1] == 1


def test_a_restored_enrollment_is_marked_until_it_is_checked(learner_at_seventy_percent: Service) -> None:
    (before,) = items("enrollments")
    refund(learner_at_seventy_percent)
    fail_the_refund(learner_at_seventy_percent)
    (marked,) = items("enrollments")
    deliver_restored_enrollments(learner_at_seventy_percent)
    (checked,) = items("enrollments")
    assert "access_restored_at" not in before.keys() | checked.keys()
    assert "access_restored_at" in marked


def test_a_change_that_does_not_restore_access_sets_no_mark(learner_at_seventy_percent: Service) -> None:
    enroll(learner_at_seventy_percent, learner_name="Anna")
    enroll(learner_at_seventy_percent, order_id="order-2")
    cancel(learner_at_seventy_percent)
    enroll(learner_at_seventy_percent, status="cancelled", learner_name="Anna Ł.")
    (stored,) = items("enrollments")
    assert "access_restored_at" not in stored


def test_access_restored_and_ended_again_is_checked_after_the_next_restoration(
    learner_at_seventy_percent: Service,
) -> None:
    cancel(learner_at_seventy_percent)
    loosen(learner_at_seventy_percent)
    activate(learner_at_seventy_percent)
    late = items("enrollments")
    cancel(learner_at_seventy_percent)
    assert learner_at_seventy_percent.deliver(*late) == {"batchItemFailures": []}
    assert completion(learner_at_seventy_percent) == (None, 0)
    activate(learner_at_seventy_percent)
    deliver_restored_enrollments(learner_at_seventy_percent)
    assert completion(learner_at_seventy_percent)[1] == 1


def test_access_restored_again_during_its_check_is_checked_again(learner_at_seventy_percent: Service) -> None:
    def cancel_and_activate() -> None:
        cancel(learner_at_seventy_percent)
        activate(learner_at_seventy_percent)

    cancel_and_activate()
    with just_before("UpdateItem", cancel_and_activate):
        deliver_restored_enrollments(learner_at_seventy_percent)
    (stored,) = items("enrollments")
    assert "access_restored_at" not in stored


def test_a_restored_enrollment_is_checked_in_one_write(learner_at_seventy_percent: Service) -> None:
    cancel(learner_at_seventy_percent)
    activate(learner_at_seventy_percent)
    with calls() as made:
        deliver_restored_enrollments(learner_at_seventy_percent)
    assert sorted(made) == ["GetItem", "GetItem", "GetItem", "Query", "UpdateItem"]
