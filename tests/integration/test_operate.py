"""Commands on a deployed stack: what failed is processed again, by the deployed functions."""

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from typing import Any

import pytest

from shared.aws.connection import client
from shared.stores.learner_index import shard_of
from tests.support.aws import items, stream_records
from tests.support.learner_index import index_course, require_in_line
from tests.support.operator import BUCKET, Operator, operating
from tests.support.queues import LEARNER_INDEX, RECHECK, run_until_empty
from tests.support.service import Service
from tests.support.steps import ANNA, COURSE_ID, completed, enroll, finish_lessons, put_course, send
from tests.support.template import ROOT
from tests.support.wire import broken
from tests.support.wire import refusal as refused
from tools import operate

pytestmark = pytest.mark.moto  # the commands scan with a filter, which the functions never do


@pytest.fixture
def operator(service: Service) -> Iterator[Operator]:
    assert service.requests == []
    with operating() as operator:
        yield operator


def sample(name: str) -> Any:  # noqa: ANN401
    return json.loads((ROOT / "events" / f"{name}.json").read_text("utf-8"))


def fail(event: Any, function: str, at: str) -> str:  # noqa: ANN401
    """Store a batch that a function could not process, as Lambda does, with EventBridge's message; return its key."""
    record, notice = sample("failed_records"), sample("failed_records_notice")
    record |= {"payload": json.dumps(event, default=datetime.timestamp), "timestamp": f"2026-01-12T{at}.000Z"}
    record["requestContext"]["functionArn"] = f"arn:aws:lambda:us-east-1:123456789012:function:laurel-{function}-1"
    # Not in order of time: each mapping and each shard has a prefix of its own.
    key = f"aws/lambda/{99 - int(at[:2])}/shardId-1/2026/01/12/{at}"
    client("s3").put_object(Bucket=BUCKET, Key=key, Body=json.dumps(record))
    notice["detail"]["object"]["key"] = key
    client("sqs").send_message(QueueUrl=queue(), MessageBody=json.dumps(notice))
    return key


def queue() -> str:
    url: str = client("sqs").get_queue_url(QueueName="test-failed-records")["QueueUrl"]
    return url


def stored() -> list[str]:
    return [one["Key"] for one in client("s3").list_objects_v2(Bucket=BUCKET).get("Contents", [])]


