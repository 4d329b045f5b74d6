import time
from collections.abc import Iterator
from functools import cache

import pytest

from shared.pdf.choosing import BY_BACKGROUND, Colours
from shared.pdf.default_template import default_template
from shared.pdf.prepare import PreparedTemplate, prepare
from shared.usecases import template_uploads
from tests.support.aws import deployed
from tests.support.service import Service
from tests.support.sizes import FULL


@pytest.fixture(autouse=True)
def _no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retries follow at once, without backoff."""
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)


@cache
def _prepared_default() -> PreparedTemplate:
    return prepare(default_template())


@pytest.fixture(autouse=True)
def _default_template_prepared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The default template is prepared by the first test that needs it: that takes longer than most tests."""

    def prepared(upload: bytes, *, colours: Colours, wall_seconds: float) -> PreparedTemplate:
        if upload == default_template() and colours == BY_BACKGROUND:
            return _prepared_default()
        return prepare(upload, colours=colours, wall_seconds=wall_seconds)

    monkeypatch.setattr(template_uploads, "prepare", prepared)


@pytest.fixture
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    """The service: its DynamoDB is the twin, and moto at full size and in tests that are marked so."""
    with deployed(twin=not FULL and request.node.get_closest_marker("moto") is None):
        yield Service()
