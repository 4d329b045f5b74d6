"""The learner's name in an enrollment, corrected by an admin."""

from datetime import datetime

from shared.aws.transactions import update
from shared.domain.errors import EnrollmentNotFound
from shared.stores.enrollments import EnrollmentRow


def put(user_id: str, course_id: str, name: str, now: datetime) -> None:
    """Set the name.

    Raises:
        EnrollmentNotFound: there is no enrollment: it is not created again after an erasure.
    """
    update(
        EnrollmentRow(user_id, course_id),
        [EnrollmentRow.learner_name.set(name), EnrollmentRow.updated_at.set(now)],
        EnrollmentRow.user_id.exists(),
        EnrollmentNotFound("This learner is not enrolled in this course."),
    )
