"""How often a visitor clicks or taps: counted in the page, until it is loaded again."""

from playwright.sync_api import Page

# What a person presses: browsers turn one press on a label into two clicks, and a key into one.
_COUNT = """() => {
    window.clicks = 0;
    addEventListener("pointerdown", (event) => { if (event.isTrusted) window.clicks += 1; }, true);
}"""


def count_clicks(page: Page) -> None:
    """Count from now on."""
    page.evaluate(_COUNT)


def clicks(page: Page) -> int:
    """How many there were."""
    number: int = page.evaluate("window.clicks")
    return number
