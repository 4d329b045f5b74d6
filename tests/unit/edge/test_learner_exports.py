"""The CSV of a course's learners: its lines, and what spreadsheets make of them."""

import csv
import re
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.certificate import CertificateState
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.ids import CourseId, UserId
from shared.edge.answers import learner_exports, spreadsheets
from tests.support.template import ROOT

PERILOUS = "=+-@＝＋－＠\t\r\n\0\u00a0\u200b\ufeff \"',;a1"  # noqa: RUF001 - what the file is about
TEXTS = st.one_of(st.text(), st.text(alphabet=PERILOUS))


def learner(**more: object) -> Enrollment:
    found: dict[str, object] = {
        "user_id": UserId("-maya"),
        "course_id": CourseId("c"),
        "status": EnrollmentStatus.ACTIVE,
        "learner_name": None,
        "order_id": None,
        **more,
    }
    return Enrollment(**found)  # type: ignore[arg-type]


def test_each_learner_is_a_line_under_the_header() -> None:
    done = learner(
        user_id=UserId("anh"),
        learner_name="Nguyễn Thị Ánh",
        percent=100,
        completed_lessons=3,
        published_lessons=3,
        completed_at=datetime(2026, 2, 3, 17, 5, 21, 480000, tzinfo=UTC),
    )
    assert learner_exports.HEADER == (
        '\ufeff"Name","User id","Lessons completed","Lessons in the course","Percent","Completed at (UTC)",'
        '"Certificate"\r\n'
    )
    line = learner_exports.learner(done, CertificateState.ISSUED, 10)
    assert line == '"Nguyễn Thị Ánh","anh","3","3","100","2026-02-03 17:05:21","Issued"\r\n'
    # Without progress, the course's own number of lessons is used.
    line = learner_exports.learner(learner(), CertificateState.LOCKED, 10)
    assert line == '"","\'-maya","0","10","0","","Not earned yet"\r\n'


def test_the_states_of_certificates_are_called_as_on_the_pages() -> None:
    texts = (ROOT / "web/po/staff/staff.pot").read_text("utf-8")
    labels = dict(re.findall(r'^msgctxt "labels\.certificate_(\w+)"\nmsgid "([^"]+)"', texts, re.MULTILINE))
    written = {
        state: next(csv.reader([learner_exports.learner(learner(), state, 1)]))[-1] for state in CertificateState
    }
    assert written == {state: labels[state] for state in CertificateState}


@given(st.lists(TEXTS, min_size=1))
def test_whatever_is_written_can_be_read_again_but_for_the_apostrophe_that_marks_text(cells: list[str]) -> None:
    (read,) = csv.reader(StringIO(spreadsheets.line(cells), newline=""))
    assert len(read) == len(cells)
    assert all(cell in {written, f"'{written}"} for cell, written in zip(read, cells, strict=True))


@given(TEXTS)
def test_no_cell_begins_like_a_formula(text: str) -> None:
    cell = spreadsheets.escaped(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    # Spreadsheets may skip what draws nothing.
    assert not re.match(r"[\s\u200b\ufeff\0]*[=+\-@＝＋－＠]", cell)  # noqa: RUF001 - as above


@pytest.mark.parametrize(
    "dangerous",
    ["=cmd()", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\tplain", " =1", "\u200b=1", "＝1"],  # noqa: RUF001 - as above
)
def test_text_that_could_be_a_formula_is_marked_as_text(dangerous: str) -> None:
    assert spreadsheets.escaped(dangerous) == f"'{dangerous}"


@pytest.mark.parametrize("text", ["Anna", "O'Brien", "a=b", "Jean-Luc", "محمد", "'quoted'", "", " spaced"])
def test_harmless_text_stays(text: str) -> None:
    assert spreadsheets.escaped(text) == text
