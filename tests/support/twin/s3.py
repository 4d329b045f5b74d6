"""S3, as far as the functions use it."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from botocore.response import StreamingBody

from tests.support.twin.errors import client_error, require
from tests.support.twin.requests import Parameters, require_known
from tests.support.twin.state import FrozenMap, S3Object, State
from tests.support.twin.values import Wire

# The twin has no clock: an object is never expired, whatever the time of the test.
LAST_MODIFIED = datetime(9999, 1, 1, tzinfo=UTC)
_MAX_KEYS = 1000


def _bucket(state: State, parameters: Parameters) -> FrozenMap[str, S3Object]:
    require(parameters["Bucket"] in state.buckets, f"the bucket {parameters['Bucket']}")
    return state.buckets[parameters["Bucket"]]


def _with_bucket(state: State, parameters: Parameters, bucket: FrozenMap[str, S3Object]) -> State:
    return replace(state, buckets=state.buckets.having(parameters["Bucket"], bucket))


def put(state: State, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Body", "Bucket", "ContentType", "IfNoneMatch", "Key", "Metadata"})
    require(parameters.get("IfNoneMatch", "*") == "*", "IfNoneMatch other than *")
    bucket = _bucket(state, parameters)
    if "IfNoneMatch" in parameters and parameters["Key"] in bucket:
        raise client_error("PutObject", "PreconditionFailed", status=412)
    stored = S3Object(
        content=bytes(parameters["Body"]),
        content_type=parameters.get("ContentType", "binary/octet-stream"),
        metadata=tuple(sorted(parameters.get("Metadata", {}).items())),
    )
    return _with_bucket(state, parameters, bucket.having(parameters["Key"], stored)), {}


def get(state: State, parameters: Parameters) -> tuple[State, dict[str, Any]]:
    require_known(parameters, {"Bucket", "Key"})
    stored = _bucket(state, parameters).get(parameters["Key"])
    if stored is None:
        raise client_error("GetObject", "NoSuchKey", status=404)
    return state, {
        "Body": StreamingBody(BytesIO(stored.content), len(stored.content)),
        "ContentLength": len(stored.content),
        "ContentType": stored.content_type,
        "LastModified": LAST_MODIFIED,
        "Metadata": dict(stored.metadata),
    }


def delete(state: State, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Bucket", "Key"})
    return _with_bucket(state, parameters, _bucket(state, parameters).without(parameters["Key"])), {}


def delete_many(state: State, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Bucket", "Delete"})
    require_known(parameters["Delete"], {"Objects", "Quiet"})
    keys = [entry["Key"] for entry in parameters["Delete"]["Objects"]]
    require(1 <= len(keys) <= _MAX_KEYS and parameters["Delete"].get("Quiet") is True, f"{len(keys)} keys at once")
    bucket = FrozenMap({key: one for key, one in _bucket(state, parameters).items() if key not in set(keys)})
    return _with_bucket(state, parameters, bucket), {}


def head(state: State, parameters: Parameters) -> tuple[State, dict[str, Any]]:
    require_known(parameters, {"Bucket", "Key"})
    stored = _bucket(state, parameters).get(parameters["Key"])
    if stored is None:
        # A response to HEAD has no body.
        raise client_error("HeadObject", "404", status=404)
    return state, {"ContentLength": len(stored.content), "ContentType": stored.content_type}


def list_objects(state: State, parameters: Parameters) -> tuple[State, Wire]:
    require_known(parameters, {"Bucket", "EncodingType", "Prefix"})
    keys = sorted(key for key in _bucket(state, parameters) if key.startswith(parameters.get("Prefix", "")))
    require(len(keys) <= _MAX_KEYS, "more than one page of objects")
    return state, {"IsTruncated": False, **({"Contents": [{"Key": key} for key in keys]} if keys else {})}
