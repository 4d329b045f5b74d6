"""Storage of an issued PDF: the first writer stores it, and nobody overwrites it."""

from hashlib import sha256

import pytest

from shared.aws.connection import client
from tests.support.service import Answer, Service
from tests.support.steps import (
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    get_certificate,
    put_course,
    refusal,
)
from tests.support.wire import broken, just_before, s3_refusal

BUCKET = "test-certificates"


@pytest.fixture(autouse=True)
def _completed(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    assert enroll(service).status == 200
    finish_lessons(service)
    deliver_completed_lessons(service)


def stored() -> bytes:
    (entry,) = client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]
    content: bytes = client("s3").get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read()
    return content


def test_the_stored_pdf_is_the_downloaded_one(service: Service) -> None:
    issued = get_certificate(service)
    assert issued.content == stored() == get_certificate(service).content
    data = get_certificate(service, accept="application/json").json
    assert data["pdf_sha256"] == sha256(stored()).hexdigest()


def test_a_concurrent_download_may_store_the_pdf_before_the_issuing_one(service: Service) -> None:
    others: list[Answer] = []
    with just_before("PutObject", lambda: others.append(get_certificate(service)), service="s3"):
        issued = get_certificate(service)
    assert issued.status == others[0].status == 200
    assert issued.content == others[0].content == stored()


def test_issuing_overwrites_no_stored_pdf(service: Service) -> None:
    there = b"put there at the same moment"

    def put_first() -> None:
        assert get_certificate(service).status == 200
        (entry,) = client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]
        client("s3").put_object(Bucket=BUCKET, Key=entry["Key"], Body=there)

    with just_before("PutObject", put_first, service="s3"):
        issued = get_certificate(service)
    assert stored() == there
    # The next reader detects that it differs from the issued PDF.
    assert get_certificate(service).content == issued.content == stored()


@pytest.mark.parametrize(("code", "status"), [("PreconditionFailed", 412), ("ConditionalRequestConflict", 409)])
def test_issuing_succeeds_if_the_pdf_already_exists(service: Service, code: str, status: int) -> None:
    with broken(s3_refusal(code, status), service="s3", operation="PutObject") as attempts:
        issued = get_certificate(service)
    assert issued.status == 200
    assert attempts == ["PutObject"]
    assert get_certificate(service).content == issued.content == stored()


def test_issuing_fails_if_the_pdf_may_not_be_stored(service: Service) -> None:
    service.may_fail = True
    with broken(s3_refusal("AccessDenied", 403), service="s3", operation="PutObject"):
        assert refusal(get_certificate(service)) == (500, "internal_error")
