"""Scenarios of changes that write their records: of the issuer, of a name, and of what another one changes first."""

from collections.abc import Mapping

from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings import staff
from tests.proof.interleavings.executions import Operation
from tests.proof.interleavings.operations import admin_action, erase
from tests.proof.interleavings.scenario import Scenario
from tests.support.service import ADMIN, Service
from tests.support.steps import ANNA, COURSE_ID
from tests.support.uploads import upload_logo
from tests.unit.pdf.pictures import encoded, mark

SCHOOL = {
    "name": "Hearth School",
    "url": "https://hearth.example",
    "linkedin_organization_id": "1337",
    "primary_colour": "#7a1f3d",
    "accent_colour": "#f2c14e",
}
OTHER_SCHOOL = {"name": "Rye School", "accent_colour": "#000000"}
# Each changes one field of the issuer alone.
CHANGED_ALONE: Mapping[str, Mapping[str, object]] = {
    "name": {**SCHOOL, "name": "Hearth"},
    "address": {**SCHOOL, "url": "https://other.example"},
    "page": {**SCHOOL, "linkedin_organization_id": None},
    "first colour": {**SCHOOL, "primary_colour": "#123456"},
    "second colour": {**SCHOOL, "accent_colour": None},
    "logo": {**SCHOOL, "logo_upload_id": None},
}


def _nothing(_: Service) -> None:
    pass


def _with_logo(service: Service) -> None:
    body = {**SCHOOL, "logo_upload_id": upload_logo(service, encoded(mark()))}
    assert service.call("PUT", "/admin/issuer", caller=ADMIN, body=body).status == 200


def _issuer(name: str, minute: int, body: Mapping[str, object]) -> Operation:
    return Operation(
        name=name,
        minute=minute,
        call=lambda process: process.service.call("PUT", "/admin/issuer", caller=ADMIN, body=body),
    )


def _correction(name: str = "correction", minute: int = 22) -> Operation:
    """The staff corrects Anna's name."""
    url = f"/admin/courses/{COURSE_ID}/learners/{ANNA.sub}/name"
    body = {"name": f"Anna by {name}"}
    return Operation(
        name=name, minute=minute, call=lambda process: process.service.call("POST", url, caller=ADMIN, body=body)
    )


SCENARIOS = (
    Scenario(
        "two first changes of the issuer",
        _nothing,
        (_issuer("issuer", 20, SCHOOL), _issuer("other issuer", 21, OTHER_SCHOOL)),
        final.any_final_state,
    ),
    *(
        Scenario(
            f"a change of the issuer's {what} alone, another change, and its removal",
            _with_logo,
            (_issuer("alone", 20, body), _issuer("other", 21, OTHER_SCHOOL), _issuer("removal", 22, {"name": None})),
            final.any_final_state,
        )
        for what, body in CHANGED_ALONE.items()
    ),
    Scenario(
        "two changes of the issuer and its removal",
        _with_logo,
        (_issuer("issuer", 20, OTHER_SCHOOL), _issuer("removal", 21, {"name": None}), _issuer("same", 22, SCHOOL)),
        final.any_final_state,
    ),
    Scenario(
        "two corrections of a name",
        initial.enrolled,
        (_correction(), _correction("other", 23)),
        final.any_final_state,
    ),
    Scenario(
        "a correction of a name, and a change of it by the staff",
        initial.enrolled,
        (_correction(), staff.change(learner_name="Anna by the staff")),
        final.any_final_state,
    ),
    Scenario(
        "a correction of a name and an erasure",
        initial.enrolled,
        (_correction(), erase()),
        final.learner_erased,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "two revocations by admins",
        initial.certified,
        (admin_action("revoke"), admin_action("revoke", name="other revoke", minute=21)),
        final.any_final_state,
    ),
)
