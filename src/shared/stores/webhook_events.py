"""The log of payment events: which arrived, when, and their outcomes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any
from zlib import crc32

from pynamodb.attributes import TTLAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Transaction, WriteConflict, condition_failed
from shared.domain.payment import IgnoredReason, Outcome

RETENTION = timedelta(days=90)
# Partitions of the list. Each takes a thousand new events per second: a partition for each day would not take more,
# as all events of one second are in one day's.
PARTITIONS = 4
# The one partition of releases before these. It has been empty since RETENTION after the last of them.
_SOURCE = "stripe"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """One payment event, and its outcome.

    Attributes:
        reason: why it was ignored; None for other outcomes.
    """

    event_id: str
    type: str
    received_at: datetime
    outcome: Outcome
    order_id: str | None
    reason: IgnoredReason | None = None


class _ByTime(GlobalSecondaryIndex[Any]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_time"
        projection = AllProjection()

    source = UnicodeAttribute(hash_key=True)
    received_at = UtcAttribute(range_key=True)


class WebhookEventRow(Row):
    class Meta:
        table_name = table_name("webhook-events")

    event_id = UnicodeAttribute(hash_key=True)
    source = UnicodeAttribute()
    type = UnicodeAttribute()
    received_at = UtcAttribute()
    outcome = UnicodeAttribute()
    order_id = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    expires_at = TTLAttribute()

    by_time = _ByTime()


def get(event_id: str) -> WebhookEvent | None:
    """Read an event's entry, or None when it was not processed yet."""
    try:
        return _event(WebhookEventRow.get(event_id, consistent_read=True))
    except WebhookEventRow.DoesNotExist:
        return None


def add(event: WebhookEvent) -> None:
    """Add an event that changed nothing else; the first outcome that was logged stays."""
    try:
        _row(event).save(condition=WebhookEventRow.event_id.does_not_exist())
    except PutError as error:
        if not condition_failed(error):
            raise


def add_in(transaction: Transaction, event: WebhookEvent) -> None:
    """Add an event in the transaction that it causes; fails with `WriteConflict` when it was logged before."""
    transaction.put(_row(event), WebhookEventRow.event_id.does_not_exist(), WriteConflict)


def newest_first(*, after: tuple[str, str] | None, limit: int) -> Iterator[WebhookEvent]:
    """Iterate over the events, newest first.

    Args:
        after: time of receipt, as stored, and id of the event to continue after.
        limit: how many at most. Up to about twice as many are read.
    """
    sources = [_SOURCE, *(_partition(number) for number in range(PARTITIONS))]
    # Each is read a share at a time, and only while the next of the newest events may be in it.
    share = math.ceil(limit / PARTITIONS)
    by_source = [_newest_first_of(source, after, share) for source in sources]
    for row in islice(merge(*by_source, key=lambda row: (row.received_at, row.event_id), reverse=True), limit):
        yield _event(row)


def _newest_first_of(source: str, after: tuple[str, str] | None, page_size: int) -> Iterator[WebhookEventRow]:
    """Iterate over one partition; `after` need not be in it."""
    start = None
    if after is not None:
        received_at, event_id = after
        start = {"source": {"S": source}, "received_at": {"S": received_at}, "event_id": {"S": event_id}}
    rows = WebhookEventRow.by_time.query(
        source, scan_index_forward=False, last_evaluated_key=start, page_size=page_size
    )
    yield from rows


def _partition(number: int) -> str:
    return f"{_SOURCE}#{number}"


def _row(event: WebhookEvent) -> WebhookEventRow:
    return WebhookEventRow(
        event.event_id,
        source=_partition(crc32(event.event_id.encode()) % PARTITIONS),
        type=event.type,
        received_at=event.received_at,
        outcome=event.outcome,
        order_id=event.order_id,
        reason=event.reason,
        expires_at=event.received_at + RETENTION,
    )


def _event(row: WebhookEventRow) -> WebhookEvent:
    return WebhookEvent(
        event_id=row.event_id,
        type=row.type,
        received_at=row.received_at,
        outcome=Outcome(row.outcome),
        order_id=row.order_id,
        reason=None if row.reason is None else IgnoredReason(row.reason),
    )
