"""What a change did to a course, its certificate settings, the issuer or an enrollment: the fields of its record."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

from shared.domain.change_record import ChangeAction, FieldChange, Value, differences
from shared.domain.course import CertificateSettings, Course, Lesson
from shared.domain.dates import utc_text
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.ids import LessonId
from shared.domain.issuer import IssuerSettings
from shared.domain.template import Template, TemplateStyle

# Admins alone see these of an enrollment.
ORDER_FIELDS = frozenset({"order_id", "subscription_id"})


def of_course(before: Course | None, after: Course) -> tuple[FieldChange, ...]:
    """Compare a course with what it was, without its certificate settings; lessons by their titles.

    Args:
        before: as it was; None for a new one.
        after: as it will be.
    """
    # A lesson that has another title is not another lesson that is required.
    known = (*(before.lessons if before is not None else ()), *after.lessons)
    titles = {lesson.lesson_id: lesson.title for lesson in known}
    fields = differences({} if before is None else _course(before, titles), _course(after, titles))
    return fields + _lessons(before.lessons if before is not None else (), after.lessons)


def _course(course: Course, titles: Mapping[LessonId, str]) -> dict[str, Value]:
    rule = course.completion_rule
    return {
        "title": course.title,
        "slug": course.slug,
        "published": course.published,
        "language": course.language,
        "description": course.description,
        "picture_url": course.picture_url,
        "lesson_watch_percent": rule.lesson_watch_percent,
        "course_percent": rule.course_percent,
        "required_lessons": tuple(titles.get(lesson_id, lesson_id) for lesson_id in rule.required_lessons) or None,
        "instructors": tuple(course.instructors) or None,
    }


def _lessons(before: tuple[Lesson, ...], after: tuple[Lesson, ...]) -> tuple[FieldChange, ...]:
    """Name the lessons that were added, removed and changed, and say whether those that stay are in another order."""
    old: dict[LessonId, Lesson] = {lesson.lesson_id: lesson for lesson in before}
    new: dict[LessonId, Lesson] = {lesson.lesson_id: lesson for lesson in after}
    stay = [lesson_id for lesson_id in new if lesson_id in old]
    found: dict[str, Value] = {
        "lessons_added": _titles(lesson for lesson_id, lesson in new.items() if lesson_id not in old),
        "lessons_changed": _titles(new[lesson_id] for lesson_id in stay if new[lesson_id] != old[lesson_id]),
        "lessons_moved": stay != [lesson_id for lesson_id in old if lesson_id in new] or None,
    }
    gone: dict[str, Value] = {
        "lessons_removed": _titles(lesson for lesson_id, lesson in old.items() if lesson_id not in new)
    }
    return differences({}, found) + differences(gone, dict.fromkeys(gone))


def _titles(lessons: Iterable[Lesson]) -> Value:
    return tuple(lesson.title for lesson in lessons) or None


def of_certificate_settings(
    before: CertificateSettings, after: CertificateSettings, template_before: Template | None, template: Template | None
) -> tuple[FieldChange, ...]:
    """Compare a course's certificate settings with what they were, and the template with the one that it replaces.

    A request that is repeated stores the same template as another version, which changes nothing.

    Args:
        before: as they were.
        after: as they will be.
        template_before: the one in use; None without one.
        template: the one that replaces it; None where it stays.
    """
    fields = differences(_settings(before), _settings(after))
    if template is None or (template_before is not None and _content(template_before) == _content(template)):
        return fields
    return fields + differences({} if template_before is None else _template(template_before), _template(template))


def _settings(settings: CertificateSettings) -> dict[str, Value]:
    return {
        "enabled": settings.enabled,
        "signatory_name": settings.signatory_name,
        "signatory_title": settings.signatory_title,
        "extra_line": settings.extra_line,
    }


def _content(template: Template) -> tuple[str, str, TemplateStyle]:
    return template.sha256, template.file_name, template.style


def _template(template: Template) -> dict[str, Value]:
    style = asdict(template.style.colours) | asdict(template.style.layout)
    return {
        "template_version": template.version,
        "template_file_name": template.file_name,
        **{f"template_{name}": value for name, value in style.items()},
    }


def of_issuer(before: IssuerSettings, after: IssuerSettings) -> tuple[FieldChange, ...]:
    """Compare the organisation that issues certificates, and its colours, with what they were."""
    return differences(_issuer(before), _issuer(after))


def _issuer(settings: IssuerSettings) -> dict[str, Value]:
    issuer, colours = settings.issuer, settings.colours
    return {
        "name": issuer.name if issuer else None,
        "url": issuer.url if issuer else None,
        "linkedin_organization_id": issuer.linkedin_organization_id if issuer else None,
        "logo_sha256": issuer.logo_sha256 if issuer else None,
        "primary_colour": colours.primary,
        "accent_colour": colours.accent,
    }


def of_enrollment(
    before: Enrollment | None, after: Enrollment, completed_at: datetime | None = None
) -> tuple[ChangeAction, tuple[FieldChange, ...]] | None:
    """Say what a change of an enrollment is, and what it changed.

    Args:
        before: as it was; None for a new one.
        after: as it will be.
        completed_at: when the learner completed the course elsewhere; None where the change does not say so.

    Returns:
        None where nothing changed that is recorded, and where a refund ends it, which the order keeps.
    """
    old = {"status": EnrollmentStatus.ACTIVE} if before is None else _enrollment(before)
    fields = differences(old, _enrollment(after))
    if completed_at is not None:
        fields += (FieldChange(field="completed_at", before=None, after=utc_text(completed_at)),)
    if before is None:
        return ChangeAction.ENROLLMENT_CREATED, fields
    changed = {one.field for one in fields}
    if not fields or ("status" in changed and after.status is EnrollmentStatus.REFUNDED):
        return None
    if "status" in changed:
        is_active = after.status is EnrollmentStatus.ACTIVE
        return ChangeAction.ENROLLMENT_REINSTATED if is_active else ChangeAction.ENROLLMENT_CANCELLED, fields
    named = {
        "access_expires_at": ChangeAction.ENROLLMENT_ACCESS_CHANGED,
        "completed_at": ChangeAction.ENROLLMENT_COMPLETED,
        "learner_name": ChangeAction.ENROLLMENT_NAME_CHANGED,
    }
    action = next((action for field, action in named.items() if field in changed), ChangeAction.ENROLLMENT_CHANGED)
    return action, fields


def _enrollment(enrollment: Enrollment) -> dict[str, Value]:
    ends = enrollment.access_expires_at
    return {
        "status": enrollment.status,
        "learner_name": enrollment.learner_name,
        "access_expires_at": None if ends is None else utc_text(ends),
        "order_id": enrollment.order_id,
        "subscription_id": enrollment.subscription_id,
    }
