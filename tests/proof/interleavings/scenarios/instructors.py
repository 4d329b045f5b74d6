"""Scenarios of instructors: from the answer to a change on, a course lets its new instructors in, and no others."""

from functools import partial

from tests.proof.interleavings import final_states as final
from tests.proof.interleavings.history import accepted, refused, shows
from tests.proof.interleavings.operations import edit, read_page
from tests.proof.interleavings.scenario import Scenario
from tests.support.service import Caller
from tests.support.steps import COURSE_ID, put_course

INES, OLGA = (Caller(name, scope="instructor") for name in ("ines", "olga"))
_CERTIFICATES = f"/admin/courses/{COURSE_ID}/certificates"
_taught_by_ines = partial(put_course, instructors=[INES.sub])

SCENARIOS = (
    Scenario(
        "a course whose instructor is replaced, and requests of both",
        _taught_by_ines,
        (
            edit(instructors=[OLGA.sub]),
            read_page("removed instructor", _CERTIFICATES, INES),
            read_page("new instructor", _CERTIFICATES, OLGA),
        ),
        final.any_final_state,
        history=(refused("removed instructor", after="edit"), accepted("new instructor", after="edit")),
    ),
    Scenario(
        "a course whose instructor is removed, and the list of the instructor's courses",
        _taught_by_ines,
        (edit(instructors=[]), read_page("list", "/admin/courses", INES)),
        final.any_final_state,
        history=(
            shows("list", lambda answer: answer.json["items"] == [], after="edit", requirement="must not show it"),
        ),
    ),
    Scenario(
        "two changes of a course's slug and instructors",
        _taught_by_ines,
        (
            edit(slug="rye-bread", instructors=[INES.sub, OLGA.sub]),
            edit("other edit", 21, slug="toast", instructors=[OLGA.sub]),
        ),
        final.any_final_state,
    ),
    Scenario(
        "a change of a course's instructors, and one by a caller who does not know them",
        _taught_by_ines,
        (edit(instructors=[OLGA.sub]), edit("other edit", 21, slug="toast")),
        final.any_final_state,
    ),
)
