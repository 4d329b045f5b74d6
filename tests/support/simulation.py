"""Functions on the twin, fast enough for orders of thousands of lines: calls take time, cost units, and may die.

moto copies its tables for each write of a transaction.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.client import BaseClient

from shared.aws import time_budget
from shared.aws.connection import attempt_seconds
from shared.domain.errors import DomainError
from tests.proof.fake_aws import FakeAws
from tests.support import twin
from tests.support.capacity import query_units, read_units, transaction_units
from tests.support.service import Context, function
from tests.support.template import resources
from tests.support.twin.values import value, wires
from tests.support.wire import ProcessKilled

# Longer than DynamoDB usually takes.
MILLISECONDS_OF_A_CALL = 20
TIMEOUT = 1000 * int(resources()["OrderLinesFunction"]["Properties"]["Timeout"])


@dataclass(kw_only=True)
class Simulation:
    """What happened to the functions' calls.

    Attributes:
        cloud: that answers them.
        chance: decides about deaths.
        milliseconds: how long all calls took.
        deaths: how many invocations died.
        invocations: of the queue's function.
        made: the operations of DynamoDB, in order.
        reads: read units.
        writes: write units of tables, without indexes.
        most_writes: the most in one transaction.
    """

    cloud: FakeAws
    chance: random.Random = field(default_factory=lambda: random.Random(1))  # noqa: S311 - repeatable
    milliseconds: int = 0
    deaths: int = 0
    invocations: int = 0
    made: list[str] = field(default_factory=list)
    reads: int = 0
    writes: int = 0
    most_writes: int = 0
    _delivered: int = 0
    _deadliness: float = 0

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count what happens inside the block alone."""
        self.milliseconds = self.deaths = self.invocations = self.reads = self.writes = self.most_writes = 0
        self.made = []
        yield

    @contextmanager
    def deadly(self, chance: float) -> Iterator[None]:
        """Die inside the block, with this chance at each call."""
        self._deadliness = chance
        yield
        self._deadliness = 0

    def statuses(self, entity: str) -> set[str]:
        """The statuses of all items of a table that have one."""
        return {item["status"]["S"] for item in self.cloud.items(entity) if "status" in item}

    def may_die(self) -> None:
        """Die now and then."""
        if self.chance.random() < self._deadliness / 2:
            self.deaths += 1
            raise ProcessKilled

    def note(self, operation: str, parameters: dict[str, Any], answer: dict[str, Any], before: twin.State) -> None:
        """Count a call to DynamoDB."""
        self.made.append(operation)
        match operation:
            case "GetItem":
                self.reads += read_units([answer.get("Item")])
            case "BatchGetItem":
                ((table, found),) = answer["Responses"].items()
                missing = len(parameters["RequestItems"][table]["Keys"]) - len(found)
                self.reads += read_units([*found, *[None] * missing])
            case "Query":
                self.reads += query_units(answer["Items"])
            case "TransactWriteItems":
                self.most_writes = max(self.most_writes, len(parameters["TransactItems"]))
                self.writes += transaction_units(self._changes(parameters, before))

    def _changes(self, parameters: dict[str, Any], before: twin.State) -> Iterator[tuple[Any, Any]]:
        for write in parameters["TransactItems"]:
            ((kind, one),) = write.items()
            table = one["TableName"]
            source = one["Item"] if kind == "Put" else one["Key"]
            key = tuple(value(source[name]) for name in before.schemas[table].key)
            old, new = (state.tables[table].get(key) for state in (before, self.cloud.state))
            yield (None if old is None else wires(old)), (None if new is None else wires(new))

    def deliver_messages(self) -> None:
        """Deliver the messages about orders, each until its invocation succeeds."""
        while self._delivered < len(messages := twin.messages(self.cloud.state)):
            body = messages[self._delivered]["MessageBody"]
            record = {"messageId": "message", "body": body, "eventSource": "aws:sqs"}
            self.invocations += 1
            end = self.milliseconds + TIMEOUT
            context = Context(get_remaining_time_in_millis=lambda end=end: end - self.milliseconds)  # type: ignore[misc]
            try:
                function("order_lines").handler({"Records": [record]}, context)
            except (ProcessKilled, DomainError):
                continue
            self._delivered += 1


@contextmanager
def simulated(cloud: FakeAws) -> Iterator[Simulation]:
    """Observe the calls to DynamoDB inside the block."""
    simulation = Simulation(cloud=cloud)
    answered = BaseClient._make_api_call  # type: ignore[attr-defined] # noqa: SLF001 - every call passes it

    def make_api_call(caller: Any, operation: str, parameters: Any) -> Any:  # noqa: ANN401 - as in botocore
        time_budget.require(attempt_seconds())
        simulation.may_die()
        before = cloud.state
        answer = answered(caller, operation, parameters)
        simulation.milliseconds += MILLISECONDS_OF_A_CALL
        if caller.meta.service_model.service_name == "dynamodb":
            simulation.note(operation, parameters, answer, before)
        simulation.may_die()
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", make_api_call)
        yield simulation
