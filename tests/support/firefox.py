"""Starts Playwright so that it can drive Debian's Firefox, over WebDriver BiDi."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import playwright
from playwright.sync_api import Playwright, sync_playwright

UTILITIES = Path(playwright.__file__).parent / "driver" / "package" / "lib" / "utilsBundle.js"
SHIM = Path(__file__).with_suffix(".cjs")


@contextmanager
def playwright_for_firefox() -> Iterator[Playwright]:
    """Playwright, with a driver that spares Firefox a command which it does not know."""
    environment = {"NODE_OPTIONS": f"--require={SHIM}", "PLAYWRIGHT_UTILITIES": str(UTILITIES)}
    with patch.dict(os.environ, environment):
        started = sync_playwright()
        with started as playwright:
            yield playwright
