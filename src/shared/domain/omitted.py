"""What a course keeps when it is replaced: the properties that callers from before they existed do not send."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from shared.domain.course import Course, Lesson
from shared.domain.ids import LessonId

# A lesson of another kind keeps none of these.
_OF_ITS_KIND = frozenset({"video_url", "captions_url", "article_url"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Omitted:
    """The optional properties that a request omits, by name.

    Attributes:
        lessons: those of each lesson that omits any.
    """

    course: frozenset[str] = frozenset()
    lessons: Mapping[LessonId, frozenset[str]] = field(default_factory=dict)


def with_stored(course: Course, stored: Course, omitted: Omitted) -> Course:
    """Fill in what a request omits with what is stored.

    Args:
        course: as requested.
        stored: the course that it replaces.
        omitted: what the request does not name; of lessons that are new, there is nothing to keep.
    """
    before = {lesson.lesson_id: lesson for lesson in stored.lessons}
    kept = {name: getattr(stored, name) for name in omitted.course}
    lessons = tuple(
        _with_stored(lesson, before[lesson.lesson_id], omitted.lessons.get(lesson.lesson_id, frozenset()))
        if lesson.lesson_id in before
        else lesson
        for lesson in course.lessons
    )
    return replace(course, **kept, lessons=lessons)


def _with_stored(lesson: Lesson, stored: Lesson, omitted: frozenset[str]) -> Lesson:
    names = omitted if lesson.kind is stored.kind else omitted - _OF_ITS_KIND
    return replace(lesson, **{name: getattr(stored, name) for name in names}) if names else lesson
