"""The state of a course's certificate for a learner."""

from dataclasses import replace

import pytest

from shared.domain.certificate import CertificateState, CertificateStatus
from shared.domain.course import CertificateSettings
from shared.domain.enrollment import certificate_state
from tests.unit.domain.examples import course

WITH = replace(course(), certificate=CertificateSettings(enabled=True))
WITHOUT = course()
STATUSES = [None, CertificateStatus.ACTIVE, CertificateStatus.REVOKED]


@pytest.mark.parametrize(
    ("status", "all_lessons_done", "state"),
    [
        (None, False, CertificateState.LOCKED),
        (None, True, CertificateState.AVAILABLE),
        (CertificateStatus.ACTIVE, True, CertificateState.ISSUED),
        (CertificateStatus.REVOKED, True, CertificateState.REVOKED),
        # Lessons added after completion do not revoke a certificate.
        (CertificateStatus.ACTIVE, False, CertificateState.ISSUED),
        (CertificateStatus.REVOKED, False, CertificateState.REVOKED),
    ],
)
def test_a_certificate_is_locked_available_issued_or_revoked(
    status: CertificateStatus | None,
    all_lessons_done: bool,  # noqa: FBT001
    state: CertificateState,
) -> None:
    assert (
        certificate_state(WITH, certificates_enabled=True, certificate_status=status, all_lessons_done=all_lessons_done)
        is state
    )


@pytest.mark.parametrize("status", STATUSES)
def test_certificates_are_disabled_if_the_deployment_disables_them(status: CertificateStatus | None) -> None:
    state = certificate_state(WITH, certificates_enabled=False, certificate_status=status, all_lessons_done=True)
    assert state is CertificateState.DISABLED


@pytest.mark.parametrize("status", [None, CertificateStatus.ACTIVE])
def test_certificates_are_disabled_if_the_course_disables_them(status: CertificateStatus | None) -> None:
    state = certificate_state(WITHOUT, certificates_enabled=True, certificate_status=status, all_lessons_done=True)
    assert state is CertificateState.DISABLED


def test_a_revoked_certificate_is_revoked_even_if_the_course_disables_certificates() -> None:
    revoked = CertificateStatus.REVOKED
    state = certificate_state(WITHOUT, certificates_enabled=True, certificate_status=revoked, all_lessons_done=True)
    assert state is CertificateState.REVOKED
