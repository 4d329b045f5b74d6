"""What a course must fulfil before it is stored."""

from collections.abc import Collection, Iterator, Mapping

from shared.domain.course import Course, Lesson, LessonKind
from shared.domain.errors import InvalidRequest
from shared.domain.ids import LessonId
from shared.domain.media import media_error

# The addresses of a lesson's media, and the kind of lesson that has each.
_MEDIA_KINDS = {
    "video_url": LessonKind.VIDEO,
    "captions_url": LessonKind.VIDEO,
    "article_url": LessonKind.ARTICLE,
}


def check_course(course: Course, media_origins: Collection[str] = ()) -> None:
    """Refuse a course that contradicts itself, or that has media from elsewhere.

    Args:
        course: as it will be.
        media_origins: from which media are allowed, beside files of the pages.

    Raises:
        InvalidRequest: with the location of each error, as a path into the course's JSON form.
    """
    errors: list[tuple[tuple[str | int, ...], str]] = []
    seen: Mapping[LessonId, Lesson] = {lesson.lesson_id: lesson for lesson in course.lessons}
    if len(seen) < len(course.lessons):
        errors.append((("lessons",), "Two lessons have the same lesson_id."))
    errors += [
        (("lessons", index, name), error)
        for index, lesson in enumerate(course.lessons)
        for name, error in _lesson_errors(lesson, media_origins)
    ]
    for index, lesson_id in enumerate(course.completion_rule.required_lessons):
        required = seen.get(lesson_id)
        if required is None or not required.published:
            location = ("completion_rule", "required_lessons", index)
            errors.append((location, "A required lesson must be a published lesson of this course."))
    if course.picture_url is not None and (error := media_error(course.picture_url, media_origins)):
        errors.append((("picture_url",), error))
    if errors:
        raise InvalidRequest("The course is inconsistent.", errors)


def _lesson_errors(lesson: Lesson, media_origins: Collection[str]) -> Iterator[tuple[str, str]]:
    """The errors of one lesson, each with the name of its property."""
    if lesson.kind is LessonKind.VIDEO and lesson.duration_seconds is None:
        yield "duration_seconds", "A video needs its duration in seconds."
    if lesson.kind is not LessonKind.VIDEO and lesson.duration_seconds is not None:
        yield "duration_seconds", "Only a video has a duration."
    for name, kind in _MEDIA_KINDS.items():
        address = getattr(lesson, name)
        if address is not None and lesson.kind is not kind:
            yield name, f"Only a lesson of the kind {kind} has this."
        elif address is not None and (error := media_error(address, media_origins)):
            yield name, error
