"""The twin's states, each made, read and compared once."""

from dataclasses import dataclass

from tests.proof import twin
from tests.proof.facts import Facts
from tests.proof.interleavings.wire import Answered, Json, Request, answered
from tests.proof.interleavings.worlds import BUCKETS, TABLES, Kept, queued
from tests.support.template import tables


@dataclass(eq=False)
class World:
    """A state of the twin, with what was found out about it."""

    state: twin.State
    kept: Kept
    facts: Facts


class Memory:
    """The twin's states; each is made, read and judged once."""

    def __init__(self, start: Kept) -> None:
        self._worlds: dict[twin.State, World] = {}
        self._answers: dict[tuple[twin.State, str], tuple[World, Answered]] = {}
        state = twin.empty(tables(), BUCKETS)
        for table in TABLES:
            for item in start.of_table(table):
                state, _ = twin.apply(state, "dynamodb", "PutItem", {"TableName": table, "Item": item})
        for bucket, files in start.files.items():
            for key, content in files.items():
                state, _ = twin.apply(state, "s3", "PutObject", {"Bucket": bucket, "Key": key, "Body": content})
        self.start = self._world(state)

    def step(self, world: World, request: Request) -> tuple[World, Answered]:
        """Make a call; gives what is kept after it, and the answer."""
        key = world.state, request.text
        if key not in self._answers:
            state = world.state

            def call(request: Request) -> Json:
                nonlocal state
                if request.service == "sqs":
                    return queued(request)
                state, answer = twin.apply(state, request.service, request.operation, request.parameters)
                return answer

            answer = answered(request, call)
            self._answers[key] = self._world(state), answer
        return self._answers[key]

    def _world(self, state: twin.State) -> World:
        if state not in self._worlds:
            kept = Kept.of(
                {table: twin.items(state, table) for table in TABLES},
                {bucket: twin.objects(state, bucket) for bucket in BUCKETS},
            )
            self._worlds[state] = World(state, kept, kept.facts)
        return self._worlds[state]
