"""The state of all services as one immutable value, and the schemas of the tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any
from zlib import crc32

from tests.support.twin.errors import require
from tests.support.twin.values import Value, Wire, value, wires


class FrozenMap[K, V](dict[K, V]):
    """An immutable mapping with a cached hash; a write returns another mapping."""

    __slots__ = ("_hash",)
    _hash: int

    def __hash__(self) -> int:  # type: ignore[override]
        if not hasattr(self, "_hash"):
            self._hash = hash(frozenset(self.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        return self is other or (hash(self) == hash(other) and super().__eq__(other))

    def having(self, key: K, value: V) -> "FrozenMap[K, V]":
        return FrozenMap({**self, key: value})

    def without(self, key: K) -> "FrozenMap[K, V]":
        if key not in self:
            return self
        return FrozenMap({other: value for other, value in self.items() if other != key})


type Item = FrozenMap[str, Value]
type Key = tuple[Value, ...]
type _Part = FrozenMap[Key, Item]
type _Bucket = FrozenMap[int, _Part]

_NO_PARTS: _Bucket = FrozenMap()
_NOTHING: _Part = FrozenMap()
_BUCKETS = 1024
_PARTS = 64


class Table:
    """The items of a table, by key: an immutable value.

    Attributes:
        buckets: the items by hash key, and within these by the whole key, so that a write takes as long in a large
            table and in a large partition as in small ones.
    """

    __slots__ = ("_listed", "buckets")

    def __init__(self, buckets: Mapping[int, _Bucket]) -> None:
        self.buckets = FrozenMap(buckets)
        self._listed: dict[str, Mapping[Value, Sequence[Item]]] = {}

    def __hash__(self) -> int:
        return hash(self.buckets)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and self.buckets == other.buckets

    def __len__(self) -> int:
        return sum(1 for _ in self.items())

    def get(self, key: Key) -> Item | None:
        return self._part(*_place(key)).get(key)

    def items(self) -> Iterator[tuple[Key, Item]]:
        return (pair for bucket in self.buckets.values() for part in bucket.values() for pair in part.items())

    def values(self) -> Iterator[Item]:
        return (item for _, item in self.items())

    def near(self, hash_key: Value) -> Iterable[Item]:
        """The items with this hash key, and perhaps some others."""
        bucket = self.buckets.get(_number(hash_key, _BUCKETS), _NO_PARTS)
        return chain.from_iterable(part.values() for part in bucket.values())

    def with_value(self, name: str, found: Value) -> Sequence[Item]:
        """The items with this value of an attribute; pages of an index ask for the same ones again."""
        if name not in self._listed:
            listed: dict[Value, list[Item]] = {}
            for item in self.values():
                if name in item:
                    listed.setdefault(item[name], []).append(item)
            self._listed[name] = listed
        return self._listed[name].get(found, ())

    def _part(self, number: int, part: int) -> _Part:
        return self.buckets.get(number, _NO_PARTS).get(part, _NOTHING)

    def having(self, written: Mapping[Key, Item]) -> "Table":
        changed: dict[int, dict[int, dict[Key, Item]]] = {}
        for key, item in written.items():
            number, part = _place(key)
            changed.setdefault(number, {}).setdefault(part, {})[key] = item
        buckets: dict[int, _Bucket] = dict(self.buckets)
        for number, parts in changed.items():
            after = {part: FrozenMap({**self._part(number, part), **items}) for part, items in parts.items()}
            buckets[number] = FrozenMap({**self.buckets.get(number, _NO_PARTS), **after})
        return Table(buckets)

    def without(self, key: Key) -> "Table":
        number, part = _place(key)
        left = self._part(number, part).without(key)
        bucket = self.buckets.get(number, _NO_PARTS)
        bucket = bucket.having(part, left) if left else bucket.without(part)
        return Table(self.buckets.having(number, bucket) if bucket else self.buckets.without(number))

    def replaced_by(self, after: "Table") -> dict[Key, Item | None]:
        """The items that another version of the table does not share; None for one that it has in addition."""
        found: dict[Key, Item | None] = {}
        for number in self.buckets.keys() | after.buckets.keys():
            before, now = self.buckets.get(number, _NO_PARTS), after.buckets.get(number, _NO_PARTS)
            for part in before.keys() | now.keys() if before is not now else ():
                old, new = before.get(part, _NOTHING), now.get(part, _NOTHING)
                if old is not new:
                    found |= {key: old.get(key) for key in old.keys() | new.keys() if old.get(key) is not new.get(key)}
        return found


def _place(key: Key) -> tuple[int, int]:
    return _number(key[0], _BUCKETS), _number(key, _PARTS)


def _number(found: object, buckets: int) -> int:
    # Not Python's hash, which differs from process to process: what is explored must not.
    return crc32(repr(found).encode()) % buckets


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A table's own key, or a global secondary index.

    Attributes:
        key: names of the hash key and, if there is one, of the range key.
        projected: the attributes in the index besides its keys and the table's; None for all.
    """

    key: tuple[str, ...]
    projected: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """The schema of a table.

    Attributes:
        key: the table's own.
        indexes: by name.
        types: the type of every key attribute.
    """

    key: tuple[str, ...]
    indexes: Mapping[str, Index]
    types: Mapping[str, str]


