"""The emulated AWS as a whole: read, kept, and put back."""

import json
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID

from shared.aws.connection import client

type Item = dict[str, dict[str, Any]]
type Tables = dict[str, list[Item]]

# Everything before a delivery happens in one hour, each attempt in a second of its own of the next.
STARTED_AT = datetime(2026, 1, 12, 11, tzinfo=UTC)
DELIVERED_AT = STARTED_AT + timedelta(hours=1)
# What is decided once, and no later attempt decides anew.
_ONCE = {
    "all_lessons_completed_at",
    "announced_at",
    "completed_at",
    "created_at",
    "issued_at",
    "issued_course_title",
    "issued_name",
    "outcome",
    "pdf_sha256",
    "public_id",
    "received_at",
    "refunded_at",
    "revoke_reason",
    "revoked_at",
    "revoked_by",
    "verification_code",
}
_METADATA = "x-amz-meta-"


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything that is stored, at some moment."""

    tables: bytes
    objects: Mapping[tuple[str, str], tuple[bytes, Mapping[str, str]]]


def _tables() -> dict[str, Any]:
    found: dict[str, Any] = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID]["us-east-1"].tables
    return found


def _objects() -> Iterator[tuple[tuple[str, str], Any]]:
    for bucket in get_backend("s3")[DEFAULT_ACCOUNT_ID]["aws"].buckets.values():
        for name, stored in bucket.keys.items():
            yield (bucket.name, name), stored


def keep() -> Kept:
    """Keep all tables and buckets as they are."""
    return Kept(
        tables=pickle.dumps({name: table.items for name, table in _tables().items()}),
        objects={key: (stored.value, stored.metadata) for key, stored in _objects()},
    )


def put_back(kept: Kept) -> None:
    """Put all tables and buckets back as they were."""
    items = pickle.loads(kept.tables)  # noqa: S301 - our own
    for name, table in _tables().items():
        table.items = items[name]
    now = dict(_objects())
    for bucket, name in now.keys() - kept.objects.keys():
        client("s3").delete_object(Bucket=bucket, Key=name)
    for (bucket, name), (content, metadata) in kept.objects.items():
        stored = now.get((bucket, name))
        if stored is None or stored.value != content:
            ours = {key.removeprefix(_METADATA): value for key, value in metadata.items() if key.startswith(_METADATA)}
            kind = metadata["Content-Type"]
            client("s3").put_object(Bucket=bucket, Key=name, Body=content, ContentType=kind, Metadata=ours)


def tables() -> Tables:
    """Read every item of every table, in order of their keys."""
    found = {}
    for name, table in _tables().items():
        items = [_in_order(item.to_json()["Attributes"]) for item in table.all_items()]
        found[name.removeprefix("test-")] = sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    return found


def _in_order(item: Item) -> Item:
    return {
        name: {kind: sorted(value) if kind in {"NS", "SS"} else value for kind, value in attribute.items()}
        for name, attribute in item.items()
    }


def decided(found: Tables) -> dict[tuple[str, ...], str]:
    """List what is decided once: by table, key and attribute."""
    listed = {}
    for table, items in found.items():
        names = [key["AttributeName"] for key in _tables()[f"test-{table}"].schema]
        for item in items:
            key = [json.dumps(item[name]) for name in names]
            listed.update({(table, *key, name): json.dumps(item[name]) for name in item.keys() & _ONCE})
    return listed
