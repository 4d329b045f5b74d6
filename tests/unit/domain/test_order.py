"""The state of an order does not depend on the sequence or number of deliveries of its payment events."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ids import CourseId, OrderId, UserId
from shared.domain.order import Order, Outcome
from shared.domain.payment import ChargeRefunded, DisputeLost, PaymentEvent, PaymentFact, Purchase, RefundFailed
from tests.unit.domain.examples import NOW

AMOUNT = 4900


def event(fact: PaymentFact, event_id: str = "evt", at: int | None = None) -> PaymentEvent:
    """An event that the provider created `at` seconds after the start."""
    occurred_at = None if at is None else NOW + timedelta(seconds=at)
    return PaymentEvent(event_id=event_id, type="type", occurred_at=occurred_at, fact=fact)


def charge_refunded(amount_refunded: int, amount: int = AMOUNT) -> ChargeRefunded:
    return ChargeRefunded(amount=amount, amount_refunded=amount_refunded, currency="eur")


def failed(refund_id: str, amount: int) -> RefundFailed:
    return RefundFailed(refund_id=refund_id, amount=amount)


def purchase(*course_ids: str, amount: int | None = AMOUNT) -> Purchase:
    return Purchase(
        user_id=UserId("anna"),
        course_ids=tuple(CourseId(course_id) for course_id in course_ids),
        subscription_id=None,
        amount=amount,
        currency="eur",
        is_paid=True,
    )


def apply_all(*events: PaymentEvent | PaymentFact, order: Order | None = None) -> tuple[Order, list[Outcome]]:
    """The order after these events, received one second apart, and the outcome of each."""
    order, outcomes = order or Order(order_id=OrderId("order-1")), []
    for number, said in enumerate(events):
        one = said if isinstance(said, PaymentEvent) else event(said, f"evt_{number}")
        order, outcome = order.apply(one, NOW + timedelta(days=1, seconds=number))
        outcomes.append(outcome)
    return order, outcomes


@pytest.mark.parametrize(("amount", "refunded"), [(4900, 4900), (4900, 4901), (1, 1)])
def test_a_full_refund_reverses_the_order(amount: int, refunded: int) -> None:
    order, outcomes = apply_all(charge_refunded(refunded, amount))
    assert outcomes == [Outcome.REFUNDED]
    assert order.is_reversed
    assert order.refunded_at is not None


@pytest.mark.parametrize(("amount", "refunded", "outcome"), [(4900, 4899, "partially_refunded"), (0, 0, "unchanged")])
def test_a_refund_of_less_or_of_zero_does_not_reverse_the_order(amount: int, refunded: int, outcome: str) -> None:
    order, outcomes = apply_all(charge_refunded(refunded, amount))
    assert outcomes == [outcome]
    assert not order.is_reversed
    assert (order.amount, order.amount_refunded, order.currency) == (amount, refunded, "eur")


def test_the_largest_refunded_amount_counts_and_late_events_are_ignored() -> None:
    order, outcomes = apply_all(
        charge_refunded(1000),
        charge_refunded(3000),
        charge_refunded(1000),
        charge_refunded(4900),
        charge_refunded(3000),
    )
    assert outcomes == ["partially_refunded", "partially_refunded", "unchanged", "refunded", "unchanged"]
    assert order.amount_refunded == 4900


def test_the_same_event_again_changes_nothing() -> None:
    once, _ = apply_all(event(charge_refunded(4900), "evt_1"))
    again, outcomes = apply_all(event(charge_refunded(4900), "evt_1"), order=once)
    assert (again, outcomes) == (once, [Outcome.REFUNDED])


def test_a_failed_full_refund_restores_the_order() -> None:
    order, outcomes = apply_all(charge_refunded(4900), failed("re_1", 4900))
    assert outcomes == [Outcome.REFUNDED, Outcome.RESTORED]
    assert (order.amount_refunded, order.is_reversed) == (0, False)


def test_one_failed_refund_of_two_partial_ones_is_subtracted() -> None:
    order, outcomes = apply_all(charge_refunded(1000), charge_refunded(4900), failed("re_1", 1000))
    assert outcomes[-1] is Outcome.RESTORED
    assert order.amount_refunded == 3900


def test_a_failed_partial_refund_restores_nothing() -> None:
    order, outcomes = apply_all(charge_refunded(1000), failed("re_1", 1000))
    assert outcomes[-1] is Outcome.REFUND_FAILED
    assert order.amount_refunded == 0


def test_a_failed_refund_delivered_twice_is_subtracted_once() -> None:
    order, outcomes = apply_all(charge_refunded(4900), failed("re_1", 1000), failed("re_1", 1000))
    assert outcomes == ["refunded", "restored", "unchanged"]
    assert order.amount_refunded == 3900


@pytest.mark.parametrize("times", [(None, None, None), (5, 5, 5), (1, 2, 3)])
def test_a_refund_after_a_failed_one_is_full_again(times: tuple[int | None, ...]) -> None:
    facts: list[PaymentFact] = [charge_refunded(4900), failed("re_1", 4900), charge_refunded(4900)]
    events = [event(fact, f"evt_{number}", at) for number, (fact, at) in enumerate(zip(facts, times, strict=True))]
    order, outcomes = apply_all(*events)
    assert outcomes == ["refunded", "restored", "refunded"]
    assert order.amount_refunded == 4900


@pytest.mark.parametrize("times", [(None, None), (5, 5), (2, 1), (None, 5)])
def test_a_failure_delivered_before_its_refund_wins(times: tuple[int | None, int | None]) -> None:
    order, outcomes = apply_all(
        event(failed("re_1", 4900), "evt_1", times[0]), event(charge_refunded(4900), "evt_2", times[1])
    )
    assert outcomes == ["refund_failed", "unchanged"]
    assert (order.amount_refunded, order.is_reversed) == (0, False)


def test_a_second_refund_delivered_before_the_failure_of_the_first_stays() -> None:
    order, outcomes = apply_all(
        event(charge_refunded(4900), "evt_1", 1),
        event(charge_refunded(4900), "evt_3", 3),
        event(failed("re_1", 4900), "evt_2", 2),
    )
    assert outcomes == ["refunded", "unchanged", "refund_failed"]
    assert order.is_reversed


def test_the_amount_of_the_order_is_what_was_captured() -> None:
    # The last event counts: more was captured since the first.
    order, outcomes = apply_all(charge_refunded(1000, 2000), charge_refunded(3000, 3000))
    assert outcomes == ["partially_refunded", "refunded"]
    assert order.amount == 3000


def test_a_lost_dispute_reverses_the_order_once() -> None:
    order, outcomes = apply_all(DisputeLost(), DisputeLost())
    assert outcomes == ["charged_back", "unchanged"]
    assert order.is_reversed
    assert order.charged_back_at == NOW + timedelta(days=1)
    assert order.refunded_at is None


def test_a_failed_refund_does_not_undo_a_lost_dispute() -> None:
    order, outcomes = apply_all(charge_refunded(4900), DisputeLost(), failed("re_1", 4900))
    assert outcomes == ["refunded", "charged_back", "refund_failed"]
    assert (order.refunded_at, order.is_reversed) == (None, True)


def test_a_purchase_records_its_lines_amount_and_time() -> None:
    order, outcomes = apply_all(event(purchase("course-1", "course-2"), at=0))
    assert outcomes == ["enrolled"]
    assert order.lines == {("anna", "course-1"), ("anna", "course-2")}
    assert (order.amount, order.currency, order.purchased_at) == (AMOUNT, "eur", NOW)
    again, outcomes = apply_all(event(purchase("course-1", "course-2"), "other", at=9), order=order)
    assert (again, outcomes) == (order, ["unchanged"])


def test_the_amount_of_a_charge_overrides_that_of_the_purchase() -> None:
    order, _ = apply_all(charge_refunded(100, 5000), purchase("course-1", amount=4900))
    assert order.amount == 5000
    order, _ = apply_all(purchase("course-1", amount=None))
    assert order.amount is None


def test_events_received_before_the_order_id_was_known_count_for_the_order() -> None:
    without_id, _ = apply_all(event(failed("re_1", 4900), "evt_1"), event(DisputeLost(), "evt_2"))
    with_id, _ = apply_all(event(charge_refunded(4900), "evt_3"))
    merged = with_id.with_history_of(without_id, NOW)
    assert {entry.event_id for entry in merged.history} == {"evt_1", "evt_2", "evt_3"}
    assert (merged.amount_refunded, merged.refunded_at) == (0, None)
    assert merged.charged_back_at == without_id.charged_back_at is not None
    assert merged.currency == "eur"
    assert merged.with_history_of(without_id, NOW) == merged


@dataclass(frozen=True)
class ChargeHistory:
    """The events of a charge, in the order of creation, and its refunded amount after them."""

    events: tuple[PaymentEvent, ...]
    amount_refunded: int


@st.composite
def charge_histories(draw: st.DrawFn) -> ChargeHistory:
    """Refunds, some of which fail later; each has its own event, as the provider sends them."""
    refunds: dict[str, int] = {}
    events = []
    for second in range(draw(st.integers(1, 7))):
        left = AMOUNT - sum(refunds.values())
        if refunds and (left == 0 or draw(st.booleans())):
            refund_id = draw(st.sampled_from(sorted(refunds)))
            fact: PaymentFact = failed(refund_id, refunds.pop(refund_id))
        else:
            refunds[f"re_{second}"] = draw(st.integers(1, left) | st.just(left))
            fact = charge_refunded(sum(refunds.values()))
        events.append(event(fact, f"evt_{second}", second))
    return ChargeHistory(events=tuple(events), amount_refunded=sum(refunds.values()))


@given(charge_histories(), st.randoms(use_true_random=False))
def test_any_delivery_order_of_the_events_gives_the_refunded_amount(
    charge: ChargeHistory, chance: random.Random
) -> None:
    deliveries = [*charge.events, *chance.choices(charge.events, k=3)]
    chance.shuffle(deliveries)
    order, _ = apply_all(*deliveries)
    assert order.amount_refunded == charge.amount_refunded
    assert order.is_reversed == (charge.amount_refunded == AMOUNT)


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_without_failures_the_refunded_amount_only_increases(amounts: list[int]) -> None:
    order, before = Order(order_id=OrderId("order-1")), 0
    moment: datetime = NOW
    for number, amount in enumerate(amounts):
        order, _ = order.apply(event(charge_refunded(amount), f"evt_{number}"), moment)
        assert order.amount_refunded >= before
        before = order.amount_refunded
    assert before == max(amounts)
