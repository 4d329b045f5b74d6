"""The template's pages, deployed to ministack and requested through its CloudFront.

`make run` serves the pages itself, so this is a stack of its own: what the template says of the pages, and of what they
stand on. ministack's CloudFront runs the function, signs requests to the bucket, enforces its policy, and sets the
headers. It has no cache, answers 403 for a missing file even to who may list the bucket, and cannot reach an HTTP API:
it answers 502 to requests for the API.
"""

import mimetypes
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import yaml

from local import deployed
from local.calls import TIMEOUT
from local.pages import IMMUTABLE
from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.support.cloudformation import NEEDED
from tests.support.template import ROOT, resources, routes, template

DIST = ROOT / "web" / "dist"
API = {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "api-of-a-test", "ProtocolType": "HTTP"}}
NOT_BEHIND_CLOUDFRONT = "/certificates/verify/{code}"
type Ask = Callable[..., httpx.Response]


def pages_alone() -> str:
    """A template of the pages' resources, and of what they refer to."""
    wanted = {name: found for name, found in resources().items() if name.startswith("Pages")}
    stood_on = {
        name: {**resources()[name], "DeletionPolicy": "Delete"} for name in ("TemplatesBucket", "CertificatesBucket")
    }
    parts = {name: template()[name] for name in ("Parameters", "Rules", "Conditions")}
    outputs = {name: found for name, found in template()["Outputs"].items() if name.startswith("Pages")}
    return yaml.safe_dump({**parts, "Resources": {**wanted, **stood_on, "HttpApi": API}, "Outputs": outputs})


def created(formation: Any, stack: str) -> dict[str, Any]:  # noqa: ANN401 - botocore makes its clients at runtime
    """What the stack says of itself, once all of it was made, or something was not; nothing before."""
    (described,) = formation.describe_stacks(StackName=stack)["Stacks"]
    return {} if described["StackStatus"] == "CREATE_IN_PROGRESS" else described


@pytest.fixture(scope="module")
def outputs(laptop: Laptop) -> Iterator[dict[str, str]]:
    """What the stack says of itself, with the built pages in its bucket."""
    formation, s3 = (deployed.client(service, laptop.endpoint) for service in ("cloudformation", "s3"))
    stack = f"pages-{uuid.uuid4().hex[:8]}"
    parameters = [{"ParameterKey": name, "ParameterValue": value} for name, value in NEEDED.items()]
    formation.create_stack(StackName=stack, TemplateBody=pages_alone(), Parameters=parameters)
    described = wait_until(
        lambda: created(formation, stack),
        progress=lambda: len(formation.describe_stack_events(StackName=stack)["StackEvents"]),
    )
    assert described["StackStatus"] == "CREATE_COMPLETE", described
    found = {output["OutputKey"]: output["OutputValue"] for output in described["Outputs"]}
    for path in sorted(DIST.rglob("*")):
        if path.is_file() and ".vite" not in path.parts:
            name = path.relative_to(DIST).as_posix()
            s3.put_object(
                Bucket=found["PagesBucketName"],
                Key=name,
                Body=path.read_bytes(),
                ContentType=mimetypes.guess_type(path)[0] or "binary/octet-stream",
                CacheControl=IMMUTABLE if name.startswith("assets/") else "no-cache",
            )
    yield found
    for listed in s3.list_objects_v2(Bucket=found["PagesBucketName"])["Contents"]:
        s3.delete_object(Bucket=found["PagesBucketName"], Key=listed["Key"])
    formation.delete_stack(StackName=stack)


@pytest.fixture(scope="module")
def ask(laptop: Laptop, outputs: dict[str, str]) -> Iterator[Ask]:
    """A way to ask CloudFront, as a browser that has come by https."""
    host = outputs["PagesUrl"].removeprefix("https://")
    with httpx.Client(base_url=laptop.endpoint, headers={"host": host}, trust_env=False, timeout=TIMEOUT) as client:

        def ask(path: str, *, method: str = "GET", scheme: str = "https", **headers: str) -> httpx.Response:
            return client.request(method, path, headers={"x-forwarded-proto": scheme, **headers})

        yield ask


@pytest.mark.parametrize("path", ["/", "/learn/a", "/teach", "/manage/a/certificate", "/signed-in?code=1&state=2"])
def test_each_page_is_the_document_that_was_built(ask: Ask, path: str) -> None:
    answer = ask(path)
    assert (answer.status_code, answer.content) == (200, (DIST / "index.html").read_bytes())
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "connect-src 'self' " in answer.headers["content-security-policy"]


def test_every_file_is_there_and_kept_as_long_as_it_may(ask: Ask) -> None:
    paths = [path for path in sorted(DIST.rglob("*")) if path.is_file() and ".vite" not in path.parts]
    for path in paths:
        name = path.relative_to(DIST).as_posix()
        answer = ask(f"/{name}")
        assert (answer.status_code, answer.content) == (200, path.read_bytes()), name
        assert answer.headers["cache-control"] == (IMMUTABLE if name.startswith("assets/") else "no-cache")


def test_the_pages_are_told_of_this_deployment(ask: Ask) -> None:
    answer = ask("/config.json")
    assert answer.headers["content-type"] == "application/json"
    config: dict[str, Any] = answer.json()
    assert (config["issuer"], config["client_id"]) == (NEEDED["JwtIssuer"], NEEDED["JwtAudience"])
    assert config["verification_url"].endswith(".amazonaws.com/certificates/verify/")


@pytest.mark.parametrize("path", ["/nowhere", "/assets/", "/.vite/manifest.json", "/index", "/learning"])
def test_what_is_not_there_is_not_there(ask: Ask, path: str) -> None:
    assert ask(path).status_code == 404


# ministack answers /health itself at any host.
@pytest.mark.parametrize(("method", "path"), sorted(routes().keys() - {("GET", "/health")}))
def test_what_is_the_apis_goes_to_the_api_but_verification(ask: Ask, method: str, path: str) -> None:
    answer = ask(path.replace("{", "").replace("}", ""), method=method)
    assert answer.status_code == (404 if path == NOT_BEHIND_CLOUDFRONT else 502)


def test_who_comes_without_tls_is_sent_to_it_or_refused(ask: Ask, outputs: dict[str, str]) -> None:
    page = ask("/learn", scheme="http")
    assert (page.status_code, page.headers["location"]) == (301, f"{outputs['PagesUrl']}/learn")
    # A token must not be sent in the clear a second time.
    assert ask("/my-courses", scheme="http").status_code == 403


def test_pages_are_only_read(ask: Ask) -> None:
    assert ask("/learn", method="POST").status_code == 403


def test_nobody_reaches_the_bucket_but_through_cloudfront(laptop: Laptop, outputs: dict[str, str]) -> None:
    address = f"{laptop.endpoint}/{outputs['PagesBucketName']}/index.html"
    assert httpx.get(address, trust_env=False, timeout=TIMEOUT).status_code == 403
