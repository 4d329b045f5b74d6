"""S3, as far as our documents need it."""

from datetime import UTC, datetime
from hashlib import md5
from io import BytesIO
from typing import Any

from botocore.response import StreamingBody

from tests.proof.twin.refusals import refused
from tests.proof.twin.requests import Parameters, require_known
from tests.proof.twin.state import Bucket, Document, State
from tests.proof.twin.transactions import frozen, thawed
from tests.proof.twin.values import Wire

# Nothing here has a time. What asks how old an object is finds it new, whatever the doors' clock says.
LAST_MODIFIED = datetime(9999, 1, 1, tzinfo=UTC)
_WRITTEN_DOWN = ("ContentType", "Metadata")
MOST_KEYS = 1000


def _bucket(state: State, operation: str, parameters: Parameters) -> Bucket:
    name = parameters["Bucket"]
    if name not in state.buckets.things:
        message = "The specified bucket does not exist"
        raise refused(operation, "NoSuchBucket", message, status=404)
    return state.buckets.things[name]


def _holding(state: State, parameters: Parameters, bucket: Bucket) -> State:
    return state.having(buckets=state.buckets.put(parameters["Bucket"], bucket))


def _etag(content: bytes) -> str:
    return f'"{md5(content, usedforsecurity=False).hexdigest()}"'


def put(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Body", "Bucket", "IfNoneMatch", "Key", *_WRITTEN_DOWN})
    bucket = _bucket(state, operation, parameters)
    if "IfNoneMatch" in parameters:
        if parameters["IfNoneMatch"] != "*":
            raise NotImplementedError("IfNoneMatch other than *")
        if parameters["Key"] in bucket.things:
            message = "At least one of the pre-conditions you specified did not hold"
            raise refused(operation, "PreconditionFailed", message, status=412)
    body = parameters.get("Body", b"")
    content = (
        body.encode() if isinstance(body, str) else bytes(body if isinstance(body, bytes | bytearray) else body.read())
    )
    more = tuple((name, frozen(parameters[name])) for name in _WRITTEN_DOWN if name in parameters)
    return _holding(state, parameters, bucket.put(parameters["Key"], Document(content, more))), {"ETag": _etag(content)}


def _headers(document: Document) -> dict[str, Any]:
    return {
        "ContentType": "binary/octet-stream",
        "Metadata": {},
        **{name: thawed(one) for name, one in document.more},
        "ContentLength": len(document.content),
        "ETag": _etag(document.content),
        "LastModified": LAST_MODIFIED,
    }


def get(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Bucket", "Key"})
    document = _bucket(state, operation, parameters).things.get(parameters["Key"])
    if document is None:
        raise refused(operation, "NoSuchKey", "The specified key does not exist.", status=404)
    body = StreamingBody(BytesIO(document.content), len(document.content))
    return state, {**_headers(document), "Body": body}


def head(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Bucket", "Key"})
    # An answer without a body can't say more than this of a bucket or a key.
    bucket = state.buckets.things.get(parameters["Bucket"])
    document = bucket.things.get(parameters["Key"]) if bucket else None
    if document is None:
        raise refused(operation, "404", "Not Found", status=404)
    return state, _headers(document)


def delete(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Bucket", "Key"})
    bucket = _bucket(state, operation, parameters)
    after = bucket.without(parameters["Key"])
    return (state if after is bucket else _holding(state, parameters, after)), {}


def delete_some(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Bucket", "Delete"})
    require_known(parameters["Delete"], {"Objects", "Quiet"})
    bucket = after = _bucket(state, operation, parameters)
    keys = []
    for entry in parameters["Delete"]["Objects"]:
        require_known(entry, {"Key"})
        keys.append(entry["Key"])
        after = after.without(entry["Key"])
    answer = {} if parameters["Delete"].get("Quiet") else {"Deleted": [{"Key": key} for key in keys]}
    return (state if after is bucket else _holding(state, parameters, after)), answer


def list_some(state: State, operation: str, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Bucket", "ContinuationToken", "EncodingType", "MaxKeys", "Prefix", "StartAfter"})
    bucket = _bucket(state, operation, parameters)
    prefix = parameters.get("Prefix", "")
    most = min(parameters.get("MaxKeys", MOST_KEYS), MOST_KEYS)
    # Where to go on is the last key that was told.
    behind = parameters.get("ContinuationToken", parameters.get("StartAfter", ""))
    found = sorted(key for key in bucket.things if key.startswith(prefix) and key > behind)
    page = found[:most]
    answer: Wire = {
        "Name": parameters["Bucket"],
        "Prefix": prefix,
        "MaxKeys": most,
        "KeyCount": len(page),
        "IsTruncated": len(page) < len(found),
    }
    if page:
        answer["Contents"] = [
            {
                "Key": key,
                "LastModified": LAST_MODIFIED,
                "ETag": _etag(bucket.things[key].content),
                "Size": len(bucket.things[key].content),
                "StorageClass": "STANDARD",
            }
            for key in page
        ]
    if answer["IsTruncated"]:
        answer["NextContinuationToken"] = page[-1] if page else behind
    return state, answer
