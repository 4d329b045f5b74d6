"""Restoring all tables to one instant, and copying their rows back; moto restores what is there when it is asked."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from shared.aws.connection import client
from tests.support.aws import items, stream_records
from tests.support.large_orders import place, process, small_pages
from tests.support.operator import Operator, operating
from tests.support.payments import charge_refunded, deliver, order
from tests.support.queues import ORDER_LINES, RECHECK, received, run_until_empty
from tests.support.service import Caller, Service
from tests.support.steps import (
    ANNA,
    BEN,
    COURSE_ID,
    certified,
    deliver_completed_lessons,
    enroll,
    finish_lessons,
    get_certificate,
    lesson,
    pay_event,
    playback,
    refund_event,
    send,
    verify,
)
from tests.support.template import entity, resources
from tools import operate
from tools.operations import restoring
from tools.operations.restoring import NOT_RESTORED

INSTANT = "2026-01-12T09:30:00+01:00"
PREFIX = "restored-20260112t083000z-"
TABLES = {name: entity(one) for name, one in resources().items() if one["Type"] == "AWS::DynamoDB::Table"}
RESTORED = sorted(one for name, one in TABLES.items() if name != NOT_RESTORED)
EMIL = Caller("emil", name="Emil Nowak")

pytestmark = pytest.mark.moto  # backups and scans, which the functions never ask for


@pytest.fixture
def operator(service: Service) -> Iterator[Operator]:
    assert service.requests == []
    with operating() as operator:
        yield operator


def held() -> Any:  # noqa: ANN401 - moto has no types
    return dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].tables


def back_up() -> None:
    """Restore the tables as they are now."""
    assert operate.main(["restore-tables", INSTANT]) == 0
    for name in RESTORED:
        # In moto, each table has an instant of its own, that of the call.
        held()[f"{PREFIX}test-{name}"].restore_date_time = 1768206600


def contents() -> dict[str, list[dict[str, Any]]]:
    return {name: sorted(items(name), key=repr) for name in RESTORED}


def before_call(operation: str, act: Callable[..., None]) -> None:
    """Have something happen before each call of an operation that a command makes."""
    session: Any = boto3.DEFAULT_SESSION
    session.events.register_first(f"before-call.dynamodb.{operation}", act)


@pytest.mark.usefixtures("operator")
def test_what_changed_since_is_undone_and_a_refund_since_revokes_again_when_stripe_sends_it_again(
    service: Service,
) -> None:
    code = certified(service, order_id="order-1")["verification_code"]
    assert enroll(service, BEN).status == 200
    assert enroll(service, EMIL).status == 200
    send(service, playback("starter", [0, 50]), learner=EMIL)
    before = contents()
    back_up()

    refund = refund_event("order-1", event_id="evt_since")
    assert pay_event(service, refund).json["outcome"] == "refunded"
    finish_lessons(service, BEN)
    deliver_completed_lessons(service)
    newer = get_certificate(service, BEN, accept="application/json").json["verification_code"]
    send(service, playback("starter", [50, 100]), learner=EMIL)
    for row in items("courses"):
        client("dynamodb").delete_item(TableName="test-courses", Key={"course_id": row["course_id"]})

    assert operate.main(["stop"]) == 0
    assert operate.main(["copy-back", PREFIX]) == 0
    assert contents() == before
    assert operate.main(["start"]) == 0

    assert verify(service, code).json["status"] == "active"
    assert verify(service, newer).status == 404
    assert lesson(service, "starter", EMIL)["percent_watched"] == 50
    assert pay_event(service, refund).json["outcome"] == "refunded"
    shown = verify(service, code).json
    assert (shown["status"], shown["revoke_reason"]) == ("revoked", "refunded")
    assert get_certificate(service, ANNA).status == 410
    finish_lessons(service, BEN)
    deliver_completed_lessons(service)
    assert get_certificate(service, BEN).status == 200


@pytest.mark.usefixtures("operator")
def test_rows_that_are_equal_are_not_written_so_that_nothing_is_announced_of_them(service: Service) -> None:
    certified(service, order_id="order-1")
    back_up()
    seen = len(stream_records("course-certificates"))
    pay_event(service, refund_event("order-1"))
    operate.main(["stop"])
    assert operate.main(["copy-back", PREFIX]) == 0
    assert operate.main(["copy-back", PREFIX]) == 0
    changes = [record["dynamodb"]["NewImage"]["status"]["S"] for record in stream_records("course-certificates")]
    assert changes[seen:] == ["revoked", "active"]
    assert len(stream_records("completions")) == 1


def profiles(names: dict[int, str]) -> None:
    for number, name in names.items():
        row = {"user_id": {"S": f"learner-{number}"}, "name": {"S": name}}
        client("dynamodb").put_item(TableName="test-profiles", Item=row)


@pytest.mark.usefixtures("operator")
def test_tables_of_several_pages_are_compared_as_a_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(restoring, "PAGE", 10)
    profiles(dict.fromkeys(range(25), "Old"))
    before = contents()
    back_up()
    profiles(dict.fromkeys(range(5, 10), "New") | dict.fromkeys(range(100, 113), "Newer"))
    for number in range(10, 20):
        client("dynamodb").delete_item(TableName="test-profiles", Key={"user_id": {"S": f"learner-{number}"}})
    operate.main(["stop"])
    assert operate.main(["copy-back", PREFIX]) == 0
    assert contents() == before
    assert "test-profiles: 15 rows written, 13 deleted" in capsys.readouterr().out


@pytest.mark.usefixtures("operator")
def test_a_copy_that_was_interrupted_is_completed_by_the_next() -> None:
    profiles(dict.fromkeys(range(30), "Old"))
    before = contents()
    back_up()
    profiles(dict.fromkeys(range(30), "New"))
    operate.main(["stop"])
    calls: list[object] = []

    def interrupt(**_: object) -> None:
        calls.append(None)
        if len(calls) == 2:
            raise KeyboardInterrupt

    before_call("BatchWriteItem", interrupt)
    with pytest.raises(KeyboardInterrupt):
        operate.main(["copy-back", PREFIX])
    halfway = [row["name"]["S"] for row in items("profiles")]
    assert 0 < halfway.count("Old") < 30
    assert operate.main(["copy-back", PREFIX]) == 0
    assert contents() == before


@pytest.mark.usefixtures("operator")
def test_a_row_that_something_else_writes_meanwhile_is_noticed(capsys: pytest.CaptureFixture[str]) -> None:
    profiles({1: "Old"})
    back_up()
    profiles({1: "New"})
    operate.main(["stop"])

    def write(**_: object) -> None:
        # Rows of this table are compared before those of profiles.
        row = {"order_id": {"S": "order-1"}}
        client("dynamodb").put_item(TableName="test-orders", Item=row)

    before_call("BatchWriteItem", write)
    assert operate.main(["copy-back", PREFIX]) == 1
    assert capsys.readouterr().err == "Something else has written to test-orders meanwhile. Run this again.\n"
    assert operate.main(["copy-back", PREFIX]) == 0
    assert items("orders") == []


@pytest.mark.usefixtures("operator")
def test_payment_events_that_have_expired_since_stay_away() -> None:
    for event_id, expires_at in (("evt_old", time.time() - 1), ("evt_new", time.time() + 1000)):
        row = {"event_id": {"S": event_id}, "expires_at": {"N": str(int(expires_at))}}
        client("dynamodb").put_item(TableName="test-webhook-events", Item=row)
    back_up()
    for event_id in ("evt_old", "evt_new"):
        client("dynamodb").delete_item(TableName="test-webhook-events", Key={"event_id": {"S": event_id}})
    operate.main(["stop"])
    assert operate.main(["copy-back", PREFIX]) == 0
    assert [row["event_id"]["S"] for row in items("webhook-events")] == ["evt_new"]


@pytest.mark.usefixtures("operator")
def test_restoring_again_goes_on_with_the_tables_that_are_missing(capsys: pytest.CaptureFixture[str]) -> None:
    back_up()
    client("dynamodb").delete_table(TableName=f"{PREFIX}test-orders")
    assert operate.main(["restore-tables", INSTANT]) == 0
    assert f"{PREFIX}test-orders" in held()
    assert f"restored {len(RESTORED)} tables; to copy their rows back: copy-back {PREFIX}" in capsys.readouterr().out


def test_the_only_table_that_is_not_restored_is_the_one_without_point_in_time_recovery() -> None:
    kept = {
        name
        for name in TABLES
        if resources()[name]["Properties"].get("PointInTimeRecoverySpecification", {}).get("PointInTimeRecoveryEnabled")
    }
    assert kept == set(TABLES) - {NOT_RESTORED}


@pytest.mark.parametrize(
    ("instant", "told"),
    [("yesterday", "yesterday is not an ISO time."), ("2026-01-12T08:30:00", "2026-01-12T08:30:00 has no time zone: ")],
)
@pytest.mark.usefixtures("operator")
def test_an_instant_that_is_not_clear_is_refused(capsys: pytest.CaptureFixture[str], instant: str, told: str) -> None:
    assert operate.main(["restore-tables", instant]) == 1
    assert capsys.readouterr().err.startswith(told)
    assert not [name for name in held() if name.startswith("restored-")]


def remove(table: Any) -> None:  # noqa: ANN401
    del held()[table.name]


def restore_another(table: Any) -> None:  # noqa: ANN401
    table.restore_date_time += 1


def still_restore(table: Any) -> None:  # noqa: ANN401
    # moto has no other status than ACTIVE.
    def describe(parsed: dict[str, Any], **_: object) -> None:
        if parsed["Table"]["TableName"] == table.name:
            parsed["Table"]["TableStatus"] = "CREATING"

    session: Any = boto3.DEFAULT_SESSION
    session.events.register("after-call.dynamodb.DescribeTable", describe)


def change_key(table: Any) -> None:  # noqa: ANN401
    table.schema = [{"AttributeName": "other", "KeyType": "HASH"}]


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (remove, f"There is no table {PREFIX}test-orders."),
        (restore_another, "The tables were restored to different instants, but their rows belong together."),
        (still_restore, f"{PREFIX}test-orders is CREATING: wait until it is restored."),
        (change_key, f"{PREFIX}test-orders has another key than test-orders."),
    ],
)
@pytest.mark.usefixtures("operator")
def test_restored_tables_that_do_not_fit_are_refused_before_anything_is_written(
    capsys: pytest.CaptureFixture[str], spoil: Callable[[Any], None], told: str
) -> None:
    back_up()
    profiles({1: "New"})
    spoil(held()[f"{PREFIX}test-orders"])
    operate.main(["stop"])
    assert operate.main(["copy-back", PREFIX]) == 1
    assert capsys.readouterr().err == f"{told}\n"
    assert len(items("profiles")) == 1


@pytest.mark.usefixtures("operator")
def test_nothing_is_copied_while_functions_run(capsys: pytest.CaptureFixture[str]) -> None:
    back_up()
    profiles({1: "New"})
    operate.main(["stop"])
    operate.main(["start", "CompletionFunction"])
    assert operate.main(["copy-back", PREFIX]) == 1
    assert capsys.readouterr().err == "These functions can be invoked: CompletionFunction. First `stop` the stack.\n"
    assert len(items("profiles")) == 1


@pytest.mark.usefixtures("operator")
def test_nothing_is_copied_while_consumers_would_be_told(capsys: pytest.CaptureFixture[str]) -> None:
    back_up()
    operate.main(["stop"])
    rule = {"Name": "newsletter", "EventBusName": "test"}
    client("events").put_rule(**rule, EventPattern='{"source": ["laurel"]}')
    assert operate.main(["copy-back", PREFIX]) == 1
    assert capsys.readouterr().err.startswith(
        "These rules of the event bus are enabled: newsletter. First disable them"
    )
    client("events").disable_rule(**rule)
    assert operate.main(["copy-back", PREFIX]) == 0


def test_a_stack_is_stopped_as_a_whole_and_started_in_parts(operator: Operator) -> None:
    assert operate.main(["stop"]) == 0
    readers = ("AnnouncementsFunction", "CompletionFunction", "LearnerIndexFunction", "PicturesFunction")
    assert operator.stopped == {operator.resources[name] for name in readers}
    assert not operator.polling
    assert operate.main(["start", "AnnouncementsFunction"]) == 0
    assert operator.stopped == {operator.resources[name] for name in readers[1:]}
    assert not operator.polling
    assert operate.main(["start"]) == 0
    assert (operator.stopped, operator.polling) == (set(), True)


@pytest.mark.usefixtures("operator")
def test_only_a_function_of_the_stack_is_started(capsys: pytest.CaptureFixture[str]) -> None:
    operate.main(["stop"])
    assert operate.main(["start", "CompletionFunction", "Webhook"]) == 1
    assert capsys.readouterr().err == "The stack laurel has no function Webhook.\n"


@pytest.mark.usefixtures("operator")
def test_pending_work_is_queued_again(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    with small_pages():
        place(service)
        deliver(service, charge_refunded())
        run_until_empty(RECHECK)
        key = {"course_id": {"S": COURSE_ID}}
        client("dynamodb").update_item(TableName="test-courses", Key=key, UpdateExpression="SET recheck_due = version")
        # What the messages asked for is in the tables alone, as in restored ones.
        while received(ORDER_LINES):
            pass
        assert order(service)["lines_pending"]
        assert operate.main(["requeue"]) == 0
        assert process() == 1
    assert run_until_empty(RECHECK) == 1
    assert not order(service)["lines_pending"]
    assert not [row for row in items("courses") if "recheck_due" in row]
    said = capsys.readouterr().out
    assert f"course {COURSE_ID}:" in said
    assert "the lines of 1 orders queued" in said
