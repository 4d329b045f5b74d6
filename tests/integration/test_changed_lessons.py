"""Progress recorded before an admin changed a lesson stays valid."""

from typing import Any

import pytest

from shared.usecases import course_cache
from tests.support.service import Service
from tests.support.steps import completed, course, enroll, lesson, my_course, playback, put_course, send

LESSONS = course()["lessons"]


def changed(**fields: Any) -> list[dict[str, Any]]:  # noqa: ANN401
    """The course's lessons, with changes to the first one."""
    return [{**LESSONS[0], **fields}, *LESSONS[1:]]


@pytest.fixture(autouse=True)
def _first_half_watched(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, playback("starter", [0, 50]))


def test_a_longer_video_keeps_the_percentage_watched(service: Service) -> None:
    put_course(service, lessons=changed(duration_seconds=400))
    course_cache.clear()
    assert lesson(service, "starter")["percent_watched"] == 50
    # The second half of the longer video is still missing.
    send(service, playback("starter", [200, 400]))
    assert lesson(service, "starter")["percent_watched"] == 100
    assert lesson(service, "starter")["completed_at"] is not None


def test_a_removed_lesson_is_hidden_and_has_its_progress_once_added_again(service: Service) -> None:
    before = lesson(service, "starter")
    put_course(service, lessons=LESSONS[1:])
    assert [entry["lesson_id"] for entry in my_course(service)["lessons"]] == ["dough", "flour", "loaf"]
    put_course(service)
    assert lesson(service, "starter") == before


def test_a_finished_video_changed_into_an_article_stays_finished(service: Service) -> None:
    send(service, playback("starter", [50, 100]))
    reached = lesson(service, "starter")["completed_at"]
    put_course(service, lessons=changed(kind="article", duration_seconds=None))
    assert lesson(service, "starter")["completed_at"] == reached
    assert lesson(service, "starter")["percent_watched"] == 100


def test_a_half_watched_video_changed_into_an_article_is_unfinished(service: Service) -> None:
    put_course(service, lessons=changed(kind="article", duration_seconds=None))
    course_cache.clear()
    assert lesson(service, "starter")["percent_watched"] == 0
    send(service, completed("starter"))
    assert lesson(service, "starter")["completed_at"] is not None


def test_a_finished_article_changed_into_a_video_stays_finished(service: Service) -> None:
    send(service, completed("flour"))
    reached = lesson(service, "flour")["completed_at"]
    as_video = {**LESSONS[2], "kind": "video", "duration_seconds": 60}
    put_course(service, lessons=[*LESSONS[:2], as_video, LESSONS[3]])
    assert lesson(service, "flour")["completed_at"] == reached
    assert my_course(service)["completed_lessons"] == 1


def test_a_new_lesson_accepts_progress_at_once_although_the_course_is_cached(service: Service) -> None:
    put_course(service, lessons=[*LESSONS, {"lesson_id": "rye", "title": "Rye", "kind": "article"}])
    (result,) = send(service, completed("rye")).json["results"]
    assert result["status"] == "recorded"
