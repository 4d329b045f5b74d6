"""Conditional writes and transactions, whose failed conditions become named errors."""

from collections.abc import Sequence
from typing import Any

from pynamodb.attributes import Attribute
from pynamodb.exceptions import PynamoDBException, TransactWriteError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from shared.aws.connection import connection
from shared.aws.row import Row

type Refusal = Exception | type[Exception]

_CONDITION_FAILED = "ConditionalCheckFailed"
# Of one TransactWriteItems (Amazon DynamoDB API reference).
MAX_WRITES = 100


class WriteConflict(Exception):
    """An item that the write depends on has changed since it was read: read again, and decide again."""


def unchanged(attribute: Attribute[Any], value: object) -> Condition:
    """Require an attribute to be as it was read; None means that it was absent."""
    return attribute.does_not_exist() if value is None else attribute == value


def set_or_remove(attribute: Attribute[Any], value: object) -> Action:
    """Set an attribute, or remove it for None: absent values are never stored as empty ones."""
    return attribute.remove() if value is None else attribute.set(value)


def update(row: Row, actions: Sequence[Action], condition: Condition, refusal: Refusal) -> None:
    """Update one item if the condition holds; the row takes the new values.

    Raises:
        refusal: the condition does not hold.
        Unavailable: DynamoDB did not answer in time.
    """
    try:
        row.update(actions=list(actions), condition=condition)
    except UpdateError as error:
        if condition_failed(error):
            raise refusal from error
        raise


def condition_failed(error: PynamoDBException) -> bool:
    """Whether a single write was refused because its condition does not hold."""
    return str(error.cause_response_code).startswith(_CONDITION_FAILED)


class Transaction:
    """One transaction of conditional writes; each says what to raise when its condition does not hold.

    Nothing is sent before `commit`.
    """

    def __init__(self) -> None:
        self._write = TransactWrite(connection=connection())
        self._refusals: dict[str, list[Refusal]] = {"check": [], "delete": [], "put": [], "update": []}

    def __len__(self) -> int:
        return sum(len(refusals) for refusals in self._refusals.values())

    def check(
        self, row: type[Row], hash_key: str, range_key: str | int | None, condition: Condition, refusal: Refusal
    ) -> None:
        """Require a condition of an item that the transaction does not change."""
        self._write.condition_check(row, hash_key, range_key, condition=condition)
        self._refusals["check"].append(refusal)

    def put(self, row: Row, condition: Condition | None, refusal: Refusal) -> None:
        """Write a whole item."""
        self._write.save(row, condition=condition)
        self._refusals["put"].append(refusal)

    def update(self, row: Row, actions: Sequence[Action], condition: Condition | None, refusal: Refusal) -> None:
        """Change attributes of an item."""
        self._write.update(row, actions=list(actions), condition=condition)
        self._refusals["update"].append(refusal)

    def delete(self, row: Row, condition: Condition | None, refusal: Refusal) -> None:
        """Remove an item."""
        self._write.delete(row, condition=condition)
        self._refusals["delete"].append(refusal)

    def commit(self) -> None:
        """Do all of it, or nothing.

        Raises:
            the refusal of the first write whose condition does not hold.
            Unavailable: DynamoDB did not answer in time, or a conflict lasted.
        """
        try:
            with self._write:
                pass  # PynamoDB sends a transaction at the end of its block
        except TransactWriteError as error:
            # PynamoDB sends, and DynamoDB answers, in this order of kinds.
            refusals = [refusal for kind in ("check", "delete", "put", "update") for refusal in self._refusals[kind]]
            for reason, refusal in zip(error.cancellation_reasons, refusals, strict=False):
                if reason and reason.code == _CONDITION_FAILED:
                    raise refusal from error
            raise
