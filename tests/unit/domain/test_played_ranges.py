"""Which ranges of a video the stored hundredths stand for."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.course import Lesson, LessonKind
from shared.domain.ids import LessonId
from shared.domain.progress import LessonProgress, played_ranges, watched_parts

LESSON_ID = LessonId("film")
VIDEO = Lesson(lesson_id=LESSON_ID, title="Film", kind=LessonKind.VIDEO, duration_seconds=200)
ARTICLE = Lesson(lesson_id=LESSON_ID, title="Film", kind=LessonKind.ARTICLE)


def progress(*parts: int) -> LessonProgress:
    return LessonProgress(lesson_id=LESSON_ID, watched=frozenset(parts))


@given(st.floats(0.001, 172_800), st.frozensets(st.integers(0, 99)))
def test_the_ranges_cover_the_hundredths_that_were_stored_and_no_two_touch(
    duration: float, parts: frozenset[int]
) -> None:
    lesson = Lesson(lesson_id=LESSON_ID, title="Film", kind=LessonKind.VIDEO, duration_seconds=duration)
    ranges = played_ranges(lesson, progress(*parts))
    assert watched_parts(duration, ranges) == parts
    assert all(start < end for start, end in ranges)
    assert all(end < start for (_, end), (start, _) in pairwise(ranges))
    assert len(ranges) <= 50


def test_neighbouring_hundredths_are_one_range() -> None:
    assert played_ranges(VIDEO, progress(99, 0, 1, 50)) == ((0, 4), (100, 102), (198, 200))
    assert played_ranges(VIDEO, progress(*range(100))) == ((0, 200),)


def test_without_progress_and_for_other_kinds_there_are_none() -> None:
    assert played_ranges(VIDEO, None) == ()
    assert played_ranges(VIDEO, progress()) == ()
    # Of a video that became an article.
    assert played_ranges(ARTICLE, progress(0, 1)) == ()
