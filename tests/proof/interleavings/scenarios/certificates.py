"""Scenarios of certificates: their first download, and their revocation."""

from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.history import accepted, refused, same_content, shows
from tests.proof.interleavings.operations import (
    admin_action,
    described_download,
    download,
    issued_by,
    new_issuer,
    new_order,
    refund,
    verification,
)
from tests.proof.interleavings.scenario import Scenario
from tests.support.service import Answer


def _is_revoked(answer: Answer) -> bool:
    return bool(answer.json["status"] == "revoked")


def _names_the_issuer(answer: Answer) -> bool:
    return bool((answer.json["issuer"] or {}).get("name") == "Hearth School")


_FIRST_DOWNLOAD = download()

SCENARIOS = (
    Scenario(
        "two first downloads",
        initial.finished,
        (download("first", 10), download("second", 20)),
        final.one_certificate,
        history=(same_content("first", "second"), same_content("second", "first")),
    ),
    Scenario(
        "a first download and a full refund",
        initial.finished,
        (download(), refund()),
        final.order_refunded,
        history=(refused("download", after="refund"),),
    ),
    Scenario(
        "two first downloads and a full refund",
        initial.detected,
        (download("first", 10), download("second", 20), refund()),
        final.order_refunded,
        history=(refused("first", after="refund"), refused("second", after="refund")),
    ),
    Scenario(
        "a new order, a refund of the old one and a download",
        initial.certified,
        (new_order(), refund(), download()),
        final.old_code_revoked,
        history=(accepted("download", after="new order"),),
    ),
    Scenario(
        "a first download and a revocation by an admin",
        initial.detected,
        (_FIRST_DOWNLOAD, admin_action("revoke", issued_by(_FIRST_DOWNLOAD))),
        final.any_final_state,
        history=(accepted("revoke", after="download"), refused("download", after="revoke")),
    ),
    Scenario(
        "a first download and a new issuer",
        initial.detected,
        (described_download(), new_issuer()),
        final.any_final_state,
        history=(shows("download", _names_the_issuer, after="issuer", requirement="must name the issuer"),),
    ),
    Scenario(
        "a revocation by an admin, a verification and a download",
        initial.certified,
        (admin_action("revoke"), verification(), download()),
        final.any_final_state,
        history=(
            shows("verification", _is_revoked, after="revoke", requirement="must say that it is revoked"),
            refused("download", after="revoke"),
        ),
    ),
    Scenario(
        "a revocation and a reinstatement by an admin",
        initial.certified,
        (admin_action("revoke"), admin_action("reinstate")),
        final.any_final_state,
    ),
    Scenario(
        "a revocation by an admin and a refund",
        initial.certified,
        (admin_action("revoke"), refund()),
        final.order_refunded,
    ),
    Scenario(
        "a reinstatement and a refund",
        initial.revoked,
        (admin_action("reinstate"), refund()),
        final.order_refunded,
        history=(refused("reinstate", after="refund"),),
    ),
)
