"""The operations of clients, each in its own minute."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shared.aws.connection import client
from shared.domain.certificate import draw_code
from shared.domain.dates import utc_text
from tests.proof.facts import Facts
from tests.proof.interleavings.executions import HOUR, Operation, Outcome, Process, Queue
from tests.proof.interleavings.initial_states import (
    CERTIFICATE_CODE,
    CERTIFICATE_ID,
    LESSONS,
    ORDER_ID,
    RECHECKED_VERSION,
    drawn_at,
)
from tests.proof.large_orders import ONE_PAGE, deliver_message
from tests.support.payments import StripeEvent
from tests.support.service import ADMIN, SHOP, Answer, Caller, Context, function
from tests.support.steps import (
    ANNA,
    BEN,
    COURSE_ID,
    SLUG,
    completed,
    course,
    enroll,
    get_certificate,
    refund_event,
    send,
    send_as_service,
    signature,
    verify,
)


def download(name: str = "download", minute: int = 10) -> Operation:
    return Operation(name=name, minute=minute, call=lambda process: get_certificate(process.service))


def described_download() -> Operation:
    """The learner's page asks for the certificate's data, which issues it like a download."""
    return Operation(
        name="download", minute=10, call=lambda process: get_certificate(process.service, accept="application/json")
    )


def new_issuer() -> Operation:
    body = {"name": "Hearth School"}
    return Operation(
        name="issuer",
        minute=5,
        call=lambda process: process.service.call("PUT", "/admin/issuer", caller=ADMIN, body=body),
    )


def download_without_a_name() -> Operation:
    """The learner's token has no name, so that the profile is read."""
    nameless = Caller(ANNA.sub)
    return Operation(
        name="download without a name", minute=10, call=lambda process: get_certificate(process.service, nameless)
    )


def refund(name: str = "refund", minute: int = 30, event_id: str = "evt_1", amount_refunded: int = 4900) -> Operation:
    return payment(name, minute, refund_event(ORDER_ID, event_id=event_id, amount_refunded=amount_refunded))


def payment(name: str, minute: int, event: StripeEvent, *, dies_at: str | None = None) -> Operation:
    """Stripe delivers an event.

    Args:
        name: of the operation.
        minute: the minute in which it runs.
        event: that is delivered.
        dies_at: the call at which the process dies, without making it.
    """
    body = json.dumps(event)
    headers = {"Stripe-Signature": signature(body, at=HOUR.replace(minute=minute).timestamp())}

    def call(process: Process) -> Answer:
        return process.service.call("POST", "/webhooks/stripe", body=body, headers=headers)

    return Operation(name=name, minute=minute, call=call, dies_at=dies_at)


def detector(name: str = "detector", minute: int = 40, lesson_id: str = "loaf", *, waits: bool = False) -> Operation:
    """The stream delivers a completed lesson.

    Args:
        name: of the operation.
        minute: the minute in which it runs.
        lesson_id: the completed lesson.
        waits: whether to start only once the lesson is completed.
    """
    key = (ANNA.sub, f"{COURSE_ID}#{lesson_id}")
    image = {"user_id": {"S": key[0]}, "course_lesson": {"S": key[1]}}

    def call(process: Process) -> Outcome:
        told: Outcome = process.service.deliver(image)
        return told

    return Operation(
        name=name,
        minute=minute,
        call=call,
        starts_when=(lambda facts: "completed_at" in facts.progress.get(key, {})) if waits else None,
    )


def enrollment(name: str = "enrollment", learner: Caller = BEN, **fields: Any) -> Operation:  # noqa: ANN401
    fields = fields or {"order_id": ORDER_ID}

    return Operation(name=name, minute=20, call=lambda process: enroll(process.service, learner, **fields))


def new_order() -> Operation:
    return enrollment("new order", ANNA, order_id="order-2")


def admin_action(verb: str, certificate_id: str = CERTIFICATE_ID, *, name: str = "", minute: int = 20) -> Operation:
    url = f"/admin/certificates/{certificate_id}/{verb}"
    body = {"reason": "by hand"} if verb == "revoke" else None
    return Operation(
        name=name or verb,
        minute=minute,
        call=lambda process: process.service.call("POST", url, caller=ADMIN, body=body),
    )


def reissue(name: str = "reissue", minute: int = 20, **body: str) -> Operation:
    """An admin corrects the certificate; by default, its name."""
    url = f"/admin/certificates/{CERTIFICATE_ID}/reissue"
    wanted = body or {"name": f"Anna by {name}"}
    return Operation(
        name=name, minute=minute, call=lambda process: process.service.call("POST", url, caller=ADMIN, body=wanted)
    )


