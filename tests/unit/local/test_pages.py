"""The local web server: it serves the files of the pages, and forwards other requests to the API."""

import asyncio
from pathlib import Path
from urllib.parse import unquote

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Message

from local.forwarding import Forwarder
from local.pages import IMMUTABLE, ONE_DAY, PagesOrApi
from local.settings import Settings

URL = "http://127.0.0.1:8080"
VIDEO = bytes(range(256)) * 40


class Api(Forwarder):
    """An API that responds to every request."""

    def __init__(self) -> None:
        pass

    async def forward(self, request: Request) -> Response:
        return PlainTextResponse(f"the API: {request.method}", headers={"content-security-policy": "the API's own"})


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    dist = tmp_path / "dist"
    files = {
        "index.html": b"<!doctype html><title>Laurel</title>",
        "assets/index-BAJdx2IQ.js": b"export {};",
        "assets/pdf.worker-Xy12.mjs": b"export {};",
        "assets/decoder-Xy12.wasm": b"\0asm",
        "assets/style-Xy12.css": b"a{}",
        "assets/library-1.2/LICENSE": b"as it is",
        "media/clip.webm": VIDEO,
        "media/clip.vtt": b"WEBVTT",
        "media/article.html": b"<!doctype html><title>An article</title>",
        "media/a b.webm": VIDEO,
        "icon.svg": b"<svg/>",
        ".vite/manifest.json": b"{}",
    }
    for name, content in files.items():
        path = dist / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "secret.txt").write_text("not a page")
    (dist / "link.txt").symlink_to(tmp_path / "secret.txt")
    return dist


def request(
    dist: Path, target: str, *, method: str = "GET", host: str = "127.0.0.1:8080", **headers: str
) -> httpx.Response:
    """Send one request with exactly this target, which HTTP clients would normalise."""
    pages = PagesOrApi(Settings(port=8080, data=dist, architecture="x86_64"), Api(), "http://127.0.0.1:4566", dist)
    path, _, query = target.partition("?")
    sent = {"host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
        "server": ("127.0.0.1", 8080),
        "extensions": {},
    }
    messages: list[Message] = []

    async def receive() -> Message:
        await asyncio.Event().wait()  # the client stays connected, and sends nothing
        raise AssertionError

    async def send(message: Message) -> None:
        messages.append(message)

    asyncio.run(pages(scope, receive, send))
    start, *bodies = messages
    return httpx.Response(
        start["status"], headers=start["headers"], content=b"".join(body.get("body", b"") for body in bodies)
    )


@pytest.mark.parametrize(
    "path", ["/", "/learn", "/learn/a/b", "/teach/x", "/manage/x/certificate", "/signed-in?code=1"]
)
def test_one_document_is_served_for_every_page(dist: Path, path: str) -> None:
    answer = request(dist, path)
    assert (answer.status_code, answer.content) == (200, (dist / "index.html").read_bytes())
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "text/html; charset=utf-8"),
        ("/media/article.html", "text/html; charset=utf-8"),
        ("/assets/index-BAJdx2IQ.js", "text/javascript; charset=utf-8"),
        ("/assets/pdf.worker-Xy12.mjs", "text/javascript; charset=utf-8"),
        ("/assets/decoder-Xy12.wasm", "application/wasm"),
        ("/assets/style-Xy12.css", "text/css; charset=utf-8"),
        ("/assets/library-1.2/LICENSE", "application/octet-stream"),
        ("/media/clip.webm", "video/webm"),
        ("/media/a%20b.webm", "video/webm"),
        ("/media/clip.vtt", "text/vtt; charset=utf-8"),
        ("/icon.svg", "image/svg+xml"),
    ],
)
def test_each_kind_of_file_has_its_content_type(dist: Path, path: str, kind: str) -> None:
    answer = request(dist, path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self' http://127.0.0.1:4566;" in policy


def test_only_files_with_a_digest_in_their_name_are_cached_permanently_and_lessons_for_a_day(dist: Path) -> None:
    assert request(dist, "/assets/index-BAJdx2IQ.js").headers["cache-control"] == IMMUTABLE
    assert request(dist, "/media/clip.webm").headers["cache-control"] == ONE_DAY
    for path in ("/", "/index.html", "/icon.svg", "/config.json"):
        assert request(dist, path).headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/my-courses",
            "/health",
            "/nowhere",
            "/assets/gone-Xy12.js",
            "/assets",
            "/assets/",
            "/assets/library-1.2",
            "/media/",
        ),
        *(
            "/.vite/manifest.json",
            "/../secret.txt",
            "/assets/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
        ),
        *("/link.txt", "/%00.txt", "/x%00.txt", f"/{'x' * 5000}.txt", "//", "//index.html", "/learning", "/%6Cearn"),
        *("/learn%2F", "/learn%3Fx", "/index.html/", "/INDEX.html", "/config.json/"),
    ],
)
def test_a_path_of_no_page_and_no_file_is_forwarded_to_the_api(dist: Path, path: str) -> None:
    answer = request(dist, path)
    assert answer.text == "the API: GET"
    assert answer.headers["content-security-policy"] == "the API's own"


