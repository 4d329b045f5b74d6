"""The learner's profile, and which name is printed on a certificate."""

from typing import Any

import pytest

from shared.aws.connection import client
from shared.config import CertificateConfig
from tests.support.aws import items
from tests.support.service import ADMIN, SHOP, Answer, Caller, Service, function
from tests.support.steps import (
    ANNA,
    BEN,
    COURSE_ID,
    SLUG,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    get_certificate,
    put_course,
    refusal,
    verify,
)
from tests.support.wire import broken, calls, just_before, tables_read
from tests.support.wire import refusal as refused

NAMELESS = Caller("anna")
UNPRINTABLE = "𓀀 Anna"
SHOP_NAME, TOKEN_NAME, PAYER_NAME, OWN_NAME = "Anna Shop", "Anna Łukasiewicz", "Zdzisława Payer", "Anna Own"
NO_PROFILE: dict[str, Any] = {
    "name": None,
    "learner_may_change_name": False,
    "printed_name": None,
    "name_source": None,
    "unprintable_characters": [],
}


@pytest.fixture
def learner_may_change_name(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {
        "CERTIFICATES_ENABLED": "true",
        "PUBLIC_BASE_URL": "https://laurel.example",
        "LEARNER_MAY_CHANGE_NAME": "true",
    }
    monkeypatch.setattr(function("certificates"), "config", CertificateConfig.from_env(environment))


def get_profile(service: Service, learner: Caller = ANNA, query: str = "") -> Answer:
    return service.call("GET", f"/my-profile{query}", caller=learner)


def put_profile(service: Service, name: Any, learner: Caller = ANNA) -> Answer:  # noqa: ANN401
    return service.call("PUT", "/my-profile", caller=learner, body={"name": name})


def in_course(service: Service, learner: Caller = ANNA) -> tuple[str | None, str | None]:
    """The name that the learner's certificate of the course would have, and its source."""
    answer = get_profile(service, learner, f"?course_slug={SLUG}")
    assert answer.status == 200, answer.content
    return answer.json["printed_name"], answer.json["name_source"]


def ready(service: Service, learner: Caller = ANNA, **fields: Any) -> None:  # noqa: ANN401 - as of an enrollment
    """Set up a learner who may download the certificate and has not downloaded it."""
    put_course(service)
    enable_certificates(service)
    enroll(service, learner, **fields)
    finish_lessons(service, learner)
    deliver_completed_lessons(service)


def set_payer(name: str) -> None:
    client("dynamodb").update_item(
        TableName="test-enrollments",
        Key={"user_id": {"S": "anna"}, "course_id": {"S": COURSE_ID}},
        UpdateExpression="SET purchaser_name = :name",
        ExpressionAttributeValues={":name": {"S": name}},
    )


def issued(service: Service, learner: Caller = ANNA) -> tuple[str, str | None]:
    """The name on the learner's certificate, which is issued now, and its source."""
    assert get_certificate(service, learner).status == 200
    [record] = export(service)["certificates"]
    return record["issued_name"], record["name_source"]


def export(service: Service, user_id: str = "anna") -> Any:  # noqa: ANN401
    answer = service.call("GET", f"/service/learners/{user_id}/export", caller=SHOP)
    assert answer.status == 200, answer.content
    return answer.json


def erase(service: Service) -> None:
    assert service.call("DELETE", "/service/learners/anna", caller=SHOP).status == 204


# ------------------------------------------------------------------ the profile


def test_a_learner_without_a_profile_has_the_name_of_the_token(service: Service) -> None:
    expected = {**NO_PROFILE, "printed_name": TOKEN_NAME, "name_source": "token"}
    assert get_profile(service).json == expected
    assert get_profile(service, NAMELESS).json == NO_PROFILE


def test_a_learner_supplies_changes_and_removes_a_name(service: Service) -> None:
    for name in ("Anna Nowak", OWN_NAME):
        answer = put_profile(service, name, NAMELESS)
        assert answer.status == 200
        assert answer.json == {**NO_PROFILE, "name": name, "printed_name": name, "name_source": "learner"}
        assert get_profile(service, NAMELESS).json == answer.json
    assert put_profile(service, None, NAMELESS).json == NO_PROFILE
    assert put_profile(service, None, NAMELESS).json == NO_PROFILE
    assert get_profile(service, NAMELESS).json == NO_PROFILE
    assert items("profiles") == []


def test_a_name_that_is_stored_again_keeps_the_time_of_creation(service: Service) -> None:
    put_profile(service, OWN_NAME)
    [before] = items("profiles")
    put_profile(service, OWN_NAME)
    [after] = items("profiles")
    assert after.keys() == {"user_id", "name", "created_at", "updated_at"}
    assert after["created_at"] == before["created_at"] == before["updated_at"]
    assert after["updated_at"]["S"] > before["updated_at"]["S"]


def test_a_profile_is_one_write_and_one_read(service: Service) -> None:
    with calls() as made:
        put_profile(service, OWN_NAME)
        put_profile(service, None)
        get_profile(service)
    assert made == ["UpdateItem", "DeleteItem", "GetItem"]


def test_a_change_whose_response_is_lost_may_be_repeated(service: Service) -> None:
    with broken(refused("InternalServerError", 500), operation="UpdateItem", done=True):
        assert refusal(put_profile(service, OWN_NAME)) == (503, "unavailable")
    assert put_profile(service, OWN_NAME).status == 200
    assert get_profile(service).json["name"] == OWN_NAME


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("  Anna\t\u202e Maria\u200b ", "Anna Maria"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("a" * 119 + " bc", "a" * 119),
        ("नमस्ते 李小龙 محمد", "नमस्ते 李小龙 محمد"),
    ],
)
def test_a_name_is_stored_as_it_is_printed(service: Service, typed: str, stored: str) -> None:
    assert put_profile(service, typed).json["name"] == stored
    [item] = items("profiles")
    assert item["name"] == {"S": stored}


