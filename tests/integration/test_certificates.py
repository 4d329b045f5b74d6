"""The learner's certificate: issued once, and the same bytes for every later download."""

import secrets
from collections import deque
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.aws.connection import client
from shared.config import CertificateConfig
from shared.domain.certificate import CODE_ALPHABET, CODE_LENGTH
from shared.pdf.render import render
from shared.usecases import certificates as usecase
from tests.support import pdfs
from tests.support.aws import items
from tests.support.service import ADMIN, Caller, Service, function
from tests.support.steps import (
    ANNA,
    BEN,
    certified,
    completed,
    course,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    enrollment,
    finish_lessons,
    get_certificate,
    my_course,
    put_course,
    send,
    verify,
)
from tests.support.uploads import use_template
from tests.support.wire import broken, calls, just_before, s3_refusal
from tests.support.wire import refusal as refused

JSON = "application/json"
BUCKET = "test-certificates"


def ready(service: Service, learner: Caller = ANNA) -> None:
    """Set up a learner who may download the certificate and has not downloaded it."""
    put_course(service)
    enable_certificates(service)
    enroll(service, learner)
    finish_lessons(service, learner)
    deliver_completed_lessons(service)


def stored() -> dict[str, bytes]:
    """The PDFs in the bucket, by key."""
    listed = client("s3").list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return {entry["Key"]: client("s3").get_object(Bucket=BUCKET, Key=entry["Key"])["Body"].read() for entry in listed}


def test_the_first_download_issues_the_certificate_and_the_next_returns_the_same_bytes(service: Service) -> None:
    ready(service)
    first = get_certificate(service)
    assert first.status == 200
    assert first.headers["Content-Type"] == "application/pdf"
    assert first.headers["Cache-Control"] == "no-store"
    assert first.headers["Content-Disposition"] == 'attachment; filename="certificate-sourdough-bread.pdf"'
    assert get_certificate(service).content == first.content
    assert len(items("course-certificates")) == 1
    assert len(items("certificate-register")) == 2


def test_the_json_form_issues_the_certificate_too_and_has_the_same_data(service: Service) -> None:
    ready(service)
    data = get_certificate(service, accept=JSON).json
    pdf = get_certificate(service).content
    assert data["pdf_sha256"] == sha256(pdf).hexdigest()
    assert data["issued_name"] == "Anna Łukasiewicz"
    assert data["issued_course_title"] == "Sourdough bread"
    assert data["status"] == "active"
    assert data["verification_url"] == f"https://laurel.example/certificates/verify/{data['verification_code']}"
    assert get_certificate(service, accept=JSON).json == data
    assert my_course(service)["certificate"]["public_id"] == data["public_id"]
    assert my_course(service)["certificate"]["state"] == "issued"


def test_the_linkedin_link_fills_in_the_form(service: Service) -> None:
    data = certified(service)
    query = parse_qs(urlsplit(data["linkedin_url"]).query)
    assert query["name"] == ["Sourdough bread"]
    assert query["certUrl"] == [data["verification_url"]]
    assert query["certId"] == [data["verification_code"]]
    assert query["issueYear"] == [data["issued_at"][:4]]
    assert query["issueMonth"] == [str(int(data["issued_at"][5:7]))]


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("application/json", JSON),
        ("application/json, text/plain, */*", "application/pdf"),
        ("application/pdf;q=0.5, application/json", JSON),
        ("application/json;q=0.5, application/pdf", "application/pdf"),
        ("application/json;q=zero, application/pdf;q=0.1", "application/pdf"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "application/pdf"),
        ("application/*", "application/pdf"),
        ("", "application/pdf"),
    ],
)
def test_the_accept_header_selects_the_media_type(service: Service, accept: str, form: str) -> None:
    ready(service)
    answer = get_certificate(service, accept=accept)
    assert answer.headers["Content-Type"] == form


