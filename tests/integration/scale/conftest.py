from collections.abc import Iterator

import pytest

from tests.support.aws import deployed
from tests.support.service import Service


@pytest.fixture
def service() -> Iterator[Service]:
    """The service on the twin at full size, too: only the twin is metered."""
    with deployed(twin=True):
        yield Service()
