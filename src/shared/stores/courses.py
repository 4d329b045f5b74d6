"""Courses, and the items that keep their slugs unique."""

import dataclasses
import json
from collections.abc import Iterable, Iterator, Sequence

from shared.aws.transactions import Transaction, WriteConflict, set_or_remove, unchanged
from shared.domain.course import CertificateSettings, Course, CourseHeader, CourseSummary
from shared.domain.errors import SlugTaken, Unavailable
from shared.domain.ids import CourseId
from shared.stores import course_lessons, course_rows
from shared.stores.course_rows import LISTING, CourseRow

# A read of the lessons finds them removed only if they were replaced since the course was read, a moment before.
_ATTEMPTS = 8


def _slug_key(slug: str) -> str:
    # No course id has a number sign.
    return f"slug#{slug}"


def get(course_id: str) -> Course | None:
    """Read a course, or None.

    Raises:
        Unavailable: the lessons were replaced again and again while they were read.
    """
    for _ in range(_ATTEMPTS):
        row = _row(course_id)
        if row is None:
            return None
        for course in _with_lessons([row]):
            return course
    raise Unavailable("The course is being changed.")


def header(course_id: str) -> CourseHeader | None:
    """Read a course without its lessons, or None."""
    row = _row(course_id)
    return None if row is None else course_rows.header(row)


def _row(course_id: str) -> CourseRow | None:
    try:
        return CourseRow.get(course_id, consistent_read=True)
    except CourseRow.DoesNotExist:
        return None


def by_slug(slug: str) -> Course | None:
    """Read the course that has a slug, or None; see `get`."""
    course_id = _having(slug)
    return None if course_id is None else get(course_id)


def header_by_slug(slug: str) -> CourseHeader | None:
    """Read the course that has a slug, without its lessons, or None."""
    course_id = _having(slug)
    return None if course_id is None else header(course_id)


def _having(slug: str) -> str | None:
    try:
        entry = CourseRow.get(_slug_key(slug), consistent_read=True)
    except CourseRow.DoesNotExist:
        return None
    return str(entry.slug_course_id)


def get_many(course_ids: Iterable[CourseId]) -> dict[CourseId, Course]:
    """Read courses by id, eventually consistent; those that do not exist are left out."""
    rows = list(CourseRow.batch_get(list(dict.fromkeys(course_ids))))
    found = {course.course_id: course for course in _with_lessons(rows)}
    replaced = [CourseId(row.course_id) for row in rows if row.course_id not in found]
    return found | {course_id: course for course_id in replaced if (course := get(course_id))}


def headers(course_ids: Iterable[CourseId], *, consistent: bool = False) -> dict[CourseId, CourseHeader]:
    """Read courses without their lessons, by id; those that do not exist are left out."""
    rows = CourseRow.batch_get(list(dict.fromkeys(course_ids)), consistent_read=consistent)
    return {CourseId(row.course_id): course_rows.header(row) for row in rows}


def summaries(*, after: str | None, limit: int) -> list[CourseSummary]:
    """Read some of all courses, in order of slug.

    Args:
        after: the slug to continue after; None to start at the beginning.
        limit: how many at most; no more are read.
    """
    condition = CourseRow.slug > after if after is not None else None
    rows = CourseRow.by_listing.query(LISTING, range_key_condition=condition, limit=limit)
    return [course_rows.summary(row) for row in rows]


def put(transaction: Transaction, course: Course, before: Course | None) -> None:
    """Create or replace a course, and its slug with it; its certificate settings stay as they are.

    Args:
        transaction: fails with `SlugTaken` when another course has the slug, and with `WriteConflict` when the course
            is no longer as it was read.
        course: as it will be; its `version` is one above that of `before`.
        before: the course as it was read; None for a new one.
    """
    row = _row(course.course_id) if before else None
    stored = course_lessons.of(row) if row else None
    lessons = course_lessons.replace(transaction, course.course_id, course.lessons, stored)
    transaction.update(
        CourseRow(course.course_id),
        [
            CourseRow.slug.set(course.slug),
            CourseRow.title.set(course.title),
            CourseRow.published.set(course.published),
            CourseRow.language.set(course.language),
            set_or_remove(CourseRow.description, course.description),
            set_or_remove(CourseRow.picture_url, course.picture_url),
            CourseRow.completion_rule.set(json.dumps(dataclasses.asdict(course.completion_rule))),
            CourseRow.lessons_sha256.set(lessons.sha256),
            CourseRow.lessons_parts.set(lessons.parts),
            CourseRow.lessons.remove(),
            CourseRow.published_lessons.set(course.published_lesson_count),
            CourseRow.listing.set(LISTING),
            CourseRow.version.set(course.version),
            set_or_remove(CourseRow.recheck_due, course.recheck_due),
            set_or_remove(CourseRow.instructors, json.dumps(course.instructors) if course.instructors else None),
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


def recheck_done(transaction: Transaction, course: CourseHeader) -> None:
    """Record that every enrollment was checked again under this version of the course.

    Args:
        transaction: fails with `WriteConflict` when a newer version asks for another recheck.
        course: as it was read.
    """
    transaction.update(
        CourseRow(course.course_id),
        [CourseRow.recheck_due.remove()],
        CourseRow.recheck_due == course.recheck_due,
        WriteConflict,
    )


def _with_lessons(rows: Sequence[CourseRow]) -> Iterator[Course]:
    """Add their lessons to courses; those whose lessons were replaced since they were read are left out."""
    apart = {row.course_id: stored for row in rows if (stored := course_lessons.of(row))}
    lessons = course_lessons.read(apart.values())
    for row in rows:
        if row.lessons:
            yield course_rows.course(row, course_rows.lessons_of(row.lessons))
        elif apart[row.course_id] in lessons:
            yield course_rows.course(row, lessons[apart[row.course_id]])
