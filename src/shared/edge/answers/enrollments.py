"""Enrollments, and the export of all data about a learner."""

from datetime import datetime

from shared.domain.dates import utc_text
from shared.domain.enrollment import Enrollment
from shared.domain.ids import CourseId, LessonId
from shared.domain.profile import Profile
from shared.domain.progress import LessonProgress
from shared.edge.answers.certificates import certificate_record
from shared.edge.answers.common import Json, time_or_null
from shared.usecases.learners import Export


def enrollment(stored: Enrollment) -> Json:
    """Write an `Enrollment`."""
    return {
        "user_id": stored.user_id,
        "course_id": stored.course_id,
        "status": stored.status,
        "learner_name": stored.learner_name,
        "order_id": stored.order_id,
        "subscription_id": stored.subscription_id,
        "access_expires_at": time_or_null(stored.access_expires_at),
        "purchaser_name": stored.purchaser_name,
        "completed_at": time_or_null(stored.completed_at),
        "all_lessons_completed_at": time_or_null(stored.all_lessons_completed_at),
        "created_at": time_or_null(stored.created_at),
        "updated_at": time_or_null(stored.updated_at),
    }


def export(collected: Export, now: datetime) -> Json:
    """Write a `LearnerExport`."""
    return {
        "user_id": collected.user_id,
        "exported_at": utc_text(now),
        "enrollments": [enrollment(stored) for stored in collected.enrollments],
        "lesson_progress": [
            _progress_record(course_id, lesson_id, progress)
            for course_id, lessons in collected.progress.items()
            for lesson_id, progress in lessons.items()
        ],
        "completions": [
            {
                "course_id": completion.course_id,
                "completed_at": utc_text(completion.completed_at),
                "course_title": completion.course_title,
                "lesson_ids": sorted(completion.lesson_ids),
                "learner_name": completion.learner_name,
            }
            for completion in collected.completions
        ],
        "certificates": [certificate_record(certificate) for certificate in collected.certificates],
        "profile": _profile(collected.profile),
    }


def _profile(stored: Profile | None) -> Json | None:
    """Write a `StoredProfile`, or null for None."""
    return None if stored is None else {"name": stored.name, "updated_at": utc_text(stored.updated_at)}


def _progress_record(course_id: CourseId, lesson_id: LessonId, progress: LessonProgress) -> Json:
    return {
        "course_id": course_id,
        "lesson_id": lesson_id,
        "watched": sorted(progress.watched),
        "position_seconds": progress.position.seconds if progress.position else None,
        "position_at": time_or_null(progress.position.occurred_at) if progress.position else None,
        "completed_at": time_or_null(progress.completed_at),
        "updated_at": time_or_null(progress.updated_at),
    }
