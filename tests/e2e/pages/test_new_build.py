"""A deployment of another build of the pages: it shows at the next navigation, and no document meets others' files."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.pages import DIST, PAGE
from local.waiting import wait_until
from tests.e2e.pages.conftest import Visit
from tests.e2e.pages.visitor import Visitor

# Nobody listens there: the pages open with the mark of the device alone.
CONFIG = {"issuer": "http://127.0.0.1:9/", "client_id": "pages", "scope": "openid", "video_url": "", "article_url": ""}
PERSON = {"userId": "maya", "name": "Maya Cohen", "isAdmin": False, "isInstructor": False}
SECOND = "<meta name=build content=second>"
# A build is stored, and its worker has taken over.
BUILD_STORED = """async (build) => {
    const { installing, waiting, active } = await navigator.serviceWorker.ready;
    if (installing || waiting || active.state !== "activated") return false;
    const name = (await caches.keys()).find((key) => key.endsWith(build));
    return name !== undefined && (await (await caches.open(name)).match("/")) !== undefined;
}"""
# A worker that could not be installed: the promise of `update` says why, or the new worker's state.
UPDATE_FAILS = """async () => {
    const registration = await navigator.serviceWorker.ready;
    const before = registration.active;
    await registration.update();
    const found = registration.installing;
    while (found && found.state !== "redundant") await new Promise((next) => found.onstatechange = next);
    return registration.active === before && registration.waiting === null;
}"""


class Site(ThreadingHTTPServer):
    """Serves a folder of built pages, as a deployment does, without an API."""

    folder: Path

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Files)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Files(SimpleHTTPRequestHandler):
    server: Site

    def translate_path(self, path: str) -> str:
        path = path.partition("?")[0]
        return str(self.server.folder / ("index.html" if PAGE.fullmatch(path) else path[1:]))

    def end_headers(self) -> None:
        self.send_header("cache-control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    with Site() as site:
        site.folder = tmp_path / "first"
        shutil.copytree(DIST, site.folder)
        (site.folder / "config.json").write_text(json.dumps(CONFIG))
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield site
        site.shutdown()


def another_build(site: Site, folder: Path) -> str:
    """Write a second build, whose script has another name; returns what its worker calls it."""
    shutil.copytree(site.folder, folder)
    (entry,) = re.findall(r'src="/assets/([^"]+)"', (folder / "index.html").read_text())
    build: str
    (build,) = re.findall(r"[0-9a-f]{16}", (folder / "service-worker.js").read_text())
    renamed = {entry: "index-second.js", build: build[::-1]}
    for path in [*folder.rglob("*.js"), folder / "index.html"]:
        text = path.read_text()
        for before, after in renamed.items():
            text = text.replace(before, after)
        path.write_text(text)
    (folder / "assets" / entry).rename(folder / "assets" / renamed[entry])
    document = folder / "index.html"
    document.write_text(document.read_text().replace("</head>", f"{SECOND}</head>"))
    return build[::-1]


def open_first(visit: Visit, site: Site) -> Visitor:
    """A visitor who is signed in, and whose browser has stored the first build."""
    visitor = visit(worker=True)
    visitor.url = site.url
    visitor.open("/").page.evaluate("person => localStorage.setItem('laurel.person', JSON.stringify(person))", PERSON)
    visitor.page.reload()
    visitor.wait_for_worker()
    return visitor


def expect_build(page: Page, *, second: bool) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("My courses")
    expect(page.locator("meta[name=build]")).to_have_count(1 if second else 0)


def test_a_new_build_shows_at_the_next_navigation_and_then_without_a_network(
    site: Site, visit: Visit, tmp_path: Path
) -> None:
    visitor = open_first(visit, site)
    page = visitor.page
    expect_build(page, second=False)
    build = another_build(site, tmp_path / "second")
    site.folder = tmp_path / "second"
    page.reload()
    expect_build(page, second=True)
    wait_until(lambda: page.evaluate(BUILD_STORED, build))
    visitor.context.set_offline(True)
    page.reload()
    expect_build(page, second=True)


def test_half_a_deployment_is_not_stored(site: Site, visit: Visit, tmp_path: Path) -> None:
    visitor = open_first(visit, site)
    page = visitor.page
    another_build(site, tmp_path / "second")
    # The worker is replaced, and the document is not yet.
    shutil.copy(tmp_path / "second" / "service-worker.js", site.folder)
    assert page.evaluate(UPDATE_FAILS)
    visitor.context.set_offline(True)
    page.reload()
    expect_build(page, second=False)
