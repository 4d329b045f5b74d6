"""Somebody before a screen: one browser context, which is one device, and what its console said."""

from dataclasses import dataclass, field
from typing import Any, Literal, Self

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, ViewportSize

from local.settings import ROOT

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
# WCAG 1.4.10: down to this width nothing asks to be scrolled sideways.
NARROW: ViewportSize = {"width": 320, "height": 640}
ARGUMENTS = [
    # In containers, root runs the tests, whom the sandbox refuses.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# The page itself stops it: somebody who looks from outside would be late.
PLAY_TO = """async (video, seconds) => {
    video.playbackRate = 8;
    await video.play();
    while (video.currentTime < seconds && !video.ended)
        await new Promise((looked) => video.addEventListener("timeupdate", looked, { once: true }));
    video.pause();
}"""

type Device = dict[str, Any]
type Scheme = Literal["light", "dark"]


@dataclass(kw_only=True)
class Visitor:
    """One device and the page that is open on it."""

    context: BrowserContext
    page: Page
    url: str
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen to what the page complains of: errors, and what its own policy forbids."""
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.said.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        # Answers that are no success are said there, too; what a page makes of them is for its test to see.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.said.append(message.text)

    def open(self, path: str) -> Self:
        """Go to a page of the service."""
        self.page.goto(self.url + path)
        return self

    def sign_in(self, person: str) -> Self:
        """Sign in as one of the demo people, from the front page."""
        self.open("/")
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_role("button", name=person).click()
        self.page.get_by_role("button", name="Sign out").wait_for()
        return self

    def play(self, *, rate: float = 16) -> None:
        """Press play, as fast as browsers go."""
        play = "(video, rate) => { video.playbackRate = rate; return video.play(); }"
        self.page.locator("video").evaluate(play, rate)

    def play_to(self, seconds: float) -> None:
        """Play on from where it stands, and stop there or a little behind."""
        self.page.locator("video").evaluate(PLAY_TO, seconds)

    def wait_past(self, seconds: float) -> None:
        """Wait until the video stands behind there."""
        self.page.wait_for_function("seconds => document.querySelector('video').currentTime > seconds", arg=seconds)

    def violations(self) -> list[str]:
        """What axe finds wrong with the page as it is now."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text() + "; undefined")
        options = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
        found = self.page.evaluate("options => axe.run(document, options)", options)["violations"]
        return [f"{rule['id']}: {node['html']} ({node['failureSummary']})" for rule in found for node in rule["nodes"]]
