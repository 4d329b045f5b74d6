"""`make proof` can run: each of its tasks can be sent to another process."""

import pickle

import pytest

from tests.proof.__main__ import PARTS


@pytest.mark.parametrize("name", PARTS)
def test_every_task_can_be_sent_to_another_process(name: str) -> None:
    tasks = [task for part in PARTS[name] for task in part.tasks]
    assert tasks
    for task in tasks:
        pickle.dumps(task)
