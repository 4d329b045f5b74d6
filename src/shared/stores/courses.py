"""Courses, and the items that keep their slugs unique."""

import dataclasses
import json
from collections.abc import Iterable
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from shared.aws.row import Row, table_name
from shared.aws.transactions import Transaction, WriteConflict, set_or_remove, unchanged, update
from shared.domain.course import (
    ENGLISH,
    CertificateSettings,
    CompletionRule,
    Course,
    CourseHeader,
    CourseSummary,
    Lesson,
    LessonKind,
)
from shared.domain.errors import CourseTooLarge, SlugTaken
from shared.domain.ids import CourseId, LessonId

# DynamoDB accepts items of up to 400 KB; the other attributes need some space besides the lessons.
_MAX_LESSONS_BYTES = 380_000
# All courses share one partition of the index, which takes a thousand changes per second.
_LISTING = "courses"


class _ByListing(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    """The admin's list of all courses; it projects what the list shows, so that the list reads no lessons."""

    class Meta:
        index_name = "by_listing"
        projection = IncludeProjection(["title", "published", "published_lessons"])

    listing = UnicodeAttribute(hash_key=True)
    slug = UnicodeAttribute(range_key=True)


class CourseRow(Row):
    """A course; or, under `slug#…`, which course has that slug."""

    class Meta:
        table_name = table_name("courses")

    course_id = UnicodeAttribute(hash_key=True)
    slug = UnicodeAttribute(null=True)
    title = UnicodeAttribute(null=True)
    published = BooleanAttribute(null=True)
    # None in courses from before there were others than English.
    language = UnicodeAttribute(null=True)
    completion_rule = UnicodeAttribute(null=True)
    # JSON text: a thousand lessons as a list of maps take PynamoDB a hundred times as long to read.
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
    # Only in `slug#…` items: the course that has the slug.
    slug_course_id = UnicodeAttribute(null=True)

    by_listing = _ByListing()


def _slug_key(slug: str) -> str:
    # No course id has a number sign.
    return f"slug#{slug}"


def get(course_id: str) -> Course | None:
    """Read a course, or None."""
    try:
        return _course(CourseRow.get(course_id, consistent_read=True))
    except CourseRow.DoesNotExist:
        return None


def header(course_id: str) -> CourseHeader | None:
    """Read a course without its lessons, or None."""
    try:
        return _header(CourseRow.get(course_id, consistent_read=True))
    except CourseRow.DoesNotExist:
        return None


def headers(course_ids: Iterable[CourseId]) -> dict[CourseId, CourseHeader]:
    """Read courses without their lessons, by id, eventually consistent; those that do not exist are left out."""
    rows = CourseRow.batch_get(list(dict.fromkeys(course_ids)))
    return {CourseId(row.course_id): _header(row) for row in rows}


def by_slug(slug: str) -> Course | None:
    """Read the course that has a slug, or None."""
    try:
        entry = CourseRow.get(_slug_key(slug), consistent_read=True)
    except CourseRow.DoesNotExist:
        return None
    return get(entry.slug_course_id)


def get_many(course_ids: list[CourseId]) -> dict[CourseId, Course]:
    """Read courses by id; those that do not exist are left out."""
    rows = CourseRow.batch_get(list(dict.fromkeys(course_ids)))
    return {CourseId(row.course_id): _course(row) for row in rows}


def summaries(*, after: str | None, limit: int) -> list[CourseSummary]:
    """Read some of all courses, in order of slug.

    Args:
        after: the slug to continue after; None to start at the beginning.
        limit: how many at most; no more are read.
    """
    condition = CourseRow.slug > after if after is not None else None
    rows = CourseRow.by_listing.query(_LISTING, range_key_condition=condition, limit=limit)
    return [_summary(row) for row in rows]


def put(transaction: Transaction, course: Course, before: Course | None) -> None:
    """Create or replace a course, and its slug with it; its certificate settings stay as they are.

    Args:
        transaction: fails with `SlugTaken` when another course has the slug, and with `WriteConflict` when the course
            is no longer as it was read.
        course: as it will be; its `version` is one above that of `before`.
        before: the course as it was read; None for a new one.

    Raises:
        CourseTooLarge: it does not fit into one item.
    """
    lessons = json.dumps([dataclasses.asdict(lesson) for lesson in course.lessons], ensure_ascii=False)
    if len(lessons.encode()) > _MAX_LESSONS_BYTES:
        raise CourseTooLarge("The course is too large to store; give it fewer lessons, or shorter ids and titles.")
    transaction.update(
        CourseRow(course.course_id),
        [
            CourseRow.slug.set(course.slug),
            CourseRow.title.set(course.title),
            CourseRow.published.set(course.published),
            CourseRow.language.set(course.language),
            CourseRow.completion_rule.set(json.dumps(dataclasses.asdict(course.completion_rule))),
            CourseRow.lessons.set(lessons),
            CourseRow.published_lessons.set(len(course.published_lessons)),
            CourseRow.listing.set(_LISTING),
            CourseRow.version.set(course.version),
            set_or_remove(CourseRow.recheck_due, course.recheck_due),
        ],
        unchanged(CourseRow.version, before.version if before else None),
        WriteConflict,
    )
    if before is None or before.slug != course.slug:
        transaction.put(
            CourseRow(_slug_key(course.slug), slug_course_id=course.course_id),
            CourseRow.course_id.does_not_exist(),
            SlugTaken(f"Another course has the slug {course.slug}."),
        )
    if before is not None and before.slug != course.slug:
        transaction.delete(
            CourseRow(_slug_key(before.slug)), CourseRow.slug_course_id == course.course_id, WriteConflict
        )


def put_certificate_settings(transaction: Transaction, course: CourseHeader, settings: CertificateSettings) -> None:
    """Replace a course's certificate settings; fails with `WriteConflict` when it is no longer as it was read."""
    transaction.update(
        CourseRow(course.course_id),
        [
            CourseRow.certificate_enabled.set(settings.enabled),
            set_or_remove(CourseRow.certificate_signatory_name, settings.signatory_name),
            set_or_remove(CourseRow.certificate_signatory_title, settings.signatory_title),
            set_or_remove(CourseRow.certificate_extra_line, settings.extra_line),
            set_or_remove(CourseRow.certificate_template_version, settings.template_version),
            CourseRow.version.set(course.version + 1),
        ],
        CourseRow.version == course.version,
        WriteConflict,
    )


def recheck_done(course: CourseHeader) -> None:
    """Record that every enrollment was checked again under this version of the course.

    Raises:
        WriteConflict: a newer version asks for another recheck.
    """
    update(
        CourseRow(course.course_id),
        [CourseRow.recheck_due.remove()],
        CourseRow.recheck_due == course.recheck_due,
        WriteConflict,
    )


def _course(row: CourseRow) -> Course:
    return Course(**_facts(row), lessons=tuple(_lesson(lesson) for lesson in json.loads(row.lessons)))


def _header(row: CourseRow) -> CourseHeader:
    if row.published_lessons is None:
        return _course(row)
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
        "certificate": CertificateSettings(
            enabled=bool(row.certificate_enabled),
            signatory_name=row.certificate_signatory_name,
            signatory_title=row.certificate_signatory_title,
            extra_line=row.certificate_extra_line,
            template_version=_whole(row.certificate_template_version),
        ),
        "version": int(row.version),
        "recheck_due": _whole(row.recheck_due),
    }


def _summary(row: CourseRow) -> CourseSummary:
    return CourseSummary(
        course_id=CourseId(row.course_id),
        slug=row.slug,
        title=row.title,
        published=row.published,
        published_lessons=int(row.published_lessons),
    )


def _lesson(lesson: dict[str, Any]) -> Lesson:
    return Lesson(**{**lesson, "kind": LessonKind(lesson["kind"])})


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
