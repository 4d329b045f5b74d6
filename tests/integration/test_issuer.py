"""The organisation that issues certificates, as admins set it."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from shared.aws.connection import connection
from tests.support.aws import items
from tests.support.service import ADMIN, SHOP, Answer, Caller, Service
from tests.support.steps import ANNA, certified, refusal, verify
from tests.support.wire import tables_read

SCHOOL = {
    "name": "Hearth School",
    "url": "https://hearth.example/about?x=1",
    "linkedin_organization_id": "1337",
    "primary_colour": "#7a1f3d",
    "accent_colour": "#F2C14E",
}
NOBODY = dict.fromkeys(("name", "url", "linkedin_organization_id", "logo_sha256", "primary_colour", "accent_colour"))


def get(service: Service, caller: Caller = ADMIN) -> Answer:
    return service.call("GET", "/admin/issuer", caller=caller)


def put(service: Service, body: Any, caller: Caller = ADMIN) -> Answer:  # noqa: ANN401
    return service.call("PUT", "/admin/issuer", caller=caller, body=body)


def test_a_new_deployment_has_no_issuer(service: Service) -> None:
    assert get(service).json == NOBODY


def test_the_issuer_is_stored_and_replaced_as_a_whole(service: Service) -> None:
    assert put(service, SCHOOL).json == get(service).json == {**NOBODY, **SCHOOL}
    assert put(service, {"name": "Another"}).json == get(service).json == {**NOBODY, "name": "Another"}


def test_null_removes_the_issuer(service: Service) -> None:
    put(service, SCHOOL)
    assert put(service, {"name": None, "url": "https://hearth.example"}).json == get(service).json == NOBODY
    assert items("settings") == []
    assert put(service, {"name": None}).json == NOBODY


def test_invisible_characters_are_removed_from_the_name(service: Service) -> None:
    assert put(service, {"name": " Hearth\u202e  School\u200b "}).json["name"] == "Hearth School"
    assert refusal(put(service, {"name": "\u200b\u00ad"})) == (400, "invalid_request")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": ""},
        {"name": "x" * 121},
        {"name": "two\nlines"},
        {"name": 5},
        {"name": "A", "logo": "x"},
        *({"name": "A", "url": url} for url in ("http://a.example", "https://", "https://a", "javascript:alert(1)", 5)),
        *({"name": "A", "url": f"https://a.example{path}"} for path in ("/é", "/a b", "@b.example", "/\n", "\n")),
        {"name": "A", "url": "https://a.example/" + "x" * 200},
        *(
            {"name": "A", "primary_colour": colour}
            for colour in ("", "red", "#fff", "#12345g", "#1234567", "#123456\n", 5)
        ),
        {"name": "A", "accent_colour": "#12345;"},
        *({"name": "A", "linkedin_organization_id": number} for number in ("", "12a", "1" * 21, "1\n", 1337)),
    ],
)
def test_an_invalid_issuer_is_refused(service: Service, body: dict[str, Any]) -> None:
    put(service, SCHOOL)
    assert refusal(put(service, body)) == (400, "invalid_request")
    assert get(service).json == {**NOBODY, **SCHOOL}


@pytest.mark.parametrize("caller", [ANNA, SHOP])
def test_only_admins_see_and_set_the_issuer(service: Service, caller: Caller) -> None:
    assert refusal(get(service, caller)) == refusal(put(service, SCHOOL, caller)) == (403, "forbidden")


def test_the_verification_page_names_the_issuer(service: Service) -> None:
    put(service, {**SCHOOL, "name": "Hearth <b>School</b>"})
    html = verify(service, certified(service)["verification_code"], accept="text/html").content.decode()
    link = '<a href="https://hearth.example/about?x=1" rel="noreferrer">Hearth &lt;b&gt;School&lt;/b&gt;</a>'
    assert link in html
    assert "Maria Sanz, Head baker" in html


def test_only_the_first_download_reads_the_issuer(service: Service) -> None:
    with tables_read() as read:
        certified(service)
    assert read.count("test-settings") == 1
    with tables_read() as read:
        service.call("GET", "/my-courses/sourdough-bread/certificate", caller=ANNA)
    assert "test-settings" not in read


def page(service: Service, code: str) -> str:
    return verify(service, code, accept="text/html").content.decode()


def test_the_verification_page_has_the_colours_of_today(service: Service) -> None:
    put(service, SCHOOL)
    code = certified(service)["verification_code"]
    assert ":root{--head:#7a1f3d;--on-head:#ffffff}:root{--button:#F2C14E;--on-button:#000000}" in page(service, code)
    put(service, {"name": "Another", "primary_colour": "#ffffff"})
    changed = page(service, code)
    assert ":root{--head:#ffffff;--on-head:#000000}:root{--button:#ffffff;--on-button:#000000}" in changed
    # The organisation is the one that issued the certificate.
    assert "Hearth School" in changed
    assert "Another" not in changed
    put(service, {"name": None})
    assert "--on-head:#000000" not in page(service, code)


def test_the_page_is_in_laurels_colours_while_the_settings_cannot_be_read(service: Service) -> None:
    put(service, SCHOOL)
    code = certified(service)["verification_code"]
    # The count of requests and the code itself are written and read before.
    with failing_reads_of("test-settings"):
        answer = verify(service, code, accept="text/html")
    assert answer.status == 200
    assert "This certificate is valid." in answer.content.decode()
    assert "#7a1f3d" not in answer.content.decode()


@contextmanager
def failing_reads_of(table: str) -> Iterator[None]:
    """DynamoDB does not answer when an item of a table is read."""

    def fail(params: dict[str, Any], **_: Any) -> None:  # noqa: ANN401
        if json.loads(params["body"])["TableName"] == table:
            raise ReadTimeoutError(endpoint_url="https://dynamodb.example/")

    events = connection().client.meta.events
    events.register_first("before-call.dynamodb.GetItem", fail)
    try:
        yield
    finally:
        events.unregister("before-call.dynamodb.GetItem", fail)