@pytest.mark.parametrize("name", ["", "   ", "\u200b\u202e", "\u3164", "\u0301", "a" * 201, 7, ["Anna"]])
def test_an_invalid_name_is_refused(service: Service, name: object) -> None:
    put_profile(service, OWN_NAME)
    answer = put_profile(service, name)
    assert refusal(answer) == (400, "invalid_request")
    assert [error["location"] for error in answer.json["errors"]] == [["name"]]
    assert get_profile(service).json["name"] == OWN_NAME


@pytest.mark.parametrize("body", [{}, {"name": "Anna", "nickname": "Ania"}, [], "Anna"])
def test_a_body_that_is_not_a_profile_is_refused(service: Service, body: object) -> None:
    assert refusal(service.call("PUT", "/my-profile", caller=ANNA, body=body)) == (400, "invalid_request")
    assert items("profiles") == []


def test_a_name_that_no_font_can_draw_is_refused(service: Service) -> None:
    answer = put_profile(service, UNPRINTABLE)
    assert refusal(answer) == (409, "name_not_printable")
    assert "U+13000" in answer.json["detail"]
    assert items("profiles") == []


def test_a_profile_needs_a_token(service: Service) -> None:
    assert refusal(service.call("GET", "/my-profile")) == (401, "unauthorized")
    assert refusal(service.call("PUT", "/my-profile", body={"name": "Anna"})) == (401, "unauthorized")
    assert items("profiles") == []


def test_a_learner_reaches_no_other_profile(service: Service) -> None:
    put_profile(service, OWN_NAME)
    assert get_profile(service, BEN, "?user_id=anna").json["name"] is None
    put_profile(service, "Ben", BEN)
    put_profile(service, None, BEN)
    body = {"name": "Ben", "user_id": "anna"}
    assert refusal(service.call("PUT", "/my-profile", caller=BEN, body=body)) == (400, "invalid_request")
    assert get_profile(service).json["name"] == OWN_NAME


# ------------------------------------------------------------------ the name in a course


def test_the_name_in_a_course_is_that_of_the_first_source_that_has_one(service: Service) -> None:
    put_course(service)
    enroll(service, learner_name=SHOP_NAME)
    set_payer(PAYER_NAME)
    put_profile(service, OWN_NAME)
    assert in_course(service) == (SHOP_NAME, "shop")
    enroll(service, learner_name=None)
    assert in_course(service) == (TOKEN_NAME, "token")
    assert in_course(service, NAMELESS) == (PAYER_NAME, "checkout")
    set_payer(" ")
    assert in_course(service, NAMELESS) == (OWN_NAME, "learner")
    put_profile(service, None)
    assert in_course(service, NAMELESS) == (None, None)


@pytest.mark.usefixtures("learner_may_change_name")
def test_the_learners_own_name_comes_first_where_the_deployment_says_so(service: Service) -> None:
    put_course(service)
    enroll(service, learner_name=SHOP_NAME)
    set_payer(PAYER_NAME)
    answer = put_profile(service, OWN_NAME)
    assert answer.json["learner_may_change_name"] is True
    assert in_course(service) == (OWN_NAME, "learner")
    put_profile(service, None)
    assert in_course(service) == (SHOP_NAME, "shop")


