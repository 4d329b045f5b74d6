"""The state of all services as one immutable value."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.proof.twin.schemas import Schema, schema_from
from tests.proof.twin.values import Attributes, Value, Wire, wire
from tests.support.aws import SIGNING_SECRET

type Key = tuple[Value, ...]


class Item:
    """An item; its hash is computed once."""

    __slots__ = ("_hash", "attributes")

    def __init__(self, attributes: Attributes) -> None:
        self.attributes = attributes
        self._hash: int | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.attributes.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Item) and hash(self) == hash(other) and self.attributes == other.attributes

    def wire(self) -> Wire:
        return {name: wire(found) for name, found in self.attributes.items()}


class Shelf[K, V]:
    """Things by their key, such as a table's items; a change makes another shelf that has the same things otherwise."""

    __slots__ = ("_hash", "things")

    def __init__(self, things: Mapping[K, V]) -> None:
        self.things = things
        self._hash: int | None = None

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.things.items()))
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, Shelf) and hash(self) == hash(other) and self.things == other.things

    def put(self, key: K, thing: V) -> "Shelf[K, V]":
        return Shelf({**self.things, key: thing})

    def without(self, key: K) -> "Shelf[K, V]":
        if key not in self.things:
            return self
        return Shelf({other: thing for other, thing in self.things.items() if other != key})


type Table = Shelf[Key, Item]


@dataclass(frozen=True, slots=True)
class Document:
    """An object in a bucket, and what it was put with, by parameter."""

    content: bytes
    more: tuple[tuple[str, Any], ...]


type Bucket = Shelf[str, Document]


class State:
    """Everything that the services keep: an immutable value that hashes and compares by content.

    Attributes:
        schemas: of the tables, by name; the same in all states that come from one.
        tables: items, by table.
        buckets: documents, by bucket.
        sent: each message and event, the oldest first.
        tokens: what was asked for in the transactions that were done, by their tokens.
        secrets: by name.
    """

    __slots__ = ("_hash", "buckets", "schemas", "secrets", "sent", "tables", "tokens")

    def __init__(
        self,
        *,
        schemas: Mapping[str, Schema],
        tables: Shelf[str, Table],
        buckets: Shelf[str, Bucket],
        sent: tuple[Any, ...],
        tokens: Shelf[str, Any],
        secrets: Shelf[str, str],
    ) -> None:
        self.schemas = schemas
        self.tables = tables
        self.buckets = buckets
        self.sent = sent
        self.tokens = tokens
        self.secrets = secrets
        self._hash: int | None = None

    def _parts(self) -> tuple[object, ...]:
        return (self.tables, self.buckets, self.sent, self.tokens, self.secrets)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(self._parts())
        return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return (
            isinstance(other, State)
            and hash(self) == hash(other)
            and self._parts() == other._parts()
            and (self.schemas is other.schemas or self.schemas == other.schemas)
        )

    def having(self, **changes: Any) -> "State":  # noqa: ANN401 - as the attributes
        parts = {name: getattr(self, name) for name in ("tables", "buckets", "sent", "tokens", "secrets")}
        return State(schemas=self.schemas, **{**parts, **changes})

    def holding(self, table_name: str, table: Table) -> "State":
        return State(
            schemas=self.schemas,
            tables=self.tables.put(table_name, table),
            buckets=self.buckets,
            sent=self.sent,
            tokens=self.tokens,
            secrets=self.secrets,
        )


def empty(
    tables: Sequence[Mapping[str, Any]], buckets: Sequence[str], secrets: Mapping[str, str] | None = None
) -> State:
    """Deploy.

    Args:
        tables: as CreateTable takes them.
        buckets: by name.
        secrets: by name; by default those that tests.support.aws deploys.
    """
    return State(
        schemas={table["TableName"]: schema_from(table) for table in tables},
        tables=Shelf({table["TableName"]: Shelf({}) for table in tables}),
        buckets=Shelf({bucket: Shelf({}) for bucket in buckets}),
        sent=(),
        tokens=Shelf({}),
        secrets=Shelf({"test-signing-secrets": SIGNING_SECRET} if secrets is None else dict(secrets)),
    )


def items(state: State, table_name: str) -> list[dict[str, Any]]:
    """Everything in a table, as DynamoDB writes it, in no order that means anything."""
    return [item.wire() for item in state.tables.things[table_name].things.values()]


def objects(state: State, bucket: str) -> dict[str, bytes]:
    """Everything in a bucket."""
    return {key: document.content for key, document in state.buckets.things[bucket].things.items()}
