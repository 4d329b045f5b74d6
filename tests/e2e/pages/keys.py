"""A visitor without a mouse: the focus moves with the Tab key, and is always to be seen."""

from playwright.sync_api import Locator, Page

from tests.e2e.pages.visitor import wait_for

# No page has more controls than this.
MAX_TABS = 150
IS_FOCUSED = "element => element === document.activeElement"
# WCAG 2.4.11: what has the focus is not covered whole. A label stands for a control that it hides.
IS_SEEN = """() => {
    const focused = document.activeElement;
    if (focused === document.body || focused === document.documentElement || focused.tagName === "MAIN") return true;
    const { left, right, top, bottom } = focused.getBoundingClientRect();
    const parts = [0.02, 0.25, 0.5, 0.75, 0.98].flatMap((y) => [0.02, 0.5, 0.98].map((x) => [x, y]));
    return parts.some(([x, y]) => {
        const found = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
        return found && (focused.contains(found) || found.contains(focused) && found.tagName === "LABEL");
    });
}"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until this has the focus; whatever has it on the way is to be seen."""
    target.wait_for(state="attached")
    for _ in range(MAX_TABS):
        # In Firefox, scrolling to what has the focus takes a moment.
        wait_for(page, IS_SEEN)
        if target.evaluate(IS_FOCUSED):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {target}")


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Move to a link, button or checkbox with Tab, and press a key on it."""
    tab_to(page, target)
    page.keyboard.press(key)


def type_into(page: Page, target: Locator, text: str) -> None:
    """Move to a field with Tab, and type a text."""
    tab_to(page, target)
    page.keyboard.type(text)
