"""Enrollments, and the export of all data about a learner."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from shared.domain.completion import Completion
from shared.domain.dates import utc_text
from shared.domain.enrollment import Enrollment
from shared.domain.ids import CourseId
from shared.domain.profile import Profile
from shared.domain.progress import LessonProgress
from shared.edge.answers.certificates import certificate_record
from shared.edge.answers.changes import change
from shared.edge.answers.common import Json, time_or_null
from shared.edge.sizes import json_text
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
        "completion_source": stored.completion_source,
        "enrolled_by": stored.enrolled_by,
        "created_at": time_or_null(stored.created_at),
        "updated_at": time_or_null(stored.updated_at),
    }


def export(collected: Export, now: datetime) -> Iterator[str]:
    """Write a `LearnerExport` as JSON, piece by piece: there may be many lessons."""
    yield f'{{"user_id":{json_text(collected.user_id)},"exported_at":{json_text(utc_text(now))},"enrollments":'
    yield from _array(map(enrollment, collected.enrollments))
    yield ',"lesson_progress":'
    yield from _array(_progress_record(course_id, progress) for course_id, progress in collected.progress)
    yield ',"completions":'
    yield from _array(map(_completion, collected.completions))
    yield ',"certificates":'
    yield from _array(map(certificate_record, collected.certificates))
    yield f',"profile":{json_text(_profile(collected.profile))},"changes":'
    yield from _array(map(change, collected.changes))
    yield "}"


def _array(records: Iterable[Json]) -> Iterator[str]:
    separator = "["
    for record in records:
        yield f"{separator}{json_text(record)}"
        separator = ","
    yield "[]" if separator == "[" else "]"


def _completion(completion: Completion) -> Json:
    return {
        "course_id": completion.course_id,
        "completed_at": utc_text(completion.completed_at),
        "course_title": completion.course_title,
        "lesson_ids": sorted(completion.lesson_ids),
        "learner_name": completion.learner_name,
        "source": completion.source,
    }


def _profile(stored: Profile | None) -> Json | None:
    """Write a `StoredProfile`, or null for None."""
    return None if stored is None else {"name": stored.name, "updated_at": utc_text(stored.updated_at)}


def _progress_record(course_id: CourseId, progress: LessonProgress) -> Json:
    return {
        "course_id": course_id,
        "lesson_id": progress.lesson_id,
        "watched": sorted(progress.watched),
        "position_seconds": progress.position.seconds if progress.position else None,
        "position_at": time_or_null(progress.position.occurred_at) if progress.position else None,
        "completed_at": time_or_null(progress.completed_at),
        "updated_at": time_or_null(progress.updated_at),
        **_mark(progress),
    }


def _mark(progress: LessonProgress) -> Json:
    """Write who marked an assignment as done, and who undid that; nothing for other lessons."""
    mark, undo = progress.mark, progress.undo
    marked = {"marked_at": utc_text(mark.marked_at), "marked_by": mark.marked_by, "note": mark.note} if mark else {}
    undone = {"undone_at": utc_text(undo.undone_at), "undone_by": undo.undone_by} if undo else {}
    return {**marked, **undone}