@pytest.mark.parametrize("path", ["/", "/icon.svg", "/config.json"])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_pages_accept_only_get_and_head(dist: Path, method: str, path: str) -> None:
    assert request(dist, path, method=method).text == f"the API: {method}"


@pytest.mark.parametrize("path", ["/", "/media/clip.webm", "/config.json"])
def test_head_returns_the_headers_of_get(dist: Path, path: str) -> None:
    whole, head = request(dist, path), request(dist, path, method="HEAD")
    assert (head.status_code, dict(head.headers)) == (200, dict(whole.headers))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [
        ("bytes=100-199", 100, 199),
        ("bytes=10000-", 10_000, 10_239),
        ("bytes=-40", 10_200, 10_239),
        ("bytes=0-", 0, 10_239),
    ],
)
def test_a_range_of_a_video_can_be_requested(dist: Path, asked: str, start: int, end: int) -> None:
    answer = request(dist, "/media/clip.webm", range=asked)
    assert (answer.status_code, answer.content) == (206, VIDEO[start : end + 1])
    assert answer.headers["content-range"] == f"bytes {start}-{end}/{len(VIDEO)}"
    assert answer.headers["content-type"] == "video/webm"
    assert request(dist, "/media/clip.webm").headers["accept-ranges"] == "bytes"


def test_a_range_after_the_end_is_refused(dist: Path) -> None:
    answer = request(dist, "/media/clip.webm", range="bytes=20000-")
    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(VIDEO)}")


def test_a_range_of_a_replaced_video_is_answered_with_the_whole_new_one(dist: Path) -> None:
    answer = request(dist, "/media/clip.webm", range="bytes=0-9", if_range='"another"')
    assert (answer.status_code, answer.content) == (200, VIDEO)


def test_an_unchanged_file_is_answered_with_304(dist: Path) -> None:
    first = request(dist, "/")
    again = request(dist, "/learn", if_none_match=first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "no-cache"
    assert again.headers["content-security-policy"] == first.headers["content-security-policy"]
    (dist / "index.html").write_text("<!doctype html><title>Built anew</title>")
    assert request(dist, "/", if_none_match=first.headers["etag"]).status_code == 200


def test_without_built_pages_the_response_explains_how_to_build_them(dist: Path) -> None:
    empty = dist.parent / "nothing"
    answer = request(empty, "/learn")
    assert (answer.status_code, answer.json()["code"]) == (503, "pages_not_built")
    assert "make setup" in answer.json()["detail"]
    assert request(empty, "/health").text == "the API: GET"
    empty.mkdir()
    (empty / "index.html").write_text("<!doctype html>")
    assert request(empty, "/learn").status_code == 200


def test_requests_for_localhost_are_redirected_to_the_host_of_the_issuer(dist: Path) -> None:
    answer = request(dist, "/learn/a%20b?x=%C3%A9&y=1", host="localhost:8080")
    assert (answer.status_code, answer.headers["location"]) == (307, f"{URL}/learn/a%20b?x=%C3%A9&y=1")
    assert request(dist, "/my-courses", host="localhost:8080").text == "the API: GET"
