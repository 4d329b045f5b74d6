"""Built-in designs, from the admin's choice to a certificate."""

from datetime import datetime
from typing import Any

import pytest

from shared.aws.connection import client
from tests.support.pdfs import template
from tests.support.service import ADMIN, Answer, Service
from tests.support.steps import certified, put_course, refusal
from tests.support.uploads import BUCKET, upload, upload_logo
from tests.unit.pdf.pictures import encoded, mark

BASE = "/admin/courses/course-1/certificate"
CLASSIC = {"design": "classic", "primary_colour": "#1c2a44", "accent_colour": "#A88A4A"}


@pytest.fixture(autouse=True)
def _course(service: Service) -> None:
    put_course(service)


def draw(service: Service, course_id: str = "course-1", **fields: Any) -> Answer:  # noqa: ANN401
    path = f"/admin/courses/{course_id}/certificate/designs"
    return service.call("POST", path, caller=ADMIN, body={**CLASSIC, **fields})


def stored(upload_id: str) -> bytes:
    content: bytes = client("s3").get_object(Bucket=BUCKET, Key=f"uploads/course-1/{upload_id}")["Body"].read()
    return content


def with_logo(service: Service) -> None:
    body = {"name": "Hearth School", "logo_upload_id": upload_logo(service, encoded(mark()))}
    assert service.call("PUT", "/admin/issuer", caller=ADMIN, body=body).status == 200


def test_a_design_becomes_a_template_as_an_upload_does(service: Service) -> None:
    answer = draw(service, orientation="portrait", paper="letter")
    assert answer.status == 201
    assert (answer.json["page_width_mm"], answer.json["page_height_mm"]) == (215.9, 279.4)
    preview = service.call(
        "POST", f"{BASE}/preview", caller=ADMIN, body={"template_upload_id": answer.json["upload_id"]}
    )
    assert (preview.status, preview.json["warnings"]) == (200, [])
    body = {"certificate_enabled": True, "template_upload_id": answer.json["upload_id"]}
    settings = service.call("PUT", BASE, caller=ADMIN, body=body).json
    assert settings["template"]["file_name"] == "laurel-classic-letter-portrait.pdf"
    assert settings["template"]["page_width_mm"] == 215.9
    assert certified(service)["status"] == "active"


def test_a_design_is_landscape_on_a4_by_default(service: Service) -> None:
    answer = draw(service).json
    assert (answer["page_width_mm"], answer["page_height_mm"]) == (297, 210)
    assert answer["file_name"] == "laurel-classic-a4-landscape.pdf"


def test_the_same_design_is_the_same_upload(service: Service) -> None:
    upload_id = draw(service).json["upload_id"]
    assert draw(service, orientation="landscape", logo=False, heading=None).json["upload_id"] == upload_id
    assert draw(service, primary_colour="#000000").json["upload_id"] != upload_id


def test_it_expires_a_day_later_unless_it_became_a_template(service: Service) -> None:
    answer = draw(service)
    lives = datetime.fromisoformat(answer.json["expires_at"]) - datetime.now().astimezone()
    assert lives.total_seconds() == pytest.approx(24 * 3600, abs=60)


def test_without_a_heading_it_is_that_of_the_courses_language(service: Service) -> None:
    english = draw(service).json["upload_id"]
    assert draw(service, heading="Certificate of completion").json["upload_id"] == english
    assert draw(service, heading=" \u200b").json["upload_id"] == english
    put_course(service, language="de")
    german = draw(service).json["upload_id"]
    assert draw(service, heading="Abschlusszertifikat").json["upload_id"] == german != english


def test_a_logo_is_that_of_the_issuer(service: Service) -> None:
    assert refusal(draw(service, logo=True)) == (409, "logo_missing")
    service.call("PUT", "/admin/issuer", caller=ADMIN, body={"name": "Hearth School"})
    assert refusal(draw(service, logo=True)) == (409, "logo_missing")
    with_logo(service)
    assert b"/Logo" in stored(draw(service, logo=True).json["upload_id"])
    assert b"/Logo" not in stored(draw(service).json["upload_id"])


@pytest.mark.parametrize(
    "fields",
    [
        {"design": "baroque"},
        {"design": None},
        {"orientation": "upside-down"},
        {"paper": "a3"},
        {"primary_colour": "navy"},
        {"primary_colour": "#12345"},
        {"accent_colour": "#1234567"},
        {"accent_colour": "#12345g"},
        {"accent_colour": "#123456\n"},
        {"heading": "x" * 81},
        {"heading": "two\nlines"},
        {"heading": 5},
        {"logo": "yes"},
        {"shadow": True},
    ],
)
def test_an_invalid_design_is_refused(service: Service, fields: dict[str, Any]) -> None:
    assert refusal(draw(service, **fields)) == (400, "invalid_request")


def test_a_heading_without_a_font_is_refused(service: Service) -> None:
    assert refusal(draw(service, heading="Diploma \U0001f393")) == (409, "name_not_printable")


def test_a_course_must_exist(service: Service) -> None:
    assert refusal(draw(service, course_id="nowhere")) == (404, "course_not_found")


def test_drawing_changes_nothing_but_the_upload(service: Service) -> None:
    body = {"certificate_enabled": True, "template_upload_id": upload(service, template())}
    before = service.call("PUT", BASE, caller=ADMIN, body=body).json
    draw(service)
    assert service.call("GET", BASE, caller=ADMIN).json == before
