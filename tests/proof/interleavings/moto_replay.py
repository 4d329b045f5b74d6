"""Replays the calls of a graph on moto, which must store and reply the same as the twin.

Every schedule of a graph is a sequence of its distinct calls, each from one stored state to another. If moto agrees on
each call, it agrees on every schedule.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from moto.backends import get_backend
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table

from tests.proof.fake_aws import BUCKETS
from tests.proof.interleavings.graph import Graph, Transition
from tests.proof.interleavings.requests import (
    Json,
    Reply,
    Request,
    canonical,
    canonical_json,
    not_stored,
    reply_to,
    send_to_moto,
)
from tests.support import twin
from tests.support.template import tables

TABLES = tuple(table["TableName"] for table in tables())


def distinct_calls(graph: Graph) -> list[Transition]:
    """Return each distinct call of a graph: each pair of stored state and request."""
    fresh = (transition for transition in graph.transitions if not transition.reply.is_old)
    return list({(one.before.stored.state, one.request.text): one for one in fresh}.values())


def disagreements(calls: Sequence[Transition]) -> list[str]:
    """Make each call on moto in the same state as on the twin; return the first difference."""
    stored: twin.State | None = None
    # Calls in the same state follow each other, reads first.
    order = {call.before.stored.state: number for number, call in enumerate(calls)}
    for call in sorted(calls, key=lambda one: (order[one.before.stored.state], _stores(one))):
        if stored is not call.before.stored.state:
            _restore(call.before.stored.state)
        reply = reply_to(call.request, _send)
        if _compared(reply, call.request) != _compared(call.reply, call.request):
            return [f"{call}: moto replies {reply}, the twin {call.reply}"]
        stored = call.after.stored.state
        if _stores(call) and _of_moto() != _of_twin(stored):
            return [f"{call}: the twin and moto store different data"]
    return []


def _compared(reply: Reply, request: Request) -> object:
    if "Responses" in reply.content:
        # DynamoDB returns the items of a batch in any order.
        return {table: sorted(map(canonical_json, items)) for table, items in reply.content["Responses"].items()}
    if "Limit" not in request.parameters:
        return reply.text
    # As documented, DynamoDB returns LastEvaluatedKey at a limit even if no item follows; moto only if one follows.
    return {name: value for name, value in reply.content.items() if name != "LastEvaluatedKey"}


def _stores(call: Transition) -> bool:
    return call.after.stored.state is not call.before.stored.state


def _send(request: Request) -> Json:
    answer = not_stored(request)
    return send_to_moto(request) if answer is None else answer


def _text(items: Mapping[str, Iterable[Json]], documents: Mapping[str, Mapping[str, bytes]]) -> str:
    written = {table: sorted(canonical_json(canonical(item)) for item in items[table]) for table in items}
    hashes = {
        bucket: {key: sha256(content).hexdigest() for key, content in found.items()}
        for bucket, found in documents.items()
    }
    return canonical_json([written, hashes])


def _of_twin(state: twin.State) -> str:
    return _text(
        {table: twin.items(state, table) for table in TABLES},
        {bucket: twin.objects(state, bucket) for bucket in BUCKETS},
    )


def _of_moto() -> str:
    return _text(
        {name: [item.to_json()["Attributes"] for item in _items(_table(name))] for name in TABLES},
        {bucket: {key: found.value for key, found in _documents(bucket).items()} for bucket in BUCKETS},
    )


def _restore(state: twin.State) -> None:
    """Copy the twin's data into moto's tables directly, which is much faster than calls."""
    for name in TABLES:
        table = _table(name)
        table.items = defaultdict(dict)
        # The stream is not read here, and each transaction would copy it.
        table.stream_shard = None
        for item in twin.items(state, name):
            table.put_item(item)
    for bucket in BUCKETS:
        documents = twin.objects(state, bucket)
        for key in [key for key, found in _documents(bucket).items() if documents.get(key) != found.value]:
            send_to_moto(Request("s3", "DeleteObject", {"Bucket": bucket, "Key": key}))
        for key in documents.keys() - _documents(bucket).keys():
            send_to_moto(Request("s3", "PutObject", {"Bucket": bucket, "Key": key, "Body": documents[key]}))


def _table(name: str) -> Table:
    found: Table = get_backend("dynamodb")[DEFAULT_ACCOUNT_ID]["us-east-1"].tables[name]
    return found


def _items(table: Table) -> Iterable[Item]:
    # In a table without a range key, moto has an item in place of the items of a hash key.
    entries: Iterable[Any] = table.items.values()
    for entry in entries:
        yield from (entry.values() if table.has_range_key else (entry,))


def _documents(bucket: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = get_backend("s3")[DEFAULT_ACCOUNT_ID]["global"].buckets[bucket].keys
    return found
