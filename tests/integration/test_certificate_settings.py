"""Certificate settings and templates, as admins manage them."""

import json
from base64 import b64decode
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.aws.connection import client
from tests.support import pdfs
from tests.support.aws import items
from tests.support.service import ADMIN, Answer, Service
from tests.support.steps import enable_certificates, put_course, refusal
from tests.support.uploads import BUCKET, ask_for_upload, upload
from tests.support.wire import just_before
from tests.unit.pdf.backgrounds import BACKGROUNDS

BASE = "/admin/courses/course-1/certificate"


@pytest.fixture(autouse=True)
def _course(service: Service) -> None:
    put_course(service)


def get(service: Service) -> Any:  # noqa: ANN401
    return service.call("GET", BASE, caller=ADMIN).json


def put(service: Service, *, enabled: bool = True, **fields: Any) -> Answer:  # noqa: ANN401
    return service.call("PUT", BASE, caller=ADMIN, body={"certificate_enabled": enabled, **fields})


def test_a_new_course_has_certificates_disabled(service: Service) -> None:
    settings = get(service)
    assert settings["safe_zone"].pop("hint")
    assert settings == {
        "certificate_enabled": False,
        "certificate_signatory_name": None,
        "certificate_signatory_title": None,
        "certificate_extra_line": None,
        "template": None,
        "safe_zone": {"x_mm": 41.58, "y_mm": 25.2, "width_mm": 213.84, "height_mm": 121.8},
    }


def test_enabling_needs_a_template(service: Service) -> None:
    assert refusal(put(service, certificate_signatory_name="Maria")) == (409, "template_missing")
    assert get(service)["certificate_signatory_name"] is None
    assert put(service, enabled=False, certificate_signatory_name="Maria").status == 200


def test_the_default_template_is_available(service: Service) -> None:
    answer = put(service, template_upload_id="default")
    assert answer.status == 200
    assert answer.json["certificate_enabled"] is True
    assert answer.json["template"]["file_name"] == "laurel-default.pdf"
    assert answer.json["template"]["version"] == 1
    assert get(service) == answer.json


def test_the_upload_form_accepts_one_pdf_of_up_to_ten_mebibytes_for_an_hour(service: Service) -> None:
    answer = ask_for_upload(service).json
    assert answer["max_bytes"] == 10 * 1024 * 1024
    assert answer["fields"]["key"] == f"uploads/course-1/{answer['upload_id']}"
    assert {"policy", "x-amz-signature", "Content-Type"} <= answer["fields"].keys()
    assert ask_for_upload(service).json["upload_id"] != answer["upload_id"]
    policy = json.loads(b64decode(answer["fields"]["policy"]))
    assert ["content-length-range", 1, answer["max_bytes"]] in policy["conditions"]
    # The form was signed during the request, and the answer has the expiry that S3 enforces.
    signed_at = datetime.strptime(answer["fields"]["x-amz-date"], "%Y%m%dT%H%M%S%z")
    for ends_at in (policy["expiration"], answer["expires_at"]):
        lives = datetime.fromisoformat(ends_at) - signed_at
        assert lives.total_seconds() == pytest.approx(3600, abs=60)


def test_no_upload_form_is_issued_for_more_than_ten_mebibytes(service: Service) -> None:
    assert refusal(ask_for_upload(service, 10 * 1024 * 1024 + 1)) == (413, "template_too_large")
    assert ask_for_upload(service, 10 * 1024 * 1024).status == 200


def test_an_uploaded_pdf_becomes_the_template(service: Service) -> None:
    pdf = pdfs.template(210, 148)
    settings = put(service, template_upload_id=upload(service, pdf)).json
    uploaded_at = settings["template"].pop("uploaded_at")
    assert settings["template"] == {
        "version": 1,
        "file_name": "Zertifikat Größe A4.pdf",
        "size_bytes": len(pdf),
        "sha256": sha256(pdf).hexdigest(),
        "page_width_mm": pytest.approx(210, abs=0.1),
        "page_height_mm": pytest.approx(148, abs=0.1),
        "ink": None,
        "accent": None,
        "placement": "middle",
        "size": "M",
        "signature": True,
        "printed_url": True,
        "warnings": [],
    }
    assert uploaded_at.endswith("Z")
    assert settings["safe_zone"]["width_mm"] == pytest.approx(210 * 0.72, abs=0.1)
    assert "151" in settings["safe_zone"]["hint"]


