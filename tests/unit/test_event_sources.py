"""Event source mappings: no record is lost, and no failing record blocks the ones after it indefinitely."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto.events.models import EventPattern

from shared.stores import lesson_progress
from shared.usecases import recheck
from tests.support.template import ROOT, entity, resources, statements, template
from tests.unit.template_file import Json, as_list, functions, of_type
from tests.unit.translated import translated

DAY_SECONDS = 24 * 3600
# The tables with a stream, and the functions that each invokes.
TABLES = {
    "LessonProgressTable": ["CompletionFunction"],
    "EnrollmentsTable": ["CompletionFunction", "LearnerIndexFunction"],
    "CompletionsTable": ["AnnouncementsFunction"],
    "CourseCertificatesTable": ["AnnouncementsFunction", "PicturesFunction"],
}
STREAMS = [(table, function) for table, functions in TABLES.items() for function in functions]
READERS = sorted({function for _, function in STREAMS})
# Every change may change what is counted: filters cannot compare images.
UNFILTERED = "LearnerIndexFunction"
# More readers of a stream are throttled (DynamoDB developer guide, DynamoDB Streams).
MAX_READERS = 2
# Each queue, the function that it invokes, and its dead-letter queue.
QUEUES = {
    "EnrollmentImportsQueue": ("EnrollmentImportsFunction", "EnrollmentImportsDeadLetterQueue"),
    "LearnerExportsQueue": ("LearnerExportsFunction", "LearnerExportsDeadLetterQueue"),
    "LearnerIndexQueue": ("LearnerIndexFunction", "LearnerIndexDeadLetterQueue"),
    "OrderLinesQueue": ("OrderLinesFunction", "OrderLinesDeadLetterQueue"),
    "RecheckQueue": ("RecheckFunction", "RecheckDeadLetterQueue"),
}
SOURCES = {*STREAMS, *((queue, function) for queue, (function, _) in QUEUES.items())}
# Has a message for each object in the bucket of records that failed.
FAILED_RECORDS_QUEUE = "FailedRecordsQueue"
# What Lambda calls with a function's role for an event source of each kind.
STREAM_ACTIONS = {
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
}
QUEUE_ACTIONS = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}
DEAD_LETTER_QUEUES = sorted({dead_letter_queue for _, dead_letter_queue in QUEUES.values()})


def mappings() -> dict[tuple[str, str], Json]:
    """Each event source mapping that CloudFormation creates, by its source and its function."""
    made = [made["Properties"] for made in translated().values() if made["Type"] == "AWS::Lambda::EventSourceMapping"]
    by_source = {
        (mapping["EventSourceArn"]["Fn::GetAtt"][0], mapping["FunctionName"]["Ref"].removesuffix("Aliaslive")): mapping
        for mapping in made
    }
    assert len(by_source) == len(made)
    return by_source


def arn(resource: str, attribute: str = "Arn") -> Json:
    return {"Fn::GetAtt": [resource, attribute]}


def queue(name: str) -> Json:
    properties: Json = of_type("AWS::SQS::Queue")[name]["Properties"]
    return properties


# ------------------------------------------------------------------ sources


def test_each_function_is_invoked_only_by_its_own_stream_or_queue() -> None:
    assert {source: mapping["FunctionName"] for source, mapping in mappings().items()} == {
        source: {"Ref": f"{source[1]}Aliaslive"} for source in SOURCES
    }
    assert all(len(functions) <= MAX_READERS for functions in TABLES.values())
    assert all(mapping.get("Enabled", True) is True for mapping in mappings().values())


def test_only_tables_that_invoke_a_function_have_a_stream() -> None:
    streamed = {name for name, table in of_type("AWS::DynamoDB::Table").items() if has_stream(table)}
    assert streamed == set(TABLES)


def has_stream(table: Json) -> bool:
    return "StreamSpecification" in table["Properties"]


@pytest.mark.parametrize("table", TABLES)
def test_a_stream_has_both_images_like_the_sample_events(table: str) -> None:
    # Only the old image distinguishes a revocation from an issue.
    assert resources()[table]["Properties"]["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert {record["dynamodb"]["StreamViewType"] for record in samples(table)} == {"NEW_AND_OLD_IMAGES"}


@pytest.mark.parametrize("stream", STREAMS, ids=" ".join)
def test_a_stream_is_read_from_its_oldest_record(stream: tuple[str, str]) -> None:
    # So no record is lost during the first deployment.
    assert mappings()[stream]["EventSourceArn"] == arn(stream[0], "StreamArn")
    assert mappings()[stream]["StartingPosition"] == "TRIM_HORIZON"


@pytest.mark.parametrize("stream", STREAMS, ids=" ".join)
def test_a_failed_record_is_retried_alone_a_limited_number_of_times(stream: tuple[str, str]) -> None:
    mapping = mappings()[stream]
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert 10 <= mapping["MaximumRetryAttempts"] <= 100
    # As long as the stream retains it.
    assert mapping["MaximumRecordAgeInSeconds"] == DAY_SECONDS
    # The checks of one batch finish within the function's timeout.
    assert 1 <= mapping["BatchSize"] <= 100


@pytest.mark.parametrize("stream", STREAMS, ids=" ".join)
def test_a_discarded_record_is_stored_in_the_bucket(stream: tuple[str, str]) -> None:
    # A queue would get its position in the stream alone (Lambda developer guide, discarded records).
    assert mappings()[stream]["DestinationConfig"] == {"OnFailure": {"Destination": arn("FailedRecordsBucket")}}


def test_discarded_records_are_kept_for_two_weeks_and_announced_to_their_queue() -> None:
    bucket = resources()["FailedRecordsBucket"]["Properties"]
    (rule,) = bucket["LifecycleConfiguration"]["Rules"]
    assert (rule["Status"], rule["ExpirationInDays"]) == ("Enabled", 14)
    assert bucket["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    notice = resources()["FailedRecordsRule"]["Properties"]
    assert notice["EventPattern"] == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [{"Ref": "FailedRecordsBucket"}]}},
    }
    assert notice["Targets"] == [{"Id": "queue", "Arn": arn(FAILED_RECORDS_QUEUE)}]
    # EventBridge sends to FIFO queues only with a message group.
    assert "FifoQueue" not in queue(FAILED_RECORDS_QUEUE)
    assert queue(FAILED_RECORDS_QUEUE)["MessageRetentionPeriod"] == 14 * DAY_SECONDS


def test_only_the_rule_may_send_to_the_queue_of_failed_records_and_only_over_tls() -> None:
    allow, deny = resources()["FailedRecordsQueuePolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert (allow["Principal"], allow["Action"]) == ({"Service": "events.amazonaws.com"}, "sqs:SendMessage")
    assert allow["Condition"] == {"ArnEquals": {"aws:SourceArn": arn("FailedRecordsRule")}}
    assert (deny["Effect"], deny["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert allow["Resource"] == deny["Resource"] == arn(FAILED_RECORDS_QUEUE)


def test_the_bucket_of_failed_records_refuses_requests_without_tls() -> None:
    (deny,) = resources()["FailedRecordsBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert (deny["Effect"], deny["Principal"], deny["Action"]) == ("Deny", "*", "s3:*")
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert deny["Resource"] == [arn("FailedRecordsBucket"), {"Fn::Sub": "${FailedRecordsBucket.Arn}/*"}]


@pytest.mark.parametrize(("queue", "function"), [(queue, function) for queue, (function, _) in QUEUES.items()])
def test_each_message_of_a_queue_is_its_own_batch(queue: str, function: str) -> None:
    # A failed one fails its whole batch, and each has the function's time for itself.
    limits = {"RecheckQueue": {"ScalingConfig": {"MaximumConcurrency": {"Ref": "RecheckConcurrency"}}}}
    assert mappings()[queue, function] == {
        "EventSourceArn": arn(queue),
        "FunctionName": {"Ref": f"{function}Aliaslive"},
        "BatchSize": 1,
        **limits.get(queue, {}),
    }


def test_a_recheck_never_has_fewer_open_ranges_than_are_checked_at_the_same_time() -> None:
    concurrency = template()["Parameters"]["RecheckConcurrency"]
    # Lambda accepts 2 to 1000.
    assert 2 <= concurrency["MinValue"] <= concurrency["Default"] <= concurrency["MaxValue"] <= recheck.MAX_OPEN_RANGES


def test_the_alarm_on_waiting_messages_is_not_for_one_recheck() -> None:
    assert resources()["QueueDepthAlarm"]["Properties"]["Threshold"] > recheck.MAX_OPEN_RANGES + 1


def test_only_the_stream_of_lesson_progress_is_read_several_times_at_once() -> None:
    factors = {key: one["ParallelizationFactor"] for key, one in mappings().items() if "ParallelizationFactor" in one}
    assert list(factors.values()) == [{"Ref": "ProgressStreamReaders"}]
    readers = template()["Parameters"]["ProgressStreamReaders"]
    assert (readers["MinValue"], readers["Default"], readers["MaxValue"]) == (1, 1, 10)


# ------------------------------------------------------------------ filters


def samples(table: str, prefix: str = "") -> list[Json]:
    """The records of a table's stream in events/, in files whose name begins so."""
    events = (json.loads(file.read_text("utf-8")) for file in sorted((ROOT / "events").glob(f"{prefix}*_stream*.json")))
    records = [record for event in events for record in event["Records"]]
    name = f"table/laurel-{entity(resources()[table])}/stream/"
    found = [record for record in records if name in record["eventSourceARN"]]
    assert found
    return found


