"""What an order of many lines costs, in calls and request units, and the largest transactions there can be."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import batched

import pytest

from shared.aws.transactions import Transaction
from shared.domain.enrollment import EnrollmentStatus, FurtherOrder
from shared.domain.ids import CourseId, OrderId, SubscriptionId, UserId
from shared.domain.order import Line
from shared.domain.payment import Captured, PaymentEvent, Purchase, References
from shared.stores import certificates, enrollments, order_lines, orders
from shared.usecases import payments
from shared.usecases.line_changes import MAX_LINES
from tests.proof.fake_aws import fake_aws
from tests.support.capacity import KILOBYTE, item_size
from tests.support.many_lines import (
    CALLS_OF_A_PAGE,
    CALLS_OF_AN_EVENT,
    COURSE,
    EVENT_IDS,
    NOW,
    ORDER,
    certificate,
    learners,
    place,
    refund,
)
from tests.support.service import Caller, Service
from tests.support.simulation import Simulation, simulated
from tests.support.sizes import size
from tests.support.steps import (
    enroll,
    put_course,
)


@pytest.fixture
def simulation() -> Iterator[Simulation]:
    with fake_aws() as cloud, simulated(cloud) as simulation:
        yield simulation


# ------------------------------------------------------------------ request units


@pytest.mark.parametrize("certified", [None, 1])
def test_a_line_costs_two_read_units_and_two_write_units_and_four_more_with_a_certificate(
    simulation: Simulation, certified: int | None
) -> None:
    lines = 2 * MAX_LINES + 1
    place([(user_id, COURSE) for user_id in learners(lines)], certified=certified)
    with simulation.counted():
        payments.process(refund(), chargebacks_revoke=True, now=NOW)
    assert simulation.made == CALLS_OF_AN_EVENT
    # The order, two links, and the event.
    assert (simulation.reads, simulation.writes) == (8, 2 * 4)
    with simulation.counted():
        simulation.deliver_messages()
    assert simulation.made == [*CALLS_OF_A_PAGE * 2, *CALLS_OF_A_PAGE[:-1]]
    pages = 3
    # Of a page: its lines, the order, and, but for the last page, the order again. Of a line: its enrollment, and its
    # certificate, also if there is none.
    assert simulation.reads == 2 * lines + 3 * pages - 1
    # A certificate is written with its public entry. Its status, which the instructor's list shows, is one unit more.
    assert simulation.writes == 2 * lines + (0 if certified is None else 4 * lines) + 2 * pages
    assert max(item_size(item) for item in simulation.cloud.items("course-certificates") or [{}]) < KILOBYTE


def test_the_last_seat_of_a_large_order_costs_as_much_as_the_first(simulation: Simulation) -> None:
    service = Service()
    put_course(service)
    costs = []
    for number in (1, size(500, full=4_500)):
        place([(user_id, COURSE) for user_id in learners(number)[1 if number > 1 else 0 :]])
        with simulation.counted():
            assert enroll(service, Caller(f"seat-{number}"), order_id=ORDER).status == 200
        costs.append((list(simulation.made), simulation.reads, simulation.writes))
        [item] = simulation.cloud.items("orders")
        assert item_size(item) < 200
        assert "lines" not in item
    assert costs[0] == costs[1]


# ------------------------------------------------------------------ the largest transactions


def lines_with_another_order(number: int) -> list[Line]:
    """Store lines that have a certificate each, and that another order pays for once this one is refunded."""
    lines = [(user_id, COURSE) for user_id in learners(number)]
    place(lines, certified=1)
    for some in batched(lines, MAX_LINES, strict=False):
        transaction = Transaction()
        for user_id, course_id in some:
            other = OrderId(f"other-{user_id}")
            before = enrollments.get(user_id, course_id)
            assert before is not None
            orders.touch(transaction, other, NOW - timedelta(days=1))
            order_lines.add(transaction, other, (user_id, course_id), NOW)
            further = FurtherOrder(
                order_id=other, status=EnrollmentStatus.ACTIVE, subscription_id=None, access_expires_at=None
            )
            enrollments.put(transaction, replace(before, further_orders=frozenset({further})), before, NOW)
        transaction.commit()
    return lines


@pytest.mark.parametrize("lines", [MAX_LINES, MAX_LINES + 1])
def test_the_most_that_a_refund_may_change_fits_into_its_transactions(simulation: Simulation, lines: int) -> None:
    placed = lines_with_another_order(lines)
    with simulation.counted():
        payments.process(refund(), chargebacks_revoke=True, now=NOW)
        simulation.deliver_messages()
    # Four of each line; the order, two links and the event, or else the order alone.
    assert simulation.most_writes == 4 * MAX_LINES + (4 if lines == MAX_LINES else 1) <= 100
    for user_id, course_id in placed:
        enrollment = enrollments.get(user_id, course_id)
        assert enrollment is not None
        assert enrollment.order_id == f"other-{user_id}"
    assert simulation.statuses("enrollments") == {"active"}
    assert simulation.statuses("course-certificates") == {"revoked"}


def test_the_most_that_a_purchase_may_change_fits_into_its_transactions(simulation: Simulation) -> None:
    course_ids = tuple(CourseId(f"c-{number}") for number in range(MAX_LINES))
    user_id = UserId("anna")
    for course_id in course_ids:
        transaction = Transaction()
        certificates.add(transaction, certificate(user_id, course_id, order_id=None), None, NOW)
        transaction.commit()
    bought = Purchase(
        user_id=user_id,
        course_ids=course_ids,
        subscription_id=SubscriptionId("sub_1"),
        email=None,
        purchaser_name="Anna Łukasiewicz",
        is_paid=True,
    )
    event = PaymentEvent(
        provider="stripe",
        event_id=next(EVENT_IDS),
        type="checkout.session.completed",
        occurred_at=NOW,
        order_id=ORDER,
        references=References(payment="pi_1", charge="ch_1", invoice="in_1", subscription="sub_1", session="cs_1"),
        facts=(bought, Captured(amount=4900, currency="eur", by_charge=False)),
    )
    with simulation.counted():
        assert payments.process(event, chargebacks_revoke=True, now=NOW).outcome == "enrolled"
    # Five of each line, the record of the purchase among them; the order, its five links and the event.
    assert simulation.most_writes == 5 * MAX_LINES + 7 <= 100
