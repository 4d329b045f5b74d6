"""Assignments, and the learners who have done them or have not, for staff."""

from collections.abc import Sequence

from shared.domain.scripts import mixes_scripts
from shared.edge.answers.common import Json
from shared.edge.answers.progress import assignment_standing
from shared.edge.problems import problem_of
from shared.usecases.assignment_lists import AssignmentRow, CourseAssignments
from shared.usecases.assignments import MarkResult


def assignments(found: CourseAssignments) -> Json:
    """Write `CourseAssignments`."""
    required = set(found.course.completion_rule.required_lessons)
    return {
        "course_id": found.course.course_id,
        "title": found.course.title,
        "assignments": [
            {"lesson_id": lesson.lesson_id, "title": lesson.title, "required": lesson.lesson_id in required}
            for lesson in found.assignments
        ],
    }


def learners(rows: Sequence[AssignmentRow], next_cursor: str | None) -> Json:
    """Write an `AssignmentLearnerList`."""
    return {"items": [_learner(row) for row in rows], "next_cursor": next_cursor}


def _learner(row: AssignmentRow) -> Json:
    enrollment = row.enrollment
    return {
        "user_id": enrollment.user_id,
        "learner_name": enrollment.learner_name,
        "name_mixes_scripts": mixes_scripts(enrollment.learner_name or ""),
        "percent": enrollment.percent,
        "completed_lessons": enrollment.completed_lessons,
        "published_lessons": enrollment.published_lessons,
        "assignment": assignment_standing(row.progress),
    }


def results(found: Sequence[MarkResult]) -> Json:
    """Write `AssignmentMarkResults`."""
    return {"results": [_result(result) for result in found]}


def _result(result: MarkResult) -> Json:
    if result.refusal is not None:
        problem = problem_of(result.refusal)
        return {
            "user_id": result.user_id,
            "status": "rejected",
            "code": problem["code"],
            "detail": problem["detail"],
        }
    status = "marked" if result.is_new else "unchanged"
    return {"user_id": result.user_id, "status": status, "assignment": assignment_standing(result.progress)}
