"""The template's pages, deployed to ministack and requested through its CloudFront.

`make run` serves the pages itself, so this is another stack, with the template's resources of the pages and those that
they refer to. ministack's CloudFront runs the function, signs requests to the bucket, enforces its policy, and sets the
headers. It has no cache, answers 403 for a missing file even with permission to list the bucket, and cannot reach an
HTTP API: it answers 502 to requests for the API.
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
from local.error_pages import page
from local.pages import IMMUTABLE
from local.waiting import wait_until
from tests.e2e.laptop import Laptop
from tests.support.cloudformation import NEEDED
from tests.support.template import ROOT, resources, routes, template

DIST = ROOT / "web" / "dist"
API = {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "api-of-a-test", "ProtocolType": "HTTP"}}
NOT_THROUGH_CLOUDFRONT = "/certificates/verify"
type SendRequest = Callable[..., httpx.Response]


def pages_alone() -> str:
    """A template of the pages' resources, and of the resources that they refer to."""
    wanted = {name: found for name, found in resources().items() if name.startswith("Pages")}
    referenced = {
        name: {**resources()[name], "DeletionPolicy": "Delete"} for name in ("TemplatesBucket", "CertificatesBucket")
    }
    parts = {name: template()[name] for name in ("Parameters", "Rules", "Conditions")}
    outputs = {name: found for name, found in template()["Outputs"].items() if name.startswith("Pages")}
    return yaml.safe_dump({**parts, "Resources": {**wanted, **referenced, "HttpApi": API}, "Outputs": outputs})


def created(formation: Any, stack: str) -> dict[str, Any]:  # noqa: ANN401 - botocore makes its clients at runtime
    """The description of the stack once its creation has succeeded or failed; empty before."""
    (described,) = formation.describe_stacks(StackName=stack)["Stacks"]
    return {} if described["StackStatus"] == "CREATE_IN_PROGRESS" else described


@pytest.fixture(scope="module")
def outputs(laptop: Laptop) -> Iterator[dict[str, str]]:
    """The outputs of the stack, with the built pages in its bucket."""
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
def send_request(laptop: Laptop, outputs: dict[str, str]) -> Iterator[SendRequest]:
    """A function that sends requests to CloudFront, by default over HTTPS."""
    host = outputs["PagesUrl"].removeprefix("https://")
    with httpx.Client(base_url=laptop.endpoint, headers={"host": host}, trust_env=False, timeout=TIMEOUT) as client:

        def send_request(path: str, *, method: str = "GET", scheme: str = "https", **headers: str) -> httpx.Response:
            return client.request(method, path, headers={"x-forwarded-proto": scheme, **headers})

        yield send_request


@pytest.mark.parametrize("path", ["/", "/learn/a", "/teach", "/manage/a/certificate", "/signed-in?code=1&state=2"])
def test_each_page_is_the_built_document(send_request: SendRequest, path: str) -> None:
    answer = send_request(path)
    assert (answer.status_code, answer.content) == (200, (DIST / "index.html").read_bytes())
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["strict-transport-security"] == "max-age=31536000"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "connect-src 'self' " in answer.headers["content-security-policy"]


def test_every_file_is_served_with_its_cache_control(send_request: SendRequest) -> None:
    paths = [path for path in sorted(DIST.rglob("*")) if path.is_file() and ".vite" not in path.parts]
    for path in paths:
        name = path.relative_to(DIST).as_posix()
        answer = send_request(f"/{name}")
        assert (answer.status_code, answer.content) == (200, path.read_bytes()), name
        assert answer.headers["cache-control"] == (IMMUTABLE if name.startswith("assets/") else "no-cache")


def test_config_json_has_the_values_of_this_deployment(send_request: SendRequest) -> None:
    answer = send_request("/config.json")
    assert answer.headers["content-type"] == "application/json"
    config: dict[str, Any] = answer.json()
    assert (config["issuer"], config["client_id"]) == (NEEDED["JwtIssuer"], NEEDED["JwtAudience"])
    assert config["verification_url"].endswith(".amazonaws.com/certificates/verify/")


@pytest.mark.parametrize("path", ["/nowhere", "/assets/", "/.vite/manifest.json", "/index", "/learning"])
def test_an_unknown_path_is_not_found(send_request: SendRequest, path: str) -> None:
    assert send_request(path).status_code == 404


def test_a_browser_that_opens_an_unknown_path_gets_a_page(send_request: SendRequest) -> None:
    answer = send_request("/nowhere", accept="text/html,*/*;q=0.8")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert answer.text == page(404, "")


# ministack itself answers /health on every host.
@pytest.mark.parametrize(("method", "path"), sorted(routes().keys() - {("GET", "/health")}))
def test_every_api_path_but_verification_is_forwarded_to_the_api(
    send_request: SendRequest, method: str, path: str
) -> None:
    answer = send_request(path.replace("{", "").replace("}", ""), method=method)
    # A picture is a file that is not among the pages.
    expected = {404, 403} if path.startswith(NOT_THROUGH_CLOUDFRONT) else {502}
    assert answer.status_code in expected


def test_a_request_without_tls_is_redirected_or_refused(send_request: SendRequest, outputs: dict[str, str]) -> None:
    page = send_request("/learn", scheme="http")
    assert (page.status_code, page.headers["location"]) == (301, f"{outputs['PagesUrl']}/learn")
    # A token must not be sent unencrypted a second time.
    assert send_request("/my-courses", scheme="http").status_code == 403


def test_pages_accept_only_get_and_head(send_request: SendRequest) -> None:
    assert send_request("/learn", method="POST").status_code == 403


def test_the_bucket_is_accessible_only_through_cloudfront(laptop: Laptop, outputs: dict[str, str]) -> None:
    address = f"{laptop.endpoint}/{outputs['PagesBucketName']}/index.html"
    assert httpx.get(address, trust_env=False, timeout=TIMEOUT).status_code == 403
