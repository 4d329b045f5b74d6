"""What the staff does with enrollments: operations, the states before them, and the requirements after them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from shared.aws.connection import client
from tests.proof.facts import Facts
from tests.proof.interleavings.executions import Operation, Outcome, Process
from tests.proof.interleavings.final_states import FinalState, Wrong
from tests.proof.interleavings.initial_states import ANNAS_KEY, ORDER_ID, one_lesson_short
from tests.support.imports import IMPORTS, cancel_pending, put_learner, put_pending
from tests.support.service import ADMIN, Answer, Caller, Context, Service, function
from tests.support.steps import ANNA, COURSE_ID, enroll, put_course

EMAIL = "payer@example.com"
IMPORT_ID = "20260302120000-import"
IMPORT = {"course_id": COURSE_ID, "import_id": IMPORT_ID, "done": 0}
COMPLETED_AT = "2024-06-30T00:00:00.000000Z"
HISTORY = f"user_id,name,completed_at\n{ANNA.sub},Anna by the staff,2024-06-30\n"


def change(name: str = "staff", minute: int = 20, **body: Any) -> Operation:  # noqa: ANN401
    """The staff changes Anna's enrollment."""
    return Operation(name=name, minute=minute, call=lambda process: put_learner(process.service, ANNA.sub, **body))


def wait(name: str = "wait", minute: int = 21, **body: Any) -> Operation:  # noqa: ANN401
    """The staff enrolls whoever has the address."""
    return Operation(name=name, minute=minute, call=lambda process: put_pending(process.service, EMAIL, **body))


def cancel(minute: int = 22) -> Operation:
    """The staff cancels what waits for the address."""
    return Operation(name="cancel", minute=minute, call=lambda process: cancel_pending(process.service, EMAIL))


def claim(name: str = "claim", minute: int = 10, learner: Caller = ANNA) -> Operation:
    """A learner with the verified address opens the list of courses."""
    claiming = replace(learner, email=EMAIL)
    return Operation(
        name=name, minute=minute, call=lambda process: process.service.call("GET", "/my-courses", caller=claiming)
    )


def deliver_import(_process: Process) -> Outcome:
    record = {"messageId": "message", "body": json.dumps(IMPORT), "eventSource": "aws:sqs"}
    function("enrollment_imports").handler({"Records": [record]}, Context())
    return {}


def run(name: str = "import", minute: int = 40) -> Operation:
    """The queue delivers the import."""
    return Operation(name=name, minute=minute, call=deliver_import)


def started(
    content: str, kind: str = "enroll", before: Callable[[Service], object] = put_course
) -> Callable[[Service], None]:
    """The import of a file was started, and nothing of it is done."""

    def start(service: Service) -> None:
        before(service)
        raw = content.encode()
        key = f"import-uploads/{COURSE_ID}/{IMPORT_ID}"
        client("s3").put_object(Bucket="test-templates", Key=key, Body=raw, ContentType="text/csv")
        body = {"upload_id": IMPORT_ID, "sha256": sha256(raw).hexdigest(), "kind": kind}
        answer = service.call("POST", IMPORTS, caller=ADMIN, body=body)
        assert answer.status == 202, answer.content

    return start


def waiting(service: Service) -> None:
    """An enrollment waits for the address."""
    put_course(service)
    assert put_pending(service, EMAIL, learner_name="Anna by the staff").status == 200


def waiting_with_history(service: Service) -> None:
    """An enrollment waits for the address with a completion; the learner is one lesson short of another."""
    content = f"email,completed_at\n{EMAIL},2024-06-30\n"
    started(content, "history", one_lesson_short)(service)
    record = {"messageId": "message", "body": json.dumps(IMPORT), "eventSource": "aws:sqs"}
    function("enrollment_imports").handler({"Records": [record]}, Context())


def bought(service: Service) -> None:
    put_course(service)
    assert enroll(service, order_id=ORDER_ID).status == 200


def bought_and_waiting(service: Service) -> None:
    """Anna's enrollment, which an order pays for, was cancelled, and another one waits for her address."""
    bought(service)
    assert put_learner(service, ANNA.sub, status="cancelled").status == 200
    assert put_pending(service, EMAIL).status == 200


def _answers(outcomes: Mapping[str, Outcome], allowed: Mapping[str, set[tuple[int, str]]]) -> Wrong:
    for name, outcome in outcomes.items():
        if not isinstance(outcome, Answer):
            continue
        answer = outcome.status, outcome.json["code"] if outcome.status >= 400 else ""
        if answer not in allowed.get(name, {(200, "")}):
            yield f"{name} got {answer}"


def claimed_by_one(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if len(facts.enrollments) != 1 or facts.pending:
        yield f"{sorted(facts.enrollments)} are enrolled, and {sorted(facts.pending)} wait"
    yield from _answers(outcomes, {})


def claimed_or_cancelled(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    cancelled = outcomes["cancel"]
    assert isinstance(cancelled, Answer)
    if facts.pending or (len(facts.enrollments) == 1) != (cancelled.status == 404):
        yield f"the cancellation got {cancelled.status}, and {sorted(facts.enrollments)} are enrolled"
    yield from _answers(outcomes, {"cancel": {(204, ""), (404, "pending_enrollment_not_found")}})


def claimed_or_changed(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    """A change before the claim is claimed; one after it waits for the next."""
    names = {entry.get("learner_name") for entry in (*facts.enrollments.values(), *facts.pending.values())}
    if "Anna again" not in names:
        yield f"the change is lost: {names}"
    if ANNAS_KEY not in facts.enrollments:
        yield "nothing was claimed"
    yield from _answers(outcomes, {})


def refunded(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    if facts.enrollments[ANNAS_KEY]["status"] != "refunded":
        yield f"the enrollment is {facts.enrollments[ANNAS_KEY]['status']}"
    yield from _answers(outcomes, {"staff": {(200, ""), (409, "order_refunded")}})


def both_changed(**fields: object) -> FinalState:
    """The enrollment has what each of two changes wanted."""

    def expect(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
        stored = facts.enrollments[ANNAS_KEY]
        for name, wanted in fields.items():
            if stored.get(name) != wanted:
                yield f"{name} is {stored.get(name)}"
        yield from _answers(outcomes, {})

    return expect


def imported_once(verdict: str) -> FinalState:
    """The import is done, and has the verdict that the first of its runs had."""

    def expect(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
        stored: Any = facts.imports[IMPORT_ID]
        if stored.get("verdicts") != verdict or "finished_at" not in stored:
            yield f"the import has the verdicts {stored.get('verdicts')}"
        if f"imports/{COURSE_ID}/{IMPORT_ID}/result.csv" not in facts.files:
            yield "the import has no result"
        yield from _answers(outcomes, {"staff": {(200, ""), (409, "order_refunded")}, "erase": {(204, "")}})

    return expect


def imported_or_erased(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    """The learner is enrolled again by what came after the erasure, or not; nothing of before is left."""
    stored = facts.enrollments.get(ANNAS_KEY)
    if stored is not None and stored.get("changed_in") != IMPORT_ID:
        yield f"the enrollment of before is left: {stored}"
    yield from _answers(outcomes, {"erase": {(204, "")}})


def one_completion(facts: Facts, outcomes: Mapping[str, Outcome]) -> Wrong:
    """Whichever was first is the learner's completion."""
    if "completed_at" not in facts.enrollments[ANNAS_KEY]:
        yield "nobody completed the course"
    yield from _answers(outcomes, {})
