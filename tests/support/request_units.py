"""Request units of a call to DynamoDB, computed from the items that it reads and writes, those of indexes included.

Sources, in the Amazon DynamoDB Developer Guide: "DynamoDB read and write operations", "Write capacity units" of "Using
Global Secondary Indexes", and "Capacity management for transactions".
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.support import twin
from tests.support.capacity import KILOBYTE, item_size, query_units, read_units
from tests.support.twin.state import Index, Schema
from tests.support.twin.values import Attributes, value

type Parameters = Mapping[str, Any]
type Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call, and what it used.

    Attributes:
        operation: of DynamoDB.
        tables: that it named, in order.
        reads: read units.
        writes: write units.
    """

    operation: str
    tables: tuple[str, ...]
    reads: float = 0
    writes: float = 0


def used(before: twin.State, after: twin.State, operation: str, parameters: Parameters, answer: Answer | None) -> Call:
    """Compute what a call used.

    Args:
        before: the state before it.
        after: the state after it.
        operation: of DynamoDB.
        parameters: of the call.
        answer: to a read; None if the call was refused.
    """
    if operation in _READS:
        assert answer is not None
        return _READS[operation](operation, parameters, answer)
    if operation == "TransactWriteItems":
        entries = [(kind, entry) for item in parameters["TransactItems"] for kind, entry in item.items()]
        writes = sum(_written(before, after, kind, entry, transactional=True) for kind, entry in entries)
        return Call(operation=operation, tables=tuple(entry["TableName"] for _, entry in entries), writes=writes)
    if operation == "BatchWriteItem":
        ((table, requests),) = parameters["RequestItems"].items()
        deleted = [{"TableName": table, "Key": one["DeleteRequest"]["Key"]} for one in requests]
        writes = sum(_written(before, after, "Delete", one, transactional=False) for one in deleted)
        return Call(operation=operation, tables=(table,), writes=writes)
    kind = operation.removesuffix("Item")
    writes = _written(before, after, kind, parameters, transactional=False)
    return Call(operation=operation, tables=(parameters["TableName"],), writes=writes)


# ------------------------------------------------------------------ reads


def _get(operation: str, parameters: Parameters, answer: Answer) -> Call:
    reads = _consistently(parameters, read_units([answer.get("Item")]))
    return Call(operation=operation, tables=(parameters["TableName"],), reads=reads)


def _query(operation: str, parameters: Parameters, answer: Answer) -> Call:
    # Nothing is filtered or projected, so that what is returned is what was read.
    reads = _consistently(parameters, query_units(answer["Items"]))
    return Call(operation=operation, tables=(parameters["TableName"],), reads=reads)


def _batch_get(operation: str, parameters: Parameters, answer: Answer) -> Call:
    reads = 0.0
    for table, wanted in parameters["RequestItems"].items():
        found = answer["Responses"][table]
        missing = [None] * (len(wanted["Keys"]) - len(found))
        reads += _consistently(wanted, read_units([*found, *missing]))
    return Call(operation=operation, tables=tuple(parameters["RequestItems"]), reads=reads)


def _consistently(parameters: Parameters, units: int) -> float:
    return units if parameters.get("ConsistentRead") else units / 2


_READS: Mapping[str, Callable[[str, Parameters, Answer], Call]] = {
    "GetItem": _get,
    "Query": _query,
    "Scan": _query,
    "BatchGetItem": _batch_get,
}


# ------------------------------------------------------------------ writes


def _written(before: twin.State, after: twin.State, kind: str, parameters: Parameters, *, transactional: bool) -> float:
    """Units of a write of one item: of the larger of the items before and after it, also when it is refused."""
    table = parameters["TableName"]
    schema = before.schemas[table]
    wire_key = parameters["Item"] if kind == "Put" else parameters["Key"]
    key = tuple(value(wire_key[name]) for name in schema.key)
    old, new = before.tables[table].get(key), after.tables[table].get(key)
    of_table = max(1, _kilobytes(old), _kilobytes(new))
    return of_table * (2 if transactional else 1) + sum(_of_indexes(schema, old, new))


def _of_indexes(schema: Schema, old: Attributes | None, new: Attributes | None) -> Iterator[int]:
    for index in schema.indexes.values():
        was, will = _entry(schema, index, old), _entry(schema, index, new)
        if was == will:
            continue
        if was is not None and will is not None and _same(index.key, was, will):
            yield max(_kilobytes(was), _kilobytes(will))
        else:
            # Another key: the entry is deleted, and another one inserted.
            yield sum(_kilobytes(entry) for entry in (was, will) if entry is not None)


def _entry(schema: Schema, index: Index, item: Attributes | None) -> Attributes | None:
    """What an index has of an item; None if the item is not in it."""
    if item is None or any(name not in item for name in index.key):
        return None
    if index.projected is None:
        return item
    kept = {*index.key, *schema.key, *index.projected}
    return {name: content for name, content in item.items() if name in kept}


def _same(names: Iterable[str], one: Attributes, other: Attributes) -> bool:
    return all(one[name] == other[name] for name in names)


def _kilobytes(item: Attributes | None) -> int:
    return 0 if item is None else math.ceil(item_size(twin.wires(item)) / KILOBYTE)
