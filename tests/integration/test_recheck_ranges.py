"""The ranges of a recheck: they are checked in parallel, and the last one that is done clears the course's mark."""

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from shared.domain.errors import ConcurrentChange
from shared.usecases import recheck
from tests.integration.test_recheck import SHORT, WITHOUT_ASSIGNMENT, due, finish_all_but_the_assignment
from tests.support import queues
from tests.support.aws import deployed, items, load
from tests.support.queues import AMPLE, RECHECK
from tests.support.service import ADMIN, Caller, Context, Service
from tests.support.steps import COURSE_ID, course, enroll, enrollment, put_course
from tests.support.wire import broken
from tests.support.wire import refusal as refused

LESSONS = course()["lessons"]
# The conditions of a check fail in each attempt, as if a concurrent writer had changed the items before each.
REFUSED = refused(
    "TransactionCanceledException",
    more=', "CancellationReasons": [{"Code": "ConditionalCheckFailed"}, {"Code": "ConditionalCheckFailed"}]',
)

queued = partial(queues.received, RECHECK)
run_function = partial(queues.run_function, RECHECK)
run_until_empty = partial(queues.run_until_empty, RECHECK)
type Message = dict[str, Any]


@pytest.fixture(autouse=True)
def small_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recheck, "RANGE", 2)
    monkeypatch.setattr(recheck, "PAGE", 2)


@pytest.fixture
def service() -> Iterator[Service]:
    with deployed(twin=True):
        yield Service()


def changed_course(service: Service, learners: int) -> list[Caller]:
    """A course that a change completes for these learners, who are in order of user id."""
    put_course(service)
    everybody = [Caller(f"learner-{number}") for number in range(learners)]
    for learner in everybody:
        finish_all_but_the_assignment(service, learner)
    put_course(service, lessons=WITHOUT_ASSIGNMENT)
    return everybody


def completed(service: Service, learners: list[Caller]) -> list[str]:
    return [learner.sub for learner in learners if enrollment(service, learner)["completed_at"] is not None]


def body(message: Message) -> Any:  # noqa: ANN401
    return json.loads(message["Body"])


def open_ranges() -> list[int] | None:
    """The numbers of the ranges that are not done; None without a recheck."""
    found = [item for item in items("courses") if item["course_id"]["S"] == f"recheck#{COURSE_ID}"]
    return sorted(int(number) for number in found[0].get("open_ranges", {"NS": []})["NS"]) if found else None


def test_each_range_is_a_message_in_a_group_of_its_own(service: Service) -> None:
    learners = changed_course(service, 5)
    run_function(queued())
    first, second = queued()
    assert [body(message)["range"]["until"] for message in (first, second)] == ["learner-1", "learner-3"]
    assert first["Attributes"]["MessageGroupId"] != second["Attributes"]["MessageGroupId"]
    assert completed(service, learners) == ["learner-4"]  # the last range, by the message that divided the course
    assert open_ranges() == [1, 2]


@pytest.mark.parametrize("learners", [0, 1, 2, 3, 4, 5])
@pytest.mark.parametrize("context", [AMPLE, SHORT], ids=["at once", "interrupted everywhere"])
def test_every_learner_is_checked_and_then_the_mark_is_cleared(
    service: Service, learners: int, context: Context
) -> None:
    everybody = changed_course(service, learners)
    run_until_empty(context)
    assert completed(service, everybody) == [learner.sub for learner in everybody]
    assert due() is None
    assert open_ranges() is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_the_range_that_is_done_last_clears_the_mark(service: Service, order: tuple[int, int]) -> None:
    learners = changed_course(service, 5)
    run_function(queued())
    ranges = queued()
    run_function([ranges[order[0]]])
    assert due() is not None
    run_function([ranges[order[0]]])  # delivered again
    assert due() is not None
    run_function([ranges[order[1]]])
    assert due() is None
    assert len(completed(service, learners)) == 5
    before = items("courses")
    run_function(ranges)
    assert items("courses") == before


def test_a_message_that_is_delivered_again_queues_a_range_that_was_not_queued(service: Service) -> None:
    changed_course(service, 3)
    first = queued()
    with broken(refused("InvalidMessageContents"), service="sqs"), pytest.raises(Exception, match="queued"):
        run_function(first)
    assert open_ranges() == [1]
    assert queued() == []
    run_function(first)
    assert [body(message)["range"]["number"] for message in queued()] == [1]


