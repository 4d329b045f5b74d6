"""Batches of progress events."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.errors import TooManyEvents
from shared.domain.progress import MAX_EVENTS, EventType, ProgressEvent, Range
from shared.edge import bodies, schemas
from shared.edge.requests.times import instant

# Commas, brackets and braces of a progress batch: a hundred events with thirty played ranges each have 9,700. Any
# learner may send one, and hundreds of thousands of numbers take tens of milliseconds to parse.
MAX_BATCH_VALUES = 10_000


def progress_batch(event: APIGatewayProxyEventV2) -> list[ProgressEvent]:
    """Read a progress batch; whether its positions and ranges lie within their lessons is checked by the domain.

    Raises:
        TooManyEvents: more than `MAX_EVENTS`; they are counted before they are validated.
        InvalidRequest: it does not have the structure of a batch.
        BodyTooLarge: over 1 MiB, or more than `MAX_BATCH_VALUES` values.
    """
    batch = bodies.parse_json(bodies.raw_body(event), max_values=MAX_BATCH_VALUES)
    sent = batch.get("events") if isinstance(batch, dict) else None
    if isinstance(sent, list) and len(sent) > MAX_EVENTS:
        raise TooManyEvents(f"A batch has at most {MAX_EVENTS} events; this one has {len(sent)}.")
    schemas.validate("ProgressBatch", batch)
    return [
        ProgressEvent(
            event_id=entry["event_id"],
            lesson_id=entry["lesson_id"],
            type=EventType(entry["type"]),
            occurred_at=instant(entry["occurred_at"], "events", index, "occurred_at"),
            position_seconds=_seconds(entry.get("position_seconds")),
            played=_ranges(entry.get("played", [])),
        )
        for index, entry in enumerate(batch["events"])
    ]


def _seconds(value: Any) -> float | None:  # noqa: ANN401 - JSON
    """Read a number; None for anything else, which rejects one event instead of the batch."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:  # JSON's whole numbers have no upper limit
        return None


def _ranges(value: Any) -> tuple[Range, ...] | None:  # noqa: ANN401 - JSON
    """Read pairs of numbers; None for anything else, which rejects one event instead of the batch."""
    if not isinstance(value, list):
        return None
    ranges: list[Range] = []
    for pair in value:
        start, end = map(_seconds, pair) if isinstance(pair, list) and len(pair) == 2 else (None, None)  # noqa: PLR2004
        if start is None or end is None:
            return None
        ranges.append((start, end))
    return tuple(ranges)