def issued_by(operation: Operation) -> str:
    """The public id of the certificate that an operation issues at its first attempt."""
    drawn = drawn_at(operation.minute)
    return [draw_code(drawn.randrange) for _ in range(2)][1]


def swap(name: str = "swap", minute: int = 20) -> Operation:
    body = {"certificate_enabled": True, "template_upload_id": "default"}
    url = f"/admin/courses/{COURSE_ID}/certificate"
    return Operation(
        name=name, minute=minute, call=lambda process: process.service.call("PUT", url, caller=ADMIN, body=body)
    )


def edit(name: str = "edit", minute: int = 20, course_id: str = COURSE_ID, **changes: Any) -> Operation:  # noqa: ANN401
    """An admin replaces the course."""
    url = f"/admin/courses/{course_id}"
    return Operation(
        name=name,
        minute=minute,
        call=lambda process: process.service.call("PUT", url, caller=ADMIN, body=course(**changes)),
    )


def shorter_course() -> Operation:
    """The admin removes the assignment, which completes learners who have finished the other lessons."""
    return edit(lessons=[{**lesson, "published": lesson["lesson_id"] != "loaf"} for lesson in LESSONS])


def recheck(message_of: str = "edit", minute: int = 50) -> Operation:
    def call(process: Process) -> Outcome:
        record = {"messageId": "message", "body": process.message, "eventSource": "aws:sqs"}
        function("recheck").handler({"Records": [record]}, Context())
        return {}

    return Operation(name=f"recheck of {message_of}", minute=minute, message_of=message_of, call=call)


def learner_range(number: int, learner: Caller, after: Caller | None = None, *, again: bool = False) -> Operation:
    """The queue delivers one of the ranges of a recheck; each is of one learner.

    Args:
        number: of the range, from 1.
        learner: of the range.
        after: the learner of the range before.
        again: whether it is a second delivery.
    """
    of_range = {
        "run": str(RECHECKED_VERSION),
        "number": number,
        "after": after and after.sub,
        "until": learner.sub,
        "again": [],
    }
    body = json.dumps({"course_id": COURSE_ID, "version": RECHECKED_VERSION, "range": of_range})

    def call(_: Process) -> Outcome:
        record = {"messageId": "message", "body": body, "eventSource": "aws:sqs"}
        function("recheck").handler({"Records": [record]}, Context())
        return {}

    name = f"range {number}{' again' if again else ''}"
    return Operation(name=name, minute=52 + number + 2 * again, call=call)


def order_pages(
    message_of: str = "refund", minute: int = 50, *, name: str | None = None, one_page: bool = False
) -> Operation:
    """The queue delivers the pending work of an order.

    Args:
        message_of: the operation that queued it.
        minute: the minute in which it runs.
        name: of the operation.
        one_page: whether there is time for one page only, so that the rest is queued.
    """

    def call(process: Process) -> Outcome:
        deliver_message(process.message, ONE_PAGE if one_page else Context())
        return {}

    return Operation(
        name=name or f"pages of {message_of}",
        minute=minute,
        message_of=message_of,
        queue=Queue.ORDER_LINES,
        call=call,
    )


def changes_of_name(*names: str) -> Operation:
    """The name in an enrollment changes several times, each time in one write, and a second after the other."""

    def call(process: Process) -> Outcome:
        for second, name in enumerate(names):
            client("dynamodb").update_item(
                TableName="test-enrollments",
                Key={"user_id": {"S": ANNA.sub}, "course_id": {"S": COURSE_ID}},
                UpdateExpression="SET learner_name = :name, updated_at = :now",
                ExpressionAttributeValues={
                    ":name": {"S": name},
                    ":now": {"S": utc_text(process.now.replace(second=second))},
                },
            )
        return {}

    return Operation(name="changes", minute=20, call=call)


