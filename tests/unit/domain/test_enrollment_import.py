"""What a row of a file means for an enrollment, and what waits for an address for the learner who claims it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.enrollment_import import (
    Cells,
    EnrollmentImport,
    ImportKind,
    ImportRow,
    ImportStatus,
    Verdict,
    verdict_on,
    verdict_on_pending,
    wanted,
)
from shared.domain.ids import CourseId, UserId
from shared.domain.pending_enrollment import PendingEnrollment

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
PAST, SOON, LATER = NOW - timedelta(days=1), NOW + timedelta(days=1), NOW + timedelta(days=2)
ANNA, COURSE, STAFF = UserId("anna"), CourseId("course-1"), UserId("teacher-3")
ENROLLED = Enrollment(user_id=ANNA, course_id=COURSE, status=EnrollmentStatus.ACTIVE, learner_name="Anna")
WAITING = PendingEnrollment(
    course_id=COURSE, email="anna@example.org", enrolled_by=STAFF, changed_by=STAFF, learner_name="Anna by the staff"
)
ENROLL, HISTORY = ImportKind


def row(**fields: object) -> ImportRow:
    return replace(ImportRow(number=2, cells=Cells(), user_id=ANNA), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "asked", "kind", "verdict"),
    [
        (None, row(), ENROLL, Verdict.NEW),
        (None, row(completed_at=PAST), HISTORY, Verdict.NEW),
        (ENROLLED, row(), ENROLL, Verdict.UNCHANGED),
        (ENROLLED, row(name="Anna"), ENROLL, Verdict.UNCHANGED),
        (ENROLLED, row(name="Anna Nowak"), ENROLL, Verdict.UPDATED),
        (ENROLLED, row(access_expires_at=SOON), ENROLL, Verdict.UPDATED),
        (replace(ENROLLED, access_expires_at=SOON), row(), ENROLL, Verdict.UNCHANGED),
        (replace(ENROLLED, access_expires_at=PAST), row(), ENROLL, Verdict.ENDED),
        (replace(ENROLLED, access_expires_at=PAST), row(access_expires_at=SOON), ENROLL, Verdict.UPDATED),
        (replace(ENROLLED, access_expires_at=PAST), row(completed_at=PAST), HISTORY, Verdict.UPDATED),
        (replace(ENROLLED, status=EnrollmentStatus.CANCELLED), row(), ENROLL, Verdict.UPDATED),
        (replace(ENROLLED, status=EnrollmentStatus.CANCELLED), row(completed_at=PAST), HISTORY, Verdict.UPDATED),
        (replace(ENROLLED, status=EnrollmentStatus.REFUNDED), row(name="Other"), ENROLL, Verdict.REFUNDED),
        (replace(ENROLLED, status=EnrollmentStatus.REFUNDED), row(completed_at=PAST), HISTORY, Verdict.REFUNDED),
        (replace(ENROLLED, completed_at=NOW), row(completed_at=PAST), HISTORY, Verdict.UNCHANGED),
    ],
)
def test_a_row_is_judged_by_what_it_changes(
    before: Enrollment | None, asked: ImportRow, kind: ImportKind, verdict: Verdict
) -> None:
    assert verdict_on(before, asked, kind, NOW) is verdict


def test_what_a_row_leaves_open_stays() -> None:
    before = replace(ENROLLED, access_expires_at=SOON)
    assert wanted(before, row(), ENROLL) == before
    assert wanted(before, row(name="Anna Nowak"), ENROLL) == replace(before, learner_name="Anna Nowak")


@pytest.mark.parametrize(("kind", "status"), [(ENROLL, EnrollmentStatus.ACTIVE), (HISTORY, EnrollmentStatus.CANCELLED)])
def test_enrolling_restores_what_was_cancelled_and_history_does_not(kind: ImportKind, status: EnrollmentStatus) -> None:
    assert wanted(replace(ENROLLED, status=EnrollmentStatus.CANCELLED), row(), kind).status is status


@pytest.mark.parametrize(
    ("before", "asked", "verdict"),
    [
        (None, row(), Verdict.NEW),
        (WAITING, row(), Verdict.UNCHANGED),
        (WAITING, row(name="Anna by the staff"), Verdict.UNCHANGED),
        (WAITING, row(name="Other"), Verdict.UPDATED),
        (WAITING, row(completed_at=PAST), Verdict.UPDATED),
        (replace(WAITING, completed_at=NOW), row(completed_at=PAST), Verdict.UNCHANGED),
    ],
)
def test_a_row_about_an_address_is_judged_by_what_waits(
    before: PendingEnrollment | None, asked: ImportRow, verdict: Verdict
) -> None:
    assert verdict_on_pending(before, asked) is verdict


@pytest.mark.parametrize(
    ("before", "pending_end", "status", "end"),
    [
        (replace(ENROLLED, access_expires_at=SOON), LATER, EnrollmentStatus.ACTIVE, LATER),
        (replace(ENROLLED, access_expires_at=LATER), SOON, EnrollmentStatus.ACTIVE, LATER),
        (replace(ENROLLED, access_expires_at=None), SOON, EnrollmentStatus.ACTIVE, None),
        (replace(ENROLLED, access_expires_at=SOON), None, EnrollmentStatus.ACTIVE, SOON),
        (replace(ENROLLED, access_expires_at=PAST), SOON, EnrollmentStatus.ACTIVE, SOON),
        (replace(ENROLLED, status=EnrollmentStatus.CANCELLED), None, EnrollmentStatus.ACTIVE, None),
    ],
)
def test_a_claim_restores_or_extends_access_and_never_shortens_it(
    before: Enrollment, pending_end: datetime | None, status: EnrollmentStatus, end: datetime | None
) -> None:
    after = replace(WAITING, access_expires_at=pending_end).claimed_by(ANNA, before, NOW)
    assert after is not None
    assert (after.status, after.access_expires_at, after.learner_name) == (status, end, "Anna")


def test_a_claim_enrolls_whoever_is_not_and_leaves_a_refund_as_it_is() -> None:
    enrolled = WAITING.claimed_by(ANNA, None, NOW)
    assert enrolled is not None
    assert (enrolled.user_id, enrolled.learner_name) == ("anna", "Anna by the staff")
    assert WAITING.claimed_by(ANNA, replace(ENROLLED, status=EnrollmentStatus.REFUNDED), NOW) is None


def test_an_import_without_progress_for_a_quarter_of_an_hour_has_failed() -> None:
    job = EnrollmentImport(
        course_id=COURSE,
        import_id="import",
        kind=ENROLL,
        file_name="class.csv",
        sha256="0" * 64,
        announces=False,
        requested_by=STAFF,
        requested_at=NOW,
        advanced_at=NOW,
        rows=2,
        verdicts=[Verdict.NEW],
    )
    assert job.status(NOW + timedelta(minutes=14, seconds=59)) is ImportStatus.RUNNING
    assert job.status(NOW + timedelta(minutes=15)) is ImportStatus.FAILED
    assert replace(job, finished_at=NOW).status(NOW + timedelta(days=1)) is ImportStatus.DONE
    assert job.counts == {Verdict.NEW: 1}