def passes(mapping: Json, record: Json) -> bool:
    """Whether a record passes one of the filters of a mapping, whose patterns are EventBridge's."""
    filters = mapping["FilterCriteria"]["Filters"]
    return any(EventPattern.load(entry["Pattern"]).matches_event(record) for entry in filters)  # type: ignore[arg-type]


def invokes(table: str, record: Json) -> bool:
    """Whether a record invokes the functions of a table's stream that have a filter: all, or none."""
    (result,) = {
        passes(mapping, record)
        for (source, function), mapping in mappings().items()
        if source == table and function != UNFILTERED
    }
    return result


def inserted(record: Json) -> Json:
    """The record of a new item."""
    return {**record, "eventName": "INSERT", "dynamodb": without(record["dynamodb"], "OldImage")}


def modified(record: Json, **image: Any) -> Json:  # noqa: ANN401
    """The record of a change from this sample's image to one with these attributes."""
    before = record["dynamodb"]["NewImage"]
    return {
        **record,
        "eventName": "MODIFY",
        "dynamodb": {**record["dynamodb"], "OldImage": before, "NewImage": {**before, **image}},
    }


def removed(record: Json) -> Json:
    """The record of an item's removal."""
    images = without(record["dynamodb"], "NewImage")
    return {**record, "eventName": "REMOVE", "dynamodb": {**images, "OldImage": record["dynamodb"]["NewImage"]}}