def test_an_issued_certificate_never_changes(service: Service) -> None:
    data = certified(service)
    pdf = get_certificate(service).content
    put_course(service, title="Rye bread", lessons=course()["lessons"][:1])
    enroll(service, learner_name="Anna Nowak")
    use_template(service, pdfs.template(210, 148))
    renamed = Caller("anna", name="Anna Nowak")
    assert get_certificate(service, renamed).content == pdf
    assert get_certificate(service, renamed, accept=JSON).json == data
    assert verify(service, data["verification_code"]).json["issued_course_title"] == "Sourdough bread"


def test_a_lost_pdf_is_rendered_again_with_the_same_bytes(service: Service) -> None:
    data = certified(service)
    [(key, before)] = stored().items()
    client("s3").delete_object(Bucket=BUCKET, Key=key)
    put_course(service, title="Rye bread")
    assert get_certificate(service).content == before
    assert stored() == {key: before}
    assert sha256(before).hexdigest() == data["pdf_sha256"]


@pytest.mark.parametrize("is_reissued", [False, True])
def test_a_pdf_that_a_later_renderer_draws_with_other_bytes_is_still_what_its_hash_says(
    service: Service, monkeypatch: pytest.MonkeyPatch, *, is_reissued: bool
) -> None:
    data = certified(service)
    if is_reissued:
        # Nothing has stored the PDF of the new certificate yet.
        path = f"/admin/certificates/{data['public_id']}/reissue"
        data = service.call("POST", path, caller=ADMIN, body={"name": "Anna Nowak"}).json
    else:
        client("s3").delete_object(Bucket=BUCKET, Key=next(iter(stored())))
    issued = get_certificate(service, accept=JSON).json
    monkeypatch.setattr(usecase, "render", lambda *given: render(*given) + b"%later\n")
    downloaded = get_certificate(service).content
    assert downloaded.endswith(b"%later\n")
    changed = sha256(downloaded).hexdigest()
    assert changed != data["pdf_sha256"]
    assert downloaded in stored().values()
    assert verify(service, data["verification_code"]).json["pdf_sha256"] == changed
    assert get_certificate(service, accept=JSON).json == {**issued, "pdf_sha256": changed}
    monkeypatch.undo()
    # The stored PDF is what counts from now on.
    assert get_certificate(service).content == downloaded


def test_a_damaged_pdf_is_rendered_again(service: Service) -> None:
    certified(service)
    [(key, before)] = stored().items()
    client("s3").put_object(Bucket=BUCKET, Key=key, Body=b"%PDF-damaged")
    assert get_certificate(service).content == before
    assert stored() == {key: before}


def test_a_certificate_whose_pdf_could_not_be_stored_is_still_issued(service: Service) -> None:
    ready(service)
    with broken(s3_refusal("InternalError", 500), service="s3", operation="PutObject"):
        assert get_certificate(service).status == 503
    [issued] = items("course-certificates")
    assert sha256(get_certificate(service).content).hexdigest() == issued["pdf_sha256"]["S"]


def test_of_two_concurrent_downloads_one_issues_the_certificate(service: Service) -> None:
    ready(service)
    pdfs_seen: list[bytes] = []
    with just_before("TransactWriteItems", lambda: pdfs_seen.append(get_certificate(service).content)):
        pdfs_seen.append(get_certificate(service).content)
    assert pdfs_seen[0] == pdfs_seen[1]
    assert len(items("course-certificates")) == 1
    assert len(stored()) == 1


def test_a_certificate_whose_write_lost_its_response_is_found_by_the_next_request(service: Service) -> None:
    ready(service)
    with broken(refused("InternalServerError", 500), operation="TransactWriteItems", done=True):
        assert get_certificate(service).status == 503
    [issued] = items("course-certificates")
    assert get_certificate(service, accept=JSON).json["public_id"] == issued["public_id"]["S"]


def test_a_certificate_is_issued_in_one_transaction(service: Service) -> None:
    ready(service)
    with calls() as made:
        get_certificate(service)
    assert made.count("TransactWriteItems") == 1
    assert {"UpdateItem", "PutItem", "DeleteItem"}.isdisjoint(made)


