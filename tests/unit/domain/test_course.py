"""Validation of courses."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from shared.domain.course import CompletionRule, Course, Lesson, LessonKind
from shared.domain.course_check import check_course
from shared.domain.errors import InvalidRequest
from shared.domain.ids import LessonId
from tests.unit.domain.examples import EVERY_KIND, article, course, courses, video


def error_locations(contradiction: Course) -> list[tuple[str | int, ...]]:
    with pytest.raises(InvalidRequest) as refused:
        check_course(contradiction)
    return [place for place, _ in refused.value.errors]


def test_learners_see_the_published_lessons_in_course_order() -> None:
    assert [lesson.lesson_id for lesson in EVERY_KIND.published_lessons] == ["film", "short", "text", "task"]


def test_only_a_published_lesson_is_found() -> None:
    assert EVERY_KIND.published_lesson("text") == article("text")
    assert EVERY_KIND.published_lesson("hidden") is None
    assert EVERY_KIND.published_lesson("unknown") is None


@given(courses())
def test_a_consistent_course_is_valid(whole: Course) -> None:
    check_course(whole)


def test_two_lessons_may_not_have_the_same_id() -> None:
    assert error_locations(course(article("a"), article("b"), article("a"))) == [("lessons",)]


def test_a_video_needs_a_duration() -> None:
    unknown = replace(video("b"), duration_seconds=None)
    assert error_locations(course(video("a"), unknown)) == [("lessons", 1, "duration_seconds")]


@pytest.mark.parametrize("kind", [LessonKind.ARTICLE, LessonKind.ASSIGNMENT])
def test_only_a_video_has_a_duration(kind: LessonKind) -> None:
    assert error_locations(course(replace(video("a"), kind=kind))) == [("lessons", 0, "duration_seconds")]


def test_a_required_lesson_must_be_a_published_lesson_of_the_course() -> None:
    rule = CompletionRule(required_lessons=(LessonId("a"), LessonId("hidden"), LessonId("unknown")))
    contradiction = course(article("a"), article("hidden", published=False), rule=rule)
    place = ("completion_rule", "required_lessons")
    assert error_locations(contradiction) == [(*place, 1), (*place, 2)]


@pytest.mark.parametrize(
    ("lesson", "name"),
    [(article("a"), "video_url"), (article("a"), "captions_url"), (video("a"), "article_url")],
    ids=str,
)
def test_media_belong_to_their_kind_of_lesson(lesson: Lesson, name: str) -> None:
    media: dict[str, Any] = {name: "/media/a"}
    contradiction = course(replace(lesson, **media))
    assert error_locations(contradiction) == [("lessons", 0, name)]


def test_media_from_elsewhere_are_refused_each_with_its_location() -> None:
    elsewhere = "https://evil.test/a"
    lesson = replace(video("a"), video_url=elsewhere, captions_url=elsewhere)
    contradiction = replace(course(lesson, replace(article("b"), article_url=elsewhere)), picture_url=elsewhere)
    assert error_locations(contradiction) == [
        ("lessons", 0, "video_url"),
        ("lessons", 0, "captions_url"),
        ("lessons", 1, "article_url"),
        ("picture_url",),
    ]
    check_course(contradiction, ["https://evil.test"])


def test_every_error_is_reported_at_once() -> None:
    rule = CompletionRule(required_lessons=(LessonId("unknown"),))
    unknown = replace(video("a"), duration_seconds=None)
    assert len(error_locations(course(unknown, unknown, rule=rule))) == 4
