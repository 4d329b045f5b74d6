"""The service as `make run` starts it, for the tests of the whole."""

import os
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import programs
from tests.e2e.laptop import Laptop
from tests.e2e.stories import Story

# Also when somebody runs pytest by itself, in a terminal that is logged in to AWS.
programs.use_dummy_aws_account()


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A service that runs, for all tests together: each takes learners and orders of its own."""
    laptop = Laptop(data=tmp_path_factory.mktemp("laptop"))
    laptop.start()
    yield laptop
    assert laptop.stop() == 0, laptop.said


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Laptop]:
    """A data folder that no other test uses; what still runs at the end is killed."""
    own = Laptop(data=tmp_path)
    yield own
    if own.runs:
        own.kill()
    for process in own.processes():
        os.kill(int(process), signal.SIGKILL)


@pytest.fixture
def story(laptop: Laptop) -> Story:
    mark = uuid.uuid4().hex[:12]
    return Story(
        user_id=f"learner-{mark}",
        order_id=f"order-{mark}",
        learner=laptop.caller(f"learner-{mark}", name="Somebody Else"),
        shop=laptop.caller("shop", scope="service"),
        anybody=laptop.caller(),
        endpoint=laptop.endpoint,
    )
