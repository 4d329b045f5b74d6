"""Progress made before an admin changed a lesson keeps its meaning."""

from typing import Any

import pytest

from shared.usecases import course_cache
from tests.support.service import Service
from tests.support.story import completed, course, enroll, lesson, my_course, playback, put_course, send

LESSONS = course()["lessons"]


def changed(**fields: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """The course's lessons, the first of them changed."""
    return [{**LESSONS[0], **fields}, *LESSONS[1:]]


@pytest.fixture(autouse=True)
def _watched_to_the_half(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, playback("starter", [0, 50]))


def test_a_longer_cut_keeps_the_share_that_was_watched(service: Service) -> None:
    put_course(service, lessons=changed(duration_seconds=400))
    course_cache.clear()
    assert lesson(service, "starter")["percent_watched"] == 50
    # The second half of the new cut is what is missing.
    send(service, playback("starter", [200, 400]))
    assert lesson(service, "starter")["percent_watched"] == 100
    assert lesson(service, "starter")["completed_at"] is not None


def test_a_lesson_taken_out_is_not_shown_and_put_back_finds_its_progress(service: Service) -> None:
    before = lesson(service, "starter")
    put_course(service, lessons=LESSONS[1:])
    assert [entry["lesson_id"] for entry in my_course(service)["lessons"]] == ["dough", "flour", "loaf"]
    put_course(service)
    assert lesson(service, "starter") == before


def test_a_finished_video_that_turns_into_an_article_stays_finished(service: Service) -> None:
    send(service, playback("starter", [50, 100]))
    reached = lesson(service, "starter")["completed_at"]
    put_course(service, lessons=changed(kind="article", duration_seconds=None))
    assert lesson(service, "starter")["completed_at"] == reached
    assert lesson(service, "starter")["percent_watched"] == 100


def test_a_half_watched_video_that_turns_into_an_article_is_still_to_be_read(service: Service) -> None:
    put_course(service, lessons=changed(kind="article", duration_seconds=None))
    course_cache.clear()
    assert lesson(service, "starter")["percent_watched"] == 0
    send(service, completed("starter"))
    assert lesson(service, "starter")["completed_at"] is not None


def test_a_read_article_that_turns_into_a_video_stays_finished(service: Service) -> None:
    send(service, completed("flour"))
    reached = lesson(service, "flour")["completed_at"]
    as_video = {**LESSONS[2], "kind": "video", "duration_seconds": 60}
    put_course(service, lessons=[*LESSONS[:2], as_video, LESSONS[3]])
    assert lesson(service, "flour")["completed_at"] == reached
    assert my_course(service)["completed_lessons"] == 1


def test_a_new_lesson_takes_progress_at_once_though_the_course_is_kept_for_a_moment(service: Service) -> None:
    put_course(service, lessons=[*LESSONS, {"lesson_id": "rye", "title": "Rye", "kind": "article"}])
    (result,) = send(service, completed("rye")).json["results"]
    assert result["status"] == "recorded"
