"""The admins' lists and details: learners of a course, one learner, orders, payment events."""

import pytest

from tests.support.paging import cursor, pages
from tests.support.payments import charge_succeeded
from tests.support.service import ADMIN, Answer, Caller, Service
from tests.support.steps import (
    BEN,
    certified,
    completed,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    enrollment,
    finish_lessons,
    get_certificate,
    my_course,
    pay_event,
    put_course,
    refund_event,
    refusal,
    send,
)

COURSES = "/admin/courses"
LEARNERS = "/admin/courses/course-1/learners"
EVENTS = "/admin/webhook-events"
UNLINKED = "/admin/unlinked-payments"


def get(service: Service, url: str) -> Answer:
    return service.call("GET", url, caller=ADMIN)


def test_staff_see_that_a_name_has_letters_that_only_look_like_others(service: Service) -> None:
    certified(service, learner_name="\u0410nna Ł.")
    (learner,) = get(service, LEARNERS).json["items"]
    (certificate,) = get(service, "/admin/courses/course-1/certificates").json["items"]
    detail = get(service, f"{LEARNERS}/anna").json
    assert all(answer["name_mixes_scripts"] for answer in (learner, certificate, detail))


def test_an_instructor_sees_the_last_detected_state_of_each_learner(service: Service) -> None:
    certified(service, learner_name="Anna Ł.")
    enroll(service, BEN)
    send(service, completed("flour"), learner=BEN)
    deliver_completed_lessons(service)
    answer = get(service, LEARNERS).json
    assert answer["items"] == [
        {
            "user_id": "anna",
            "learner_name": "Anna Ł.",
            "name_mixes_scripts": False,
            "percent": 100,
            "completed_lessons": 4,
            "published_lessons": 4,
            "completed_at": enrollment(service)["completed_at"],
            "certificate_state": "issued",
        },
        {
            "user_id": "ben",
            "learner_name": None,
            "name_mixes_scripts": False,
            "percent": 25,
            "completed_lessons": 1,
            "published_lessons": 4,
            "completed_at": None,
            "certificate_state": "locked",
        },
    ]
    assert answer["summary"] == {
        "enrolled": 2,
        "completed": 1,
        "certificates_issued": 1,
        "certificates_revoked": 0,
        "as_of": None,
    }


def test_the_list_shows_each_state_of_a_certificate_from_available_to_revoked(service: Service) -> None:
    put_course(service)
    enable_certificates(service)
    enroll(service, order_id="order-1")
    finish_lessons(service)
    deliver_completed_lessons(service)

    def state() -> tuple[str, int, int]:
        page = get(service, LEARNERS).json
        summary = page["summary"]
        return page["items"][0]["certificate_state"], summary["certificates_issued"], summary["certificates_revoked"]

    assert state() == ("available", 0, 0)
    get_certificate(service)
    assert state() == ("issued", 1, 0)
    pay_event(service, refund_event("order-1"))
    assert state() == ("revoked", 0, 1)
    enroll(service, order_id="order-2")
    assert state() == ("available", 0, 0)


def test_learners_are_paginated_and_the_summary_counts_all_of_them(service: Service) -> None:
    put_course(service)
    for number in range(5):
        enroll(service, Caller(f"learner-{number}"))
    found = pages(service, LEARNERS, 2)
    assert [[row["user_id"] for row in page] for page in found] == [
        ["learner-0", "learner-1"],
        ["learner-2", "learner-3"],
        ["learner-4"],
    ]
    assert get(service, f"{LEARNERS}?limit=1").json["summary"]["enrolled"] == 5
    assert get(service, f"{LEARNERS}?limit=5").json["next_cursor"] is None


def test_a_course_without_learners_has_an_empty_list(service: Service) -> None:
    put_course(service)
    answer = get(service, LEARNERS).json
    assert (answer["items"], answer["next_cursor"], answer["summary"]["enrolled"]) == ([], None, 0)