def test_without_a_course_no_enrollment_counts(service: Service) -> None:
    put_course(service)
    enroll(service, learner_name=SHOP_NAME)
    assert get_profile(service).json["name_source"] == "token"
    assert get_profile(service, NAMELESS).json == NO_PROFILE


def test_the_enrollment_of_another_learner_does_not_count(service: Service) -> None:
    put_course(service)
    enroll(service, learner_name=SHOP_NAME)
    assert in_course(service, BEN) == (BEN.name, "token")


@pytest.mark.parametrize("changes", [{"published": False}, {"slug": "rye-bread"}])
def test_a_course_that_is_not_published_is_not_found(service: Service, changes: dict[str, Any]) -> None:
    put_course(service, **changes)
    assert refusal(get_profile(service, query=f"?course_slug={SLUG}")) == (404, "course_not_found")


@pytest.mark.parametrize("slug", ["", "sourdough%20bread", "a%2Fb", "x" * 129, f"{SLUG},{SLUG}"])
def test_an_invalid_slug_is_refused(service: Service, slug: str) -> None:
    answer = get_profile(service, query=f"?course_slug={slug}")
    assert refusal(answer) == (400, "invalid_request")
    assert [error["location"] for error in answer.json["errors"]] == [["course_slug"]]


def test_an_unprintable_name_is_shown_unless_it_is_the_payers(service: Service) -> None:
    put_course(service)
    enroll(service, learner_name=UNPRINTABLE)
    assert in_course(service) == (UNPRINTABLE, "shop")
    answer = get_profile(service, query=f"?course_slug={SLUG}")
    assert answer.json["unprintable_characters"] == [UNPRINTABLE[0]]
    enroll(service, learner_name=None)
    set_payer(UNPRINTABLE)
    assert in_course(service, NAMELESS) == (None, None)


# ------------------------------------------------------------------ the name on a certificate


def test_a_certificate_keeps_the_source_of_its_name(service: Service) -> None:
    ready(service, learner_name=SHOP_NAME)
    put_profile(service, OWN_NAME)
    assert issued(service) == (SHOP_NAME, "shop")
    enroll(service, learner_name=None)
    assert issued(service) == (SHOP_NAME, "shop")


def test_a_certificate_may_have_the_name_of_the_token(service: Service) -> None:
    ready(service)
    set_payer(PAYER_NAME)
    put_profile(service, OWN_NAME)
    assert issued(service) == (TOKEN_NAME, "token")


def test_a_certificate_may_have_the_name_from_the_checkout(service: Service) -> None:
    ready(service, NAMELESS)
    set_payer(PAYER_NAME)
    put_profile(service, OWN_NAME, NAMELESS)
    assert issued(service, NAMELESS) == (PAYER_NAME, "checkout")


def test_a_learner_without_a_name_supplies_one_and_gets_the_certificate(service: Service) -> None:
    ready(service, NAMELESS)
    assert refusal(get_certificate(service, NAMELESS)) == (409, "learner_name_missing")
    put_profile(service, OWN_NAME, NAMELESS)
    assert issued(service, NAMELESS) == (OWN_NAME, "learner")


def test_an_unprintable_name_from_the_checkout_is_skipped(service: Service) -> None:
    ready(service, NAMELESS)
    set_payer(UNPRINTABLE)
    assert refusal(get_certificate(service, NAMELESS)) == (409, "learner_name_missing")
    put_profile(service, OWN_NAME, NAMELESS)
    assert issued(service, NAMELESS) == (OWN_NAME, "learner")


@pytest.mark.parametrize("source", ["shop", "token"])
def test_an_unprintable_name_from_shop_or_token_is_refused(service: Service, source: str) -> None:
    learner = Caller("anna", name=UNPRINTABLE if source == "token" else None)
    ready(service, learner, learner_name=UNPRINTABLE if source == "shop" else None)
    put_profile(service, OWN_NAME, learner)
    assert refusal(get_certificate(service, learner)) == (409, "name_not_printable")
    assert items("course-certificates") == []


@pytest.mark.usefixtures("learner_may_change_name")
def test_the_learners_own_name_is_printed_where_the_deployment_says_so(service: Service) -> None:
    ready(service, learner_name=UNPRINTABLE)
    assert refusal(get_certificate(service)) == (409, "name_not_printable")
    put_profile(service, OWN_NAME)
    assert issued(service) == (OWN_NAME, "learner")
    put_profile(service, "Anna Nowak")
    assert issued(service) == (OWN_NAME, "learner")