def test_each_template_is_a_new_version(service: Service) -> None:
    for version in (1, 2, 3):
        assert put(service, template_upload_id="default").json["template"]["version"] == version


@pytest.mark.parametrize("content", [b"hello", b"", b"%PDF-1.7 and then nothing"])
def test_an_invalid_pdf_is_refused_with_the_reason_and_nothing_changes(service: Service, content: bytes) -> None:
    put(service, enabled=False, template_upload_id="default", certificate_signatory_name="Maria")
    before = get(service)
    answer = put(service, template_upload_id=upload(service, content), certificate_signatory_name="Eve")
    assert refusal(answer) == (422, "template_invalid")
    assert get(service) == before
    assert len(items("certificate-templates")) == 1


def test_a_page_of_an_impossible_size_is_refused(service: Service) -> None:
    answer = put(service, template_upload_id=upload(service, pdfs.template(50, 50)))
    assert refusal(answer) == (422, "template_invalid")
    assert "100" in answer.json["detail"]


def test_an_upload_id_without_an_uploaded_file_is_refused(service: Service) -> None:
    upload_id = ask_for_upload(service).json["upload_id"]
    for never in (upload_id, "no-such-upload", "../course-2/x", "模板"):
        assert refusal(put(service, template_upload_id=never)) == (422, "template_invalid")


def test_an_upload_for_another_course_cannot_be_used(service: Service) -> None:
    put_course(service, "course-2", slug="rye-bread")
    body = {"certificate_enabled": True, "template_upload_id": upload(service, pdfs.template())}
    answer = service.call("PUT", "/admin/courses/course-2/certificate", caller=ADMIN, body=body)
    assert refusal(answer) == (422, "template_invalid")


def test_an_upload_that_grew_over_the_limit_is_refused(service: Service) -> None:
    upload_id = upload(service, b"%PDF-" + bytes(10 * 1024 * 1024))
    assert refusal(put(service, template_upload_id=upload_id)) == (422, "template_invalid")


def test_omitted_settings_stay_and_null_or_empty_values_are_cleared(service: Service) -> None:
    enable_certificates(service)
    kept = put(service).json
    assert (kept["certificate_signatory_name"], kept["template"]["version"]) == ("Maria Sanz", 1)
    cleared = put(service, certificate_signatory_name=None, certificate_signatory_title="").json
    assert (cleared["certificate_signatory_name"], cleared["certificate_signatory_title"]) == (None, None)


@pytest.mark.parametrize("field", ["certificate_signatory_name", "certificate_signatory_title"])
def test_a_signatory_that_no_font_can_draw_is_refused_and_nothing_changes(service: Service, field: str) -> None:
    enable_certificates(service)
    before = get(service)
    answer = put(service, enabled=False, template_upload_id="default", **{field: "Ptah \U000131cb"})
    assert refusal(answer) == (409, "name_not_printable")
    assert "U+131CB" in answer.json["detail"]
    assert get(service) == before
    assert len(items("certificate-templates")) == 1


def test_two_concurrent_uploads_get_different_versions(service: Service) -> None:
    with just_before("PutItem", lambda: put(service, template_upload_id="default")):
        mine = put(service, template_upload_id="default").json
    assert mine["template"]["version"] == 2
    assert get(service) == mine


def test_neither_of_a_concurrent_settings_and_course_change_is_lost(service: Service) -> None:
    with just_before("TransactWriteItems", lambda: put_course(service, title="Rye bread")):
        assert put(service, template_upload_id="default").status == 200
    assert service.call("GET", "/admin/courses/course-1", caller=ADMIN).json["title"] == "Rye bread"


def test_a_preview_renders_a_sample_and_issues_no_certificate(service: Service) -> None:
    enable_certificates(service)
    answer = service.call("GET", f"{BASE}/preview", caller=ADMIN)
    assert answer.status == 200
    shown = pdfs.text(answer.content)
    assert "Sourdough bread" in shown
    assert "Maria Sanz" in shown
    assert "SAMPLE" in shown
    assert items("course-certificates") == items("certificate-register") == []


def test_a_preview_shows_a_signatory_before_it_is_saved(service: Service) -> None:
    enable_certificates(service)
    before = get(service)
    query = "certificate_signatory_name=Ada%20Wax&certificate_signatory_title="
    shown = pdfs.text(service.call("GET", f"{BASE}/preview?{query}", caller=ADMIN).content)
    assert "Ada Wax" in shown
    assert "Maria Sanz" not in shown
    assert get(service) == before