def test_a_download_detects_a_completion_that_the_stream_did_not_deliver(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service)
    finish_lessons(service)  # and no stream record is delivered
    assert get_certificate(service).status == 200
    assert enrollment(service)["completed_at"] is not None
    assert len(items("completions")) == 1


def test_a_lesson_added_after_completion_does_not_revoke_it(service: Service) -> None:
    ready(service)
    put_course(service, lessons=[*course()["lessons"], {"lesson_id": "more", "title": "More", "kind": "article"}])
    assert get_certificate(service).status == 200


def test_the_name_of_the_enrollment_is_printed_instead_of_the_tokens(service: Service) -> None:
    ready(service)
    enroll(service, learner_name="  Nguyễn\tThị \u202eÁnh ")
    assert get_certificate(service, accept=JSON).json["issued_name"] == "Nguyễn Thị Ánh"


def test_the_name_and_the_code_are_printed_on_the_page(service: Service) -> None:
    data = certified(service)
    page = pdfs.text(get_certificate(service).content)
    for words in ("Anna Łukasiewicz", "Sourdough bread", "Maria Sanz", data["verification_code"]):
        assert words in page


def test_every_certificate_has_unique_codes(service: Service) -> None:
    anna = certified(service)
    ben = certified(service, BEN)
    assert anna["verification_code"] != ben["verification_code"]
    assert anna["public_id"] != ben["public_id"]


@pytest.mark.parametrize("taken", ["verification_code", "public_id"])
def test_a_code_or_id_that_is_already_in_use_is_drawn_again(
    service: Service, monkeypatch: pytest.MonkeyPatch, taken: str
) -> None:
    anna = certified(service)
    letters = anna[taken].replace("-", "")
    # The code is drawn before the id.
    letters = letters if taken == "verification_code" else "0" * CODE_LENGTH + letters
    drawn, randbelow = deque(CODE_ALPHABET.index(letter) for letter in letters), secrets.randbelow
    monkeypatch.setattr(secrets, "randbelow", lambda below: drawn.popleft() if drawn else randbelow(below))
    ben = certified(service, BEN)
    assert not drawn
    assert anna[taken] != ben[taken]
    assert verify(service, anna["verification_code"]).json["issued_name"] == ANNA.name
    assert verify(service, ben["verification_code"]).json["issued_name"] == BEN.name
    # Admins find each certificate by its id.
    url = f"/admin/certificates/{anna['public_id']}/revoke"
    service.call("POST", url, caller=ADMIN, body={"reason": "Copied"})
    states = [verify(service, one["verification_code"]).json["status"] for one in (anna, ben)]
    assert states == ["revoked", "active"]


def test_a_pdf_over_four_mebibytes_is_returned_as_a_link_that_expires_after_a_minute(service: Service) -> None:
    put_course(service, lessons=[{"lesson_id": "flour", "title": "On flour", "kind": "article"}])
    use_template(service, pdfs.template(image_bytes=5 * 1024 * 1024))
    enroll(service)
    send(service, completed("flour"))
    first = get_certificate(service)
    assert first.status == 302
    link = urlsplit(first.headers["Location"])
    assert parse_qs(link.query)["X-Amz-Expires"] == ["60"]
    [(key, pdf)] = stored().items()
    assert link.path.endswith(key)
    assert len(pdf) > 4 * 1024 * 1024
    again = get_certificate(service)
    assert (again.status, urlsplit(again.headers["Location"]).path) == (302, link.path)
    assert get_certificate(service, accept=JSON).json["pdf_sha256"] == sha256(pdf).hexdigest()


def test_without_a_public_base_url_the_address_of_the_api_is_printed(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = CertificateConfig(enabled=True, public_base_url="")
    monkeypatch.setattr(function("certificates"), "config", config)
    ready(service)
    url = get_certificate(service, accept=JSON).json["verification_url"]
    assert url.startswith("https://api.example/certificates/verify/")
