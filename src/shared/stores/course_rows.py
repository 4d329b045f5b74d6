"""The rows of courses: one for each, others for its lessons and for its slug."""

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import BinaryAttribute, BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from shared.aws.row import Row, table_name
from shared.domain.course import (
    ENGLISH,
    OPTIONAL_OF_LESSON,
    CertificateSettings,
    CompletionRule,
    Course,
    CourseHeader,
    CourseSummary,
    Lesson,
    LessonKind,
)
from shared.domain.ids import CourseId, LessonId, UserId

# All courses share one partition of the index, which takes a thousand changes per second.
LISTING = "courses"


class _ByListing(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """The admin's list of all courses; it projects what the list shows, so that the list reads no lessons."""

    class Meta:
        index_name = "by_listing"
        projection = IncludeProjection(["title", "published", "published_lessons"])

    listing = UnicodeAttribute(hash_key=True)
    slug = UnicodeAttribute(range_key=True)


class CourseRow(Row):
    """A course; or, under `slug#…`, which course has that slug; or, under `lessons#…`, a part of a course's lessons."""

    class Meta:
        table_name = table_name("courses")

    course_id = UnicodeAttribute(hash_key=True)
    slug = UnicodeAttribute(null=True)
    title = UnicodeAttribute(null=True)
    published = BooleanAttribute(null=True)
    # None in courses from before there were others than English.
    language = UnicodeAttribute(null=True)
    # Also None in courses from before there were these.
    description = UnicodeAttribute(null=True)
    picture_url = UnicodeAttribute(null=True)
    completion_rule = UnicodeAttribute(null=True)
    # Which `lessons#…` items have the lessons.
    lessons_sha256 = UnicodeAttribute(null=True)
    lessons_parts = NumberAttribute(null=True)
    # Only in courses from before their lessons were in other items: JSON text.
    lessons = UnicodeAttribute(null=True)
    # How many of them learners see, for what reads no lessons; None in courses from before the list of courses.
    published_lessons = NumberAttribute(null=True)
    # Only in courses: an item without it is not in the list.
    listing = UnicodeAttribute(null=True)
    certificate_enabled = BooleanAttribute(null=True)
    certificate_signatory_name = UnicodeAttribute(null=True)
    certificate_signatory_title = UnicodeAttribute(null=True)
    certificate_extra_line = UnicodeAttribute(null=True)
    certificate_template_version = NumberAttribute(null=True)
    version = NumberAttribute(null=True)
    recheck_due = NumberAttribute(null=True)
    # User ids, as JSON text; None in courses without any, and from before there were instructors.
    instructors = UnicodeAttribute(null=True)
    # Only in `slug#…` items: the course that has the slug.
    slug_course_id = UnicodeAttribute(null=True)
    # Only in `lessons#…` items, see `course_lessons`.
    lessons_part = BinaryAttribute(null=True, legacy_encoding=False)

    by_listing = _ByListing()


def course(row: CourseRow, lessons: tuple[Lesson, ...]) -> Course:
    """Convert a course, adding its lessons."""
    return Course(**_facts(row), lessons=lessons)


def header(row: CourseRow) -> CourseHeader:
    """Convert a course without its lessons."""
    if row.lessons:
        return course(row, lessons_of(row.lessons))
    return CourseHeader(**_facts(row), published_lesson_count=int(row.published_lessons))


def _facts(row: CourseRow) -> dict[str, Any]:
    """What a header and a course have in common."""
    rule: dict[str, Any] = json.loads(row.completion_rule)
    return {
        "course_id": CourseId(row.course_id),
        "slug": row.slug,
        "title": row.title,
        "published": row.published,
        "completion_rule": CompletionRule(
            lesson_watch_percent=rule["lesson_watch_percent"],
            course_percent=rule["course_percent"],
            required_lessons=tuple(LessonId(lesson_id) for lesson_id in rule["required_lessons"]),
        ),
        "language": row.language or ENGLISH,
        "description": row.description,
        "picture_url": row.picture_url,
        "certificate": CertificateSettings(
            enabled=bool(row.certificate_enabled),
            signatory_name=row.certificate_signatory_name,
            signatory_title=row.certificate_signatory_title,
            extra_line=row.certificate_extra_line,
            template_version=_whole(row.certificate_template_version),
        ),
        "version": int(row.version),
        "recheck_due": _whole(row.recheck_due),
        "instructors": tuple(UserId(user_id) for user_id in json.loads(row.instructors or "[]")),
    }


def summary(row: CourseRow) -> CourseSummary:
    """Convert an entry of the list of courses."""
    return CourseSummary(
        course_id=CourseId(row.course_id),
        slug=row.slug,
        title=row.title,
        published=row.published,
        published_lessons=int(row.published_lessons),
    )


def lessons_json(lessons: Sequence[Lesson]) -> str:
    """Write lessons as JSON text: PynamoDB takes a hundred times as long to read a list of maps.

    The text is the same as before a property existed for lessons that do not have it: its hash is part of the key.
    """
    return json.dumps([_stored(lesson) for lesson in lessons], ensure_ascii=False)


def _stored(lesson: Lesson) -> dict[str, Any]:
    facts = dataclasses.asdict(lesson)
    return {name: fact for name, fact in facts.items() if fact is not None or name not in OPTIONAL_OF_LESSON}


def lessons_of(text: str) -> tuple[Lesson, ...]:
    """Read lessons from JSON text."""
    stored: list[dict[str, Any]] = json.loads(text)
    return tuple(Lesson(**{**lesson, "kind": LessonKind(lesson["kind"])}) for lesson in stored)


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
