"""What a course keeps when a request omits it."""

from dataclasses import replace

import pytest

from shared.domain.course import OPTIONAL_OF_COURSE, OPTIONAL_OF_LESSON, LessonKind
from shared.domain.ids import LessonId, UserId
from shared.domain.omitted import Omitted, with_stored
from tests.unit.domain.examples import article, course, video

FILM = replace(video("film"), section="One", video_url="/media/f.mp4", captions_url="/media/f.vtt")
TEXT = replace(article("text"), section="Two", article_url="/media/t.html")
STORED = replace(
    course(FILM, TEXT),
    language="pt",
    description="Old.",
    picture_url="/media/c.jpg",
    instructors=(UserId("teacher-3"),),
)
NOTHING_SENT = Omitted(
    course=OPTIONAL_OF_COURSE, lessons={LessonId(name): OPTIONAL_OF_LESSON for name in ("film", "text", "new")}
)


def test_a_request_that_names_nothing_new_changes_nothing_new() -> None:
    sent = replace(course(article("text"), video("film")), title="Other")
    assert with_stored(sent, STORED, NOTHING_SENT) == replace(STORED, title="Other", lessons=(TEXT, FILM))


def test_what_a_request_names_replaces_what_is_stored() -> None:
    sent = replace(course(video("film"), article("text")), description="New.")
    assert with_stored(sent, STORED, Omitted()) == sent


def test_a_new_lesson_has_nothing_to_keep() -> None:
    sent = course(article("new"))
    assert with_stored(sent, STORED, NOTHING_SENT).lessons == (article("new"),)


@pytest.mark.parametrize("kind", [LessonKind.ARTICLE, LessonKind.ASSIGNMENT])
def test_a_lesson_of_another_kind_keeps_its_section_and_not_its_media(kind: LessonKind) -> None:
    sent = course(replace(video("film"), kind=kind, duration_seconds=None))
    (kept,) = with_stored(sent, STORED, NOTHING_SENT).lessons
    assert (kept.section, kept.video_url, kept.captions_url, kept.article_url) == ("One", None, None, None)
