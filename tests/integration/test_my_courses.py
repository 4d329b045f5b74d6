"""A learner's list of courses shows whatever was answered before, as if all lessons' progress were read each time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.completion import last_played, standing
from shared.domain.ids import UserId
from shared.stores import courses, enrollments, lesson_progress
from tests.support.aws import deployed, items, load, stream_records
from tests.support.service import SHOP, Service
from tests.support.sizes import size
from tests.support.steps import (
    ANNA,
    COURSE_ID,
    completed,
    course,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    playback,
    put_course,
    send,
    send_as_service,
)
from tests.support.wire import calls

type Json = dict[str, Any]

BEGIN = datetime(2026, 1, 12, 8, tzinfo=UTC)
LESSONS: list[Json] = [
    {"lesson_id": "one", "title": "One", "kind": "video", "duration_seconds": 100},
    {"lesson_id": "two", "title": "Two", "kind": "video", "duration_seconds": 100},
    {"lesson_id": "read", "title": "Read", "kind": "article"},
]
SLUGS = ("c0", "c1", "c2")


def my_courses(service: Service, query: str = "") -> Json:
    answer = service.call("GET", f"/my-courses{query}", caller=ANNA)
    assert answer.status == 200, answer.content
    shown: Json = answer.json
    return shown


def counts(shown: Json) -> dict[str, tuple[int, int, int]]:
    return {
        card["slug"]: (card["completed_lessons"], card["published_lessons"], card["percent"]) for card in shown["items"]
    }


def continued(shown: Json) -> tuple[str, str, float, bool] | None:
    offered = shown["continue_watching"]
    return offered and tuple(offered[name] for name in ("course_slug", "lesson_id", "position_seconds", "started"))


# ------------------------------------------------------------------ what was answered is shown


def expected(on_page: Sequence[str]) -> tuple[dict[str, tuple[int, int, int]], tuple[str, str, float, bool] | None]:
    """What the list shows, computed from the progress in all lessons."""
    counted, played, unplayed = {}, [], []
    for enrollment in enrollments.of_learner(ANNA.sub):
        found = courses.get(enrollment.course_id)
        assert found is not None
        progress = lesson_progress.of_course(ANNA.sub, found.course_id)
        reached = standing(found, progress)
        counted[found.slug] = (reached.completed_lessons, reached.published_lessons, reached.percent)
        last = last_played(found, progress)
        if last and reached.next_lesson:
            entry = progress.get(reached.next_lesson)
            seconds = entry.position.seconds if entry and entry.position else 0.0
            played.append((last[1], found.course_id, (found.slug, reached.next_lesson, seconds, True)))
        elif reached.next_lesson and found.slug in on_page:
            is_under_way = reached.completed_lessons > 0
            first = (found.slug, reached.next_lesson, 0.0, is_under_way)
            unplayed.append((is_under_way, enrollment.created_at, first))
    return counted, max(played)[2] if played else max(unplayed)[2] if unplayed else None


@dataclass(frozen=True)
class Report:
    """What one device reports at once: positions, of the times at which it was there, and what was played."""

    slug: str
    events: tuple[tuple[str, int, int, int], ...]

    def send(self, service: Service) -> None:
        send(service, *(self._event(*event) for event in self.events), slug=self.slug)

    def _event(self, lesson_id: str, minutes: int, start: int, end: int) -> Json:
        at = (BEGIN + timedelta(minutes=minutes)).isoformat()
        if lesson_id == "read":
            return completed(lesson_id, occurred_at=at)
        return playback(lesson_id, [start, end], occurred_at=at)


# Times repeat, and lie around the hour after which the time of one lesson is written again.
minutes = st.sampled_from([0, 1, 2, 30, 59, 60, 61, 62, 90, 121, 180])
events = st.tuples(
    st.sampled_from(["one", "one", "two", "read"]), minutes, st.sampled_from([0, 40]), st.sampled_from([45, 80, 95])
)
reports = st.builds(Report, st.sampled_from(SLUGS), st.lists(events, min_size=1, max_size=3).map(tuple))
# A number delivers one of the stream records that lead to a check.
steps = st.lists(st.one_of(reports, reports, st.integers(0, 9)), min_size=1, max_size=10)


def detected() -> list[Json]:
    return [
        record["dynamodb"]["NewImage"]
        for record in stream_records("lesson-progress")
        if "completed_at" in record["dynamodb"].get("NewImage", {})
        and record["dynamodb"]["NewImage"].get("settled", {"S": "-"}) == {"S": "-"}
    ]


@settings(max_examples=size(10, full=500), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(taken=steps, limit=st.sampled_from([1, 2, 25]))
def test_whatever_was_answered_is_in_the_next_list(taken: list[Report | int], limit: int) -> None:
    with deployed(twin=True):
        service = Service()
        for slug in SLUGS:
            put_course(service, slug, slug=slug, lessons=LESSONS)
            assert enroll(service, course_id=slug).status == 200
        for step in taken:
            if isinstance(step, Report):
                step.send(service)
            elif found := detected():
                service.deliver(found[step % len(found)])
            shown = my_courses(service, f"?limit={limit}")
            whole, offered = expected(SLUGS[:limit])
            assert counts(shown) == {slug: whole[slug] for slug in SLUGS[:limit]}
            assert continued(shown) == offered
        # In the end, every record that the filter passes was delivered, and nothing is pending.
        for image in detected():
            service.deliver(image)
        assert counts(my_courses(service)) == expected(SLUGS)[0]
        assert not [item for item in items("enrollments") if "pending_lessons" in item]
        assert {item["course_id"]["S"] for item in items("enrollments") if "completed_at" in item} == {
            slug for slug, (done, published, _) in expected(SLUGS)[0].items() if done == published
        }


# ------------------------------------------------------------------ what is read


@pytest.fixture
def service() -> Iterator[Service]:
    with deployed(twin=True):
        yield Service()


def test_a_list_whose_summaries_are_current_reads_two_lessons_at_most(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, completed("flour"))
    deliver_completed_lessons(service)
    with calls() as made:
        shown = my_courses(service)
    assert made == ["Query", "BatchGetItem", "GetItem", "GetItem", "GetItem"]
    assert counts(shown)["sourdough-bread"] == (1, 4, 25)
    assert continued(shown) == ("sourdough-bread", "loaf", 0, True)


def test_only_a_course_whose_completed_lesson_is_not_counted_yet_is_computed(service: Service) -> None:
    for slug in SLUGS:
        put_course(service, slug, slug=slug, lessons=LESSONS)
        enroll(service, course_id=slug)
    send(service, completed("read"), slug="c1")
    with calls() as made:
        assert counts(my_courses(service))["c1"] == (1, 3, 33)
    assert made.count("Query") == 2
    deliver_completed_lessons(service)
    with calls() as made:
        assert counts(my_courses(service))["c1"] == (1, 3, 33)
    assert made.count("Query") == 1 + 1, "after the last lesson of a course, the first unfinished one is searched"


def test_courses_that_are_not_published_take_no_place_on_a_page(service: Service) -> None:
    for number in range(7):
        put_course(service, f"c{number}", slug=f"c{number}", published=number in {3, 6}, lessons=LESSONS)
        enroll(service, course_id=f"c{number}")
    first = my_courses(service, "?limit=1")
    second = my_courses(service, f"?limit=1&cursor={first['next_cursor']}")
    assert [[*counts(page)] for page in (first, second)] == [["c3"], ["c6"]]
    assert second["next_cursor"] is None


def test_a_course_of_another_page_is_offered_unless_it_is_finished_or_without_access(service: Service) -> None:
    for slug in SLUGS:
        put_course(service, slug, slug=slug, lessons=LESSONS)
        enroll(service, course_id=slug)
    for number, slug in enumerate(SLUGS):
        send(service, playback("one", [0, 7], occurred_at=f"2026-01-0{number + 1}T12:00:00Z"), slug=slug)
    assert continued(my_courses(service, "?limit=1")) == ("c2", "one", 7, True)
    service.call("PUT", "/service/enrollments/anna/c2", caller=SHOP, body={"status": "cancelled"})
    assert continued(my_courses(service, "?limit=1")) == ("c1", "one", 7, True)
    put_course(service, "c1", slug="c1", lessons=LESSONS, published=False)
    assert continued(my_courses(service, "?limit=1")) == ("c0", "one", 7, True)


def test_a_lesson_that_was_removed_since_is_not_offered(service: Service) -> None:
    put_course(service, lessons=LESSONS)
    enroll(service)
    send(service, playback("two", [0, 9], occurred_at="2026-01-01T12:00:00Z"))
    send(service, playback("one", [0, 7], occurred_at="2026-01-02T12:00:00Z"))
    put_course(service, lessons=LESSONS[1:])
    assert continued(my_courses(service)) == ("sourdough-bread", "two", 9, True)


# ------------------------------------------------------------------ changed courses


def test_a_changed_course_is_computed_until_its_recheck_is_done(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, completed("flour"))
    deliver_completed_lessons(service)
    put_course(service, lessons=course()["lessons"][:3])
    assert counts(my_courses(service))["sourdough-bread"] == (1, 3, 33)
    # Of as many lessons, but others.
    put_course(service, lessons=[course()["lessons"][0], *LESSONS[1:]])
    assert counts(my_courses(service))["sourdough-bread"] == (0, 3, 0)


def test_after_access_has_ended_a_course_that_was_changed_is_computed(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, completed("flour"), playback("starter", [0, 60]))
    deliver_completed_lessons(service)
    service.call("PUT", "/service/enrollments/anna/course-1", caller=SHOP, body={"status": "cancelled"})
    assert counts(my_courses(service))["sourdough-bread"] == (1, 4, 25)
    looser = {"lesson_watch_percent": 50, "course_percent": 100, "required_lessons": []}
    put_course(service, completion_rule=looser)
    assert counts(my_courses(service))["sourdough-bread"] == (2, 4, 50)


# ------------------------------------------------------------------ items of an earlier release

KEPT_SINCE = {"is_tracked", "pending_lessons", "last_lesson", "last_played_at"}


def store_as_an_earlier_release(*, summary: bool) -> None:
    """Remove what earlier releases did not store."""
    others = set() if summary else {"completed_at", "all_lessons_completed_at", "summary_version", "percent"}
    others |= set() if summary else {"completed_lessons", "published_lessons"}
    load("enrollments", [without(item, KEPT_SINCE | others) for item in items("enrollments")])
    load("lesson-progress", [without(item, {"settled"}) for item in items("lesson-progress")])


def without(item: Json, names: set[str]) -> Json:
    return {name: value for name, value in item.items() if name not in names}


@pytest.mark.parametrize("summary", [True, False])
def test_enrollments_of_an_earlier_release_are_computed_until_they_are_checked(
    service: Service, *, summary: bool
) -> None:
    put_course(service)
    enroll(service)
    send(service, completed("flour"), playback("dough", [0, 30], occurred_at="2026-01-02T12:00:00Z"))
    deliver_completed_lessons(service)
    store_as_an_earlier_release(summary=summary)
    # Detection was late, and no enrollment said so.
    send_as_service(service, completed("loaf"))
    store_as_an_earlier_release(summary=summary)
    before = my_courses(service)
    assert counts(before)["sourdough-bread"] == (2, 4, 50)
    deliver_completed_lessons(service)
    [enrollment] = items("enrollments")
    assert KEPT_SINCE - enrollment.keys() == {"pending_lessons"}
    with calls() as made:
        assert my_courses(service) == before
    assert made.count("Query") == 1 + 1, "the lesson last played is the last but one"


def test_a_learner_who_finished_all_before_there_was_detection_completes_with_the_next_report(
    service: Service,
) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service)
    finish_lessons(service)
    store_as_an_earlier_release(summary=False)
    already = len(stream_records("lesson-progress"))
    send(service, playback("starter", [0, 10]))
    (record,) = stream_records("lesson-progress")[already:]
    image = record["dynamodb"]["NewImage"]
    assert "settled" not in image
    service.deliver(image)
    [enrollment] = items("enrollments")
    assert {"completed_at", "all_lessons_completed_at"} < enrollment.keys()
    assert my_courses(service)["items"][0]["badge"] is True
    # From now on, a report in a lesson that is complete needs no check.
    send(service, playback("starter", [10, 20]))
    assert stream_records("lesson-progress")[-1]["dynamodb"]["NewImage"]["settled"] == image["completed_at"]


def test_an_erased_learner_who_is_enrolled_again_begins_with_nothing(service: Service) -> None:
    put_course(service)
    enroll(service)
    finish_lessons(service)
    deliver_completed_lessons(service)
    assert service.call("DELETE", f"/service/learners/{ANNA.sub}", caller=SHOP).status == 204
    enroll(service)
    assert counts(my_courses(service))["sourdough-bread"] == (0, 4, 0)
    send(service, playback("starter", [0, 100]))
    assert "settled" not in stream_records("lesson-progress")[-1]["dynamodb"]["NewImage"]
    assert enrollments.get(UserId(ANNA.sub), COURSE_ID) is not None
