"""Orders of very many lines: all of them follow their order within minutes, though functions die on the way."""

from collections.abc import Iterator

import pytest

from shared.domain.order import Line
from shared.domain.payment import PaymentEvent
from shared.usecases import orders as order_views
from shared.usecases import payments
from shared.usecases.line_changes import MAX_LINES
from tests.proof.fake_aws import fake_aws
from tests.support.many_lines import CALLS_OF_AN_EVENT, COURSE, NOW, ORDER, learners, place, refund
from tests.support.payments import charge_refunded
from tests.support.service import ADMIN, Caller, Service
from tests.support.simulation import Simulation, simulated
from tests.support.sizes import FULL, size
from tests.support.steps import (
    completed,
    enable_certificates,
    enroll,
    get_certificate,
    pay_event,
    put_course,
    send,
    verify,
)
from tests.support.wire import ProcessKilled

LINES = size(500, full=10_000)
LINES_OVER_HTTP = size(60, full=1_000)


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with fake_aws() as cloud, simulated(cloud) as simulation:
        yield simulation


def pages_of(lines: int) -> int:
    """How many pages there are: after as many full ones as there can be, the last is not full."""
    return lines // MAX_LINES + 1


# ------------------------------------------------------------------ ten thousand lines


def test_very_many_lines_are_finished_within_minutes_though_invocations_die(simulation: Simulation) -> None:
    place([(user_id, COURSE) for user_id in learners(LINES)], certified=10)
    for event, status in ((refund(), "refunded"), (refund(failed=True), "active")):
        with simulation.counted(), simulation.deadly(0.02):
            process_until_done(event)
            simulation.deliver_messages()
        assert simulation.deaths > 0
        assert simulation.statuses("enrollments") == {status}
        revoked = {"refunded": "revoked", "active": "active"}[status]
        assert simulation.statuses("course-certificates") == {revoked}
        assert simulation.statuses("certificate-register") == {revoked}
        # The event's transaction, and each page's: what a page had done was not done again.
        assert simulation.made.count("TransactWriteItems") == 1 + pages_of(LINES)
        assert simulation.milliseconds < 5 * 60_000
    assert read_back() == LINES


def process_until_done(event: PaymentEvent) -> None:
    """Deliver an event until it is processed."""
    while True:
        try:
            payments.process(event, chargebacks_revoke=True, now=NOW)
        except ProcessKilled:
            continue
        return


def read_back() -> int:
    """Read the order's lines, page by page; return their number."""
    found: list[Line] = []
    after = None
    while True:
        view = order_views.get(ORDER, after=after, limit=100)
        assert view.order.pending is None
        found += view.lines
        if view.next_line is None:
            return len(set(found))
        after = view.next_line


# ------------------------------------------------------------------ over HTTP


def test_an_order_of_many_lines_is_bought_refunded_and_read_back_over_http(simulation: Simulation) -> None:
    service = Service()
    put_course(service, lessons=[{"lesson_id": "flour", "title": "On flour", "kind": "article"}])
    enable_certificates(service)
    seats = [Caller(user_id, name="Anna Łukasiewicz") for user_id in learners(LINES_OVER_HTTP)]
    for seat in seats:
        assert enroll(service, seat, order_id=ORDER).status == 200
    codes = {}
    for seat in (seats[0], seats[-1]):
        send(service, completed("flour"), learner=seat)
        codes[seat.sub] = get_certificate(service, seat, accept="application/json").json["verification_code"]
    send(service, completed("flour"), learner=seats[1])

    event = charge_refunded(order_id=ORDER)
    with simulation.counted():
        answer = pay_event(service, event)
    assert answer.json["outcome"] == "refunded"
    assert simulation.made == CALLS_OF_AN_EVENT
    for seat, code in (
        (seats[0], "certificate_revoked"),
        (seats[1], "access_ended"),
        (seats[-1], "certificate_revoked"),
    ):
        assert get_certificate(service, seat).json["code"] == code

    with simulation.counted(), simulation.deadly(0.05 if FULL else 0.3):
        simulation.deliver_messages()
    assert simulation.deaths > 0
    read, more = [], ""
    while True:
        page = service.call("GET", f"/admin/orders/{ORDER}?limit=100{more}", caller=ADMIN).json
        assert page["lines_pending"] is False
        read += [line["user_id"] for line in page["lines"]]
        if page["next_cursor"] is None:
            break
        more = f"&cursor={page['next_cursor']}"
    assert read == [seat.sub for seat in seats]
    assert simulation.statuses("enrollments") == {"refunded"}
    assert {verify(service, code).json["status"] for code in codes.values()} == {"revoked"}
