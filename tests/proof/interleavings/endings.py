"""What must have come of it in the end, whoever came first: what is kept, and how everybody was answered."""

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256

from tests.proof.facts import Facts
from tests.proof.interleavings.actors import Outcome
from tests.proof.interleavings.beginnings import CERTIFICATE_CODE, HERS, ORDER_ID
from tests.support.service import Answer
from tests.support.story import ANNA, COURSE_ID

type Wrong = Iterator[str]
type Ending = Callable[[Facts, Mapping[str, Outcome]], Wrong]


def _refusal(outcome: Outcome) -> tuple[int, str]:
    """The status of an answer, and the code of its problem."""
    assert isinstance(outcome, Answer)
    return outcome.status, outcome.json["code"] if outcome.status >= 400 else ""


def one_certificate(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    certificate = facts.certificates.get(HERS, {})
    if certificate.get("status") != "active" or "completed_at" not in facts.enrollments[HERS]:
        yield "the learner has no certificate in force"
    for name, outcome in outcomes.items():
        assert isinstance(outcome, Answer)
        if outcome.status != 200 or sha256(outcome.content).hexdigest() != certificate["pdf_sha256"]:
            yield f"{name} got {outcome.status}, and not the one certificate"


def all_is_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if "refunded_at" not in facts.orders[ORDER_ID]:
        yield "the order is not refunded"
    for kept, wanted in ((facts.enrollments, "refunded"), (facts.certificates, "revoked")):
        yield from (f"that of {key} is {entry['status']}" for key, entry in kept.items() if entry["status"] != wanted)
    yield from _unexpected(outcomes)


def _unexpected(outcomes: Mapping[str, Outcome]) -> Wrong:
    """Name the answers that nobody should get while a refund goes on."""
    late = {(200, ""), (403, "access_ended"), (410, "certificate_revoked")}
    refused = {(200, ""), (409, "order_refunded")}
    allowed = {"first": late, "second": late, "download": late, "enrollment": refused, "reinstate": refused}
    for name, outcome in outcomes.items():
        if isinstance(outcome, Answer) and _refusal(outcome) not in allowed.get(name, {(200, "")}):
            yield f"{name} got {_refusal(outcome)}"


def both_are_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from all_is_refunded(facts, outcomes)
    if "refunded_at" not in facts.orders["order-2"]:
        yield "the second order is not refunded"


def all_is_charged_back(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if facts.enrollments[HERS]["status"] != "refunded" or "charged_back_at" not in facts.orders[ORDER_ID]:
        yield "the dispute took nothing"
    yield from (
        f"that of {key} is in force" for key, entry in facts.certificates.items() if entry["status"] == "active"
    )
    yield from _unexpected(outcomes)


def all_is_given_back(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    for kept in (facts.enrollments, facts.certificates):
        yield from (f"that of {key} is {entry['status']}" for key, entry in kept.items() if entry["status"] != "active")
    if facts.orders[ORDER_ID].get("amount_refunded") != 0:
        yield f"{facts.orders[ORDER_ID]['amount_refunded']} are given back"
    yield from _unexpected(outcomes)


def refunded_once(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from all_is_refunded(facts, outcomes)
    noted = facts.events.get("evt_1", {}).get("outcome")
    if noted != "refunded":
        yield f"the event refunded the order, and is noted as {noted}"


def completed(facts: Facts, _outcomes: Mapping[str, Outcome]) -> Wrong:
    enrollment = facts.enrollments[HERS]
    if not {"completed_at", "all_lessons_completed_at"} <= enrollment.keys() or enrollment["percent"] != 100:
        yield "the completion was lost"


def completed_and_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from completed(facts, outcomes)
    yield from all_is_refunded(facts, outcomes)


def rechecked(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from completed(facts, outcomes)
    if "recheck_due" in facts.courses[COURSE_ID] or "recheck" not in outcomes:
        yield "the course still waits for its recheck"


def issued_and_swapped(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    swap = outcomes["swap"]
    yield from one_certificate(facts, {"download": outcomes["download"]})
    if _refusal(swap) != (200, "") or facts.courses[COURSE_ID]["certificate_template_version"] != 2:
        yield f"swap got {_refusal(swap)}"
    unused = {version for _, version in facts.templates} - {2, int(facts.certificates[HERS]["template_version"])}
    if unused:
        yield f"the templates {unused} are kept for nobody"


def nothing_is_left(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if facts.enrollments or facts.progress or facts.completions:
        yield "there is something left of the learner"
    if "phone" in outcomes and _refusal(outcomes["phone"]) not in {(200, ""), (403, "not_enrolled")}:
        yield f"the phone got {_refusal(outcomes['phone'])}"


def nothing_names_her(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from nothing_is_left(facts, outcomes)
    for entry in [*facts.certificates.values(), *facts.codes.values()]:
        if entry["issued_name"]:
            yield "a certificate still names the learner"
    yield from (f"{key} is left" for key in facts.files if key.startswith(f"certificates/{ANNA.sub}/"))
    if _refusal(outcomes["download"]) not in {(200, ""), (403, "not_enrolled"), (403, "course_not_completed")}:
        yield f"download got {_refusal(outcomes['download'])}"


def the_old_code_is_revoked(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from _unexpected(outcomes)
    if facts.enrollments[HERS]["status"] != "active":
        yield "who has paid anew has no access"
    if facts.codes[CERTIFICATE_CODE]["status"] != "revoked":
        yield "the code of the refunded order is not revoked"


def all_is_watched(facts: Facts, _outcomes: Mapping[str, Outcome]) -> Wrong:
    lesson = facts.progress[ANNA.sub, f"{COURSE_ID}#starter"]
    if lesson["watched"] != set(range(100)) or "completed_at" not in lesson or int(lesson["position_seconds"]) != 70:
        yield f"of the lesson there is {lesson}"
