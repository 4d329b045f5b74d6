"""An order of more lines than fit into one transaction: the event is stored at once, its lines follow from a queue."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.aws import items
from tests.support.large_orders import (
    BUYER,
    FIRST,
    LAST,
    LINES,
    PAGE,
    ended,
    is_pending,
    place,
    process,
    small_pages,
    statuses,
)
from tests.support.payments import (
    StripeEvent,
    charge_refunded,
    deliver,
    dispute_closed,
    purchase,
    refund_failed,
    subscription_deleted,
    subscription_session,
)
from tests.support.queues import ORDER_LINES, received
from tests.support.service import ADMIN, SHOP, Caller, Service
from tests.support.steps import enroll, enrollment, get_certificate, refusal, verify
from tests.support.wire import calls


@pytest.fixture(autouse=True)
def _small_pages() -> Iterator[None]:
    with small_pages():
        yield


@pytest.fixture
def codes(service: Service) -> dict[str, str]:
    return place(service)


# ------------------------------------------------------------------ from the event to the last line


def test_an_event_takes_one_transaction_and_one_message_however_many_lines(
    service: Service, codes: dict[str, str]
) -> None:
    assert len(codes) == 2
    with calls() as made, calls("sqs") as sent:
        assert deliver(service, charge_refunded()) == ["refunded"]
    # The event, the order by its payment, its charge by two keys, and the first lines, to see that there are many.
    assert made == [*["GetItem"] * 5, "Query", "TransactWriteItems"]
    assert sent == ["SendMessage"]


@pytest.mark.usefixtures("codes")
def test_an_order_of_as_many_lines_as_fit_into_one_transaction_needs_no_queue(service: Service) -> None:
    small, large = ([f"c-{number}" for number in range(lines)] for lines in (PAGE, PAGE + 1))
    deliver(service, purchase(*small, order_id="order-2", payment="pi_2", user_id="ben"))
    deliver(service, charge_refunded(payment="pi_2"))
    assert received(ORDER_LINES) == []
    assert ended() == PAGE
    deliver(service, purchase(*large, order_id="order-3", payment="pi_3", user_id="cid"))
    deliver(service, charge_refunded(payment="pi_3"))
    assert len(received(ORDER_LINES)) == 1
    assert ended() == PAGE


def test_from_the_event_on_no_certificate_is_downloaded_or_issued(service: Service, codes: dict[str, str]) -> None:
    deliver(service, charge_refunded())
    assert is_pending(service)
    assert ended() == 0
    # Codes may verify as active until their line is processed.
    assert {verify(service, code).json["status"] for code in codes.values()} == {"active"}
    assert refusal(get_certificate(service, FIRST)) == (410, "certificate_revoked")
    assert refusal(get_certificate(service, LAST)) == (410, "certificate_revoked")
    assert refusal(enroll(service, Caller("ben"), order_id="order-1")) == (409, "order_refunded")


@pytest.mark.parametrize(
    ("event", "reason"), [(charge_refunded, "refunded"), (dispute_closed, "chargeback")], ids=["refund", "dispute"]
)
def test_every_line_follows(
    service: Service, codes: dict[str, str], event: Callable[[], StripeEvent], reason: str
) -> None:
    deliver(service, event())
    assert process() == 1
    assert statuses("enrollments") == {"refunded"}
    for code in codes.values():
        shown = verify(service, code).json
        assert (shown["status"], shown["revoke_reason"]) == ("revoked", reason)
    assert not is_pending(service)
    assert process() == 0


def test_a_failed_refund_restores_every_line(service: Service, codes: dict[str, str]) -> None:
    deliver(service, charge_refunded())
    process()
    assert deliver(service, refund_failed()) == ["restored"]
    # A learner who cannot wait is served at once.
    assert get_certificate(service, LAST).status == 200
    process()
    assert statuses("enrollments") == statuses("course-certificates") == {"active"}
    assert {verify(service, code).json["status"] for code in codes.values()} == {"active"}


def test_the_end_of_a_subscription_ends_the_access_of_every_line(service: Service, codes: dict[str, str]) -> None:
    deliver(service, subscription_session("course-1", user_id=BUYER.sub))
    deliver(service, subscription_deleted())
    assert refusal(get_certificate(service, FIRST)) == (403, "access_ended")
    process()
    assert {item["access_expires_at"]["S"] for item in items("enrollments")} == {"2026-01-12T08:30:00.000000Z"}
    assert {verify(service, code).json["status"] for code in codes.values()} == {"active"}


def test_the_lines_are_read_in_pages(service: Service, codes: dict[str, str]) -> None:
    assert len(codes) == 2
    read, more = [], ""
    while True:
        page = service.call("GET", f"/admin/orders/order-1?limit=4{more}", caller=ADMIN).json
        read += [(line["user_id"], line["course_id"]) for line in page["lines"]]
        if page["next_cursor"] is None:
            break
        more = f"&cursor={page['next_cursor']}"
    assert len(read) == len(set(read)) == LINES
    assert set(read) == {(item["user_id"]["S"], item["course_id"]["S"]) for item in items("enrollments")}


# ------------------------------------------------------------------ other orders, other requests


@pytest.mark.usefixtures("codes")
def test_a_line_that_another_order_pays_for_stays_active(service: Service) -> None:
    deliver(service, purchase("course-1", user_id=LAST.sub, order_id="order-2", payment="pi_2", at=0))
    deliver(service, charge_refunded())
    # The certificate was earned with the order that was refunded: a new one replaces it, before the line's turn.
    answer = get_certificate(service, LAST, accept="application/json")
    assert answer.status == 200
    process()
    assert (enrollment(service, LAST)["status"], enrollment(service, LAST)["order_id"]) == ("active", "order-2")
    assert verify(service, answer.json["verification_code"]).json["status"] == "active"
    assert ended() == LINES - 1


@pytest.mark.usefixtures("codes")
def test_a_purchase_that_arrives_during_the_work_is_refunded_with_its_order(service: Service) -> None:
    deliver(service, charge_refunded())
    deliver(service, purchase("c-98", "c-99", user_id="ben"))
    process()
    assert ended() == LINES + 2


@pytest.mark.usefixtures("codes")
def test_an_admin_cannot_reinstate_a_certificate_whose_line_waits(service: Service) -> None:
    public_id = get_certificate(service, LAST, accept="application/json").json["public_id"]
    reason = {"reason": "The work was copied"}
    service.call("POST", f"/admin/certificates/{public_id}/revoke", caller=ADMIN, body=reason)
    deliver(service, charge_refunded())
    answer = service.call("POST", f"/admin/certificates/{public_id}/reinstate", caller=ADMIN)
    assert refusal(answer) == (409, "order_refunded")


def test_a_learner_who_is_erased_during_the_work_is_not_enrolled_again(service: Service, codes: dict[str, str]) -> None:
    deliver(service, charge_refunded())
    assert service.call("DELETE", f"/service/learners/{LAST.sub}", caller=SHOP).status == 204
    process()
    assert ended() == len(items("enrollments")) == LINES - 1
    assert verify(service, codes[LAST.sub]).json["status"] == "revoked"
