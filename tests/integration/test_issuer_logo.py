"""The issuer's logo, as admins upload it and everybody sees it."""

import json
from base64 import b64decode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest

from shared.aws.connection import client
from shared.edge import clock
from tests.support.aws import items
from tests.support.service import ADMIN, Answer, Service
from tests.support.steps import certified, refusal, verify
from tests.support.uploads import BUCKET, upload_logo
from tests.unit.pdf.pictures import encoded, mark, opened

UPLOADS = "/admin/issuer/logo-uploads"
SCHOOL = {"name": "Hearth School"}
PNG = encoded(mark())
JPEG = encoded(mark(mode="RGB"), "JPEG")


def put(service: Service, **fields: Any) -> Answer:  # noqa: ANN401
    return service.call("PUT", "/admin/issuer", caller=ADMIN, body={**SCHOOL, **fields})


def get_logo(service: Service, digest: str) -> Answer:
    return service.call("GET", f"/issuer/logos/{digest}")


def test_the_upload_form_accepts_one_picture_of_up_to_a_mebibyte_for_an_hour(service: Service) -> None:
    body = {"content_type": "image/jpeg", "size_bytes": 1024 * 1024}
    answer = service.call("POST", UPLOADS, caller=ADMIN, body=body).json
    assert answer["max_bytes"] == 1024 * 1024
    assert answer["fields"]["key"] == f"logo-uploads/{answer['upload_id']}"
    policy = json.loads(b64decode(answer["fields"]["policy"]))
    assert ["content-length-range", 1, 1024 * 1024] in policy["conditions"]
    assert {"Content-Type": "image/jpeg"} in policy["conditions"]


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"content_type": "image/png", "size_bytes": 1024 * 1024 + 1}, (413, "logo_too_large")),
        ({"content_type": "image/svg+xml", "size_bytes": 10}, (400, "invalid_request")),
        ({"content_type": "image/png", "size_bytes": 0}, (400, "invalid_request")),
        ({"content_type": "image/png"}, (400, "invalid_request")),
        ({"content_type": "image/png", "size_bytes": 1, "key": "logos/x"}, (400, "invalid_request")),
    ],
)
def test_no_form_is_issued_for_another_file(service: Service, body: dict[str, Any], refused: tuple[int, str]) -> None:
    assert refusal(service.call("POST", UPLOADS, caller=ADMIN, body=body)) == refused


@pytest.mark.parametrize(("upload", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
def test_an_uploaded_logo_is_public_under_its_digest_for_ever(service: Service, upload: bytes, kind: str) -> None:
    digest = put(service, logo_upload_id=upload_logo(service, upload)).json["logo_sha256"]
    answer = get_logo(service, digest)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert sha256(answer.content).hexdigest() == digest
    assert opened(answer.content).size == (600, 200)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


@pytest.mark.parametrize("digest", ["0" * 64, "0" * 63, "0" * 65, "A" * 64, "x", "..", "..%2Ftemplates"])
def test_an_unknown_logo_is_not_found(service: Service, digest: str) -> None:
    answer = get_logo(service, digest)
    assert answer.status == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"


def test_nothing_else_of_the_bucket_is_public(service: Service) -> None:
    upload_id = upload_logo(service, PNG)
    client("s3").put_object(Bucket=BUCKET, Key="f" * 64, Body=b"secret")
    for digest in ("f" * 64, f"..%2Flogo-uploads%2F{upload_id}"):
        assert get_logo(service, digest).status == 404


def test_the_logo_stays_until_it_is_replaced_or_removed(service: Service) -> None:
    first = put(service, logo_upload_id=upload_logo(service, PNG)).json["logo_sha256"]
    assert put(service, url="https://hearth.example").json["logo_sha256"] == first
    second = put(service, logo_upload_id=upload_logo(service, JPEG)).json["logo_sha256"]
    assert second not in {first, None}
    assert put(service, logo_upload_id=None).json["logo_sha256"] is None
    assert put(service).json["logo_sha256"] is None
    # Certificates that name it may exist.
    assert get_logo(service, first).status == get_logo(service, second).status == 200


def test_a_removed_organisation_has_no_logo(service: Service) -> None:
    put(service, logo_upload_id=upload_logo(service, PNG))
    put(service, name=None)
    assert put(service).json["logo_sha256"] is None


def test_a_repeated_request_changes_nothing(service: Service) -> None:
    upload_id = upload_logo(service, PNG)
    assert put(service, logo_upload_id=upload_id).json == put(service, logo_upload_id=upload_id).json


@pytest.mark.parametrize("upload", [b"hello", b"", b"<svg/>", PNG[:300], encoded(mark(mode="RGB"), "GIF")])
def test_what_is_no_logo_is_refused_with_the_reason_and_nothing_changes(service: Service, upload: bytes) -> None:
    before = put(service, logo_upload_id=upload_logo(service, PNG)).json
    answer = put(service, name="Eve", logo_upload_id=upload_logo(service, upload))
    assert refusal(answer) == (422, "logo_invalid")
    assert answer.json["detail"].endswith("upload it.")
    assert service.call("GET", "/admin/issuer", caller=ADMIN).json == before


def test_an_upload_id_without_a_file_is_refused(service: Service) -> None:
    for never in ("no-such-upload", "../logos/x", "标志"):
        assert refusal(put(service, logo_upload_id=never)) == (422, "logo_invalid")
    for wrong in ("", "a b", 5, "x" * 201):
        assert refusal(put(service, logo_upload_id=wrong)) == (400, "invalid_request")


def test_an_upload_that_grew_over_the_limit_or_expired_is_refused(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert refusal(put(service, logo_upload_id=upload_logo(service, PNG + bytes(1024**2)))) == (422, "logo_invalid")
    upload_id = upload_logo(service, PNG)
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + timedelta(days=1, minutes=1))
    assert refusal(put(service, logo_upload_id=upload_id)) == (422, "logo_invalid")


def test_a_certificate_keeps_the_logo_of_its_issuer(service: Service) -> None:
    digest = put(service, logo_upload_id=upload_logo(service, PNG)).json["logo_sha256"]
    certificate = certified(service)
    put(service, logo_upload_id=None)
    issuer = {"name": "Hearth School", "url": None, "logo_sha256": digest}
    assert certificate["issuer"] == issuer
    assert verify(service, certificate["verification_code"]).json["issuer"] == issuer
    assert [row["issuer"]["M"]["logo_sha256"]["S"] for row in items("course-certificates")] == [digest]
