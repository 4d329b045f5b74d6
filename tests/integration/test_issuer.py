"""The organisation that issues certificates, as admins set it."""

from typing import Any

import pytest

from tests.support.aws import items
from tests.support.service import ADMIN, SHOP, Answer, Caller, Service
from tests.support.steps import ANNA, certified, refusal, verify
from tests.support.wire import tables_read

SCHOOL = {"name": "Hearth School", "url": "https://hearth.example/about?x=1", "linkedin_organization_id": "1337"}
NOBODY = {"name": None, "url": None, "linkedin_organization_id": None, "logo_sha256": None}


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
