"""The index of learners is that of the enrollments, in whatever order, how often and how late records are delivered."""

import random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.aws.connection import client
from tests.support.aws import deployed, items, stream_records
from tests.support.learner_index import deliver, require_in_line
from tests.support.sizes import size
from tests.support.wire import ProcessKilled, inject_fault

TABLE = "test-enrollments"
NAMES = st.sampled_from([None, "Anna Berg", "Anna", "Berg Anna Berg", "王小明", " ".join("abcdefghijklmnopqrstuvwxyz")])
STATES = st.fixed_dictionaries(
    {"learner_name": NAMES, "completed": st.booleans(), "certificate": st.sampled_from([None, "active", "revoked"])}
)
KEYS = st.tuples(st.sampled_from(["anna", "ben"]), st.sampled_from(["course-1", "course-2"]))
CHANGES = st.lists(st.tuples(KEYS, st.none() | STATES), min_size=1, max_size=12)


def write(key: tuple[str, str], state: dict[str, Any] | None) -> None:
    """Store an enrollment, or remove it."""
    keys = {"user_id": {"S": key[0]}, "course_id": {"S": key[1]}}
    if state is None:
        client("dynamodb").delete_item(TableName=TABLE, Key=keys)
        return
    more = {
        "status": "active",
        "learner_name": state["learner_name"],
        "completed_at": "2026-01-12T08:30:00.000000Z" if state["completed"] else None,
        "certificate_status": state["certificate"],
    }
    item = {**keys, **{name: {"S": value} for name, value in more.items() if value is not None}}
    client("dynamodb").put_item(TableName=TABLE, Item=item)


@settings(max_examples=size(25, full=200))
@given(changes=CHANGES, seed=st.integers(0, 2**32))
def test_records_may_come_late_twice_and_in_any_order(
    changes: list[tuple[tuple[str, str], dict[str, Any] | None]], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - reproducible
    with deployed(twin=True):
        waiting: list[Any] = []
        seen = 0
        for key, state in changes:
            write(key, state)
            new = stream_records("enrollments")[seen:]
            seen += len(new)
            waiting += [record for record in new for _ in range(chance.randint(1, 2))]
            chance.shuffle(waiting)
            batch = [waiting.pop() for _ in range(chance.randint(0, len(waiting)))]
            if batch:
                waiting += undelivered(batch, chance)
        while waiting:
            waiting = undelivered(waiting, chance)
        require_in_line()
        # A record that comes again changes nothing.
        before = items("learner-index")
        if seen:
            deliver(stream_records("enrollments"))
        assert items("learner-index") == before


def undelivered(batch: list[Any], chance: random.Random) -> list[Any]:
    """Deliver a batch, whose process may die; return what must be delivered again."""
    if chance.random() < 0.7:
        assert deliver(batch)["batchItemFailures"] == []
        return []
    calls = chance.randint(1, 4 * len(batch))
    try:
        with inject_fault(ProcessKilled(), at=calls, done=chance.random() < 0.5, operation="*"):
            deliver(batch)
    except ProcessKilled:
        return batch
    return []
