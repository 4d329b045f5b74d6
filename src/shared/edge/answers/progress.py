"""Progress, as learners and instructors see it."""

from collections.abc import Sequence

from shared.domain.course import Lesson, LessonKind
from shared.domain.progress import LessonProgress, percent_watched, played_ranges
from shared.domain.scripts import mixes_scripts
from shared.edge.answers import courses
from shared.edge.answers.certificates import certificate_with_status, revocations
from shared.edge.answers.common import Json, time_or_null
from shared.usecases.continue_watching import ContinueWatching
from shared.usecases.dashboards import CourseView
from shared.usecases.my_courses import CourseCard
from shared.usecases.my_lesson import LessonView
from shared.usecases.progress import EventResult


def progress_results(results: Sequence[EventResult]) -> Json:
    """Write `ProgressResults`."""
    return {"results": [_event_result(result) for result in results]}


def _event_result(result: EventResult) -> Json:
    answer: Json = {"event_id": result.event_id, "status": result.status}
    if result.rejection is not None:
        answer["code"] = result.rejection
    if result.lesson is not None:
        lesson, progress = result.lesson.lesson, result.lesson.progress
        answer["lesson"] = {"lesson_id": lesson.lesson_id, **_progress(lesson, progress)}
    return answer


def _progress(lesson: Lesson, progress: LessonProgress | None) -> Json:
    return {
        "percent_watched": percent_watched(lesson, progress),
        "position_seconds": progress.position.seconds if progress and progress.position else None,
        "completed_at": time_or_null(progress.completed_at) if progress else None,
    }


def my_courses(
    cards: Sequence[CourseCard], next_cursor: str | None, continue_watching: ContinueWatching | None
) -> Json:
    """Write `MyCourses`."""
    return {
        "items": [_card(card) for card in cards],
        "next_cursor": next_cursor,
        "continue_watching": None
        if continue_watching is None
        else {
            "course_slug": continue_watching.course.slug,
            "course_title": continue_watching.course.title,
            "lesson_id": continue_watching.lesson.lesson_id,
            "lesson_title": continue_watching.lesson.title,
            "position_seconds": continue_watching.position_seconds,
            "started": continue_watching.started,
        },
    }


def _card(card: CourseCard) -> Json:
    entry = card.entry
    return {
        "course_id": entry.course.course_id,
        "slug": entry.course.slug,
        "title": entry.course.title,
        "description": entry.course.description,
        "picture_url": entry.course.picture_url,
        "published": entry.course.published,
        "percent": card.percent,
        "completed_lessons": entry.completed_lessons,
        "published_lessons": entry.published_lessons,
        "completed_at": time_or_null(entry.enrollment.completed_at),
        "badge": entry.enrollment.completed_at is not None,
        "access_ended": card.access_ended,
        "certificate_state": card.certificate_state,
        "verification_url": card.certificate.verification_url if card.certificate else None,
    }


def course_view(view: CourseView) -> Json:
    """Write `CourseProgress`."""
    standing = view.standing
    return {
        "course_id": view.course.course_id,
        "slug": view.course.slug,
        "title": view.course.title,
        "description": view.course.description,
        "picture_url": view.course.picture_url,
        "completion_rule": courses.completion_rule(view.course.completion_rule),
        "lessons": [_lesson(lesson, view.progress.get(lesson.lesson_id)) for lesson in view.course.published_lessons],
        "percent": standing.percent,
        "completed_lessons": standing.completed_lessons,
        "published_lessons": standing.published_lessons,
        "missing_lessons": list(standing.missing_lessons),
        "missing_required": list(standing.missing_required),
        "lessons_needed": standing.lessons_needed,
        "new_lessons": list(view.new_lessons),
        "next_lesson": standing.next_lesson,
        "completed_at": time_or_null(view.enrollment.completed_at),
        "badge": view.enrollment.completed_at is not None,
        "certificate": {
            "state": view.certificate_state,
            **(certificate_with_status(view.certificate) if view.certificate else {}),
        },
    }


def lesson_view(view: LessonView) -> Json:
    """Write `MyLesson`."""
    played = played_ranges(view.lesson, view.progress)
    return {**_lesson(view.lesson, view.progress), "played": [list(seconds) for seconds in played]}


def _lesson(lesson: Lesson, progress: LessonProgress | None) -> Json:
    return {**courses.lesson(lesson), **_progress(lesson, progress), "note": _note(progress)}


def _note(progress: LessonProgress | None) -> str | None:
    """What staff wrote to the learner when they marked the assignment as done."""
    mark = progress.mark_in_effect if progress else None
    return mark.note if mark else None


def learner_view(view: CourseView, *, shows_order: bool = True) -> Json:
    """Write `LearnerDetail`; instructors see no orders."""
    return {
        **course_view(view),
        "user_id": view.enrollment.user_id,
        "learner_name": view.enrollment.learner_name,
        "name_mixes_scripts": mixes_scripts(view.enrollment.learner_name or ""),
        "status": view.enrollment.status,
        "access_expires_at": time_or_null(view.enrollment.access_expires_at),
        "order_id": view.enrollment.order_id if shows_order else None,
        "completion_source": view.enrollment.completion_source,
        "enrolled_by": view.enrollment.enrolled_by,
        "changed_by": view.enrollment.changed_by,
        "changed_at": time_or_null(view.enrollment.changed_at),
        "revocations": revocations(view.certificate) if view.certificate else [],
        "assignments": [
            {"lesson_id": lesson.lesson_id, **assignment_standing(view.progress.get(lesson.lesson_id))}
            for lesson in view.course.published_lessons
            if lesson.kind is LessonKind.ASSIGNMENT
        ],
    }


def assignment_standing(progress: LessonProgress | None) -> Json:
    """Write an `AssignmentStanding`."""
    mark = progress.mark_in_effect if progress else None
    undo = progress.undo if progress else None
    return {
        "completed_at": time_or_null(progress.completed_at if progress else None),
        "marked_by": mark.marked_by if mark else None,
        "note": mark.note if mark else None,
        "undone_at": time_or_null(undo.undone_at if undo else None),
        "undone_by": undo.undone_by if undo else None,
    }