def test_an_admin_sees_a_learners_course_as_the_learner_does(service: Service) -> None:
    certified(service, learner_name="Anna Ł.", access_expires_at="2999-01-01T00:00:00Z")
    seen = get(service, f"{LEARNERS}/anna").json
    for_the_staff_alone = ("assignments", "completion_source", "enrolled_by", "changed_by", "changed_at")
    assert {name: value for name, value in seen.items() if name not in for_the_staff_alone} == {
        **my_course(service),
        "user_id": "anna",
        "learner_name": "Anna Ł.",
        "name_mixes_scripts": False,
        "status": "active",
        "access_expires_at": "2999-01-01T00:00:00.000000Z",
        "order_id": None,
        "revocations": [],
    }


def test_an_admin_still_sees_a_learner_after_access_has_ended(service: Service) -> None:
    certified(service, order_id="order-1")
    pay_event(service, refund_event("order-1"))
    seen = get(service, f"{LEARNERS}/anna").json
    assert (seen["status"], seen["percent"]) == ("refunded", 100)
    assert (seen["certificate"]["state"], seen["certificate"]["revoke_reason"]) == ("revoked", "refunded")
    assert seen["order_id"] == "order-1"
    assert [(entry["cause"], entry["reinstated_at"]) for entry in seen["revocations"]] == [("refund", None)]


def test_an_unknown_course_or_learner_is_not_found(service: Service) -> None:
    assert refusal(get(service, LEARNERS)) == (404, "course_not_found")
    assert refusal(get(service, f"{LEARNERS}/anna")) == (404, "course_not_found")
    put_course(service)
    assert refusal(get(service, f"{LEARNERS}/anna")) == (404, "enrollment_not_found")