def test_a_preview_of_settings_that_could_not_be_saved_is_refused(service: Service) -> None:
    enable_certificates(service)
    query = "certificate_signatory_name=" + "A" * 121
    answer = service.call("GET", f"{BASE}/preview?{query}", caller=ADMIN)
    assert refusal(answer) == (400, "invalid_request")
    assert answer.json["errors"][0]["location"] == ["certificate_signatory_name"]


def test_a_preview_needs_a_template(service: Service) -> None:
    assert refusal(service.call("GET", f"{BASE}/preview", caller=ADMIN)) == (409, "template_missing")


def test_a_preview_over_four_mebibytes_is_returned_as_a_link(service: Service) -> None:
    put(service, template_upload_id=upload(service, pdfs.template(image_bytes=5 * 1024 * 1024)))
    answer = service.call("GET", f"{BASE}/preview", caller=ADMIN)
    assert answer.status == 302
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["X-Amz-Expires"] == ["60"]
    stored = client("s3").get_object(Bucket=BUCKET, Key="previews/course-1")["Body"].read()
    assert "SAMPLE" in pdfs.text(stored)


def test_a_template_whose_record_is_missing_counts_as_no_template(service: Service) -> None:
    enable_certificates(service)
    key = {"course_id": {"S": "course-1"}, "version": {"N": "1"}}
    client("dynamodb").delete_item(TableName="test-certificate-templates", Key=key)
    assert get(service)["template"] is None


def test_an_unknown_course_has_no_settings(service: Service) -> None:
    for method, path, body in (
        ("GET", "", None),
        ("PUT", "", {"certificate_enabled": False}),
        ("POST", "/template", {"file_name": "a.pdf", "size_bytes": 1}),
        ("GET", "/preview", None),
    ):
        answer = service.call(method, f"/admin/courses/course-9/certificate{path}", caller=ADMIN, body=body)
        assert refusal(answer) == (404, "course_not_found")


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ({}, []),
        ({"certificate_enabled": "yes"}, ["certificate_enabled"]),
        ({"certificate_enabled": True, "certificate_signatory_name": "x" * 121}, ["certificate_signatory_name"]),
        ({"certificate_enabled": True, "template_upload_id": ""}, ["template_upload_id"]),
    ],
)
def test_the_answer_to_malformed_settings_names_the_field(
    service: Service, body: dict[str, Any], location: list[str]
) -> None:
    answer = service.call("PUT", BASE, caller=ADMIN, body=body)
    assert refusal(answer) == (400, "invalid_request")
    assert answer.json["errors"][0]["location"] == location


def preview_upload(service: Service, **fields: Any) -> Answer:  # noqa: ANN401
    return service.call("POST", f"{BASE}/preview", caller=ADMIN, body=fields)


def stored_at(url: str) -> bytes:
    """The object that a presigned link leads to."""
    key = urlsplit(url).path.removeprefix(f"/{BUCKET}").lstrip("/")
    content: bytes = client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
    return content


def test_an_upload_is_previewed_as_pdf_and_picture_before_it_is_saved(service: Service) -> None:
    upload_id = upload(service, BACKGROUNDS["navy"]())
    answer = preview_upload(service, template_upload_id=upload_id, certificate_signatory_name="Jürgen")
    assert answer.status == 200, answer.content
    pdf, picture = stored_at(answer.json["pdf_url"]), stored_at(answer.json["png_url"])
    assert "Jürgen" in pdfs.text(pdf)
    assert picture.startswith(b"\x89PNG")
    (warning,) = answer.json["warnings"]
    assert "QR code is on a white plate" in warning
    assert (answer.json["page_width_mm"], answer.json["page_height_mm"]) == (297.04, 209.9)
    assert get(service)["template"] is None


def test_a_preview_of_an_upload_that_cannot_be_a_template_says_why(service: Service) -> None:
    upload_id = upload(service, b"no PDF")
    assert refusal(preview_upload(service, template_upload_id=upload_id)) == (422, "template_invalid")
    assert refusal(preview_upload(service, template_upload_id="missing")) == (422, "template_invalid")
    assert preview_upload(service, template_upload_id=upload_id, template_ink="red").status == 400


