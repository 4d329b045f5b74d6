"""Requirements on the final state, whatever the schedule: on the stored data and on every answer."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from tests.proof.facts import Facts
from tests.proof.interleavings.executions import Outcome
from tests.proof.interleavings.initial_states import ANNAS_KEY, CERTIFICATE_CODE, ORDER_ID
from tests.support.service import Answer
from tests.support.steps import ANNA, COURSE_ID

type Wrong = Iterator[str]
type FinalState = Callable[[Facts, Mapping[str, Outcome]], Wrong]

OK = (200, "")
_DONE = (204, "")


def _answer(outcome: Outcome) -> tuple[int, str]:
    """The status of an answer, and its error code."""
    assert isinstance(outcome, Answer)
    return outcome.status, outcome.json["code"] if outcome.status >= 400 else ""


def any_final_state(_facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from _unexpected(outcomes)


def read_as_saved(name: str, lessons_by_title: Mapping[str, Sequence[Mapping[str, Any]]]) -> FinalState:
    """Each title of a course was saved with its own lessons, and the course was read with the lessons of its title."""

    def expect(_facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
        yield from _unexpected(outcomes)
        read = outcomes[name]
        assert isinstance(read, Answer)
        if _answer(read) != OK:
            yield f"{name} was answered {_answer(read)}"
            return
        found = [lesson["lesson_id"] for lesson in read.json["lessons"]]
        if found != [lesson["lesson_id"] for lesson in lessons_by_title[read.json["title"]]]:
            yield f"{read.json['title']} was read with the lessons {found}"

    return expect


def one_certificate(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    certificate = facts.certificates.get(ANNAS_KEY, {})
    if certificate.get("status") != "active" or "completed_at" not in facts.enrollments[ANNAS_KEY]:
        yield "the learner has no active certificate"
    for name, outcome in outcomes.items():
        assert isinstance(outcome, Answer)
        if outcome.status != 200 or sha256(outcome.content).hexdigest() != certificate["pdf_sha256"]:
            yield f"{name} got {outcome.status}, and not the one certificate"


def reissued_once(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    """One request has replaced the certificate, which was in force and not refunded."""
    yield from _unexpected(outcomes)
    reissues = [outcome for name, outcome in outcomes.items() if "reissue" in name]
    if [_answer(outcome) for outcome in reissues].count(OK) != 1:
        yield "the certificate was not replaced once"
    if [code for code, entry in facts.codes.items() if entry["status"] == "active"] == [CERTIFICATE_CODE]:
        yield "the old code is in force"
    if facts.certificates[ANNAS_KEY]["status"] != "active" or len(facts.codes) != 2:
        yield "the new code is not in force"


def order_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if "refunded_at" not in facts.orders[ORDER_ID]:
        yield "the order is not refunded"
    for stored, wanted in ((facts.enrollments, "refunded"), (facts.certificates, "revoked")):
        yield from (f"that of {key} is {entry['status']}" for key, entry in stored.items() if entry["status"] != wanted)
    yield from _unexpected(outcomes)


_ENDED = {OK, (403, "access_ended"), (410, "certificate_revoked")}
_REVERSED = {OK, (409, "order_refunded")}
_REPLACED = {(409, "certificate_replaced")}
_REISSUED = _REVERSED | _REPLACED | {(410, "certificate_revoked")}
_ERASED = {OK, (403, "not_enrolled"), (403, "course_not_completed"), (403, "access_ended")}
_ALLOWED = {
    "first": _ENDED,
    "second": _ENDED,
    "download": _ENDED,
    "enrollment": _REVERSED,
    "reinstate": _REVERSED | _REPLACED,
    "reissue": _REISSUED,
    "other reissue": _REISSUED,
    "swap": {OK, (422, "template_invalid")},
    "other swap": {OK, (422, "template_invalid")},
    "erase": {_DONE},
    "phone": {OK, (403, "not_enrolled"), (403, "access_ended")},
    "revoke": {OK, (404, "certificate_not_found"), *_REPLACED},
    "export": {OK, (404, "learner_not_found")},
    "old slug": {OK, (404, "course_not_found")},
    "new slug": {OK, (404, "course_not_found")},
    "correction": {OK, (404, "enrollment_not_found")},
    "removed instructor": {OK, (403, "forbidden")},
    "new instructor": {OK, (403, "forbidden")},
}


def _unexpected(outcomes: Mapping[str, Outcome]) -> Wrong:
    """List the answers that are not expected, whatever the concurrent operations."""
    for name, outcome in outcomes.items():
        if isinstance(outcome, Answer) and _answer(outcome) not in _ALLOWED.get(name, {OK}):
            yield f"{name} got {_answer(outcome)}"


def nothing_is_pending(facts: Facts) -> Wrong:
    """Whatever was queued is done in the end."""
    yield from (
        f"the order {name} has pending work" for name, order in facts.orders.items() if "pending_version" in order
    )


def access_ended(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    for key, enrollment in facts.enrollments.items():
        if "access_expires_at" not in enrollment:
            yield f"the access of {key} has not ended with the subscription"
    yield from _unexpected(outcomes)


def refunded_and_ended(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from order_refunded(facts, outcomes)
    yield from access_ended(facts, outcomes)


def both_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from order_refunded(facts, outcomes)
    if "refunded_at" not in facts.orders["order-2"]:
        yield "the second order is not refunded"


def order_charged_back(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if facts.enrollments[ANNAS_KEY]["status"] != "refunded" or "charged_back_at" not in facts.orders[ORDER_ID]:
        yield "the order is not charged back"
    yield from (
        f"that of {key} is in force" for key, entry in facts.certificates.items() if entry["status"] == "active"
    )
    yield from _unexpected(outcomes)


def order_restored(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    for stored in (facts.enrollments, facts.certificates):
        yield from (
            f"that of {key} is {entry['status']}" for key, entry in stored.items() if entry["status"] != "active"
        )
    if facts.orders[ORDER_ID].get("amount_refunded") != 0:
        yield f"{facts.orders[ORDER_ID]['amount_refunded']} are refunded"
    yield from _unexpected(outcomes)


def one_order_has_all(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    """Every id belongs to one order, which pays for every enrollment."""
    if len(facts.orders) != 1 or {entry.get("order_id") for entry in facts.enrollments.values()} != {*facts.orders}:
        yield f"the orders are {sorted(facts.orders)}, and pay for {list(facts.enrollments.values())}"
    yield from _unexpected(outcomes)


def linked_and_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from one_order_has_all(facts, outcomes)
    yield from order_refunded(facts, outcomes)


def refunded_under_any_id(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    """The order is refunded, under whichever of its ids it was stored first."""
    if [order for order in facts.orders.values() if "refunded_at" not in order] or len(facts.orders) != 1:
        yield f"the orders are {facts.orders}"
    yield from _unexpected(outcomes)


def two_payments_of(order_id: str) -> FinalState:
    """Two payments belong to one order."""

    def wrong(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
        payments = {order: {one["payment_id"] for one in found["payments"]} for order, found in facts.orders.items()}
        if payments != {order_id: {"pi_1", "pi_2"}}:
            yield f"the payments of orders are {payments}"
        yield from _unexpected(outcomes)

    return wrong


def claimed_once(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    """One learner has all that was bought."""
    if len({user_id for user_id, _ in facts.enrollments}) != 1 or facts.unclaimed:
        yield f"{sorted(facts.enrollments)} were claimed, and {sorted(facts.unclaimed)} not"
    yield from _unexpected(outcomes)


def waiting_or_enrolled(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    """Each course that was bought waits for its learner, or has one."""
    waiting = {
        course_id
        for order in facts.orders.values()
        for course_id in order.get("unclaimed", {"course_ids": ()})["course_ids"]
    }
    enrolled = {course_id for _, course_id in facts.enrollments}
    if waiting & enrolled or waiting | enrolled != {COURSE_ID, "course-2"}:
        yield f"{sorted(waiting)} wait for a learner, and {sorted(enrolled)} have one"
    yield from _unexpected(outcomes)


def both_bought(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    enrollment = facts.enrollments.get(ANNAS_KEY, {})
    orders = {enrollment.get("order_id"), *(order["order_id"] for order in enrollment.get("further_orders", ()))}
    if orders != {ORDER_ID, "order-2"} or enrollment["order_id"] != "order-2":
        yield f"the orders {orders} bought the enrollment, {enrollment.get('order_id')} pays"
    yield from _unexpected(outcomes)


def all_bought(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    further = {order["order_id"] for order in facts.enrollments[ANNAS_KEY].get("further_orders", ())}
    if facts.enrollments[ANNAS_KEY]["order_id"] != ORDER_ID or further != {"order-2", "order-3"}:
        yield f"further orders of the enrollment are {further}"
    yield from _unexpected(outcomes)


def changed_by_the_shop(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    lost = {"learner_name", "access_expires_at", "subscription_id"} - facts.enrollments[ANNAS_KEY].keys()
    if lost:
        yield f"the shop's {sorted(lost)} are lost"
    yield from _unexpected(outcomes)


def one_is_refused(code: str) -> FinalState:
    """Of two operations, the first succeeds, and the second is refused with this error code."""

    def wrong(_facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
        answers = sorted(map(_answer, outcomes.values()))
        if answers != [OK, (409, code)]:
            yield f"they got {answers}"

    return wrong


def refunded_once(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from order_refunded(facts, outcomes)
    noted = facts.events.get("evt_refunded", {}).get("outcome")
    if noted != "refunded":
        yield f"the event refunded the order, and is recorded as {noted}"


def completed(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    enrollment = facts.enrollments[ANNAS_KEY]
    if not {"completed_at", "all_lessons_completed_at"} <= enrollment.keys() or enrollment["percent"] != 100:
        yield "the completion was lost"
    yield from _unexpected(outcomes)


def completed_and_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from completed(facts, outcomes)
    yield from order_refunded(facts, outcomes)


def rechecked(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if "completed_at" not in facts.enrollments[ANNAS_KEY]:
        yield "the completion was lost"
    if "recheck_due" in facts.courses[COURSE_ID] or not any(name.startswith("recheck") for name in outcomes):
        yield "the recheck of the course is still due"
    yield from _unexpected(outcomes)


def rechecked_if_half_is_enough(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    is_enough = '"course_percent": 50' in facts.courses[COURSE_ID]["completion_rule"]
    if is_enough and "completed_at" not in facts.enrollments[ANNAS_KEY]:
        yield "the completion was lost"
    if "recheck_due" in facts.courses[COURSE_ID]:
        yield "the recheck of the course is still due"
    yield from _unexpected(outcomes)


def issued_and_template_replaced(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from one_certificate(facts, {"download": outcomes["download"]})
    yield from template_replaced(facts, outcomes)
    unused = {version for _, version in facts.templates} - {2, int(facts.certificates[ANNAS_KEY]["template_version"])}
    if unused:
        yield f"the templates {unused} are kept, and no certificate uses them"


def template_replaced(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if facts.courses[COURSE_ID]["certificate_template_version"] != 2:
        yield "the template was not replaced"
    yield from _unexpected(outcomes)


def learner_erased(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if facts.enrollments or facts.progress or facts.completions or facts.profiles or _recorded(facts):
        yield "data of the learner is left"
    yield from _unexpected(outcomes)


def _recorded(facts: Facts) -> list[str]:
    """Name the changes about the learner that are on record."""
    return [record["action"] for (subject, _), record in facts.changes.items() if subject == ANNA.sub]


def learner_anonymised(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    """The learner is erased; if enrolled again meanwhile, without previous progress."""
    if facts.progress or facts.completions or facts.profiles or "completed_at" in facts.enrollments.get(ANNAS_KEY, {}):
        yield "data of the learner is left"
    for entry in [*facts.certificates.values(), *facts.codes.values()]:
        if entry["issued_name"]:
            yield "a certificate still names the learner"
    yield from (f"{key} is left" for key in facts.files if key.startswith(f"certificates/{ANNA.sub}/"))
    # The profile is deleted before the enrollment.
    allowed = {
        "download": _ERASED,
        "reissue": {OK, (404, "enrollment_not_found"), (404, "learner_not_found")},
        "download without a name": _ERASED | {(409, "learner_name_missing")},
        "undo": {OK, (404, "enrollment_not_found")},
    }
    for name, outcome in outcomes.items():
        if _answer(outcome) not in allowed.get(name, {OK, _DONE}):
            yield f"{name} got {_answer(outcome)}"


def enrollment_erased(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from learner_anonymised(facts, outcomes)
    if facts.enrollments or _recorded(facts):
        yield "the learner is still enrolled, or on record"


def erased_and_refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from enrollment_erased(facts, outcomes)
    yield from order_refunded(facts, outcomes)


def old_code_revoked(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    yield from _unexpected(outcomes)
    if facts.enrollments[ANNAS_KEY]["status"] != "active":
        yield "the learner has no access by the new order"
    if facts.codes[CERTIFICATE_CODE]["status"] != "revoked":
        yield "the code of the refunded order is not revoked"


def video_was_played_last(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    """Whatever was reported before it or arrived after it; an enrollment of an earlier release tells it, too."""
    enrollment = facts.enrollments[ANNAS_KEY]
    if (enrollment.get("is_tracked"), enrollment.get("last_lesson")) != (True, "starter"):
        yield f"the lesson last played is {enrollment.get('last_lesson')}"
    yield from _unexpected(outcomes)


def all_watched(facts: Facts, _outcomes: Mapping[str, Outcome]) -> Wrong:
    lesson = facts.progress[ANNA.sub, f"{COURSE_ID}#starter"]
    if lesson["watched"] != set(range(100)) or "completed_at" not in lesson or int(lesson["position_seconds"]) != 70:
        yield f"the progress of the lesson is {lesson}"
