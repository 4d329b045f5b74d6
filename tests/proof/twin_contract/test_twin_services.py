"""Documents, messages, events and secrets, in the twin as in the emulated AWS."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.proof import twin
from tests.proof.twin_contract.backends import BUCKETS, Backend, Twin

BUCKET = BUCKETS[0]
QUEUE = "https://sqs.us-east-1.amazonaws.com/123456789012/test-recheck.fifo"


def s3(backend: Backend, operation: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401
    return backend.call("s3", operation, {"Bucket": BUCKET, **parameters})


def code(backend: Backend, service: str, operation: str, **parameters: Any) -> tuple[str, int]:  # noqa: ANN401
    with pytest.raises(ClientError) as caught:
        backend.call(service, operation, parameters)
    answer = caught.value.response
    return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]


def keys(backend: Backend, **parameters: Any) -> list[str]:  # noqa: ANN401
    return [entry["Key"] for entry in s3(backend, "ListObjectsV2", **parameters).get("Contents", [])]


def test_a_document_comes_back_as_it_was_put(backend: Backend) -> None:
    put = s3(backend, "PutObject", Key="a/1", Body=b"one", ContentType="application/pdf", Metadata={"file-name": "x"})
    got = s3(backend, "GetObject", Key="a/1")
    assert got["Body"].read() == b"one"
    assert (got["ContentLength"], got["ContentType"], got["Metadata"]) == (3, "application/pdf", {"file-name": "x"})
    head = s3(backend, "HeadObject", Key="a/1")
    assert (head["ContentLength"], head["ContentType"], head["Metadata"]) == (3, "application/pdf", {"file-name": "x"})
    assert put["ETag"] == got["ETag"] == head["ETag"]
    s3(backend, "PutObject", Key="a/1", Body=BytesIO(b"another"))
    got = s3(backend, "GetObject", Key="a/1")
    assert (got["Body"].read(), got["ContentType"], got["Metadata"]) == (b"another", "binary/octet-stream", {})


def test_a_document_that_must_not_be_there_is_put_once(backend: Backend) -> None:
    s3(backend, "PutObject", Key="a", Body=b"first", IfNoneMatch="*")
    again = {"Bucket": BUCKET, "Key": "a", "Body": b"second", "IfNoneMatch": "*"}
    assert code(backend, "s3", "PutObject", **again) == ("PreconditionFailed", 412)
    assert s3(backend, "GetObject", Key="a")["Body"].read() == b"first"
    s3(backend, "DeleteObject", Key="a")
    s3(backend, "PutObject", Key="a", Body=b"second", IfNoneMatch="*")
    assert s3(backend, "GetObject", Key="a")["Body"].read() == b"second"


def test_what_is_not_there_is_refused(backend: Backend) -> None:
    assert code(backend, "s3", "GetObject", Bucket=BUCKET, Key="a") == ("NoSuchKey", 404)
    assert code(backend, "s3", "HeadObject", Bucket=BUCKET, Key="a") == ("404", 404)
    assert code(backend, "s3", "GetObject", Bucket="test-nowhere", Key="a") == ("NoSuchBucket", 404)
    assert code(backend, "s3", "PutObject", Bucket="test-nowhere", Key="a", Body=b"") == ("NoSuchBucket", 404)
    assert code(backend, "s3", "ListObjectsV2", Bucket="test-nowhere") == ("NoSuchBucket", 404)


def test_removing_is_for_ever_and_harmless(backend: Backend) -> None:
    for key in ("a", "b", "c"):
        s3(backend, "PutObject", Key=key, Body=key.encode())
    s3(backend, "DeleteObject", Key="a")
    s3(backend, "DeleteObject", Key="a")
    assert keys(backend) == ["b", "c"]
    gone = s3(backend, "DeleteObjects", Delete={"Objects": [{"Key": "b"}, {"Key": "nothing"}]})
    assert sorted(entry["Key"] for entry in gone["Deleted"]) == ["b", "nothing"]
    assert keys(backend) == ["c"]


def test_documents_are_listed_by_prefix_and_page(backend: Backend) -> None:
    for key in ("x/2", "x/1", "x/10", "y/1"):
        s3(backend, "PutObject", Key=key, Body=b"-")
    assert keys(backend) == ["x/1", "x/10", "x/2", "y/1"]
    assert keys(backend, Prefix="x/") == ["x/1", "x/10", "x/2"]
    assert keys(backend, Prefix="z") == []
    page = s3(backend, "ListObjectsV2", Prefix="x/", MaxKeys=2)
    assert (page["KeyCount"], page["IsTruncated"]) == (2, True)
    rest = s3(backend, "ListObjectsV2", Prefix="x/", ContinuationToken=page["NextContinuationToken"])
    assert ([entry["Key"] for entry in rest["Contents"]], rest["IsTruncated"]) == (["x/2"], False)
    assert keys(backend, Prefix="x/", StartAfter="x/1") == ["x/10", "x/2"]


def test_messages_and_events_are_taken(backend: Backend) -> None:
    message = {"QueueUrl": QUEUE, "MessageBody": "{}", "MessageGroupId": "g", "MessageDeduplicationId": "d"}
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


def test_a_secret_is_read(backend: Backend) -> None:
    assert (
        backend.call("secretsmanager", "GetSecretValue", {"SecretId": "test-signing-secrets"})["SecretString"]
        == "whsec_test"
    )
    backend.call("secretsmanager", "PutSecretValue", {"SecretId": "test-signing-secrets", "SecretString": "a b"})
    assert (
        backend.call("secretsmanager", "GetSecretValue", {"SecretId": "test-signing-secrets"})["SecretString"] == "a b"
    )
    # The documentation says 400, the emulator 404.
    assert code(backend, "secretsmanager", "GetSecretValue", SecretId="nothing")[0] == "ResourceNotFoundException"


@pytest.mark.parametrize(
    ("service", "operation", "parameters"),
    [
        ("dynamodb", "BatchWriteItem", {}),
        ("dynamodb", "PutItem", {"TableName": "people", "Item": {}, "Expected": {}}),
        ("dynamodb", "Scan", {"TableName": "people", "Segment": 0, "TotalSegments": 2}),
        ("s3", "PutObject", {"Bucket": BUCKET, "Key": "a", "Body": b"", "IfMatch": "x"}),
        ("s3", "GetObject", {"Bucket": BUCKET, "Key": "a", "Range": "bytes=0-1"}),
        ("s3", "ListObjectsV2", {"Bucket": BUCKET, "Delimiter": "/"}),
        ("sqs", "ReceiveMessage", {"QueueUrl": QUEUE}),
        ("lambda", "Invoke", {}),
    ],
)
def test_the_twin_does_not_guess(service: str, operation: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(NotImplementedError):
        Twin().call(service, operation, parameters)