def _key(schema: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(part["AttributeName"] for part in sorted(schema, key=lambda part: part["KeyType"]))


def _index(index: Mapping[str, Any]) -> Index:
    projection = index["Projection"]
    everything = projection["ProjectionType"] == "ALL"
    return Index(
        key=_key(index["KeySchema"]),
        projected=None if everything else frozenset(projection.get("NonKeyAttributes", ())),
    )


def _schema(table: Mapping[str, Any]) -> Schema:
    require("LocalSecondaryIndexes" not in table, "local secondary indexes")
    return Schema(
        key=_key(table["KeySchema"]),
        indexes={index["IndexName"]: _index(index) for index in table.get("GlobalSecondaryIndexes", ())},
        types={one["AttributeName"]: one["AttributeType"] for one in table["AttributeDefinitions"]},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Object:
    """An object in a bucket."""

    content: bytes
    content_type: str
    metadata: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A multipart upload that is not completed.

    Attributes:
        parts: by number.
    """

    bucket: str
    key: str
    content_type: str
    parts: FrozenMap[int, bytes] = field(default_factory=FrozenMap)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The state of all services: an immutable value that hashes and compares by content.

    Attributes:
        schemas: of the tables, by name; the same in all states derived from one.
        tables: items, by table.
        buckets: objects, by bucket.
        sent: each message and event, the oldest first: the operation, and its parameters.
        tokens: the contents of the executed transactions, by their tokens.
        uploads: multipart uploads that are not completed, by id.
        uploads_begun: how many have been.
    """

    schemas: Mapping[str, Schema] = field(compare=False)
    tables: FrozenMap[str, Table]
    buckets: FrozenMap[str, FrozenMap[str, S3Object]]
    sent: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()
    tokens: FrozenMap[str, str] = field(default_factory=FrozenMap)
    uploads: FrozenMap[str, Upload] = field(default_factory=FrozenMap)
    uploads_begun: int = 0

    def with_item(self, table_name: str, key: Key, item: Item | None) -> "State":
        """Replace the item with this key; None removes it."""
        table = self.tables[table_name]
        after = table.without(key) if item is None else table.having({key: item})
        return replace(self, tables=self.tables.having(table_name, after))


def empty(tables: Sequence[Mapping[str, Any]], buckets: Sequence[str]) -> State:
    """The state after deployment.

    Args:
        tables: the parameters of CreateTable.
        buckets: by name.
    """
    return State(
        schemas={table["TableName"]: _schema(table) for table in tables},
        tables=FrozenMap({table["TableName"]: Table({}) for table in tables}),
        buckets=FrozenMap({bucket: FrozenMap() for bucket in buckets}),
    )


def items(state: State, table_name: str) -> list[Wire]:
    """All items of a table in DynamoDB's JSON, in no particular order."""
    return [wires(item) for item in state.tables[table_name].values()]


def objects(state: State, bucket: str) -> dict[str, bytes]:
    """The contents of all objects of a bucket, by key."""
    return {key: found.content for key, found in state.buckets[bucket].items()}


def replaced(before: State, after: State, tables: Iterable[str]) -> dict[tuple[str, Key], Item | None]:
    """The previous versions of the items of some tables that changed; None for an item that did not exist."""
    return {
        (table, key): item
        for table in tables
        for key, item in before.tables[table].replaced_by(after.tables[table]).items()
    }


def with_items(state: State, items: Mapping[tuple[str, Key], Item | None]) -> State:
    """Replace items of a state; None removes one."""
    for (table, key), item in items.items():
        state = state.with_item(table, key, item)
    return state


def loaded(state: State, table_name: str, stored: Iterable[Mapping[str, Any]]) -> State:
    """Add many items to a table, in DynamoDB's JSON; they replace those with equal keys."""
    key = state.schemas[table_name].key
    read = [FrozenMap({name: value(content) for name, content in item.items()}) for item in stored]
    table = state.tables[table_name].having({tuple(item[name] for name in key): item for item in read})
    return replace(state, tables=state.tables.having(table_name, table))
