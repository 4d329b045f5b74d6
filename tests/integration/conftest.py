import time
from collections.abc import Iterator

import pytest

from tests.support.aws import deployed
from tests.support.service import Service


@pytest.fixture(autouse=True)
def _no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries follow at once, without backoff."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)


@pytest.fixture
def service() -> Iterator[Service]:
    with deployed():
        yield Service()
