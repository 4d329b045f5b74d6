"""What a learner keeps on the list of courses once a course no longer gives it: completion and certificate."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.config import CertificateConfig
from tests.support.aws import deployed
from tests.support.service import ADMIN, SHOP, Service, function
from tests.support.steps import (
    ANNA,
    COURSE_ID,
    SLUG,
    certified,
    completed,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    get_certificate,
    my_course,
    pay_event,
    put_course,
    refund_event,
    refusal,
    send,
    verify,
)
from tests.support.wire import calls

type Json = dict[str, Any]


@pytest.fixture
def service() -> Iterator[Service]:
    with deployed(twin=True):
        yield Service()


def cards(service: Service, query: str = "") -> list[Json]:
    answer = service.call("GET", f"/my-courses{query}", caller=ANNA)
    assert answer.status == 200, answer.content
    shown: list[Json] = answer.json["items"]
    return shown


def unpublish(service: Service) -> None:
    put_course(service, published=False)


def cancel(service: Service) -> None:
    service.call("PUT", f"/service/enrollments/anna/{COURSE_ID}", caller=SHOP, body={"status": "cancelled"})


def refund(service: Service) -> None:
    pay_event(service, refund_event("order-1"))


def disable(service: Service) -> None:
    service.call("PUT", f"/admin/courses/{COURSE_ID}/certificate", caller=ADMIN, body={"certificate_enabled": False})


def test_an_issued_certificate_of_an_unpublished_course_stays_on_the_list_with_its_public_page(
    service: Service,
) -> None:
    certificate = certified(service)
    completed_at = my_course(service)["completed_at"]
    unpublish(service)
    assert cards(service) == [
        {
            "course_id": COURSE_ID,
            "slug": SLUG,
            "title": "Sourdough bread",
            "description": None,
            "picture_url": None,
            "published": False,
            "percent": 100,
            "completed_lessons": 4,
            "published_lessons": 4,
            "completed_at": completed_at,
            "badge": True,
            "access_ended": False,
            "certificate_state": "issued",
            "verification_url": certificate["verification_url"],
        }
    ]
    assert verify(service, certificate["verification_code"]).json["status"] == "active"
    # The routes of the course stay closed, to a certificate that was issued as well.
    assert refusal(get_certificate(service)) == (404, "course_not_found")
    assert refusal(service.call("GET", f"/my-courses/{SLUG}", caller=ANNA)) == (404, "course_not_found")
    put_course(service)
    assert cards(service)[0]["published"] is True
    assert get_certificate(service).status == 200


def test_a_completed_course_is_kept_without_a_certificate_and_issues_none_while_it_is_unpublished(
    service: Service,
) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service)
    finish_lessons(service)
    deliver_completed_lessons(service)
    unpublish(service)
    (card,) = cards(service)
    assert (card["published"], card["badge"], card["certificate_state"]) == (False, True, "available")
    assert card["verification_url"] is None
    assert refusal(get_certificate(service)) == (404, "course_not_found")


def test_an_unfinished_course_is_not_shown_while_it_is_unpublished(service: Service) -> None:
    put_course(service)
    enroll(service)
    send(service, completed("flour"))
    deliver_completed_lessons(service)
    unpublish(service)
    assert cards(service) == []


@pytest.mark.parametrize(
    ("change", "state"),
    [(unpublish, "issued"), (cancel, "issued"), (refund, "revoked"), (disable, "disabled")],
)
def test_the_public_page_is_named_where_the_certificate_cannot_be_downloaded(
    service: Service, change: Callable[[Service], None], state: str
) -> None:
    certificate = certified(service, order_id="order-1")
    assert cards(service)[0]["verification_url"] is None, "the course's page has it"
    change(service)
    (card,) = cards(service)
    assert (card["certificate_state"], card["verification_url"]) == (state, certificate["verification_url"])


def test_a_deployment_without_certificates_names_none(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    certified(service)
    unpublish(service)
    monkeypatch.setattr(function("progress"), "config", CertificateConfig.from_env({"CERTIFICATES_ENABLED": "false"}))
    (card,) = cards(service)
    assert (card["certificate_state"], card["verification_url"]) == ("disabled", None)


def test_certificates_are_read_at_once_and_only_if_a_course_no_longer_gives_them(service: Service) -> None:
    certified(service)
    with calls() as made:
        cards(service)
    assert made == ["Query", "BatchGetItem"]
    unpublish(service)
    with calls() as made:
        cards(service)
    assert made == ["Query", "BatchGetItem", "BatchGetItem"]
