"""The local service that `make run` starts, for end-to-end tests."""

import os
import shutil
import signal
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import programs
from tests.e2e.laptop import Laptop
from tests.e2e.scenario import Scenario

# Also if pytest is run directly, in a terminal with AWS credentials.
programs.use_dummy_aws_account()


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A running service that all tests share: each test uses its own learners and orders."""
    laptop = Laptop(data=tmp_path_factory.mktemp("laptop"))
    laptop.start()
    yield laptop
    assert laptop.stop() == 0, laptop.output


@pytest.fixture
def fresh_laptop(tmp_path: Path) -> Iterator[Laptop]:
    """A stopped service with its own data folder; processes that are left at the end are killed."""
    fresh_laptop = Laptop(data=tmp_path)
    yield fresh_laptop
    if fresh_laptop.is_running:
        fresh_laptop.kill()
    for process in fresh_laptop.processes():
        os.kill(int(process), signal.SIGKILL)


@pytest.fixture(scope="session")
def deployed_laptop(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """A service that was deployed and stopped, for `copied_laptop`."""
    deployed_laptop = Laptop(data=tmp_path_factory.mktemp("deployed"))
    deployed_laptop.start()
    assert deployed_laptop.stop() == 0, deployed_laptop.output
    return deployed_laptop


@pytest.fixture
def copied_laptop(fresh_laptop: Laptop, deployed_laptop: Laptop) -> Laptop:
    """A stopped copy of `deployed_laptop`, which starts without a deployment: it has the same ports."""
    shutil.copytree(deployed_laptop.data, fresh_laptop.data, dirs_exist_ok=True)
    fresh_laptop.port, fresh_laptop.other_port = deployed_laptop.port, deployed_laptop.other_port
    return fresh_laptop


@pytest.fixture
def scenario(laptop: Laptop) -> Scenario:
    mark = uuid.uuid4().hex[:12]
    return Scenario(
        user_id=f"learner-{mark}",
        order_id=f"order-{mark}",
        learner=laptop.caller(f"learner-{mark}", name="Somebody Else"),
        shop=laptop.caller("shop", scope="service"),
        anybody=laptop.caller(),
        endpoint=laptop.endpoint,
    )
