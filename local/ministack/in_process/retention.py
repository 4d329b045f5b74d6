"""Limits on what ministack remembers of past requests, so that its memory does not grow with each.

ministack 1.5.33: keeps every log event, data point of a metric and event of a bus until it exits, and each record of a
stream for 24 hours. A heartbeat leaves several kilobytes.
AWS: keeps them as long, on disks.
"""

from collections.abc import Callable, MutableSequence
from typing import Any

# Of each log stream, metric and event bus. At twice as many, the older half is dropped.
KEPT = 1_000
# Of each table's stream, also those that a function has not read yet: a mapping reads a hundred at a time.
KEPT_STREAM_RECORDS = 5_000


def apply() -> None:
    """Limit what is kept, before ministack starts."""
    from ministack.services import (  # type: ignore[import-not-found]  # noqa: PLC0415 - not in our own Python
        cloudwatch,
        cloudwatch_logs,
        dynamodb,
        eventbridge,
    )

    cloudwatch._metric_bucket = _limited(cloudwatch._metric_bucket)  # noqa: SLF001
    eventbridge._events_log_list = _limited(eventbridge._events_log_list)  # noqa: SLF001
    cloudwatch_logs._append_log_events = _limit_logs(  # noqa: SLF001
        cloudwatch_logs._append_log_events,  # noqa: SLF001
        cloudwatch_logs._log_events_lock,  # noqa: SLF001
    )
    dynamodb.stream_start_position = _limit_stream(
        dynamodb.stream_start_position,
        dynamodb._stream_records,  # noqa: SLF001
        dynamodb._stream_trimmed,  # noqa: SLF001
    )


def drop_oldest(kept: MutableSequence[Any], limit: int) -> int:
    """Drop the oldest of a list once it has twice as many as its limit; return how many were dropped."""
    if len(kept) < 2 * limit:
        return 0
    dropped = len(kept) - limit
    del kept[:dropped]
    return dropped


def _limited(find: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
    """Limit a list whenever it is asked for, which is before each addition."""

    def find_limited(*arguments: object) -> list[Any]:
        found = find(*arguments)
        drop_oldest(found, KEPT)
        return found

    return find_limited


def _limit_logs(append: Callable[[dict[str, Any], list[Any]], None], lock: Any) -> Callable[..., None]:  # noqa: ANN401
    def append_and_limit(stream: dict[str, Any], events: list[Any]) -> None:
        append(stream, events)
        with lock:
            if drop_oldest(stream["events"], KEPT):
                stream["firstEventTimestamp"] = stream["events"][0]["timestamp"]

    return append_and_limit


def _limit_stream(start: Callable[..., int], records: Any, trimmed: Any) -> Callable[..., int]:  # noqa: ANN401
    """Limit a stream when the thread that reads all of them asks where it starts: nothing else reads it then."""

    def start_limited(table: str, **scope: object) -> int:
        if dropped := drop_oldest(records.get(table) or [], KEPT_STREAM_RECORDS):
            trimmed[table] = trimmed.get(table, 0) + dropped
        return start(table, **scope)

    return start_limited
