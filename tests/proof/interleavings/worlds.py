"""What is kept in tables and buckets: of the twin in memory, and of the emulated AWS; both hold the same."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table

from tests.proof import rows
from tests.proof.facts import Facts, facts
from tests.proof.interleavings.wire import Json, Request, emulated, in_order, same
from tests.support.template import tables

BUCKETS = ("test-certificates", "test-templates")
TABLES = tuple(table["TableName"] for table in tables())


@dataclass(frozen=True)
class Kept:
    """Everything that is kept: items by table, as DynamoDB writes them, and files by bucket."""

    items: Mapping[str, tuple[str, ...]]
    files: Mapping[str, Mapping[str, bytes]]

    @staticmethod
    def of(items: Mapping[str, Iterable[Json]], files: Mapping[str, Mapping[str, bytes]]) -> "Kept":
        return Kept({table: tuple(sorted(same(in_order(item)) for item in items[table])) for table in items}, files)

    def of_table(self, table: str) -> list[Json]:
        return [json.loads(item) for item in self.items[table]]

    @cached_property
    def facts(self) -> Facts:
        items = {table: self.of_table(f"test-{table}") for table in rows.TABLES}
        return facts(rows.of_wire(items), {key: file for files in self.files.values() for key, file in files.items()})

    @cached_property
    def text(self) -> str:
        files = {
            bucket: {key: sha256(file).hexdigest() for key, file in self.files[bucket].items()} for bucket in self.files
        }
        return same([self.items, files])


def queued(request: Request) -> Json:
    """Answer in the place of the queue: what is in it is known from who sent it."""
    assert request.operation == "SendMessage", request
    return {"MessageId": "message", "MD5OfMessageBody": ""}


class Emulator:
    """The emulated AWS in this process; its tables are read and put back behind its doors, as that takes no calls."""

    def call(self, request: Request) -> Json:
        return queued(request) if request.service == "sqs" else emulated(request)

    def kept(self) -> Kept:
        return Kept.of(
            {name: [item.to_json()["Attributes"] for item in _items(_table(name))] for name in TABLES},
            {bucket: {key: file.value for key, file in _files(bucket).items()} for bucket in BUCKETS},
        )

    def put_back(self, kept: Kept) -> None:
        """Make everything as it was."""
        now = self.kept()
        for name in TABLES:
            table = _table(name)
            if kept.items[name] == now.items[name]:
                continue
            table.items = defaultdict(dict)
            # Nobody reads the stream here, and each transaction would copy it.
            table.stream_shard = None
            for item in kept.of_table(name):
                table.put_item(item)
        for bucket, files in kept.files.items():
            for key in list(_files(bucket)):
                if files.get(key) != _files(bucket)[key].value:
                    emulated(Request("s3", "DeleteObject", {"Bucket": bucket, "Key": key}))
            for key in files.keys() - _files(bucket).keys():
                emulated(Request("s3", "PutObject", {"Bucket": bucket, "Key": key, "Body": files[key]}))


def _table(name: str) -> Table:
    found: Table = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID]["us-east-1"].tables[name]
    return found


def _items(table: Table) -> Iterable[Item]:
    # Without a range key, an item stands where otherwise all of one hash key do.
    entries: Iterable[Any] = table.items.values()
    for entry in entries:
        yield from (entry.values() if table.has_range_key else (entry,))


def _files(bucket: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = get_backend("s3")[DEFAULT_ACCOUNT_ID]["global"].buckets[bucket].keys
    return found
