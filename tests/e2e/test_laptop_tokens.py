"""The API deployed to ministack verifies the local issuer's tokens as API Gateway verifies those of a user pool."""

import json
import socket
import time
from base64 import urlsafe_b64encode

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from local import tokens
from local.calls import TIMEOUT
from local.settings import AUDIENCE
from tests.e2e.laptop import Laptop

ABSENT = object()


@pytest.fixture(scope="module")
def issuer(laptop: Laptop) -> tokens.Issuer:
    """The issuer of the running service, with the same key."""
    return tokens.issuer(f"{laptop.url}/local/issuer", laptop.data)


def claims(issuer: tokens.Issuer, **changes: object) -> dict[str, object]:
    now = int(time.time())
    output = {"iss": issuer.url, "aud": AUDIENCE, "sub": "robin", "iat": now - 60, "exp": now + 60, **changes}
    return {name: value for name, value in output.items() if value is not ABSENT}


def outcome(laptop: Laptop, authorization: str | None) -> tuple[int, str]:
    """Status and error code of a learner's route with this header."""
    headers = {} if authorization is None else {"authorization": authorization}
    answer = httpx.get(f"{laptop.url}/my-courses", headers=headers, trust_env=False, timeout=TIMEOUT)
    return answer.status_code, "" if answer.is_success else answer.json()["code"]


def test_a_token_of_the_local_issuer_is_accepted(laptop: Laptop) -> None:
    with laptop.caller("robin", name="Robin") as robin:
        assert robin.ask("GET", "/my-courses")


def test_a_token_needs_a_subject(laptop: Laptop) -> None:
    with laptop.caller() as anybody:
        refused = anybody.call("GET", "/local/token?name=Robin", expect=400)
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["code"] == "invalid_request"


def test_a_scope_gives_access_that_a_learner_does_not_have(laptop: Laptop) -> None:
    with laptop.caller("robin") as robin, laptop.caller("ada", scope="admin service") as ada:
        assert robin.ask("GET", "/admin/webhook-events", expect=403)["code"] == "forbidden"
        ada.call("GET", "/admin/webhook-events")


@pytest.mark.parametrize(
    "authorization",
    [
        pytest.param(None, id="nothing"),
        pytest.param("Bearer", id="empty"),
        pytest.param("Bearer abc", id="no-jwt"),
        pytest.param("Bearer W10.W10.x", id="no-objects-inside"),
        pytest.param("Basic cm9iaW46cm9iaW4=", id="password"),
        pytest.param("AWS4-HMAC-SHA256 Credential=1/2/us-east-1/s3/aws4_request", id="aws-signature"),
    ],
)
def test_an_invalid_authorization_header_is_refused(laptop: Laptop, authorization: str | None) -> None:
    assert outcome(laptop, authorization) == (401, "unauthorized")


@pytest.mark.parametrize(("path", "status"), [("/health", 200), ("/my-courses", 401), ("/nowhere", 404)])
def test_an_aws_signature_is_ignored(laptop: Laptop, path: str, status: int) -> None:
    headers = {"authorization": "AWS4-HMAC-SHA256 Credential=1/2/us-east-1/s3/aws4_request"}
    assert httpx.get(f"{laptop.url}{path}", headers=headers, trust_env=False, timeout=TIMEOUT).status_code == status


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"exp": 1_000_000_000}, id="expired"),
        pytest.param({"exp": ABSENT}, id="no-expiry"),
        pytest.param({"exp": None}, id="expiry-null"),
        pytest.param({"exp": "9999999999"}, id="expiry-text"),
        pytest.param({"exp": "never"}, id="expiry-no-number"),
        pytest.param({"nbf": None}, id="not-before-null"),
        pytest.param({"nbf": 9_999_999_999}, id="not-yet-valid"),
        pytest.param({"aud": "somebody-else"}, id="other-audience"),
        pytest.param({"iss": "https://issuer.example/"}, id="other-issuer"),
    ],
)
def test_a_signed_token_with_invalid_claims_is_refused(
    laptop: Laptop, issuer: tokens.Issuer, changes: dict[str, object]
) -> None:
    good, bad = (
        jwt.encode(payload, issuer.key, "RS256", {"kid": issuer.key_id})
        for payload in (claims(issuer), claims(issuer, **changes))
    )
    assert outcome(laptop, f"Bearer {good}") == (200, "")
    assert outcome(laptop, f"Bearer {bad}") == (401, "unauthorized")


def test_a_forged_token_is_refused(laptop: Laptop, issuer: tokens.Issuer) -> None:
    other_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = jwt.encode(claims(issuer), other_key, "RS256", {"kid": issuer.key_id})
    assert outcome(laptop, f"Bearer {forged}") == (401, "unauthorized")


def test_a_token_without_a_signature_is_refused(laptop: Laptop, issuer: tokens.Issuer) -> None:
    parts = ({"alg": "none", "kid": issuer.key_id}, claims(issuer))
    unsigned = ".".join(urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
    assert outcome(laptop, f"Bearer {unsigned}.") == (401, "unauthorized")


@pytest.mark.parametrize(
    ("host", "issued"), [("127.0.0.1:1", True), ("localhost", True), ("evil.example", False), ("localhost.", False)]
)
def test_a_token_is_issued_only_under_a_loopback_name(laptop: Laptop, host: str, *, issued: bool) -> None:
    answer = httpx.get(f"{laptop.url}/local/token?sub=robin", headers={"host": host}, trust_env=False, timeout=90)
    assert ("access_token" in answer.text) is issued
    if not issued:
        assert (answer.status_code, answer.json()["code"]) == (421, "misdirected_request")
        assert answer.headers["content-type"] == "application/problem+json"
        assert "x-request-id" in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(b"", id="none"),
        pytest.param(b"Host: 127.0.0.1\r\nHost: evil.example\r\n", id="two"),
        pytest.param(b"Host: evil.example\r\nhost: 127.0.0.1\r\n", id="ours-last"),
    ],
)
def test_a_request_without_one_host_gets_no_token(laptop: Laptop, headers: bytes) -> None:
    with socket.create_connection(("127.0.0.1", laptop.port), timeout=90) as connection:
        connection.sendall(b"GET /local/token?sub=robin HTTP/1.0\r\n" + headers + b"\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.split()[1] in {b"400", b"421"}
    assert b"access_token" not in answer
