"""A browser and its visitors; an error in the console of a page fails the test."""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from local.settings import TIMEOUT_FACTOR
from tests.e2e.laptop import Laptop
from tests.e2e.pages.visitor import ARGUMENTS, DESKTOP, Device, Scheme, Visitor

# The timeout of every wait for a page; Playwright continues as soon as the condition holds.
LIMIT_MS = 20_000 * TIMEOUT_FACTOR
expect.set_options(timeout=LIMIT_MS)
CHROMIUM = shutil.which("chromium") or ""
type Visit = Callable[..., Visitor]


# Per test module: while Playwright runs, no other test of this process can run an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=LIMIT_MS)


@pytest.fixture
def visit(browser: Browser, laptop: Laptop) -> Iterator[Visit]:
    """Create visitors, each with its own device."""
    visitors: list[Visitor] = []

    def visit(device: Device = DESKTOP, *, scheme: Scheme = "light", still: bool = True) -> Visitor:
        context = browser.new_context(
            **device, color_scheme=scheme, reduced_motion="reduce" if still else "no-preference", locale="en-GB"
        )
        context.set_default_timeout(LIMIT_MS)
        visitors.append(Visitor(context=context, page=context.new_page(), url=laptop.url))
        return visitors[-1]

    yield visit
    for visitor in visitors:
        visitor.context.close()
    assert [line for visitor in visitors for line in visitor.console_errors] == []