def test_an_order_shows_its_amounts_lines_and_history_of_refunds(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1")
    enroll(service, BEN, order_id="order-1")
    pay_event(service, refund_event("order-1", amount_refunded=900, event_id="evt_1"))
    pay_event(service, refund_event("order-1", amount_refunded=4900, event_id="evt_2"))
    order = get(service, "/admin/orders/order-1").json
    moments = [entry.pop("received_at") for entry in order["refunds"]]
    more = {"type": "charge.refunded", "occurred_at": None, "refund_id": None, "amount_failed": None}
    assert moments == sorted(moments)
    assert order["refunded_at"] == order.pop("updated_at") == moments[1] > order.pop("created_at")
    assert order == {
        "order_id": "order-1",
        "amount": 4900,
        "amount_refunded": 4900,
        "currency": "eur",
        "refunded_at": moments[1],
        "charged_back_at": None,
        "purchased_at": None,
        "access_ends_at": None,
        "payments": [
            {
                "payment_id": "pi_1",
                "charge_ids": ["ch_1"],
                "invoice_id": None,
                "amount_captured": 4900,
                "amount_refunded": 4900,
                "dispute_lost": False,
            }
        ],
        "references": [],
        "unclaimed": None,
        "lines_pending": False,
        "next_cursor": None,
        "lines": [{"user_id": "anna", "course_id": "course-1"}, {"user_id": "ben", "course_id": "course-1"}],
        "refunds": [
            {"event_id": "evt_1", "amount_refunded": 900, "outcome": "partially_refunded", **more},
            {"event_id": "evt_2", "amount_refunded": 4900, "outcome": "refunded", **more},
        ],
    }


def test_an_order_known_only_from_its_enrollment_has_no_amount_yet(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1")
    order = get(service, "/admin/orders/order-1").json
    assert (order["amount"], order["amount_refunded"], order["currency"], order["refunds"]) == (None, 0, None, [])


def test_an_unknown_order_is_not_found(service: Service) -> None:
    assert refusal(get(service, "/admin/orders/order-1")) == (404, "order_not_found")


def test_payment_events_are_listed_newest_first(service: Service) -> None:
    pay_event(service, {"id": "evt_0", "type": "ping", "data": {"object": {}}})
    pay_event(service, refund_event("order-1", event_id="evt_1"))
    answer = get(service, EVENTS).json
    assert answer["next_cursor"] is None
    newest, oldest = answer["items"]
    assert newest.pop("received_at") > oldest.pop("received_at")
    assert newest == {
        "event_id": "evt_1",
        "type": "charge.refunded",
        "outcome": "refunded",
        "order_id": "order-1",
        "reason": None,
    }
    assert oldest == {
        "event_id": "evt_0",
        "type": "ping",
        "outcome": "ignored",
        "order_id": None,
        "reason": "unsupported_type",
    }


def test_payment_events_are_paginated(service: Service) -> None:
    for number in range(5):
        pay_event(service, refund_event(f"order-{number}", event_id=f"evt_{number}"))
    found = [[event["event_id"] for event in page] for page in pages(service, EVENTS, 2)]
    assert found == [["evt_4", "evt_3"], ["evt_2", "evt_1"], ["evt_0"]]
    assert get(service, f"{EVENTS}?limit=5").json["next_cursor"] is None


@pytest.mark.parametrize("url", [COURSES, LEARNERS, EVENTS, UNLINKED, "/admin/orders/order-1"])
def test_a_page_size_outside_the_limits_is_rejected(service: Service, url: str) -> None:
    put_course(service)
    for limit in ("0", "101", "many"):
        assert refusal(get(service, f"{url}?limit={limit}")) == (400, "invalid_request")


def test_a_cursor_is_valid_only_for_the_list_that_issued_it(service: Service) -> None:
    put_course(service)
    put_course(service, "course-2", slug="rye-bread")
    for number in range(2):
        enroll(service, Caller(f"learner-{number}"))
    for number in range(2):
        pay_event(service, refund_event(f"order-{number}"))
    for number in range(2):
        pay_event(service, charge_succeeded(payment=f"pi_9{number}"))
    enroll(service, Caller("learner-0"), order_id="order-9")
    enroll(service, Caller("learner-1"), order_id="order-9")
    lists = (COURSES, LEARNERS, EVENTS, UNLINKED, "/admin/orders/order-9")
    given = {url: get(service, f"{url}?limit=1").json["next_cursor"] for url in lists}
    for url in (*given, "/my-courses"):
        for other in given.keys() - {url}:
            assert refusal(get(service, f"{url}?cursor={given[other]}")) == (400, "invalid_cursor")


@pytest.mark.parametrize(
    "place",
    ["", "x", "x@", "@evt_1", "2026", "2026-01-01T00:00:00.000000Z@", "2026-01-01T00:00:00Z@ev#t"],
)
def test_a_forged_cursor_of_payment_events_is_rejected(service: Service, place: str) -> None:
    pay_event(service, refund_event("order-1"))
    answer = get(service, f"{EVENTS}?cursor={cursor('webhook-events', place)}")
    assert refusal(answer) == (400, "invalid_cursor")


@pytest.mark.parametrize(
    "place", ["", "anna", "anna#", "#course-1", "anna#course-1#", "anna@course-1", "an na#course-1"]
)
def test_a_forged_cursor_of_an_orders_lines_is_rejected(service: Service, place: str) -> None:
    put_course(service)
    enroll(service, order_id="order-1")
    answer = get(service, f"/admin/orders/order-1?cursor={cursor('order-lines', place)}")
    assert refusal(answer) == (400, "invalid_cursor")


@pytest.mark.parametrize("forged", ["", "x", cursor("learners"), cursor("learners", 7), cursor("learners", "a#b")])
def test_a_forged_cursor_of_learners_is_rejected(service: Service, forged: str) -> None:
    put_course(service)
    assert refusal(get(service, f"{LEARNERS}?cursor={forged}")) == (400, "invalid_cursor")