def test_no_more_ranges_are_open_than_allowed(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recheck, "MAX_OPEN_RANGES", 2)
    learners = changed_course(service, 9)
    run_function(queued())
    *ranges, following = queued()
    assert len(ranges) == 2
    assert (open_ranges(), body(following)["turn"]) == ([1, 2], 1)
    run_function([following])
    (next_following,) = [message for message in queued() if "turn" in body(message)]
    # Another message, which is not taken for a repetition, though nothing was done in the meantime.
    assert body(next_following)["turn"] == 2
    run_function([*ranges, next_following])
    run_until_empty()
    assert len(completed(service, learners)) == 9
    assert due() is None


def test_a_newer_version_makes_the_ranges_of_an_older_one_void(service: Service) -> None:
    learners = changed_course(service, 5)
    run_function(queued())
    older = queued()
    put_course(service, lessons=LESSONS[:2])
    run_function(queued())
    newer = queued()
    run_function(older)
    assert completed(service, learners) == ["learner-4"]
    assert open_ranges() == [1, 2]
    assert due() == {"N": "3"}
    run_function(newer)
    assert len(completed(service, learners)) == 5
    assert due() is None


def test_a_range_with_a_busy_enrollment_is_retried_for_that_one_alone(service: Service) -> None:
    busy, behind, other = changed_course(service, 3)
    run_function(queued())
    learners = queued()
    with broken(REFUSED, operation="TransactWriteItems", times=8):
        run_function(learners)
    assert completed(service, [busy, behind, other]) == [behind.sub, other.sub]
    (rest,) = queued()
    assert body(rest)["range"] == {
        "run": "2",
        "number": 1,
        "after": behind.sub,
        "until": behind.sub,
        "again": [busy.sub],
    }
    with broken(REFUSED, operation="TransactWriteItems", times=8), pytest.raises(ConcurrentChange):
        run_function([rest])
    assert queued() == []
    assert due() == {"N": "2"}
    run_function([rest])
    assert completed(service, [busy]) == [busy.sub]
    assert due() is None


def test_a_message_of_the_earlier_release_checks_the_learners_behind_its_page(service: Service) -> None:
    learners = changed_course(service, 5)
    queued()
    old = {"course_id": COURSE_ID, "version": 2, "after": "learner-1"}
    run_function([{"MessageId": "message", "Body": json.dumps(old)}])
    run_until_empty()
    assert completed(service, learners) == ["learner-2", "learner-3", "learner-4"]
    assert due() is None


def test_the_earlier_release_refuses_messages_that_it_would_misunderstand(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It read `after`, and would have checked everybody behind it, and cleared the mark."""
    monkeypatch.setattr(recheck, "MAX_OPEN_RANGES", 1)
    changed_course(service, 3)
    (first,) = queued()
    assert body(first) == {"course_id": COURSE_ID, "version": 2, "after": None}
    run_function([first])
    assert not any("after" in body(message) for message in queued())


def test_an_operator_starts_a_stalled_recheck_anew(service: Service) -> None:
    learners = changed_course(service, 5)
    run_function(queued())
    stalled = queued()
    again = {"course_id": COURSE_ID, "version": 2, "after": None, "run": "again"}
    run_function([{"MessageId": "message", "Body": json.dumps(again)}])
    first, second = queued()
    run_function([stalled[0], first])
    # Of the run before, the range is void.
    assert open_ranges() == [2]
    run_function([second])
    assert len(completed(service, learners)) == 5
    assert due() is None


def test_an_enrollment_that_is_created_while_the_course_is_divided_needs_no_recheck(service: Service) -> None:
    changed_course(service, 3)
    run_function(queued())
    newcomer = Caller("learner-0a")
    finish_all_but_the_assignment(service, newcomer)
    service.deliver(next(item for item in items("lesson-progress") if item["user_id"]["S"] == newcomer.sub))
    assert completed(service, [newcomer]) == [newcomer.sub]


def test_a_course_of_many_ranges_is_checked_in_any_order_of_its_messages(service: Service) -> None:
    """Of learners who have done nothing; each gets the new number of lessons."""
    put_course(service)
    enroll(service)
    [sample] = items("enrollments")
    load("enrollments", ({**sample, "user_id": {"S": f"learner-{at:04}"}} for at in range(60)))
    put_course(service, lessons=LESSONS[:2])
    run_function(queued())
    waiting: list[Message] = []
    while due() is not None:
        waiting += [*queued(), *queued(), *queued()]
        # The newest first, and interrupted after each learner.
        run_function([waiting.pop()], SHORT)
    url = f"/admin/courses/{COURSE_ID}/learners?limit=100"
    rows = service.call("GET", url, caller=ADMIN).json["items"]
    assert {row["published_lessons"] for row in rows} == {2}
    assert open_ranges() is None
