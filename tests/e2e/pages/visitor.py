"""A visitor of the pages: a browser context, which is one device, and the errors in its console."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, ViewportSize

from local.settings import ROOT
from local.waiting import wait_until
from tests.support.sizes import at_full_size_only

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
# For the journeys: on one device, and at full size on both.
DEVICES = [pytest.param(DESKTOP, id="desktop"), pytest.param(PHONE, id="phone", marks=at_full_size_only)]
# WCAG 1.4.10: no horizontal scrolling down to this width.
NARROW: ViewportSize = {"width": 320, "height": 640}
ARGUMENTS = [
    # In containers, the tests run as root, which Chromium's sandbox refuses.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
]
# For Firefox, where Playwright cannot set how much motion a visitor wants.
PREFERENCES: dict[str, str | float | bool] = {"ui.prefersReducedMotion": 1, "media.autoplay.default": 0}
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The page itself pauses the video: the test process would be too late.
PLAY_TO = """async (video, seconds) => {
    video.playbackRate = 8;
    await video.play();
    while (video.currentTime < seconds && !video.ended)
        await new Promise((resolve) => video.addEventListener("timeupdate", resolve, { once: true }));
    video.pause();
}"""

# The service worker has stored the pages, and controls this one.
CONTROLLED = "async () => (await navigator.serviceWorker.ready) && navigator.serviceWorker.controller !== null"

# What fades in has too little contrast until it has; an animation without an end, or one that is cut off, is no reason
# to wait.
AFTER_ANIMATIONS = """() => Promise.allSettled(
    document.getAnimations()
        .filter((animation) => animation.effect.getComputedTiming().endTime < Infinity)
        .map((animation) => animation.finished)
).then(() => undefined)"""

# The next file that a page makes, for `saved_file`.
KEEP_FILE = """() => {
    const create = URL.createObjectURL;
    window.keptFile = new Promise((resolve) => {
        URL.createObjectURL = (file) => {
            URL.createObjectURL = create;
            resolve(file);
            return create.call(URL, file);
        };
    });
}"""
KEPT_FILE = "async () => [...new Uint8Array(await (await window.keptFile).arrayBuffer())]"

type Device = dict[str, Any]
type Scheme = Literal["light", "dark"]
type Motion = Literal["reduce", "no-preference"]


def evaluate(page: Page, script: str, arg: object = None) -> Any:  # noqa: ANN401 - what the script returns
    """Evaluate a script, once more if the page was replaced meanwhile: in Firefox, one that was loaded may still be."""

    def attempt() -> tuple[Any] | None:
        try:
            return (page.evaluate(script, arg),)
        except Error as error:
            if "navigation" not in error.message:
                raise
            return None

    (value,) = wait_until(attempt)
    return value


def wait_for(page: Page, script: str, arg: object = None) -> Any:  # noqa: ANN401 - what the script returns
    """Wait until a script in the page returns something true, and return it.

    Playwright's `wait_for_function` polls within the page by `eval`, which the pages' content security policy refuses
    now and then; and it takes a promise for true.
    """
    return wait_until(lambda: evaluate(page, script, arg))


def saved_file(page: Page, button: str) -> bytes:
    """The file that a page makes and saves when a button is pressed.

    Over WebDriver BiDi, Firefox tells of no download of a file that the page itself has made: the page hands it over.
    """
    click = page.get_by_role("button", name=button, exact=True).click
    if page.context.browser and page.context.browser.browser_type.name == "firefox":
        page.evaluate(KEEP_FILE)
        click()
        return bytes(page.evaluate(KEPT_FILE))
    with page.expect_download() as downloading:
        click()
    return Path(downloading.value.path()).read_bytes()


def supported(device: Device, browser: Browser) -> Device:
    """What a browser can emulate of a device: Firefox knows no mobile viewport."""
    if browser.browser_type.name == "firefox":
        return {name: value for name, value in device.items() if name != "is_mobile"}
    return device


@dataclass(kw_only=True)
class Visitor:
    """One device and its open page."""

    context: BrowserContext
    page: Page
    url: str
    console_errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Record errors of the page, and violations of its content security policy."""
        self.page.on("console", self._record)
        self.page.on("pageerror", self._record_exception)

    @property
    def browser_name(self) -> str:
        """`chromium` or `firefox`."""
        assert self.context.browser
        return self.context.browser.browser_type.name

    def _record_exception(self, error: Error) -> None:
        if not error.message.startswith(self._aborted):
            self.console_errors.append(str(error))

    def _record(self, message: ConsoleMessage) -> None:
        # Failed responses are logged there too; how a page handles them is for its test to check. Firefox logs modules
        # whose loading ended as another page was opened.
        if message.type == "error" and not message.text.startswith(("Failed to load resource", *self._aborted)):
            self.console_errors.append(message.text)

    @property
    def _aborted(self) -> tuple[str, ...]:
        return ("error loading dynamically imported module",) if self.browser_name == "firefox" else ()

    def new_tab(self) -> Self:
        """Another tab on the same device."""
        return type(self)(
            context=self.context, page=self.context.new_page(), url=self.url, console_errors=self.console_errors
        )

    def open(self, path: str) -> Self:
        """Open a page of the service."""
        self.page.goto(self.url + path)
        return self

    def sign_in(self, person: str) -> Self:
        """Sign in as a demo user, from the start page."""
        self.open("/")
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_role("button", name=person).click()
        self.page.get_by_role("button", name="Sign out").wait_for()
        return self

    def sign_out(self) -> Self:
        """Sign out, until the issuer has sent the browser back to the start page."""
        with self.page.expect_navigation(url=f"{self.url}/"):
            self.page.get_by_role("button", name="Sign out").click()
        return self

    def wait_for_worker(self) -> None:
        """Wait until the pages open without a network."""
        wait_for(self.page, CONTROLLED)

    def play(self, *, rate: float = 16) -> None:
        """Start playback, at the fastest rate of browsers."""
        play = "(video, rate) => { video.playbackRate = rate; return video.play(); }"
        self.page.locator("video").evaluate(play, rate)

    def play_to(self, seconds: float) -> None:
        """Play from the current position until these seconds or shortly after."""
        self.page.locator("video").evaluate(PLAY_TO, seconds)

    def wait_past(self, seconds: float) -> None:
        """Wait until the position of the video is after these seconds."""
        wait_for(self.page, "seconds => document.querySelector('video').currentTime > seconds", seconds)

    def violations(self, *, in_firefox: bool = False) -> list[str]:
        """The violations that axe finds in the current state of the page, once its animations are over.

        Firefox 153 crashes in axe where Playwright has searched for a label before. So journeys ask Chromium only, and
        those in Firefox are given an empty list.
        """
        if self.browser_name == "firefox" and not in_firefox:
            return []
        evaluate(self.page, AFTER_ANIMATIONS)
        if not evaluate(self.page, "'axe' in window"):
            self.page.evaluate(AXE.read_text() + "; undefined")
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = self.page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [f"{rule['id']}: {node['html']} ({node['failureSummary']})" for rule in found for node in rule["nodes"]]
