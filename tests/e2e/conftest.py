"""The service as `make run` starts it, for the tests of the whole."""

from collections.abc import Iterator

import pytest

from local import programs
from tests.e2e.laptop import Laptop

# Also when somebody runs pytest by itself, in a terminal that is logged in to AWS.
programs.forget_aws_account()


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A service that runs, for all tests together: each takes learners and orders of its own."""
    laptop = Laptop(data=tmp_path_factory.mktemp("laptop"))
    laptop.start()
    yield laptop
    assert laptop.stop() == 0, laptop.said
