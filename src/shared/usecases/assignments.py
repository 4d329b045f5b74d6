"""Marking assignments as done, and undoing that, for a course's staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain.change_record import Actor, ChangeAction, ChangeRecord, differences
from shared.domain.completion import marked_as_completed, standing
from shared.domain.course import Course, Lesson, LessonKind
from shared.domain.errors import (
    AssignmentNotFound,
    CertificateIssued,
    ConcurrentChange,
    DomainError,
    EnrollmentNotFound,
)
from shared.domain.ids import UserId
from shared.domain.marks import Mark, Undo
from shared.domain.progress import LessonProgress
from shared.stores import (
    assignment_marks,
    certificates,
    changes,
    enrollment_activity,
    enrollment_progress,
    enrollments,
    lesson_progress,
)
from shared.usecases import existing_courses

_NOT_ENROLLED = "This learner is not enrolled in this course."


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """An assignment of a course that learners see."""

    course: Course
    lesson: Lesson


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkResult:
    """What became of one learner's assignment that was to be marked.

    Attributes:
        progress: in the assignment, as it is now; None where the mark was refused.
        is_new: whether it was marked now; otherwise it was done before, and nothing changed.
        refusal: why it was not marked; None otherwise.
    """

    user_id: UserId
    progress: LessonProgress | None = None
    is_new: bool = False
    refusal: DomainError | None = None


def find(course_id: str, lesson_id: str) -> Assignment:
    """Find an assignment of a course.

    Raises:
        CourseNotFound: there is no such course.
        AssignmentNotFound: the course has no published assignment with this id.
    """
    course = existing_courses.course(course_id)
    lesson = course.published_lesson(lesson_id)
    if lesson is None or lesson.kind is not LessonKind.ASSIGNMENT:
        raise AssignmentNotFound("The course has no published assignment with this id.")
    return Assignment(course=course, lesson=lesson)


def mark(
    course_id: str, lesson_id: str, user_ids: Sequence[UserId], note: str | None, *, actor: Actor, now: datetime
) -> list[MarkResult]:
    """Mark an assignment as done, for some learners, one after the other.

    What one is refused for does not affect the others. Repeating the request changes nothing: the first mark stays,
    with its note.

    Args:
        course_id: the course.
        lesson_id: the assignment.
        user_ids: the learners.
        note: for each of them; None for none.
        actor: who marks it.
        now: when.

    Returns:
        One result for each learner, in order; where the time ran out, `Unavailable`.

    Raises:
        CourseNotFound: there is no such course.
        AssignmentNotFound: the course has no published assignment with this id.
    """
    assignment = find(course_id, lesson_id)
    return [_mark(assignment, user_id, note, actor, now) for user_id in user_ids]


def _mark(assignment: Assignment, user_id: UserId, note: str | None, actor: Actor, now: datetime) -> MarkResult:
    try:
        return retry_on_conflict(lambda: _mark_once(assignment, user_id, note, actor, now))
    except DomainError as refusal:
        return MarkResult(user_id=user_id, refusal=refusal)


def _mark_once(assignment: Assignment, user_id: UserId, note: str | None, actor: Actor, now: datetime) -> MarkResult:
    course_id, lesson_id = assignment.course.course_id, assignment.lesson.lesson_id
    enrollment = enrollments.get(user_id, course_id)
    if enrollment is None:
        raise EnrollmentNotFound(_NOT_ENROLLED)
    before = lesson_progress.get(user_id, course_id, lesson_id)
    if before is not None and before.completed_at is not None:
        return MarkResult(user_id=user_id, progress=before)
    enrollment.require_access(now)
    made = Mark(
        marked_by=actor.person,
        marked_at=now,
        note=note,
        after_all_lessons=enrollment.all_lessons_completed_at is not None,
    )
    transaction = Transaction()
    # Pending until a check counts it; and nothing is recorded for a learner who is erased at this moment.
    enrollment_activity.add_pending_with_access(transaction, enrollment, {lesson_id})
    assignment_marks.put_mark(transaction, user_id, course_id, lesson_id, made)
    changes.add(transaction, _record(ChangeAction.ASSIGNMENT_MARKED, assignment, user_id, actor, now))
    transaction.commit()
    progress = LessonProgress(lesson_id=lesson_id, completed_at=now, mark=made, undo=before.undo if before else None)
    return MarkResult(user_id=user_id, progress=progress, is_new=True)


def undo(
    course_id: str, lesson_id: str, user_id: UserId, *, completed_at: datetime, actor: Actor, now: datetime
) -> LessonProgress:
    """Undo the completion of an assignment, whoever completed it, while the learner has no certificate.

    A certificate that is issued at the same moment requires that every lesson was completed, and this ends that, on the
    condition that there is no certificate: DynamoDB decides which of the two happens. A completion of the course that
    was recorded stays.

    Args:
        course_id: the course.
        lesson_id: the assignment.
        user_id: the learner, with access or not.
        completed_at: the completion to undo: one that has been marked again since is not undone by mistake.
        actor: who undoes it.
        now: when.

    Returns:
        The progress in the assignment as it is now. Repeating the request changes nothing.

    Raises:
        CourseNotFound: there is no such course.
        AssignmentNotFound: the course has no published assignment with this id.
        EnrollmentNotFound: the learner is not enrolled in it.
        CertificateIssued: the learner has a certificate, in force or revoked.
        ConcurrentChange: the assignment was completed at another time than `completed_at`; or a conflict lasted.
    """
    return retry_on_conflict(lambda: _undo_once(course_id, lesson_id, user_id, completed_at, actor, now))


def _undo_once(
    course_id: str, lesson_id: str, user_id: UserId, completed_at: datetime, actor: Actor, now: datetime
) -> LessonProgress:
    # The enrollment first, as in a check: what is counted on it since is in none of the reads that follow.
    enrollment = enrollments.get(user_id, course_id)
    assignment = find(course_id, lesson_id)
    if enrollment is None:
        raise EnrollmentNotFound(_NOT_ENROLLED)
    course, lesson = assignment.course, assignment.lesson
    progress = lesson_progress.of_course(user_id, course.course_id)
    before = progress.pop(lesson.lesson_id, LessonProgress(lesson_id=lesson.lesson_id))
    if before.completed_at is None:
        return before
    if before.completed_at != completed_at:
        raise ConcurrentChange("The assignment was marked as done again in the meantime. Reload it first.")
    certificate = certificates.get(user_id, course.course_id)
    if certificate is not None and certificate.issued_name:
        raise CertificateIssued("The learner has a certificate of this course, so the assignment stays done.")
    undone = Undo(undone_by=actor.person, undone_at=now)
    mark_in_effect = before.mark_in_effect
    transaction = Transaction()
    certificates.require_none(transaction, user_id, course.course_id)
    enrollment_progress.uncount(
        transaction,
        enrollment,
        standing(course, marked_as_completed(progress)),
        ends_right=mark_in_effect is None or not mark_in_effect.after_all_lessons,
    )
    assignment_marks.put_undo(
        transaction, user_id, course.course_id, lesson.lesson_id, completed_at=completed_at, undo=undone
    )
    changes.add(transaction, _record(ChangeAction.ASSIGNMENT_UNDONE, assignment, user_id, actor, now))
    transaction.commit()
    return LessonProgress(lesson_id=lesson.lesson_id, mark=before.mark, undo=undone)


def _record(action: ChangeAction, assignment: Assignment, user_id: UserId, actor: Actor, now: datetime) -> ChangeRecord:
    """Make the record of a mark, or of its undo; the note is the learner's, and not kept once it is undone."""
    lesson = assignment.lesson
    return ChangeRecord(
        at=now,
        actor=actor,
        action=action,
        course_id=assignment.course.course_id,
        user_id=user_id,
        fields=differences({}, {"lesson_id": lesson.lesson_id, "lesson_title": lesson.title}),
    )
