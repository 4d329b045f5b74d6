"""Scenarios of certificates that are reissued."""

from hashlib import sha256

from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.history import Rule, accepted, refused, shows
from tests.proof.interleavings.initial_states import DISPUTE, REFUND
from tests.proof.interleavings.operations import (
    admin_action,
    download,
    erase,
    new_order,
    order_pages,
    payment,
    refund,
    reissue,
    swap,
    verification,
)
from tests.proof.interleavings.scenario import Scenario
from tests.support.service import Answer
from tests.support.steps import ANNA


def _is_replaced(answer: Answer) -> bool:
    return (answer.json["status"], answer.json["revoke_reason"]) == ("revoked", "replaced")


_NEW_PDF = Rule(
    earlier="reissue",
    later="download",
    holds=lambda reissued, downloaded: (
        reissued.status >= 400 or sha256(downloaded.content).hexdigest() == reissued.json["pdf_sha256"]
    ),
    requirement="must return the new certificate",
)

SCENARIOS = (
    Scenario(
        "two reissues",
        initial.certified,
        (reissue(), reissue("other reissue", 21, template="current")),
        final.reissued_once,
        history=(refused("other reissue", after="reissue"), refused("reissue", after="other reissue")),
    ),
    Scenario(
        "a reissue, a verification and a download",
        initial.certified,
        (reissue(), verification(), download()),
        final.reissued_once,
        history=(
            _NEW_PDF,
            shows("verification", _is_replaced, after="reissue", requirement="must say that it is replaced"),
        ),
    ),
    Scenario(
        "a reissue and a refund",
        initial.certified,
        (reissue(), refund()),
        final.order_refunded,
        history=(refused("reissue", after="refund"),),
    ),
    Scenario(
        "a reissue and a refund of a large order",
        initial.bought_for_two,
        (reissue(), payment("refund", 30, REFUND), order_pages()),
        final.order_refunded,
        history=(refused("reissue", after="refund"),),
        is_large=True,
    ),
    Scenario(
        "a reissue and a lost dispute of a large order",
        initial.bought_for_two,
        (reissue(), payment("dispute", 30, DISPUTE), order_pages("dispute")),
        final.order_charged_back,
        history=(refused("reissue", after="dispute"),),
        is_large=True,
    ),
    Scenario(
        "a reissue, a refund of its order and a new order",
        initial.certified,
        (reissue(), refund(), new_order()),
        final.old_code_revoked,
        history=(refused("reissue", after="refund"),),
    ),
    Scenario(
        "a reissue and a revocation by an admin",
        initial.certified,
        (reissue(template="current"), admin_action("revoke")),
        final.any_final_state,
        history=(refused("reissue", after="revoke"), refused("revoke", after="reissue")),
    ),
    Scenario(
        "a reissue and a reinstatement by an admin",
        initial.revoked,
        (reissue(), admin_action("reinstate")),
        final.any_final_state,
        history=(accepted("reissue", after="reinstate"), refused("reinstate", after="reissue")),
    ),
    Scenario(
        "a reissue and a replaced template",
        initial.certified,
        (reissue(template="current"), swap(minute=21)),
        final.reissued_once,
    ),
    Scenario(
        "a reissue and an erasure",
        initial.certified,
        (reissue(), erase()),
        final.enrollment_erased,
        history=(refused("reissue", after="erase"),),
        erased=frozenset({ANNA.sub}),
    ),
)