def index_record(
    name: str,
    minute: int = 40,
    *,
    learner: Caller = ANNA,
    after: int | None = None,
    when: Callable[[Mapping[str, Any]], bool] | None = lambda _: True,
) -> Operation:
    """The stream of enrollments delivers a record, which names a learner's enrollment.

    Args:
        name: of the operation.
        minute: the minute in which it runs.
        learner: whose enrollment it is.
        after: how many of the changes of the name are done before it.
        when: whether the enrollment, empty if there is none, is such that there is a record; None if it is gone.
    """
    image = {"user_id": {"S": learner.sub}, "course_id": {"S": COURSE_ID}}
    changed_at = HOUR.replace(minute=20, second=(after or 1) - 1)

    def starts_when(facts: Facts) -> bool:
        enrollment = facts.enrollments.get((learner.sub, COURSE_ID), {})
        if after is not None:
            return bool(enrollment["updated_at"] >= utc_text(changed_at))
        return not enrollment if when is None else when(enrollment)

    def call(_process: Process) -> Outcome:
        record = {
            "eventName": "INSERT",
            "eventSource": "aws:dynamodb",
            "dynamodb": {"SequenceNumber": "1", "NewImage": image},
        }
        answer: Outcome = function("learner_index").handler({"Records": [record]}, Context())
        return answer

    return Operation(name=name, minute=minute, call=call, starts_when=starts_when)


def index_course() -> Operation:
    """The queue delivers a course to index."""

    def call(_process: Process) -> Outcome:
        record = {"messageId": "message", "body": json.dumps({"course_id": COURSE_ID}), "eventSource": "aws:sqs"}
        function("learner_index").handler({"Records": [record]}, Context())
        return {}

    return Operation(name="index course", minute=50, call=call)


def erase() -> Operation:
    url = f"/service/learners/{ANNA.sub}"
    return Operation(name="erase", minute=30, call=lambda process: process.service.call("DELETE", url, caller=SHOP))


def device(name: str, minute: int, *played: list[float], pause: int = 0) -> Operation:
    """A device reports played ranges.

    Args:
        name: the name of the device.
        minute: the minute in which it runs.
        played: ranges in seconds of a lesson of 100 seconds.
        pause: seconds between two ranges, each reported in its own call; 0 to report all in one call.
    """

    def event(number: int, ranges: list[list[float]]) -> dict[str, Any]:
        return {
            "event_id": f"{name}-{number}",
            "lesson_id": "starter",
            "type": "playback",
            "occurred_at": HOUR.replace(minute=minute, second=number).isoformat(),
            "position_seconds": ranges[-1][1],
            "played": ranges,
        }

    def call(process: Process) -> Outcome:
        if not pause:
            return send(process.service, event(0, list(played)))
        answer = send(process.service, event(0, [played[0]]))
        for number, one in enumerate(played[1:], start=1):
            process.wait(pause)
            answer = send(process.service, event(number, [one]))
        return answer

    return Operation(name=name, minute=minute, call=call)


def article(name: str = "article") -> Operation:
    """A device reports that an article was read."""
    event = {**completed("flour"), "event_id": "read", "occurred_at": HOUR.replace(minute=10).isoformat()}
    return Operation(name=name, minute=10, call=lambda process: send(process.service, event))


def restored_detector() -> Operation:
    """The stream delivers an enrollment whose access was restored."""
    image = {"user_id": {"S": ANNA.sub}, "course_id": {"S": COURSE_ID}}

    def call(process: Process) -> Outcome:
        told: Outcome = process.service.deliver(image)
        return told

    return Operation(
        name="detector of the enrollment",
        minute=41,
        call=call,
        starts_when=lambda facts: "access_restored_at" in facts.enrollments.get((ANNA.sub, COURSE_ID), {}),
    )


def assignment() -> Operation:
    """A service reports that an assignment was handed in."""
    event = {**completed("loaf"), "event_id": "handed-in", "occurred_at": HOUR.replace(minute=11).isoformat()}
    return Operation(name="assignment", minute=11, call=lambda process: send_as_service(process.service, event))


def verification(minute: int = 50) -> Operation:
    return Operation(name="verification", minute=minute, call=lambda process: verify(process.service, CERTIFICATE_CODE))


def read_page(name: str, url: str = f"/my-courses/{SLUG}", caller: Caller = ANNA) -> Operation:
    """A client reads a page or list."""
    return Operation(name=name, minute=55, call=lambda process: process.service.call("GET", url, caller=caller))


def read_twice(name: str, url: str, caller: Caller) -> Operation:
    """A warm process reads a page twice."""

    def call(process: Process) -> Answer:
        process.service.call("GET", url, caller=caller)
        return process.service.call("GET", url, caller=caller)

    return Operation(name=name, minute=55, call=call)


def claim(name: str, minute: int, learner: Caller) -> Operation:
    """A learner with the verified address of a payer opens the list of courses."""
    payer = replace(learner, email="payer@example.com")
    return Operation(
        name=name, minute=minute, call=lambda process: process.service.call("GET", "/my-courses", caller=payer)
    )


def export() -> Operation:
    return read_page("export", f"/service/learners/{ANNA.sub}/export", SHOP)