def without(attributes: Json, name: str) -> Json:
    return {key: value for key, value in attributes.items() if key != name}


def test_every_change_of_an_enrollment_invokes_the_index_of_learners() -> None:
    assert "FilterCriteria" not in mappings()["EnrollmentsTable", UNFILTERED]
    names = [record["eventName"] for record in samples("EnrollmentsTable", "learner_index")]
    assert names == ["INSERT", "MODIFY", "REMOVE"]


@pytest.mark.parametrize("table", TABLES)
def test_the_samples_invoke_the_function_and_removals_do_not(table: str) -> None:
    for record in samples(table, "[!l]"):
        assert invokes(table, record)
        assert not invokes(table, removed(record))


def unfinished(record: Json) -> Iterator[Json]:
    """The records of a first and a later heartbeat that leave the lesson unfinished."""
    images = record["dynamodb"]
    heartbeat = {**record, "dynamodb": {**images, "NewImage": without(images["NewImage"], "completed_at")}}
    yield inserted(heartbeat)
    yield modified(heartbeat, position_seconds={"N": "7.5"})


def test_only_completed_lessons_invoke_the_detector() -> None:
    for record in samples("LessonProgressTable"):
        assert invokes("LessonProgressTable", inserted(record))
        assert invokes("LessonProgressTable", modified(record))
        assert not any(invokes("LessonProgressTable", heartbeat) for heartbeat in unfinished(record))
        # A lesson that is complete, and was when the enrollment was checked; and one that was not complete then.
        completed_at = record["dynamodb"]["NewImage"]["completed_at"]
        assert not invokes("LessonProgressTable", modified(record, settled=completed_at))
        assert invokes("LessonProgressTable", modified(record, settled={"S": lesson_progress.NOT_COMPLETED}))


