"""What a certificate says of its language, time zone, extra line and issuer never changes once it is issued."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from shared.aws.connection import client
from shared.config import CertificateConfig
from tests.support.aws import items
from tests.support.service import ADMIN, Answer, Service, function
from tests.support.steps import certified, enable_certificates, get_certificate, put_course, refusal, verify

BUCKET = "test-certificates"
SCHOOL = {"name": "Hearth School", "url": "https://hearth.example", "linkedin_organization_id": "1337"}
# Attributes that rows from before the snapshots do not have.
NEW = ("language", "time_zone", "issuer", "extra_line")
NEW_IN_REGISTER = ("time_zone", "issuer", "extra_line", "signatory_name", "signatory_title")


@pytest.fixture
def in_auckland(monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("certificates", "admin", "teaching"):
        environment = {
            "CERTIFICATES_ENABLED": "true",
            "PUBLIC_BASE_URL": "https://laurel.example",
            "TIME_ZONE": "Pacific/Auckland",
        }
        monkeypatch.setattr(function(folder), "config", CertificateConfig.from_env(environment))


def put_issuer(service: Service, body: Any) -> Answer:  # noqa: ANN401
    return service.call("PUT", "/admin/issuer", caller=ADMIN, body=body)


def put_settings(service: Service, **fields: Any) -> Answer:  # noqa: ANN401
    body = {"certificate_enabled": True, **fields}
    return service.call("PUT", "/admin/courses/course-1/certificate", caller=ADMIN, body=body)


def lines(pdf: bytes) -> list[str]:
    (page,) = PdfReader(io.BytesIO(pdf)).pages
    return [line.strip() for line in page.extract_text().splitlines()]


def strip(table: str, item: dict[str, Any], names: tuple[str, ...]) -> None:
    """Make an item what an earlier version of Laurel wrote."""
    earlier = {name: value for name, value in item.items() if name not in names}
    client("dynamodb").put_item(TableName=f"test-{table}", Item=earlier)


@pytest.mark.usefixtures("in_auckland")
def test_a_certificate_keeps_what_it_was_issued_with(service: Service) -> None:
    assert put_issuer(service, SCHOOL).status == 200
    put_course(service, language="de")
    enable_certificates(service)
    assert put_settings(service, certificate_extra_line="12 Stunden").status == 200
    first = certified(service)
    pdf = get_certificate(service).content
    assert {"hat den folgenden Kurs abgeschlossen", "12 Stunden", "Prüfcode"} <= set(lines(pdf))

    put_issuer(service, {"name": "Another School"})
    put_course(service, language="fr")
    put_settings(service, certificate_extra_line=None)
    (stored,) = client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]
    client("s3").delete_object(Bucket=BUCKET, Key=stored["Key"])

    assert get_certificate(service).content == pdf
    later = get_certificate(service, accept="application/json").json
    assert later == first
    assert (later["language"], later["time_zone"], later["extra_line"]) == ("de", "Pacific/Auckland", "12 Stunden")
    assert later["issuer"] == {"name": "Hearth School", "url": "https://hearth.example", "logo_sha256": None}
    assert "organizationId=1337" in later["linkedin_url"]
    verified = verify(service, first["verification_code"]).json
    for name in ("issuer", "extra_line", "time_zone", "issued_on", "signatory_name", "signatory_title"):
        assert verified[name] == first[name]
    assert "linkedin" not in str(verified)


def test_a_certificate_from_before_reads_as_english_and_utc_and_its_pdf_is_the_same(service: Service) -> None:
    data = certified(service)
    pdf = get_certificate(service).content
    (row,) = items("course-certificates")
    strip("course-certificates", row, NEW)
    (entry,) = (item for item in items("certificate-register") if item["register_key"]["S"].startswith("code#"))
    strip("certificate-register", entry, NEW_IN_REGISTER)
    (stored,) = client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]
    client("s3").delete_object(Bucket=BUCKET, Key=stored["Key"])

    assert get_certificate(service).content == pdf
    assert get_certificate(service, accept="application/json").json == data
    assert (data["language"], data["time_zone"], data["issuer"], data["extra_line"]) == ("en", "UTC", None, None)
    verified = verify(service, data["verification_code"]).json
    assert (verified["time_zone"], verified["issued_on"]) == ("UTC", data["issued_on"])
    assert verified["issuer"] is verified["signatory_name"] is verified["extra_line"] is None


def test_a_revocation_keeps_the_snapshots(service: Service) -> None:
    put_issuer(service, SCHOOL)
    data = certified(service)
    url = f"/admin/certificates/{data['public_id']}"
    revoked = service.call("POST", f"{url}/revoke", caller=ADMIN, body={"reason": "mistake"}).json
    reinstated = service.call("POST", f"{url}/reinstate", caller=ADMIN).json
    for name in ("language", "time_zone", "issuer", "extra_line", "issued_on"):
        assert revoked[name] == reinstated[name] == data[name]


def test_an_extra_line_without_a_visible_character_is_none(service: Service) -> None:
    put_course(service)
    for nothing in ("", "  ", None):
        answer = put_settings(service, template_upload_id="default", certificate_extra_line=nothing)
        assert answer.json["certificate_extra_line"] is None


@pytest.mark.parametrize(
    ("extra_line", "expected"),
    [
        ("two\nlines", (400, "invalid_request")),
        ("x" * 121, (400, "invalid_request")),
        ("12 𓀀", (409, "name_not_printable")),
    ],
)
def test_an_extra_line_that_cannot_be_printed_is_refused(
    service: Service, extra_line: str, expected: tuple[int, str]
) -> None:
    put_course(service)
    answer = put_settings(service, template_upload_id="default", certificate_extra_line=extra_line)
    assert refusal(answer) == expected


@pytest.mark.usefixtures("in_auckland")
def test_the_preview_has_the_language_of_the_course_and_the_extra_line_as_typed(service: Service) -> None:
    put_course(service, language="de")
    enable_certificates(service)
    url = "/admin/courses/course-1/certificate/preview?certificate_extra_line=3%20Stunden"
    shown = lines(service.call("GET", url, caller=ADMIN).content)
    assert {"3 Stunden", "hat den folgenden Kurs abgeschlossen"} <= set(shown)


def test_a_change_of_a_course_that_names_no_language_keeps_it(service: Service) -> None:
    assert put_course(service).json["language"] == "en"
    assert put_course(service, language="ja").json["language"] == "ja"
    assert put_course(service, title="Bread").json["language"] == "ja"
    assert service.call("GET", "/admin/courses/course-1", caller=ADMIN).json["language"] == "ja"


@pytest.mark.parametrize("language", ["xx", "EN", "", None, 5, "de-AT"])
def test_a_language_that_certificates_do_not_have_is_refused(service: Service, language: Any) -> None:  # noqa: ANN401
    body = {"slug": "bread", "title": "Bread", "lessons": [], "language": language}
    answer = service.call("PUT", "/admin/courses/course-1", caller=ADMIN, body=body)
    assert refusal(answer) == (400, "invalid_request")


def test_a_course_from_before_there_were_languages_is_in_english(service: Service) -> None:
    put_course(service)
    (row,) = (item for item in items("courses") if item["course_id"]["S"] == "course-1")
    strip("courses", row, ("language",))
    assert service.call("GET", "/admin/courses/course-1", caller=ADMIN).json["language"] == "en"
