"""Objects, messages, events and secrets, on the twin as on moto."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.proof.twin_contract.backends import BUCKETS, Backend, Twin
from tests.support import twin
from tests.support.queues import ORDER_LINES, RECHECK


def s3(backend: Backend, operation: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401
    return backend.call("s3", operation, {"Bucket": BUCKETS[0], **parameters})


def refusal(backend: Backend, operation: str, **parameters: Any) -> tuple[str, int]:  # noqa: ANN401
    with pytest.raises(ClientError) as mutant_killed:
        s3(backend, operation, **parameters)
    answer = mutant_killed.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def keys(backend: Backend, **parameters: Any) -> list[str]:  # noqa: ANN401
    answer = s3(backend, "ListObjectsV2", **parameters)
    assert not answer["IsTruncated"]
    return [entry["Key"] for entry in answer.get("Contents", [])]


def test_an_object_is_read_as_it_was_put(backend: Backend) -> None:
    s3(backend, "PutObject", Key="a/1", Body=b"one", ContentType="application/pdf", Metadata={"file-name": "x"})
    got = s3(backend, "GetObject", Key="a/1")
    assert got["Body"].read() == b"one"
    assert (got["ContentLength"], got["ContentType"], got["Metadata"]) == (3, "application/pdf", {"file-name": "x"})
    s3(backend, "PutObject", Key="a/1", Body=b"another")
    got = s3(backend, "GetObject", Key="a/1")
    assert (got["Body"].read(), got["ContentType"], got["Metadata"]) == (b"another", "binary/octet-stream", {})


def test_a_conditional_put_of_an_object_succeeds_once(backend: Backend) -> None:
    s3(backend, "PutObject", Key="a", Body=b"first", IfNoneMatch="*")
    assert refusal(backend, "PutObject", Key="a", Body=b"second", IfNoneMatch="*") == ("PreconditionFailed", 412)
    assert s3(backend, "GetObject", Key="a")["Body"].read() == b"first"
    s3(backend, "DeleteObject", Key="a")
    s3(backend, "PutObject", Key="a", Body=b"second", IfNoneMatch="*")
    assert s3(backend, "GetObject", Key="a")["Body"].read() == b"second"


def test_a_missing_object_cannot_be_read(backend: Backend) -> None:
    assert refusal(backend, "GetObject", Key="a") == ("NoSuchKey", 404)


def test_objects_are_listed_by_prefix_until_they_are_removed(backend: Backend) -> None:
    for key in ("x/2", "x/1", "x/10", "y/1"):
        s3(backend, "PutObject", Key=key, Body=b"-")
    assert keys(backend) == ["x/1", "x/10", "x/2", "y/1"]
    assert keys(backend, Prefix="x/") == ["x/1", "x/10", "x/2"]
    assert keys(backend, Prefix="z") == []
    for _ in range(2):
        s3(backend, "DeleteObject", Key="x/1")
    assert keys(backend, Prefix="x/") == ["x/10", "x/2"]


@pytest.mark.parametrize("queue", [RECHECK, ORDER_LINES])
def test_messages_and_events_are_accepted(backend: Backend, queue: str) -> None:
    message = {"QueueUrl": queue, "MessageBody": "{}", "MessageGroupId": "g", "MessageDeduplicationId": "d"}
    sent = backend.call("sqs", "SendMessage", message)
    assert sent["MessageId"]
    assert sent["MD5OfMessageBody"] == "99914b932bd37a50b983c5e7c90ae93b"
    event = {
        "EventBusName": "test",
        "Source": "laurel",
        "DetailType": "CourseCompleted",
        "Detail": "{}",
        "Time": datetime(2026, 1, 12, tzinfo=UTC),
    }
    put = backend.call("events", "PutEvents", {"Entries": [event, event]})
    assert (put["FailedEntryCount"], len(put["Entries"])) == (0, 2)
    if isinstance(backend, Twin):
        assert twin.messages(backend.state) == [message]
        assert twin.events(backend.state) == [event, event]


def test_the_secret_is_read(backend: Backend) -> None:
    answer = backend.call("secretsmanager", "GetSecretValue", {"SecretId": "test-signing-secrets"})
    assert answer["SecretString"] == "whsec_test"