def test_only_enrollments_whose_access_was_restored_invoke_the_detector() -> None:
    for record in samples("EnrollmentsTable", "completion"):
        assert invokes("EnrollmentsTable", modified(record))
        images = record["dynamodb"]
        checked = {**record, "dynamodb": {**images, "NewImage": without(images["NewImage"], "access_restored_at")}}
        assert not invokes("EnrollmentsTable", inserted(checked))
        assert not invokes("EnrollmentsTable", modified(checked, percent={"N": "100"}))


def test_a_completion_invokes_when_written_and_not_when_marked_as_announced() -> None:
    for record in samples("CompletionsTable"):
        assert invokes("CompletionsTable", inserted(record))
        noted = modified(record, announced_at={"S": "2026-02-03T17:05:22.000000Z"})
        assert not invokes("CompletionsTable", noted)


def test_a_certificate_invokes_when_issued_and_at_every_change() -> None:
    names = {record["eventName"] for record in samples("CourseCertificatesTable")}
    assert names == {"INSERT", "MODIFY"}
    for record in samples("CourseCertificatesTable"):
        assert invokes("CourseCertificatesTable", inserted(record))
        assert invokes("CourseCertificatesTable", modified(record, status={"S": "active"}))


# ------------------------------------------------------------------ permissions


def allowed(function: str) -> set[tuple[str, str]]:
    """Each action and resource that the policies of a function allow."""
    return {
        (action, json.dumps(resource))
        for statement in statements(function)
        for action in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
    }


# What a function of a stream does with objects, beside storing the records that it failed on.
OBJECTS = {
    "PicturesFunction": {
        ("s3:GetObject", json.dumps({"Fn::Sub": "${TemplatesBucket.Arn}/templates/*"})),
        ("s3:GetObject", json.dumps({"Fn::Sub": "${CertificatesBucket.Arn}/certificates/*"})),
        ("s3:PutObject", json.dumps({"Fn::Sub": "${CertificatesBucket.Arn}/pictures/*"})),
        ("s3:DeleteObject", json.dumps({"Fn::Sub": "${CertificatesBucket.Arn}/pictures/*"})),
    }
}


@pytest.mark.parametrize("function", READERS)
def test_a_function_may_read_its_own_streams_alone_and_store_failed_records(function: str) -> None:
    own = [table for table, reader in STREAMS if reader == function]
    reads = {one for one in allowed(function) if one[0] in STREAM_ACTIONS}
    assert reads == {(action, json.dumps(arn(name, "StreamArn"))) for action in STREAM_ACTIONS for name in own}
    # What Lambda requires of the role (Lambda developer guide, discarded records).
    assert {one for one in allowed(function) if one[0].startswith("s3:")} == {
        ("s3:PutObject", json.dumps({"Fn::Sub": "${FailedRecordsBucket.Arn}/*"})),
        ("s3:ListBucket", json.dumps(arn("FailedRecordsBucket"))),
        *OBJECTS.get(function, ()),
    }


