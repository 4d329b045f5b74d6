"""Staff's views of a course's certificates: the list, CSV, a learner's PDF, and ZIPs."""

import csv
import io
import zipfile
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from shared.aws.connection import client
from tests.support.aws import items
from tests.support.paging import pages
from tests.support.service import ADMIN, SHOP, Answer, Caller, Service
from tests.support.steps import (
    COURSE_ID,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    get_certificate,
    put_course,
    refusal,
)

LIST = f"/admin/courses/{COURSE_ID}/certificates"
ARCHIVE = f"{LIST}/archive"
DAYS = {"anna": "2026-01-31", "ben": "2026-02-01", "carla": "2026-03-15"}
CSV = {"Accept": "text/csv"}


@pytest.fixture
def issued(service: Service) -> dict[str, Any]:
    """The certificates of three learners, each of a day at noon; by user id."""
    put_course(service)
    enable_certificates(service)
    learners = [Caller(name, name=name.title()) for name in DAYS]
    found = {}
    for learner in learners:
        assert enroll(service, learner).status == 200
        finish_lessons(service, learner)
    deliver_completed_lessons(service)
    for learner in learners:
        found[learner.sub] = get_certificate(service, learner, accept="application/json").json
        _issued_at(learner.sub, f"{DAYS[learner.sub]}T12:00:00.000000Z")
    return found


def _issued_at(user_id: str, moment: str) -> None:
    """As if it had been issued then, in its record, which its PDF does not follow."""
    client("dynamodb").update_item(
        TableName="test-course-certificates",
        Key={"user_id": {"S": user_id}, "course_id": {"S": COURSE_ID}},
        UpdateExpression="SET issued_at = :moment",
        ExpressionAttributeValues={":moment": {"S": moment}},
    )


def listed(service: Service, query: str = "", **headers: str) -> Answer:
    return service.call("GET", f"{LIST}{query}", caller=ADMIN, headers=headers)


def learners_of(answer: Answer) -> list[str]:
    assert answer.status == 200, answer.content
    return [item["user_id"] for item in answer.json["items"]]


def rows(answer: Answer) -> list[dict[str, str]]:
    assert answer.status == 200, answer.content
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def archived(service: Service, query: str = "") -> tuple[Any, dict[str, bytes]]:
    answer = service.call("POST", f"{ARCHIVE}{query}", caller=ADMIN)
    assert answer.status == 200, answer.content
    if answer.json["url"] is None:
        return answer.json, {}
    bucket, _, key = urlsplit(answer.json["url"]).path.strip("/").rpartition("archives/")
    stored = client("s3").get_object(Bucket=bucket.strip("/") or "test-certificates", Key=f"archives/{key}")
    with zipfile.ZipFile(io.BytesIO(stored["Body"].read())) as content:
        assert content.testzip() is None
        return answer.json, {name: content.read(name) for name in content.namelist()}


def test_the_newest_certificate_comes_first(service: Service, issued: dict[str, Any]) -> None:
    answer = listed(service)
    assert learners_of(answer) == ["carla", "ben", "anna"]
    assert answer.json["items"][2]["verification_code"] == issued["anna"]["verification_code"]
    assert answer.json["next_cursor"] is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?issued_from=2026-02-01", ["carla", "ben"]),
        ("?issued_to=2026-01-31", ["anna"]),
        ("?issued_from=2026-01-31&issued_to=2026-02-01", ["ben", "anna"]),
        ("?issued_from=2026-04-01&issued_to=2026-04-01", []),
        ("?issued_from=0001-01-01&issued_to=9999-12-31", ["carla", "ben", "anna"]),
    ],
)
@pytest.mark.usefixtures("issued")
def test_a_period_includes_its_first_and_its_last_day(service: Service, query: str, expected: list[str]) -> None:
    assert learners_of(listed(service, query)) == expected
    assert [row["user_id"] for row in rows(listed(service, query, **CSV))] == expected


@pytest.mark.usefixtures("issued")
def test_the_list_is_paged(service: Service) -> None:
    found = pages(service, LIST, limit=1)
    assert [[item["user_id"] for item in page] for page in found] == [["carla"], ["ben"], ["anna"]]


@pytest.mark.usefixtures("issued")
def test_a_cursor_belongs_to_its_period(service: Service) -> None:
    cursor = listed(service, "?limit=1").json["next_cursor"]
    assert refusal(listed(service, f"?issued_from=2026-01-01&cursor={cursor}")) == (400, "invalid_cursor")
    assert learners_of(listed(service, f"?cursor={cursor}")) == ["ben", "anna"]


@pytest.mark.parametrize(
    "query",
    [
        "?issued_from=2026-02-30",
        "?issued_to=20260201",
        "?issued_from=yesterday",
        "?issued_from=2026-02-02&issued_to=2026-02-01",
        "?limit=0",
    ],
)
def test_an_invalid_period_is_refused(service: Service, query: str) -> None:
    put_course(service)
    for answer in (listed(service, query), service.call("POST", f"{ARCHIVE}{query}", caller=ADMIN)):
        assert refusal(answer) == (400, "invalid_request")


def test_an_unknown_course_has_no_list(service: Service) -> None:
    for method, url in (("GET", LIST), ("POST", ARCHIVE)):
        assert refusal(service.call(method, url, caller=ADMIN)) == (404, "course_not_found")


