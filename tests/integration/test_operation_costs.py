"""What one of each operation uses, as tools.costs and docs/operations.md say: request units, calls, bytes of logs."""

import contextlib
import io
import json
import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from shared.aws.connection import client, connection
from shared.edge.log import logger
from tests.support.aws import items
from tests.support.capacity import query_units, read_units
from tests.support.emulator import emulator
from tests.support.metered import metering, service_at
from tests.support.payments import deliver, purchase
from tests.support.pictures import get_picture
from tests.support.service import Context, Service, function
from tests.support.steps import (
    ANNA,
    BEN,
    COURSE_ID,
    enable_certificates,
    enroll,
    finish_lessons,
    get_certificate,
    pay_event,
    playback,
    put_course,
    refund_event,
    send,
    verify,
)
from tests.support.template import SIGNING_SECRET
from tests.support.wire import answers, calls
from tools import costs

# With names as long as those of a deployment, which are in its logs.
NAME = "laurel-RefundWebhookFunction-Ab3dEf6hIj9k"
AMPLE = Context(
    function_name=NAME,
    invoked_function_arn=f"arn:aws:lambda:eu-central-1:123456789012:function:{NAME}",
    aws_request_id=str(uuid.UUID(int=1)),
    get_remaining_time_in_millis=lambda: 3_600_000,
)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with emulator(tmp_path_factory.mktemp("ministack")) as endpoint, service_at(endpoint) as service:
        for bucket in ("test-templates", "test-certificates"):
            client("s3").create_bucket(Bucket=bucket)
        client("events").create_event_bus(Name="test")
        client("secretsmanager").create_secret(Name="test-signing-secrets", SecretString=SIGNING_SECRET)
        # ministack shares the processors with the tests: nothing is refused for want of time.
        service.context = AMPLE
        yield service


type Item = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Used:
    """What an operation used."""

    reads: float
    writes: float
    calls: int
    log_bytes: int
    events: int
    s3_reads: int
    s3_writes: int


WRITES = {"UpdateItem", "PutItem", "DeleteItem", "TransactWriteItems"}


def read(name: str, request: dict[str, Any], answer: dict[str, Any]) -> float:
    """Read units, computed from items: ministack leaves out items that do not exist."""
    match name:
        case "GetItem":
            return units(request, read_units([answer.get("Item")]))
        case "Query":
            return units(request, query_units(answer["Items"]))
        case "BatchGetItem":
            found = answer["Responses"]
            return sum(
                units(wanted, read_units([*found[table], *[None] * (len(wanted["Keys"]) - len(found[table]))]))
                for table, wanted in request["RequestItems"].items()
            )
    return 0


def units(request: dict[str, Any], consistent: int) -> float:
    return consistent if request.get("ConsistentRead") else consistent / 2


def written(answer: dict[str, Any]) -> float:
    """Write units, with those of indexes, as ministack reports them."""
    consumed = answer["ConsumedCapacity"]
    return float(sum(each["CapacityUnits"] for each in (consumed if isinstance(consumed, list) else [consumed])))


@contextmanager
def dynamodb_requests() -> Iterator[list[tuple[str, dict[str, Any]]]]:
    """The name and parameters of each call to DynamoDB inside the block."""
    made: list[tuple[str, dict[str, Any]]] = []

    def note(model: Any, params: dict[str, Any], **_: object) -> None:  # noqa: ANN401
        made.append((model.name, json.loads(params["body"])))

    events = connection().client.meta.events
    events.register("before-call.dynamodb", note)
    try:
        yield made
    finally:
        events.unregister("before-call.dynamodb", note)


@contextmanager
def logged() -> Iterator[io.StringIO]:
    """What the functions write to standard output, at the level of a deployment."""
    written = io.StringIO()
    handler = logger.registered_handler
    assert isinstance(handler, logging.StreamHandler)
    before, level = handler.setStream(written), logger.log_level
    logger.setLevel(logging.INFO)
    with contextlib.redirect_stdout(written):
        yield written
    logger.setLevel(level)
    handler.setStream(before)


