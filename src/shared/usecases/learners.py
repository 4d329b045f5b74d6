"""Everything held on a learner: exported, and erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from shared.domain.certificate import Certificate
from shared.domain.completion import Completion
from shared.domain.enrollment import Enrollment
from shared.domain.errors import LearnerNotFound
from shared.domain.ids import CourseId, LessonId, UserId
from shared.domain.progress import LessonProgress
from shared.stores import certificates, completions, documents, enrollments, lesson_progress
from shared.usecases.deciding import until_settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Everything held on a learner."""

    user_id: UserId
    enrollments: Sequence[Enrollment]
    progress: Mapping[CourseId, Mapping[LessonId, LessonProgress]]
    completions: Sequence[Completion]
    certificates: Sequence[Certificate]


def export(user_id: UserId) -> Export:
    """Collect everything held on a learner.

    Raises:
        LearnerNotFound: nothing is held.
    """
    collected = Export(
        user_id=user_id,
        enrollments=enrollments.of_learner(user_id),
        progress=lesson_progress.of_learner(user_id),
        completions=completions.of_learner(user_id),
        certificates=certificates.of_learner(user_id),
    )
    if not (collected.enrollments or collected.progress or collected.completions or collected.certificates):
        raise LearnerNotFound("Nothing is held on this learner.")
    return collected


def erase(user_id: UserId, now: datetime) -> None:
    """Remove a learner's progress and enrollments, and blank the name on certificates, whose codes go on answering.

    The enrollments go first: without one, nothing can be issued or completed meanwhile. Each step finds by itself what
    is left of it, so what was cut off in the middle is finished by calling again.
    """
    for enrollment in enrollments.of_learner(user_id):
        enrollments.delete(user_id, enrollment.course_id)
    for certificate in certificates.of_learner(user_id):
        until_settled(partial(_blank, certificate, now))
    documents.delete_certificates(user_id)
    completions.delete_all(user_id)
    lesson_progress.delete_all(user_id)


def _blank(certificate: Certificate, now: datetime) -> None:
    newest = certificates.get(certificate.user_id, certificate.course_id)
    if newest is not None:
        certificates.blank_name(newest, now)