@pytest.mark.parametrize("name", QUEUES)
def test_a_function_may_read_its_own_queue_alone_and_queue_the_next_page(name: str) -> None:
    function, _ = QUEUES[name]
    wanted = {(action, json.dumps(arn(name))) for action in {*QUEUE_ACTIONS, "sqs:SendMessage"}}
    assert {one for one in allowed(function) if one[0].startswith("sqs:")} == wanted


@pytest.mark.parametrize("function", sorted({*functions()} - {function for _, function in SOURCES}))
def test_no_other_function_may_read_a_stream_or_a_queue(function: str) -> None:
    assert not {action for action, _ in allowed(function)} & {*STREAM_ACTIONS, *QUEUE_ACTIONS}


# ------------------------------------------------------------------ queues


def test_every_queue_is_a_source_or_a_dead_letter_queue() -> None:
    assert set(of_type("AWS::SQS::Queue")) == {*QUEUES, *DEAD_LETTER_QUEUES, FAILED_RECORDS_QUEUE}


@pytest.mark.parametrize("name", QUEUES)
def test_a_queue_hides_a_message_while_it_is_processed_and_moves_it_after_the_last_attempt(name: str) -> None:
    function, dead_letter_queue = QUEUES[name]
    # The minimum that AWS recommends, so that a throttled batch is not received again while it is retried (Lambda
    # developer guide, Amazon SQS); and the maximum visibility timeout.
    assert 6 * functions()[function]["Timeout"] <= queue(name)["VisibilityTimeout"] <= DAY_SECONDS // 2
    redrive = queue(name)["RedrivePolicy"]
    assert redrive["deadLetterTargetArn"] == arn(dead_letter_queue)
    assert 5 <= redrive["maxReceiveCount"] <= 10
    # All attempts fit into the retention period.
    kept = queue(name).get("MessageRetentionPeriod", 4 * DAY_SECONDS)
    assert redrive["maxReceiveCount"] * queue(name)["VisibilityTimeout"] < kept


def test_a_recheck_waits_until_no_progress_is_recorded_by_the_rule_before() -> None:
    # The course cache keeps a rule for five seconds.
    assert queue("RecheckQueue")["DelaySeconds"] >= 5 + functions()["ProgressFunction"]["Timeout"]
    assert queue("RecheckQueue")["DelaySeconds"] <= 60


@pytest.mark.parametrize("name", QUEUES)
def test_pages_are_delivered_in_order_also_by_the_dead_letter_queue(name: str) -> None:
    # The dead-letter queue of a FIFO queue must be a FIFO queue too (SQS developer guide, dead-letter queues).
    _, dead_letter_queue = QUEUES[name]
    assert queue(name)["FifoQueue"] is True
    assert queue(dead_letter_queue)["FifoQueue"] is True


@pytest.mark.parametrize("name", DEAD_LETTER_QUEUES)
def test_a_dead_letter_queue_has_the_maximum_retention_and_is_in_the_outputs(name: str) -> None:
    assert queue(name)["MessageRetentionPeriod"] == 14 * DAY_SECONDS
    assert "RedrivePolicy" not in queue(name)
    assert template()["Outputs"][f"{name}Url"]["Value"] == {"Ref": name}


@pytest.mark.parametrize("name", sorted(of_type("AWS::SQS::Queue")))
def test_a_queue_is_encrypted_and_has_a_generated_name(name: str) -> None:
    # With SQS-managed keys unless a KMS key is set.
    assert queue(name).get("SqsManagedSseEnabled", True) is True
    assert "QueueName" not in queue(name)
