from collections.abc import Iterator

import pytest

from tests.support.aws import deployed
from tests.support.service import Service


@pytest.fixture
def service() -> Iterator[Service]:
    with deployed():
        yield Service()
