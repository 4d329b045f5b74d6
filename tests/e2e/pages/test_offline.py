"""Pages without a network: what was opened before opens again, and says of when it is; nothing outlives a sign-out."""

import re

import pytest
from playwright.sync_api import Page, expect

from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.lessons import classroom
from tests.e2e.pages.test_learner_journey import MAYA, NAME
from tests.e2e.pages.visitor import PHONE, Visitor

KEPT = re.compile(r"^Offline\. This page is as it was on .*\d")
# All addresses in the browser's caches, and all keys of the answers that are kept.
CACHED = """async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    const requests = await Promise.all(caches_.map((cache) => cache.keys()));
    return requests.flat().map(({ url }) => new URL(url).pathname);
}"""
ANSWERS = """() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("laurel-offline");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const reading = opening.result.transaction("answers").objectStore("answers").getAllKeys();
        reading.onsuccess = () => { opening.result.close(); resolve(reading.result); };
    };
})"""


def expect_kept(page: Page) -> None:
    expect(page.get_by_role("status").filter(has_text=KEPT)).to_be_visible()


def signed_in(visitor: Visitor, name: str) -> Visitor:
    """Sign in, and wait until the pages are stored."""
    visitor.sign_in(name)
    visitor.wait_for_worker()
    return visitor


@pytest.mark.also_in_firefox
def test_a_learner_reads_an_article_offline_and_its_completion_is_sent_later(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    phone = signed_in(visit(PHONE, worker=True), NAME)
    page = phone.page
    article = page.frame_locator("iframe").get_by_role("heading").first
    phone.open(f"/learn/{room.slug}/place")
    expect(article).to_be_visible()
    expect(page.get_by_text("Offline")).to_have_count(0)
    phone.open(f"/learn/{room.slug}")
    expect(page.get_by_role("heading", level=1)).to_have_text(room.title)
    phone.open("/")
    page.get_by_role("link", name=room.title).wait_for()

    phone.context.set_offline(True)
    page.reload()
    expect_kept(page)
    assert phone.violations() == []
    page.get_by_role("link", name=room.title).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(room.title)
    expect_kept(page)
    phone.open(f"/learn/{room.slug}/place")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where hives stand well")
    expect(article).to_be_visible()
    expect_kept(page)
    page.get_by_role("button", name="Mark as read").click()
    expect(page.locator("[data-sync]")).to_contain_text("saved on this device")
    page.reload()
    expect(page.get_by_text("Saved on this device, not sent yet.")).to_be_visible()

    phone.context.set_offline(False)
    wait_until(lambda: room.standing(MAYA)["lessons"][2]["completed_at"])
    expect(page.get_by_text("You have read this article.")).to_be_visible()
    expect(page.get_by_text("Offline")).to_have_count(0)
    expect(page).to_have_url(f"{laptop.url}/learn/{room.slug}/place")


def test_a_page_that_was_not_opened_before_says_that_it_needs_a_network(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    visitor = signed_in(visit(worker=True), NAME)
    visitor.context.set_offline(True)
    visitor.open(f"/learn/{room.slug}")
    expect(visitor.page.get_by_role("alert")).to_contain_text("cannot be reached")


def test_nobody_sees_what_was_kept_for_another_person_of_the_device(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    visitor = signed_in(visit(worker=True), NAME)
    page = visitor.page
    visitor.open(f"/learn/{room.slug}/place")
    page.get_by_role("button", name="Mark as read").wait_for()
    wait_until(lambda: any("course" in key for key in page.evaluate(ANSWERS)))
    wait_until(lambda: any(path.startswith("/media/") for path in page.evaluate(CACHED)))

    visitor.sign_out()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert page.evaluate(ANSWERS) == []
    assert not any(path.startswith("/media/") for path in page.evaluate(CACHED))
    # Without a network, the page opens, and knows nobody.
    visitor.context.set_offline(True)
    visitor.open(f"/learn/{room.slug}")
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    visitor.context.set_offline(False)

    visitor.sign_in("Łukasz Wójcik")
    visitor.context.set_offline(True)
    visitor.open(f"/learn/{room.slug}")
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(page.get_by_text(room.title)).to_have_count(0)


def test_a_course_that_was_refunded_is_not_kept(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    order_id = room.enroll(MAYA, NAME)
    visitor = signed_in(visit(worker=True), NAME)
    page = visitor.page
    visitor.open(f"/learn/{room.slug}")
    expect(page.get_by_role("heading", level=1)).to_have_text(room.title)
    room.refund(order_id)
    page.reload()
    expect(page.get_by_text("Your access to this course has ended")).to_be_visible()
    visitor.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")


def test_an_open_page_keeps_what_it_shows_when_the_network_fails(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll(MAYA, NAME)
    visitor = signed_in(visit(worker=True), NAME)
    page = visitor.page
    visitor.open(f"/learn/{room.slug}")
    expect(page.get_by_role("heading", level=1)).to_have_text(room.title)
    visitor.context.set_offline(True)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(page.get_by_role("heading", level=1)).to_have_text(room.title)
    expect(page.get_by_text("This page is as it was")).to_have_count(0)


def test_the_worker_stores_pages_and_articles_alone(laptop: Laptop, visit: Visit) -> None:
    room = classroom(laptop)
    room.enroll("ada", "Ada Lovelace")
    room.finish("ada")
    code = room.certify("ada")
    visitor = signed_in(visit(worker=True), "Dr. Ingrid Solberg")
    page = visitor.page
    for path in ("/", f"/teach/{room.course_id}", f"/manage/{room.course_id}/certificate", f"/learn/{room.slug}"):
        visitor.open(path)
        page.wait_for_load_state("networkidle")
    visitor.open(f"/certificates/verify/{code}")
    expect(page.get_by_text("This certificate is valid.")).to_be_visible()
    visitor.open("/")
    page.get_by_role("button", name="Sign out").wait_for()
    stored = page.evaluate(CACHED)
    assert {path.split("/")[1] for path in stored} == {"", "assets", "config.json", "icon.svg"}
    # Nothing that a learner's pages do not need.
    assert not any("certificate-panel" in path for path in stored)
    # Without a network, neither a verification page nor the issuer's has an answer of the worker.
    visitor.context.set_offline(True)
    for path in (f"/certificates/verify/{code}", "/local/issuer/authorize", "/signed-in?code=x"):
        with pytest.raises(Exception, match=r"(?i)offline|disconnected|net::|NS_ERROR|neterror"):
            visitor.open(path)
