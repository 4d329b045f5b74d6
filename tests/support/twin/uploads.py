"""Multipart uploads of S3: parts wait until an upload is completed, and become an object."""

from dataclasses import replace
from hashlib import md5
from typing import Any

from tests.support.twin.errors import client_error, require
from tests.support.twin.requests import Parameters, require_known
from tests.support.twin.state import S3Object, State, Upload
from tests.support.twin.values import Wire

_UPLOAD = {"Bucket", "Key", "UploadId"}
_CHECKSUM = "CRC32"


def create(state: State, parameters: Parameters) -> tuple[State, Wire]:
    """Begin an upload; ids are numbers, in order."""
    require_known(parameters, {"Bucket", "ChecksumAlgorithm", "ContentType", "Key"})
    require(parameters["Bucket"] in state.buckets, f"the bucket {parameters['Bucket']}")
    require(parameters["ChecksumAlgorithm"] == _CHECKSUM, "another checksum than CRC32")
    upload_id = f"upload-{state.uploads_begun + 1}"
    upload = Upload(bucket=parameters["Bucket"], key=parameters["Key"], content_type=parameters["ContentType"])
    begun = replace(state, uploads=state.uploads.having(upload_id, upload), uploads_begun=state.uploads_begun + 1)
    return begun, {"Bucket": upload.bucket, "Key": upload.key, "UploadId": upload_id}


def put_part(state: State, parameters: Parameters) -> tuple[State, dict[str, Any]]:
    require_known(parameters, {*_UPLOAD, "Body", "ChecksumAlgorithm", "PartNumber"})
    require(parameters["ChecksumAlgorithm"] == _CHECKSUM, "another checksum than CRC32")
    upload = _found(state, "UploadPart", parameters)
    content = bytes(parameters["Body"])
    after = replace(upload, parts=upload.parts.having(parameters["PartNumber"], content))
    return replace(state, uploads=state.uploads.having(parameters["UploadId"], after)), {"ETag": _etag(content)}


def complete(state: State, parameters: Parameters) -> tuple[State, Wire]:
    """Make the object; the minimum size of parts is not checked."""
    require_known(parameters, {*_UPLOAD, "MultipartUpload"})
    upload = _found(state, "CompleteMultipartUpload", parameters)
    parts = parameters["MultipartUpload"]["Parts"]
    numbers = [part["PartNumber"] for part in parts]
    require(bool(numbers) and numbers == sorted(set(numbers)), f"the parts {numbers}")
    if any(number not in upload.parts for number in numbers) or any(
        part["ETag"] != _etag(upload.parts[part["PartNumber"]]) for part in parts
    ):
        raise client_error("CompleteMultipartUpload", "InvalidPart")
    content = b"".join(upload.parts[number] for number in numbers)
    bucket = state.buckets[upload.bucket].having(
        upload.key, S3Object(content=content, content_type=upload.content_type, metadata=())
    )
    made = replace(
        state,
        buckets=state.buckets.having(upload.bucket, bucket),
        uploads=state.uploads.without(parameters["UploadId"]),
    )
    return made, {"Bucket": upload.bucket, "Key": upload.key}


def _found(state: State, operation: str, parameters: Parameters) -> Upload:
    upload = state.uploads.get(parameters["UploadId"])
    if upload is None or (upload.bucket, upload.key) != (parameters["Bucket"], parameters["Key"]):
        raise client_error(operation, "NoSuchUpload", status=404)
    return upload


def _etag(content: bytes) -> str:
    return f'"{md5(content, usedforsecurity=False).hexdigest()}"'
