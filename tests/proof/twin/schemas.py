"""What tables were created with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """A table's own key, or a global secondary index.

    Attributes:
        key: names of the hash key and, if there is one, of the range key.
        projected: what an index has beside its keys and the table's; None for everything.
    """

    key: tuple[str, ...]
    projected: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Schema:
    """What a table was created with.

    Attributes:
        key: the table's own.
        indexes: by name.
        types: of every attribute that some key is made of.
    """

    key: tuple[str, ...]
    indexes: Mapping[str, Index]
    types: Mapping[str, str]


def _key(schema: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(part["AttributeName"] for part in sorted(schema, key=lambda part: part["KeyType"]))


def _index(index: Mapping[str, Any]) -> Index:
    projection = index["Projection"]
    if projection["ProjectionType"] == "ALL":
        return Index(key=_key(index["KeySchema"]))
    return Index(key=_key(index["KeySchema"]), projected=frozenset(projection.get("NonKeyAttributes", ())))


def schema_from(table: Mapping[str, Any]) -> Schema:
    """Read what CreateTable takes."""
    if "LocalSecondaryIndexes" in table:
        raise NotImplementedError("local secondary indexes")
    return Schema(
        key=_key(table["KeySchema"]),
        indexes={index["IndexName"]: _index(index) for index in table.get("GlobalSecondaryIndexes", ())},
        types={one["AttributeName"]: one["AttributeType"] for one in table["AttributeDefinitions"]},
    )
