"""What must be true in the end, whatever the schedule: of what is stored, and of every answer."""

from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256

from tests.proof.facts import Facts
from tests.proof.interleavings.executions import Outcome
from tests.proof.interleavings.initial_states import CERTIFICATE_CODE, HERS, ORDER_ID
from tests.support.service import Answer
from tests.support.steps import ANNA, COURSE_ID

type Wrong = Iterator[str]
type FinalState = Callable[[Facts, Mapping[str, Outcome]], Wrong]

OK = (200, "")
_DONE = (204, "")


def _answer(outcome: Outcome) -> tuple[int, str]:
    """The status of an answer, and the code of its problem."""
    assert isinstance(outcome, Answer)
    return outcome.status, outcome.json["code"] if outcome.status >= 400 else ""


def anything(_facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from _unexpected(outcomes)


def one_certificate(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    certificate = facts.certificates.get(HERS, {})
    if certificate.get("status") != "active" or "completed_at" not in facts.enrollments[HERS]:
        yield "the learner has no certificate in force"
    for name, outcome in outcomes.items():
        assert isinstance(outcome, Answer)
        if outcome.status != 200 or sha256(outcome.content).hexdigest() != certificate["pdf_sha256"]:
            yield f"{name} got {outcome.status}, and not the one certificate"


def everything_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if "refunded_at" not in facts.orders[ORDER_ID]:
        yield "the order is not refunded"
    for stored, wanted in ((facts.enrollments, "refunded"), (facts.certificates, "revoked")):
        yield from (f"that of {key} is {entry['status']}" for key, entry in stored.items() if entry["status"] != wanted)
    yield from _unexpected(outcomes)


_LATE = {OK, (403, "access_ended"), (410, "certificate_revoked")}
_MONEY_GONE = {OK, (409, "order_refunded")}
_ERASED = {OK, (403, "not_enrolled"), (403, "course_not_completed"), (403, "access_ended")}
_ALLOWED = {
    "first": _LATE,
    "second": _LATE,
    "download": _LATE,
    "enrollment": _MONEY_GONE,
    "reinstate": _MONEY_GONE,
    "swap": {OK, (422, "template_invalid")},
    "other swap": {OK, (422, "template_invalid")},
    "erase": {_DONE},
    "phone": {OK, (403, "not_enrolled"), (403, "access_ended")},
    "revoke": {OK, (404, "certificate_not_found")},
    "export": {OK, (404, "learner_not_found")},
    "old address": {OK, (404, "course_not_found")},
    "new address": {OK, (404, "course_not_found")},
}


def _unexpected(outcomes: Mapping[str, Outcome]) -> Wrong:
    """Name the answers that nobody should get while others do what they do."""
    for name, outcome in outcomes.items():
        if isinstance(outcome, Answer) and _answer(outcome) not in _ALLOWED.get(name, {OK}):
            yield f"{name} got {_answer(outcome)}"


def both_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from everything_refunded(facts, outcomes)
    if "refunded_at" not in facts.orders["order-2"]:
        yield "the second order is not refunded"


def everything_charged_back(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if facts.enrollments[HERS]["status"] != "refunded" or "charged_back_at" not in facts.orders[ORDER_ID]:
        yield "the dispute took nothing"
    yield from (
        f"that of {key} is in force" for key, entry in facts.certificates.items() if entry["status"] == "active"
    )
    yield from _unexpected(outcomes)


def everything_restored(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    for stored in (facts.enrollments, facts.certificates):
        yield from (
            f"that of {key} is {entry['status']}" for key, entry in stored.items() if entry["status"] != "active"
        )
    if facts.orders[ORDER_ID].get("amount_refunded") != 0:
        yield f"{facts.orders[ORDER_ID]['amount_refunded']} are refunded"
    yield from _unexpected(outcomes)


def both_bought(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    enrollment = facts.enrollments.get(HERS, {})
    orders = {enrollment.get("order_id"), *(order["order_id"] for order in enrollment.get("further_orders", ()))}
    if orders != {ORDER_ID, "order-2"} or enrollment["order_id"] != "order-2":
        yield f"the orders {orders} bought the enrollment, {enrollment.get('order_id')} pays"
    yield from _unexpected(outcomes)


def all_bought(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    further = {order["order_id"] for order in facts.enrollments[HERS].get("further_orders", ())}
    if facts.enrollments[HERS]["order_id"] != ORDER_ID or further != {"order-2", "order-3"}:
        yield f"beside the order that pays, {further} bought the enrollment"
    yield from _unexpected(outcomes)


def changed_by_the_shop(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    lost = {"learner_name", "access_expires_at", "subscription_id"} - facts.enrollments[HERS].keys()
    if lost:
        yield f"the shop's {sorted(lost)} are lost"
    yield from _unexpected(outcomes)


def one_is_refused(code: str) -> FinalState:
    """Of two, the one that comes first is taken."""

    def wrong(_facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
        answers = sorted(map(_answer, outcomes.values()))
        if answers != [OK, (409, code)]:
            yield f"they got {answers}"

    return wrong


def refunded_once(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from everything_refunded(facts, outcomes)
    noted = facts.events.get("evt_1", {}).get("outcome")
    if noted != "refunded":
        yield f"the event refunded the order, and is noted as {noted}"


def completed(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    enrollment = facts.enrollments[HERS]
    if not {"completed_at", "all_lessons_completed_at"} <= enrollment.keys() or enrollment["percent"] != 100:
        yield "the completion was lost"
    yield from _unexpected(outcomes)


def completed_and_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from completed(facts, outcomes)
    yield from everything_refunded(facts, outcomes)


def rechecked(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if "completed_at" not in facts.enrollments[HERS]:
        yield "the completion was lost"
    if "recheck_due" in facts.courses[COURSE_ID] or not any(name.startswith("recheck") for name in outcomes):
        yield "the course still waits for its recheck"
    yield from _unexpected(outcomes)


def rechecked_if_half_is_enough(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    is_enough = '"course_percent": 50' in facts.courses[COURSE_ID]["completion_rule"]
    if is_enough and "completed_at" not in facts.enrollments[HERS]:
        yield "the completion was lost"
    if "recheck_due" in facts.courses[COURSE_ID]:
        yield "the course still waits for its recheck"
    yield from _unexpected(outcomes)


def issued_and_swapped(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from one_certificate(facts, {"download": outcomes["download"]})
    yield from swapped(facts, outcomes)
    unused = {version for _, version in facts.templates} - {2, int(facts.certificates[HERS]["template_version"])}
    if unused:
        yield f"the templates {unused} are kept for nobody"


def swapped(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if facts.courses[COURSE_ID]["certificate_template_version"] != 2:
        yield "the template was not replaced"
    yield from _unexpected(outcomes)


def nothing_left(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if facts.enrollments or facts.progress or facts.completions:
        yield "there is something left of the learner"
    yield from _unexpected(outcomes)


def nothing_names_her(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    """Erased; one who was enrolled again meanwhile begins anew."""
    if facts.progress or facts.completions or "completed_at" in facts.enrollments.get(HERS, {}):
        yield "there is something left of the learner"
    for entry in [*facts.certificates.values(), *facts.codes.values()]:
        if entry["issued_name"]:
            yield "a certificate still names the learner"
    yield from (f"{key} is left" for key in facts.files if key.startswith(f"certificates/{ANNA.sub}/"))
    allowed = {"download": _ERASED}
    for name, outcome in outcomes.items():
        if _answer(outcome) not in allowed.get(name, {OK, _DONE}):
            yield f"{name} got {_answer(outcome)}"


def erased_for_good(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from nothing_names_her(facts, outcomes)
    if facts.enrollments:
        yield "the learner is still enrolled"


def erased_and_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from erased_for_good(facts, outcomes)
    yield from everything_refunded(facts, outcomes)


def the_old_code_is_revoked(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from _unexpected(outcomes)
    if facts.enrollments[HERS]["status"] != "active":
        yield "who has paid anew has no access"
    if facts.codes[CERTIFICATE_CODE]["status"] != "revoked":
        yield "the code of the refunded order is not revoked"


def all_watched(facts: Facts, _outcomes: Mapping[str, Outcome]) -> Wrong:
    lesson = facts.progress[ANNA.sub, f"{COURSE_ID}#starter"]
    if lesson["watched"] != set(range(100)) or "completed_at" not in lesson or int(lesson["position_seconds"]) != 70:
        yield f"of the lesson there is {lesson}"
