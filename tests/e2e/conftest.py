"""The service as `make run` starts it, for the tests of the whole."""

from collections.abc import Iterator

import pytest

from tests.e2e.laptop import Laptop


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laptop]:
    """A service that runs, for all tests together: each takes learners and orders of its own."""
    laptop = Laptop(data=tmp_path_factory.mktemp("laptop"))
    laptop.start()
    yield laptop
    assert laptop.stop() == 0, laptop.said