@pytest.mark.usefixtures("learner_may_change_name")
def test_the_shops_name_is_printed_while_the_learner_has_none(service: Service) -> None:
    ready(service, learner_name=SHOP_NAME)
    assert issued(service) == (SHOP_NAME, "shop")


def test_a_certificate_from_before_sources_were_stored_has_none(service: Service) -> None:
    ready(service)
    issued(service)
    client("dynamodb").update_item(
        TableName="test-course-certificates",
        Key={"user_id": {"S": "anna"}, "course_id": {"S": COURSE_ID}},
        UpdateExpression="REMOVE name_source",
    )
    assert issued(service) == (TOKEN_NAME, None)


def test_admins_see_the_source_of_the_name_and_the_public_does_not(service: Service) -> None:
    ready(service)
    data = get_certificate(service, accept="application/json").json
    url = f"/admin/certificates/{data['public_id']}/revoke"
    assert service.call("POST", url, caller=ADMIN, body={"reason": "Copied"}).json["name_source"] == "token"
    assert "name_source" not in data
    assert "name_source" not in verify(service, data["verification_code"]).json
    assert "name_source" not in str(items("certificate-register"))


# ------------------------------------------------------------------ cost


def test_a_first_download_reads_no_profile_while_another_source_has_a_name(service: Service) -> None:
    ready(service)
    put_profile(service, OWN_NAME)
    with tables_read() as read:
        get_certificate(service)
    certificates = "test-course-certificates"
    # The course by its slug, the issuer, and at the end whether the learner was erased meanwhile.
    assert read == ["test-courses", "test-courses", "test-enrollments", certificates, "test-settings", certificates]


def test_a_first_download_without_a_name_reads_the_profile_once(service: Service) -> None:
    ready(service, NAMELESS)
    put_profile(service, OWN_NAME, NAMELESS)
    with tables_read() as read:
        get_certificate(service, NAMELESS)
    assert read.count("test-profiles") == 1


@pytest.mark.usefixtures("learner_may_change_name")
def test_only_a_first_download_reads_the_preferred_profile(service: Service) -> None:
    ready(service)
    with tables_read() as first:
        get_certificate(service)
    with tables_read() as later:
        get_certificate(service)
    assert (first.count("test-profiles"), later.count("test-profiles")) == (1, 0)


# ------------------------------------------------------------------ export and erasure


def test_an_export_has_the_profile(service: Service) -> None:
    put_course(service)
    enroll(service)
    assert export(service)["profile"] is None
    put_profile(service, OWN_NAME)
    [item] = items("profiles")
    assert export(service)["profile"] == {"name": OWN_NAME, "updated_at": item["updated_at"]["S"]}


def test_a_learner_with_only_a_profile_is_exported_and_erased(service: Service) -> None:
    put_profile(service, OWN_NAME)
    put_profile(service, "Ben Own", BEN)
    held = export(service)
    assert held["profile"]["name"] == OWN_NAME
    assert held["enrollments"] == held["certificates"] == []
    erase(service)
    assert refusal(service.call("GET", "/service/learners/anna/export", caller=SHOP)) == (404, "learner_not_found")
    assert get_profile(service, NAMELESS).json == NO_PROFILE
    assert get_profile(service, BEN).json["name"] == "Ben Own"


def test_an_erased_certificate_keeps_the_source_of_its_name(service: Service) -> None:
    ready(service, NAMELESS)
    put_profile(service, OWN_NAME, NAMELESS)
    assert issued(service, NAMELESS) == (OWN_NAME, "learner")
    erase(service)
    [record] = export(service)["certificates"]
    assert (record["issued_name"], record["name_source"]) == ("", "learner")


def test_a_download_that_has_read_the_profile_before_an_erasure_issues_nothing(service: Service) -> None:
    ready(service, NAMELESS)
    put_profile(service, OWN_NAME, NAMELESS)
    with just_before("TransactWriteItems", lambda: erase(service)):
        assert refusal(get_certificate(service, NAMELESS)) == (403, "not_enrolled")
    assert items("course-certificates") == items("profiles") == []


def test_a_learner_who_is_enrolled_again_during_an_erasure_gets_no_certificate_with_the_erased_name(
    service: Service,
) -> None:
    ready(service, NAMELESS)
    put_profile(service, OWN_NAME, NAMELESS)

    def come_back() -> None:
        # The course is complete at once.
        enroll(service, NAMELESS)
        assert refusal(get_certificate(service, NAMELESS)) == (409, "learner_name_missing")

    # All but the progress was erased.
    with just_before("Query", come_back, skip=4):
        erase(service)
    assert OWN_NAME not in str(items("course-certificates"))