def messages() -> int:
    """The messages of the queue, visible or received a moment ago."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    return sum(
        map(int, client("sqs").get_queue_attributes(QueueUrl=queue(), AttributeNames=names)["Attributes"].values())
    )


def complete(service: Service) -> list[dict[str, Any]]:
    """Have a learner finish the course; return the stream records of the completion, which nobody has announced."""
    put_course(service)
    assert enroll(service).status == 200
    finish_lessons(service)
    assert operate.main(["check", ANNA.sub, COURSE_ID]) == 0
    return stream_records("completions")


def test_the_sample_of_a_failed_batch_is_announced_and_removed(
    operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    record, notice = sample("failed_records"), sample("failed_records_notice")
    client("s3").put_object(Bucket=BUCKET, Key=notice["detail"]["object"]["key"], Body=json.dumps(record))
    client("sqs").send_message(QueueUrl=queue(), MessageBody=json.dumps(notice))
    assert operate.main(["redrive"]) == 0
    assert operator.invoked == ["AnnouncementsFunction"]
    assert (stored(), messages()) == ([], 0)
    assert "1 of 1 failed batches" in capsys.readouterr().out


def test_failed_batches_are_processed_in_the_order_of_their_failure(service: Service, operator: Operator) -> None:
    records = complete(service)
    operator.invoked.clear()
    fail({"Records": records}, "AnnouncementsFunction", at="08:00:00")
    fail({"Records": stream_records("lesson-progress")}, "CompletionFunction", at="07:00:00")
    assert operate.main(["redrive"]) == 0
    assert operator.invoked == ["CompletionFunction", "AnnouncementsFunction"]
    assert "announced_at" in items("completions")[0]
    assert (stored(), messages()) == ([], 0)


@pytest.mark.usefixtures("operator")
def test_a_batch_that_fails_again_stays_with_those_after_it(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    records = complete(service)
    malformed = deepcopy(records[0])
    del malformed["dynamodb"]["NewImage"]["course_id"]
    kept = [
        fail({"Records": [malformed, *records]}, "AnnouncementsFunction", at="07:00:00"),
        fail({"Records": records}, "AnnouncementsFunction", at="08:00:00"),
    ]
    fail({"Records": stream_records("lesson-progress")}, "CompletionFunction", at="09:00:00")
    assert operate.main(["redrive"]) == 1
    assert sorted(stored()) == sorted(kept)
    assert messages() == 2
    assert "1 records" in capsys.readouterr().err


def test_a_function_that_crashes_again_keeps_its_batch(service: Service, operator: Operator) -> None:
    key = fail({"Records": complete(service)}, "AnnouncementsFunction", at="07:00:00")
    with broken(refused("ThrottlingException"), service="events"):
        assert operate.main(["redrive"]) == 1
    assert stored() == [key]
    assert operator.invoked[-1] == "AnnouncementsFunction"
    assert operate.main(["redrive"]) == 0
    assert "announced_at" in items("completions")[0]


def test_messages_are_moved_back_from_dead_letter_queues_that_have_some(operator: Operator) -> None:
    url = operator.resources["OrderLinesDeadLetterQueue"]
    client("sqs").send_message(QueueUrl=url, MessageBody="{}", MessageGroupId="1", MessageDeduplicationId="1")
    assert operate.main(["redrive"]) == 0
    assert operator.moved == ["arn:aws:sqs:us-east-1:123456789012:OrderLinesDeadLetterQueue.fifo"]


@pytest.mark.usefixtures("operator")
def test_completions_that_were_not_announced_are_announced_once(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    complete(service)
    assert operate.main(["reannounce"]) == 0
    (announced,) = items("completions")
    assert "announced_at" in announced
    assert operate.main(["reannounce"]) == 0
    assert items("completions") == [announced]
    said = [line for line in capsys.readouterr().out.splitlines() if line.endswith("completions announced")]
    assert said == ["1 completions announced", "0 completions announced"]


@pytest.mark.usefixtures("operator")
def test_a_learner_is_checked_and_the_operator_told(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    put_course(service)
    assert operate.main(["check", ANNA.sub, COURSE_ID]) == 1
    assert enroll(service).status == 200
    assert operate.main(["check", ANNA.sub, COURSE_ID]) == 0
    finish_lessons(service)
    assert operate.main(["check", ANNA.sub, COURSE_ID]) == 0
    (completion,) = items("completions")
    output = capsys.readouterr()
    assert output.out.splitlines()[0] == "not completed"
    assert f"completed at {completion['completed_at']['S']}" in output.out
    assert output.err == "The learner is not enrolled in this course.\n"


@pytest.mark.usefixtures("operator")
def test_a_course_is_rechecked_though_no_recheck_was_queued(service: Service) -> None:
    put_course(service)
    assert enroll(service).status == 200
    finish_lessons(service)
    assert operate.main(["recheck", COURSE_ID]) == 0
    assert [item["recheck_due"]["N"] for item in items("courses") if "version" in item] == ["1"]
    assert run_until_empty(RECHECK) == 1
    assert len(items("completions")) == 1
    assert not [item for item in items("courses") if "recheck_due" in item]


@pytest.mark.usefixtures("operator")
@pytest.mark.parametrize("course_id", ["no-such-course", "slug#sourdough-bread"])
def test_only_a_course_is_rechecked(service: Service, capsys: pytest.CaptureFixture[str], course_id: str) -> None:
    put_course(service)
    before = items("courses")
    assert operate.main(["recheck", course_id]) == 1
    assert (items("courses"), capsys.readouterr().err) == (before, "There is no such course.\n")


def test_a_stack_without_the_resource_is_reported(operator: Operator, capsys: pytest.CaptureFixture[str]) -> None:
    operator.resources.clear()
    assert operate.main(["--stack", "other", "reannounce"]) == 1
    assert capsys.readouterr().err == "The stack other has no CompletionsTable.\n"


@pytest.mark.usefixtures("operator")
def test_a_lesson_alone_completes_nothing(service: Service) -> None:
    put_course(service)
    assert enroll(service).status == 200
    assert send(service, completed("flour")).status == 200
    assert operate.main(["check", ANNA.sub, COURSE_ID]) == 0
    assert items("completions") == []


@pytest.mark.usefixtures("operator")
def test_learners_are_indexed_again(service: Service) -> None:
    put_course(service)
    enroll(service, learner_name="Anna Berg")
    index_course(service)
    [counts] = [item for item in items("learner-index") if "enrolled" in item]
    shard = f"learner#{COURSE_ID}#{shard_of('gone'):02}"
    stale = {"partition_key": {"S": shard}, "sort_key": {"S": "gone"}, "completed": {"BOOL": False}}
    client("dynamodb").put_item(TableName="test-learner-index", Item={**counts, "enrolled": {"N": "7"}})
    client("dynamodb").put_item(TableName="test-learner-index", Item=stale)
    assert operate.main(["index-learners", COURSE_ID]) == 0
    run_until_empty(LEARNER_INDEX)
    require_in_line()
    assert operate.main(["index-learners", "course-2"]) == 1
