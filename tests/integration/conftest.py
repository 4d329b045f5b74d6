import time
from collections.abc import Iterator

import pytest

from tests.support.aws import deployed
from tests.support.service import Service


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried at once."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)


@pytest.fixture
def service() -> Iterator[Service]:
    with deployed():
        yield Service()