def test_the_preview_of_a_signatory_that_no_font_can_draw_is_refused(service: Service) -> None:
    answer = preview_upload(service, template_upload_id="default", certificate_signatory_name="\ue000")
    assert refusal(answer) == (409, "name_not_printable")


def test_colours_belong_to_a_version_and_a_change_of_them_makes_another(service: Service) -> None:
    first = put(service, template_upload_id=upload(service, BACKGROUNDS["navy"]()), template_accent="#d4af37").json
    assert first["template"]["version"] == 1
    assert (first["template"]["ink"], first["template"]["accent"]) == (None, "#d4af37")
    assert len(first["template"]["warnings"]) == 1
    second = put(service, template_ink="#ffffff").json
    assert (second["template"]["version"], second["template"]["file_name"]) == (2, first["template"]["file_name"])
    assert (second["template"]["ink"], second["template"]["accent"]) == ("#ffffff", "#d4af37")
    assert second["template"]["sha256"] == first["template"]["sha256"]
    assert put(service).json == second
    third = put(service, template_upload_id="default").json
    assert (third["template"]["ink"], third["template"]["accent"], third["template"]["warnings"]) == (None, None, [])


LAYOUT: dict[str, Any] = {"placement": "top", "size": "L", "signature": False, "printed_url": False}


def test_the_layout_belongs_to_a_version_and_a_change_of_it_makes_another(service: Service) -> None:
    first = put(service, template_upload_id="default", template_ink="#112233").json["template"]
    second = put(service, **{f"template_{name}": value for name, value in LAYOUT.items()}).json["template"]
    kept = {name: value for name, value in first.items() if name not in {*LAYOUT, "version", "uploaded_at"}}
    assert second.items() >= {**kept, **LAYOUT, "version": 2}.items()
    third = put(service, template_size="S").json["template"]
    assert third.items() >= {**kept, **LAYOUT, "size": "S", "version": 3}.items()
    assert put(service, enabled=False).json["template"] == third
    fourth = put(service, template_upload_id="default").json["template"]
    assert fourth.items() >= {"placement": "middle", "size": "M", "signature": True, "printed_url": True}.items()


def test_a_certificate_is_printed_with_the_layout_of_its_template(service: Service) -> None:
    put(service, template_upload_id="default", certificate_signatory_name="Jürgen")
    words = pdfs.text(service.call("GET", f"{BASE}/preview", caller=ADMIN).content)
    assert ("Jürgen" in words, "https://" in words) == (True, True)
    put(service, template_signature=False, template_printed_url=False)
    words = pdfs.text(service.call("GET", f"{BASE}/preview", caller=ADMIN).content)
    assert ("Jürgen" in words, "https://" in words) == (False, False)
    assert "SAMPLE-SAMPLE-SAMPLE" in words


def test_a_version_from_before_the_layout_could_be_chosen_has_the_default(service: Service) -> None:
    first = put(service, template_upload_id="default").json["template"]
    key = {"course_id": {"S": "course-1"}, "version": {"N": "1"}}
    removed = "REMOVE placement, text_size, signature, printed_url"
    client("dynamodb").update_item(TableName="test-certificate-templates", Key=key, UpdateExpression=removed)
    assert get(service)["template"] == first
    assert put(service, template_signature=False).json["template"].items() >= {"size": "M", "signature": False}.items()


@pytest.mark.parametrize(
    "field", [{"template_placement": "left"}, {"template_size": "XL"}, {"template_signature": "yes"}]
)
def test_an_unknown_layout_is_refused(service: Service, field: dict[str, Any]) -> None:
    assert put(service, template_upload_id="default", **field).status == 400
    assert preview_upload(service, template_upload_id="default", **field).status == 400


def test_the_template_in_use_is_previewed_with_a_layout_that_is_not_saved(service: Service) -> None:
    assert refusal(preview_upload(service, template_size="L")) == (409, "template_missing")
    before = put(service, template_upload_id=upload(service, BACKGROUNDS["navy"]()), template_accent="#d4af37").json
    answer = preview_upload(service, template_printed_url=False, certificate_extra_line="12 hours")
    assert answer.status == 200, answer.content
    words = pdfs.text(stored_at(answer.json["pdf_url"]))
    assert ("12 hours" in words, "https://" in words) == (True, False)
    assert get(service) == before


def test_colours_need_a_template(service: Service) -> None:
    assert refusal(put(service, enabled=False, template_ink="#123456")) == (409, "template_missing")
