"""Access to a course, and its expiry."""

from datetime import datetime, timedelta

import pytest

from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.errors import AccessEnded
from shared.domain.ids import CourseId, UserId
from tests.unit.domain.examples import NOW


def enrollment(status: EnrollmentStatus, access_expires_at: datetime | None = None) -> Enrollment:
    return Enrollment(
        user_id=UserId("anna"), course_id=CourseId("course"), status=status, access_expires_at=access_expires_at
    )


@pytest.mark.parametrize("expires_at", [None, NOW + timedelta(microseconds=1)])
def test_an_active_learner_has_access_until_it_expires(expires_at: datetime | None) -> None:
    enrollment(EnrollmentStatus.ACTIVE, expires_at).require_access(NOW)


@pytest.mark.parametrize("expires_at", [NOW, NOW - timedelta(days=1)])
def test_an_active_learner_has_no_access_after_it_expires(expires_at: datetime) -> None:
    with pytest.raises(AccessEnded):
        enrollment(EnrollmentStatus.ACTIVE, expires_at).require_access(NOW)


@pytest.mark.parametrize("status", [EnrollmentStatus.CANCELLED, EnrollmentStatus.REFUNDED])
@pytest.mark.parametrize("expires_at", [None, NOW + timedelta(days=1)])
def test_only_an_active_enrollment_gives_access(status: EnrollmentStatus, expires_at: datetime | None) -> None:
    with pytest.raises(AccessEnded):
        enrollment(status, expires_at).require_access(NOW)