def use(operation: Callable[[], object]) -> Used:
    with (
        logged() as log,
        metering(),
        dynamodb_requests() as requests,
        answers("*") as made,
        calls("s3") as objects,
        calls("events") as events,
    ):
        operation()
    calls_made = list(zip(requests, made, strict=True))
    return Used(
        reads=sum(read(name, request, answer) for (name, request), answer in calls_made),
        writes=sum(written(answer) for (name, _), answer in calls_made if name in WRITES),
        calls=len(requests) + len(objects) + len(events),
        log_bytes=len(log.getvalue().encode()),
        events=len(events),
        s3_reads=objects.count("GetObject"),
        s3_writes=objects.count("PutObject"),
    )


def announce(entity: str, before: Item | None) -> Item:
    """Deliver the stream record of the one item of a table, which was changed; return the item."""
    # Not by the client whose calls are counted.
    [after] = items(entity)
    images = {"NewImage": after} if before is None else {"OldImage": before, "NewImage": after}
    record = {
        "eventName": "INSERT" if before is None else "MODIFY",
        "eventSource": "aws:dynamodb",
        "dynamodb": {**images, "SequenceNumber": "1"},
    }
    assert function("announcements").handler({"Records": [record]}, AMPLE) == {"batchItemFailures": []}
    return after


def measured(service: Service) -> Iterator[tuple[str, Used]]:
    """Carry out each operation once, warm, and see what it uses."""
    put_course(service)
    enable_certificates(service)
    deliver(service, purchase(COURSE_ID, at=0, order_id="order-0", user_id="warm"))
    yield "a purchase", use(lambda: deliver(service, purchase(COURSE_ID, at=0)))
    send(service, playback("starter", [0, 10]))
    yield "a heartbeat", use(lambda: send(service, playback("starter", [10, 20])))
    yield "the dashboard of a learner", use(lambda: service.call("GET", "/my-courses", caller=ANNA))
    finish_lessons(service)
    lesson = items("lesson-progress")[0]

    def complete() -> None:
        service.deliver(lesson)
        announce("completions", None)

    yield "a course completed", use(complete)
    yield "an enrollment rechecked", use(lambda: service.deliver(lesson))

    def index() -> None:
        [enrollment] = [item for item in items("enrollments") if item["user_id"]["S"] == BEN.sub]
        record = {"eventName": "INSERT", "eventSource": "aws:dynamodb"}
        images = {"NewImage": enrollment, "SequenceNumber": "1"}
        answer = function("learner_index").handler({"Records": [{**record, "dynamodb": images}]}, AMPLE)
        assert answer == {"batchItemFailures": []}

    enroll(service, BEN, learner_name="Ben Ochieng")
    yield "an enrollment indexed", use(index)

    def issue() -> None:
        assert get_certificate(service).status == 200
        announce("course-certificates", None)

    yield "a first download", use(issue)
    yield "a repeated download", use(lambda: get_certificate(service))
    [issued] = items("course-certificates")
    verify(service, issued["verification_code"]["S"])
    yield "a verification", use(lambda: verify(service, issued["verification_code"]["S"]))

    code = issued["verification_code"]["S"]
    yield "a verification page", use(lambda: verify(service, code, accept="text/html"))
    record = {"eventName": "INSERT", "dynamodb": {"NewImage": issued, "SequenceNumber": "1"}}
    draw = partial(function("pictures").handler, {"Records": [record]}, AMPLE)
    draw()
    yield "a picture drawn", use(draw)
    get_picture(service, code)
    yield "a picture shown", use(lambda: get_picture(service, code))

    def refund() -> None:
        assert pay_event(service, refund_event("order-1")).status == 200
        assert announce("course-certificates", issued)["status"]["S"] == "revoked"

    yield "a refund", use(refund)


def test_the_operations_use_what_their_costs_are_computed_from(service: Service) -> None:
    used = dict(measured(service))
    assert set(used) == {operation.name for operation in costs.OPERATIONS}
    for operation in costs.OPERATIONS:
        found = used[operation.name]
        for name in ("reads", "writes", "calls", "events", "s3_reads", "s3_writes"):
            assert getattr(found, name) == getattr(operation, name), (operation.name, name)
        # Ids and times differ in length.
        assert found.log_bytes == pytest.approx(operation.log_bytes, rel=0.1, abs=10), operation.name
