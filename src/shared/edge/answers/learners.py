"""Learners, as instructors list and find them."""

from shared.domain.enrollment import Enrollment
from shared.domain.scripts import mixes_scripts
from shared.edge.answers.certificates import certificate_record
from shared.edge.answers.common import Json, time_or_null
from shared.usecases.course_learners import CourseLearners, LearnerRow
from shared.usecases.learner_overview import LearnerOverview, LearnersCourse
from shared.usecases.learner_search import FoundLearner, FoundLearners
from shared.usecases.name_corrections import CorrectedName
from shared.usecases.own_learner_search import FoundOwnLearners


def learners(page: CourseLearners, next_cursor: str | None) -> Json:
    """Write a `LearnerList`."""
    counts = page.counts.counts
    return {
        "items": [_learner(row) for row in page.rows],
        "next_cursor": next_cursor,
        "summary": {
            "enrolled": counts.enrolled,
            "completed": counts.completed,
            "certificates_issued": counts.certificates_active,
            "certificates_revoked": counts.certificates_revoked,
            "as_of": time_or_null(page.counts.as_of),
        },
    }


def found_learners(page: FoundLearners | FoundOwnLearners, next_cursor: str | None) -> Json:
    """Write a `FoundLearners`."""
    return {
        "items": [_found(row) for row in page.rows],
        "next_cursor": next_cursor,
        "complete": page.is_complete,
    }


def overview(found: LearnerOverview, next_cursor: str | None) -> Json:
    """Write a `LearnerOverview`."""
    return {
        "user_id": found.user_id,
        "profile_name": found.profile.name if found.profile else None,
        "items": [_course(entry) for entry in found.courses],
        "next_cursor": next_cursor,
    }


def _course(entry: LearnersCourse) -> Json:
    enrollment, certificate = entry.enrollment, entry.certificate
    return {
        "course_id": entry.course.course_id,
        "course_title": entry.course.title,
        **_summary(enrollment),
        "status": enrollment.status,
        "access_expires_at": time_or_null(enrollment.access_expires_at),
        "order_id": enrollment.order_id,
        "certificate_state": entry.certificate_state,
        "certificate": certificate_record(certificate) if certificate else None,
    }


def corrected_name(corrected: CorrectedName, *, shows_order: bool) -> Json:
    """Write a `CorrectedName`; instructors see no orders."""
    certificate = corrected.certificate
    return {
        "user_id": corrected.user_id,
        "course_id": corrected.course_id,
        "learner_name": corrected.name,
        "certificate": certificate_record(certificate, shows_order=shows_order) if certificate else None,
        "replaced": corrected.is_replaced,
    }


def _learner(row: LearnerRow) -> Json:
    return {**_summary(row.enrollment), "certificate_state": row.certificate_state}


def _found(row: FoundLearner) -> Json:
    return {"course_id": row.course.course_id, "course_title": row.course.title, **_summary(row.enrollment)}


def _summary(enrollment: Enrollment) -> Json:
    return {
        "user_id": enrollment.user_id,
        "learner_name": enrollment.learner_name,
        "name_mixes_scripts": mixes_scripts(enrollment.learner_name or ""),
        "percent": enrollment.percent,
        "completed_lessons": enrollment.completed_lessons,
        "published_lessons": enrollment.published_lessons,
        "completed_at": time_or_null(enrollment.completed_at),
    }
