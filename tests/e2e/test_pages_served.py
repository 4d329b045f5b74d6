"""The running service's pages: the built files, on the same origin as the API."""

import re

import httpx
import pytest

from local import deployed
from local.calls import TIMEOUT
from local.pages import IMMUTABLE
from local.settings import STACK
from tests.e2e.laptop import Laptop
from tests.support.template import ROOT

DIST = ROOT / "web" / "dist"


def ask(laptop: Laptop, path: str, *, method: str = "GET", **headers: str) -> httpx.Response:
    return httpx.request(method, f"{laptop.url}{path}", headers=headers, trust_env=False, timeout=TIMEOUT)


def assets(laptop: Laptop) -> list[str]:
    """The assets that the document references."""
    return re.findall(r'(?:src|href)="(/assets/[^"]+)"', ask(laptop, "/").text)


@pytest.mark.parametrize("path", ["/", "/learn/a", "/teach", "/manage/a/certificate", "/signed-in?code=1&state=2"])
def test_each_page_is_the_built_document(laptop: Laptop, path: str) -> None:
    answer = ask(laptop, path)
    assert (answer.status_code, answer.content) == (200, (DIST / "index.html").read_bytes())
    assert answer.headers["cache-control"] == "no-cache"
    assert "script-src 'self';" in answer.headers["content-security-policy"]


def test_the_document_complies_with_its_content_security_policy(laptop: Laptop) -> None:
    document = ask(laptop, "/").text
    assert not re.search(r"<style|\sstyle=|\son\w+=|https?://", document)
    assert not re.search(r"<script(?![^>]*\ssrc=)", document)


def test_the_documents_assets_exist_and_are_cached_permanently(laptop: Laptop) -> None:
    assert len(assets(laptop)) >= 2
    for path in assets(laptop):
        answer = ask(laptop, path)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, IMMUTABLE)
        assert answer.headers["content-type"].partition(";")[0] in {"text/javascript", "text/css"}


def test_the_service_worker_is_not_cached_and_its_policy_allows_what_it_fetches(laptop: Laptop) -> None:
    answer = ask(laptop, "/service-worker.js")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-cache")
    assert answer.headers["content-type"].partition(";")[0] == "text/javascript"
    assert "connect-src 'self' " in answer.headers["content-security-policy"]
    assert "worker-src 'self';" in ask(laptop, "/").headers["content-security-policy"]
    # Each of its files exists, so that it can be installed.
    for path in re.findall(r'/assets/[^"`]+\.\w+', answer.text):
        assert ask(laptop, path).status_code == 200, path


def test_a_range_of_a_video_can_be_requested(laptop: Laptop) -> None:
    whole = (DIST / "media" / "clip.webm").read_bytes()
    part = ask(laptop, "/media/clip.webm", range="bytes=1000-")
    assert (part.status_code, part.headers["content-type"], part.content) == (206, "video/webm", whole[1000:])
    assert part.headers["content-range"] == f"bytes 1000-{len(whole) - 1}/{len(whole)}"


def test_an_unchanged_document_is_answered_with_304(laptop: Laptop) -> None:
    etag = ask(laptop, "/").headers["etag"]
    assert ask(laptop, "/learn/x", **{"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("path", ["/assets/gone-Xy12.js", "/.vite/manifest.json", "/%2e%2e/README.md", "/learn%2Fa"])
def test_an_unknown_file_is_a_problem_response(laptop: Laptop, path: str) -> None:
    answer = ask(laptop, path)
    assert (answer.status_code, answer.json()["code"]) == (404, "route_not_found")


@pytest.mark.parametrize("path", ["/bogus", "/assets/gone-Xy12.js", "/certificates"])
def test_a_browser_that_opens_an_unknown_address_gets_a_page(laptop: Laptop, path: str) -> None:
    answer = ask(laptop, path, accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Page not found" in answer.text
    assert ask(laptop, "/error.css").headers["content-type"].startswith("text/css")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_pages_accept_only_get_and_head(laptop: Laptop, method: str) -> None:
    assert ask(laptop, "/learn", method=method).json()["code"] == "route_not_found"


def test_the_pages_have_the_verification_url_of_the_api(laptop: Laptop) -> None:
    address = ask(laptop, "/config.json").json()["verification_url"]
    page = httpx.get(f"{address}nothing", headers={"accept": "text/html"}, trust_env=False, timeout=TIMEOUT)
    assert (page.status_code, page.headers["content-type"]) == (404, "text/html; charset=utf-8")
    # The API's page has its own policy, without the sources of the pages.
    assert page.headers["content-security-policy"] != ask(laptop, "/").headers["content-security-policy"]


@pytest.mark.parametrize("bucket", ["CertificatesBucket", "TemplatesBucket"])
def test_the_policy_and_cors_allow_the_presigned_urls_of_the_api(laptop: Laptop, bucket: str) -> None:
    described = deployed.client("cloudformation", laptop.endpoint).describe_stack_resource(
        StackName=STACK, LogicalResourceId=bucket
    )
    name = described["StackResourceDetail"]["PhysicalResourceId"]
    s3 = deployed.client("s3", laptop.endpoint)
    s3.put_object(Bucket=name, Key="of-a-test", Body=b"large")
    link = s3.generate_presigned_url("get_object", Params={"Bucket": name, "Key": "of-a-test"})
    answer = httpx.get(link, headers={"origin": laptop.url}, trust_env=False, timeout=TIMEOUT)
    assert (answer.content, answer.headers["access-control-allow-origin"]) == (b"large", "*")
    assert link.startswith(
        re.findall(r"connect-src 'self' ([^\s;]+)", ask(laptop, "/").headers["content-security-policy"])[0]
    )
    s3.delete_object(Bucket=name, Key="of-a-test")


def test_requests_for_localhost_are_redirected_to_the_host_of_the_issuer(laptop: Laptop) -> None:
    answer = ask(laptop, "/teach?x=1", host=f"localhost:{laptop.port}")
    assert (answer.status_code, answer.headers["location"]) == (307, f"{laptop.url}/teach?x=1")
