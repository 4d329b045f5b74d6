"""Objects, messages, events and secrets, on the twin as on moto."""

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.proof.twin_contract.backends import BUCKETS, Backend, Twin
from tests.support import twin
from tests.support.queues import LEARNER_EXPORTS, ORDER_LINES, RECHECK


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


def test_many_objects_are_removed_at_once_those_that_exist(backend: Backend) -> None:
    for key in ("a", "b", "c"):
        s3(backend, "PutObject", Key=key, Body=b"-")
    wanted = [{"Key": key} for key in ("a", "c", "unknown")]
    assert "Errors" not in s3(backend, "DeleteObjects", Delete={"Objects": wanted, "Quiet": True})
    assert keys(backend) == ["b"]


def test_the_head_of_a_missing_object_is_refused_without_a_body(backend: Backend) -> None:
    assert refusal(backend, "HeadObject", Key="a") == ("404", 404)
    s3(backend, "PutObject", Key="a", Body=b"one", ContentType="text/csv")
    head = s3(backend, "HeadObject", Key="a")
    assert (head["ContentLength"], head["ContentType"]) == (3, "text/csv")


def begun(backend: Backend) -> dict[str, str]:
    answer = s3(backend, "CreateMultipartUpload", Key="a", ContentType="text/csv", ChecksumAlgorithm="CRC32")
    return {"Key": "a", "UploadId": answer["UploadId"]}


def put_part(backend: Backend, upload: dict[str, str], number: int, content: bytes) -> dict[str, Any]:
    answer = s3(backend, "UploadPart", PartNumber=number, Body=content, ChecksumAlgorithm="CRC32", **upload)
    return {"PartNumber": number, "ETag": answer["ETag"]}


@pytest.fixture
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moto.s3.models.S3_UPLOAD_PART_MIN_SIZE", 1)


@pytest.mark.usefixtures("_small_parts")
def test_parts_become_an_object_when_their_upload_is_completed(backend: Backend) -> None:
    upload = begun(backend)
    parts = [put_part(backend, upload, number, content) for number, content in ((1, b"one "), (2, b"lost"))]
    parts[1] = put_part(backend, upload, 2, b"two")
    assert keys(backend) == []
    s3(backend, "CompleteMultipartUpload", MultipartUpload={"Parts": parts}, **upload)
    got = s3(backend, "GetObject", Key="a")
    assert (got["Body"].read(), got["ContentType"]) == (b"one two", "text/csv")


@pytest.mark.usefixtures("_small_parts")
def test_an_upload_is_completed_only_with_the_parts_that_it_has(backend: Backend) -> None:
    upload = begun(backend)
    before = put_part(backend, upload, 1, b"one")
    after = put_part(backend, upload, 1, b"another")
    completion = {"MultipartUpload": {"Parts": [before]}, **upload}
    assert refusal(backend, "CompleteMultipartUpload", **completion)[0] == "InvalidPart"
    assert keys(backend) == []
    completion = {"MultipartUpload": {"Parts": [after]}, **upload}
    s3(backend, "CompleteMultipartUpload", **completion)
    # S3 documents it; moto answers as before.
    if isinstance(backend, Twin):
        assert refusal(backend, "CompleteMultipartUpload", **completion) == ("NoSuchUpload", 404)


@pytest.mark.parametrize("queue", [RECHECK, ORDER_LINES, LEARNER_EXPORTS])
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
