"""Browsers and their visitors; an error in the console of a page fails the test.

Chromium runs every test. Firefox runs them at full size, and otherwise those with the marker `also_in_firefox`; never
those with `only_in_chromium`.
"""

import shutil
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from local.settings import TIMEOUT_FACTOR
from tests.e2e.laptop import Laptop
from tests.e2e.pages.visitor import ARGUMENTS, DESKTOP, PREFERENCES, Device, Motion, Scheme, Visitor, supported
from tests.support.firefox import playwright_for_firefox
from tests.support.sizes import FULL

# The timeout of every wait for a page; Playwright continues as soon as the condition holds.
LIMIT_MS = 20_000 * TIMEOUT_FACTOR
expect.set_options(timeout=LIMIT_MS)
CHROMIUM = shutil.which("chromium") or ""
FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox") or ""
type Visit = Callable[..., Visitor]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of the pages in each browser that it is for."""
    if "browser" in metafunc.fixturenames:
        has_marker = metafunc.definition.get_closest_marker
        is_in_firefox = (FULL or has_marker("also_in_firefox")) and not has_marker("only_in_chromium")
        engines = ["chromium", "firefox"] if is_in_firefox else ["chromium"]
        metafunc.parametrize("browser", engines, indirect=True, scope="module")


# Per test module: while Playwright runs, no other test of this process can run an event loop.
@pytest.fixture(scope="module")
def browser(request: pytest.FixtureRequest) -> Iterator[Browser]:
    if request.param == "firefox":
        if not FIREFOX:
            pytest.skip("Firefox is not installed: apt-get install firefox-esr")
        with playwright_for_firefox() as playwright:
            yield playwright.firefox.launch(
                channel="moz-firefox", executable_path=FIREFOX, firefox_user_prefs=PREFERENCES, timeout=LIMIT_MS
            )
    else:
        if not CHROMIUM:
            pytest.skip("Chromium is not installed: apt-get install chromium")
        with sync_playwright() as playwright:
            yield playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=LIMIT_MS)


@pytest.fixture
def visit(browser: Browser, laptop: Laptop) -> Iterator[Visit]:
    """Create visitors, each with its own device.

    With `worker`, the pages have their service worker. Playwright cannot intercept all requests of a page that has one:
    those with `keepalive` pass by it in Chromium.
    """
    visitors: list[Visitor] = []

    def visit(
        device: Device = DESKTOP,
        *,
        scheme: Scheme = "light",
        still: bool = True,
        worker: bool = False,
        locale: str = "en-GB",
    ) -> Visitor:
        motion: Motion = "reduce" if still else "no-preference"
        context = browser.new_context(
            **supported(device, browser),
            color_scheme=scheme,
            reduced_motion=motion,
            service_workers="allow" if worker else "block",
            locale=locale,
        )
        context.set_default_timeout(LIMIT_MS)
        visitors.append(Visitor(context=context, page=context.new_page(), url=laptop.url))
        return visitors[-1]

    yield visit
    for visitor in visitors:
        visitor.context.close()
    assert [line for visitor in visitors for line in visitor.console_errors] == []