def test_a_reissued_certificate_is_listed_once_at_its_old_place(service: Service, issued: dict[str, Any]) -> None:
    url = f"/admin/certificates/{issued['ben']['public_id']}/reissue"
    new = service.call("POST", url, caller=ADMIN, body={"name": "Ben Ochieng"}).json
    answer = listed(service)
    assert learners_of(answer) == ["carla", "ben", "anna"]
    assert answer.json["items"][1] == new


def test_csv_has_what_a_spreadsheet_needs_and_no_formula(service: Service, issued: dict[str, Any]) -> None:
    url = f"/admin/certificates/{issued['anna']['public_id']}"
    name = '=HYPERLINK("https://evil.example","Łukasz"),x'
    new = service.call("POST", f"{url}/reissue", caller=ADMIN, body={"name": name}).json
    service.call("POST", f"/admin/certificates/{new['public_id']}/revoke", caller=ADMIN, body={"reason": "-1+1"})
    answer = listed(service, **CSV)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="certificates.csv"'
    assert "X-Next-Cursor" not in answer.headers
    row = rows(answer)[2]
    assert (row["issued_name"], row["status"], row["revoke_reason"]) == (f"'{name}", "revoked", "'-1+1")
    assert (row["issued_on"], row["verification_code"]) == ("2026-01-31", new["verification_code"])
    assert row["order_id"] == ""


@pytest.mark.usefixtures("issued")
def test_a_file_that_is_full_says_where_the_next_one_begins(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MAX_CSV_ROWS", "MAX_CSV_BYTES"):
        with monkeypatch.context() as patch:
            patch.setattr(f"shared.edge.answers.certificate_lists.{limit}", 1)
            first = listed(service, **CSV)
        assert [row["user_id"] for row in rows(first)] == ["carla"]
        rest = listed(service, f"?cursor={first.headers['X-Next-Cursor']}", **CSV)
        assert [row["user_id"] for row in rows(rest)] == ["ben", "anna"]


def test_staff_open_a_learners_pdf_active_or_revoked(service: Service, issued: dict[str, Any]) -> None:
    _issued_at("anna", issued["anna"]["issued_at"])
    url = f"/admin/certificates/{issued['anna']['public_id']}"
    pdf = get_certificate(service, Caller("anna")).content
    assert service.call("GET", f"{url}/pdf", caller=ADMIN).content == pdf
    service.call("POST", f"{url}/revoke", caller=ADMIN, body={"reason": "Copied"})
    assert service.call("GET", f"{url}/pdf", caller=ADMIN).content == pdf


def test_there_is_no_pdf_of_an_unknown_replaced_or_erased_certificate(service: Service, issued: dict[str, Any]) -> None:
    assert refusal(service.call("GET", "/admin/certificates/nobody/pdf", caller=ADMIN))[0] == 404
    url = f"/admin/certificates/{issued['anna']['public_id']}"
    new = service.call("POST", f"{url}/reissue", caller=ADMIN, body={"name": "Anna N"}).json
    assert refusal(service.call("GET", f"{url}/pdf", caller=ADMIN)) == (409, "certificate_replaced")
    service.call("DELETE", "/service/learners/anna", caller=SHOP)
    url = f"/admin/certificates/{new['public_id']}/pdf"
    assert refusal(service.call("GET", url, caller=ADMIN)) == (404, "learner_not_found")


def test_a_zip_has_the_pdfs_of_the_certificates_in_force(service: Service, issued: dict[str, Any]) -> None:
    pdfs = {
        f"{learner.title()} {one['public_id']}.pdf": get_certificate(service, Caller(learner)).content
        for learner, one in issued.items()
    }
    answer, content = archived(service)
    assert (answer["certificates"], answer["next_cursor"], content) == (3, None, pdfs)
    assert datetime.fromisoformat(answer["expires_at"]) > datetime.now(UTC)
    url = f"/admin/certificates/{issued['ben']['public_id']}/revoke"
    service.call("POST", url, caller=ADMIN, body={"reason": "Copied"})
    service.call("DELETE", "/service/learners/carla", caller=SHOP)
    assert list(archived(service)[1]) == [f"Anna {issued['anna']['public_id']}.pdf"]


@pytest.mark.usefixtures("issued")
def test_zips_continue_where_the_last_one_ended(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    first, one = archived(service, "?limit=2&issued_to=2026-03-15")
    second, other = archived(service, f"?limit=2&issued_to=2026-03-15&cursor={first['next_cursor']}")
    assert ([name[:3] for name in one], [name[:3] for name in other]) == (["Car", "Ben"], ["Ann"])
    assert second["next_cursor"] is None
    monkeypatch.setattr("shared.usecases.issued_certificates.MAX_ARCHIVE_BYTES", 1)
    assert archived(service)[0]["certificates"] == 1


@pytest.mark.usefixtures("issued")
def test_a_name_is_no_path_in_a_zip(service: Service, issued: dict[str, Any]) -> None:
    url = f"/admin/certificates/{issued['anna']['public_id']}/reissue"
    new = service.call("POST", url, caller=ADMIN, body={"name": "../../Anna: <x>\\|?"}).json
    names = list(archived(service, "?issued_to=2026-01-31")[1])
    assert names == [f"Anna   x {new['public_id']}.pdf"]


def test_a_period_without_certificates_makes_no_zip(service: Service) -> None:
    put_course(service)
    answer, content = archived(service)
    assert (answer["url"], answer["expires_at"], answer["certificates"], content) == (None, None, 0, {})
    assert items("course-certificates") == []
