import time
from collections.abc import Iterator
from functools import lru_cache

import pytest

from shared.pdf.prepare import prepare
from shared.usecases import template_uploads
from tests.support.aws import deployed
from tests.support.service import Service
from tests.support.sizes import FULL


@pytest.fixture(autouse=True)
def _no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries follow at once, without backoff."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)


_prepare_once = lru_cache(maxsize=32)(prepare)


@pytest.fixture(autouse=True)
def _templates_prepared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A template is prepared by the first test that needs it: that takes longer than most tests."""
    monkeypatch.setattr(template_uploads, "prepare", _prepare_once)


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    """The service: its DynamoDB is the twin, and moto at full size and in tests that are marked so."""
    with deployed(twin=not FULL and request.node.get_closest_marker("moto") is None):
        yield Service()
