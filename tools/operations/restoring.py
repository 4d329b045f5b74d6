"""Restoring a stack's tables to one instant: first as tables beside them, then row by row into them.

A table is restored as a new one, with another name, without stream, expiry, point-in-time recovery and protection:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.Tutorial.html
"""

import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import boto3

from tools.operations import stopping
from tools.operations.stack import OperationFailed, Stack, say

TABLE = "AWS::DynamoDB::Table"
# It has no backups: its rows are counters of a minute.
NOT_RESTORED = "RateLimitsTable"
# A page of rows that are compared: as many as BatchGetItem returns.
PAGE = 100
SECONDS_BETWEEN_LOOKS = 20
HOURS_OF_RESTORING = 12

type Row = dict[str, Any]


def restore_tables(stack: Stack, instant: str) -> None:
    """Restore all tables to one instant, beside those of the stack, and wait until they can be read.

    A table that a call before this one has begun to restore is not restored again.

    Args:
        stack: the stack.
        instant: an ISO time with its zone, such as 2026-01-12T08:30:00Z.

    Raises:
        OperationFailed: it is not such a time.
    """
    moment = _moment(instant)
    prefix = f"restored-{moment:%Y%m%dt%H%M%Sz}-"
    client = boto3.client("dynamodb")
    names = _names(stack)
    for name in names:
        try:
            client.restore_table_to_point_in_time(
                SourceTableName=name, TargetTableName=f"{prefix}{name}", RestoreDateTime=moment
            )
        except client.exceptions.TableAlreadyExistsException:
            say(f"{prefix}{name} is there already")
    attempts = HOURS_OF_RESTORING * 3600 // SECONDS_BETWEEN_LOOKS
    for name in names:
        client.get_waiter("table_exists").wait(
            TableName=f"{prefix}{name}", WaiterConfig={"Delay": SECONDS_BETWEEN_LOOKS, "MaxAttempts": attempts}
        )
    say(f"restored {len(names)} tables; to copy their rows back: copy-back {prefix}")


def copy_back(stack: Stack, prefix: str) -> None:
    """Make the stack's tables equal to restored ones: rows that differ are written, rows that are newer are deleted.

    Rows that are equal are not written, so that the streams have records of real changes alone. After an interruption,
    another call continues.

    Args:
        stack: the stack, which is stopped.
        prefix: what the names of the restored tables begin with, before the names of the stack's own.

    Raises:
        OperationFailed: the stack is not stopped; a restored table is missing, is not ready, has another key or is of
            another instant; or something else has written to the tables meanwhile.
    """
    stopping.require_stopped(stack)
    names = _names(stack)
    _require_restored(names, prefix)
    dynamodb = boto3.resource("dynamodb")
    pairs = [(dynamodb.Table(f"{prefix}{name}"), dynamodb.Table(name)) for name in names]
    for restored, current in pairs:
        written = deleted = 0
        with current.batch_writer() as batch:
            for row in _differing(restored, current):
                batch.put_item(Item=row)
                written += 1
            for key in _newer(restored, current):
                batch.delete_item(Key=key)
                deleted += 1
        say(f"{current.name}: {written} rows written, {deleted} deleted")
    for restored, current in pairs:
        if any(_differing(restored, current)) or any(_newer(restored, current)):
            raise OperationFailed(f"Something else has written to {current.name} meanwhile. Run this again.")
    say("all tables are equal to the restored ones")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise OperationFailed(f"{text} is not an ISO time.") from error
    if moment.tzinfo is None:
        raise OperationFailed(f"{text} has no time zone: add Z for UTC.")
    return moment.astimezone(UTC)


def _names(stack: Stack) -> list[str]:
    return sorted(physical for name, physical in stack.resources(TABLE).items() if name != NOT_RESTORED)


def _require_restored(names: Sequence[str], prefix: str) -> None:
    client = boto3.client("dynamodb")
    instants = set()
    for name in names:
        current = client.describe_table(TableName=name)["Table"]
        try:
            restored = client.describe_table(TableName=f"{prefix}{name}")["Table"]
        except client.exceptions.ResourceNotFoundException as error:
            raise OperationFailed(f"There is no table {prefix}{name}.") from error
        if restored["TableStatus"] != "ACTIVE":
            raise OperationFailed(f"{prefix}{name} is {restored['TableStatus']}: wait until it is restored.")
        if restored["KeySchema"] != current["KeySchema"]:
            raise OperationFailed(f"{prefix}{name} has another key than {name}.")
        instants.add(restored.get("RestoreSummary", {}).get("RestoreDateTime"))
    if len(instants) > 1:
        raise OperationFailed("The tables were restored to different instants, but their rows belong together.")


def _differing(restored: Any, current: Any) -> Iterator[Row]:  # noqa: ANN401 - boto3 makes its classes while it runs
    """Yield the restored rows that the current table does not have, or has with other attributes."""
    for rows in _pages(restored):
        present = _get(current, [_key(restored, row) for row in rows])
        for row in rows:
            # Nothing expires in a restored table; in the current one, the row would soon be deleted again.
            is_expired = row.get("expires_at", sys.maxsize) < time.time()
            if not is_expired and row not in present:
                yield row


def _newer(restored: Any, current: Any) -> Iterator[Row]:  # noqa: ANN401
    """Yield the keys of the current rows that the restored table does not have."""
    for rows in _pages(current):
        keys = [_key(current, row) for row in rows]
        present = [_key(restored, row) for row in _get(restored, keys)]
        yield from (key for key in keys if key not in present)


def _pages(table: Any) -> Iterator[list[Row]]:  # noqa: ANN401
    """Read a table, at most `PAGE` rows at a time."""
    scan = table.meta.client.get_paginator("scan")
    for page in scan.paginate(TableName=table.name, ConsistentRead=True, PaginationConfig={"PageSize": PAGE}):
        yield page["Items"]


def _get(table: Any, keys: Sequence[Row]) -> list[Row]:  # noqa: ANN401
    """Read the rows that exist, of at most `PAGE` keys."""
    found: list[Row] = []
    wanted = {table.name: {"Keys": keys, "ConsistentRead": True}} if keys else {}
    while wanted:
        answer = table.meta.client.batch_get_item(RequestItems=wanted)
        found += answer["Responses"].get(table.name, [])
        wanted = answer["UnprocessedKeys"]
    return found


def _key(table: Any, row: Row) -> Row:  # noqa: ANN401
    return {part["AttributeName"]: row[part["AttributeName"]] for part in table.key_schema}
