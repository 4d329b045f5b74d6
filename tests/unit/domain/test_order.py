"""What payment events tell of an order: the same in any order, any number of times."""

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
    """An event that the provider made so many seconds after the start."""
    occurred_at = None if at is None else NOW + timedelta(seconds=at)
    return PaymentEvent(event_id=event_id, type="type", occurred_at=occurred_at, fact=fact)


def given_back(amount_refunded: int, amount: int = AMOUNT) -> ChargeRefunded:
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


def told(*events: PaymentEvent | PaymentFact, order: Order | None = None) -> tuple[Order, list[Outcome]]:
    """An order after these events, received one second after another, and what each did."""
    order, outcomes = order or Order(order_id=OrderId("order-1")), []
    for number, said in enumerate(events):
        one = said if isinstance(said, PaymentEvent) else event(said, f"evt_{number}")
        order, outcome = order.apply(one, NOW + timedelta(days=1, seconds=number))
        outcomes.append(outcome)
    return order, outcomes


@pytest.mark.parametrize(("amount", "back"), [(4900, 4900), (4900, 4901), (1, 1)])
def test_a_refund_of_everything_takes_the_money_back(amount: int, back: int) -> None:
    order, outcomes = told(given_back(back, amount))
    assert outcomes == [Outcome.REFUNDED]
    assert order.is_reversed
    assert order.refunded_at is not None


@pytest.mark.parametrize(("amount", "back", "outcome"), [(4900, 4899, "partially_refunded"), (0, 0, "unchanged")])
def test_a_refund_of_less_or_of_nothing_takes_nothing(amount: int, back: int, outcome: str) -> None:
    order, outcomes = told(given_back(back, amount))
    assert outcomes == [outcome]
    assert not order.is_reversed
    assert (order.amount, order.amount_refunded, order.currency) == (amount, back, "eur")


def test_amounts_add_up_and_late_news_is_ignored() -> None:
    order, outcomes = told(given_back(1000), given_back(3000), given_back(1000), given_back(4900), given_back(3000))
    assert outcomes == ["partially_refunded", "partially_refunded", "unchanged", "refunded", "unchanged"]
    assert order.amount_refunded == 4900


def test_the_same_event_again_changes_nothing() -> None:
    once, _ = told(event(given_back(4900), "evt_1"))
    again, outcomes = told(event(given_back(4900), "evt_1"), order=once)
    assert (again, outcomes) == (once, [Outcome.REFUNDED])


def test_a_full_refund_that_fails_gives_the_order_its_money_back() -> None:
    order, outcomes = told(given_back(4900), failed("re_1", 4900))
    assert outcomes == [Outcome.REFUNDED, Outcome.RESTORED]
    assert (order.amount_refunded, order.is_reversed) == (0, False)


def test_one_of_two_partial_refunds_that_fails_is_taken_off() -> None:
    order, outcomes = told(given_back(1000), given_back(4900), failed("re_1", 1000))
    assert outcomes[-1] is Outcome.RESTORED
    assert order.amount_refunded == 3900


def test_a_partial_refund_that_fails_restores_nothing() -> None:
    order, outcomes = told(given_back(1000), failed("re_1", 1000))
    assert outcomes[-1] is Outcome.REFUND_FAILED
    assert order.amount_refunded == 0


def test_a_failed_refund_told_twice_is_taken_off_once() -> None:
    order, outcomes = told(given_back(4900), failed("re_1", 1000), failed("re_1", 1000))
    assert outcomes == ["refunded", "restored", "unchanged"]
    assert order.amount_refunded == 3900


@pytest.mark.parametrize("times", [(None, None, None), (5, 5, 5), (1, 2, 3)])
def test_a_refund_after_one_that_failed_is_full_again(times: tuple[int | None, ...]) -> None:
    facts: list[PaymentFact] = [given_back(4900), failed("re_1", 4900), given_back(4900)]
    events = [event(fact, f"evt_{number}", at) for number, (fact, at) in enumerate(zip(facts, times, strict=True))]
    order, outcomes = told(*events)
    assert outcomes == ["refunded", "restored", "refunded"]
    assert order.amount_refunded == 4900


@pytest.mark.parametrize("times", [(None, None), (5, 5), (2, 1), (None, 5)])
def test_a_failure_that_comes_before_its_refund_wins(times: tuple[int | None, int | None]) -> None:
    order, outcomes = told(event(failed("re_1", 4900), "evt_1", times[0]), event(given_back(4900), "evt_2", times[1]))
    assert outcomes == ["refund_failed", "unchanged"]
    assert (order.amount_refunded, order.is_reversed) == (0, False)


def test_a_second_refund_told_before_the_failure_of_the_first_stays() -> None:
    order, outcomes = told(
        event(given_back(4900), "evt_1", 1),
        event(given_back(4900), "evt_3", 3),
        event(failed("re_1", 4900), "evt_2", 2),
    )
    assert outcomes == ["refunded", "unchanged", "refund_failed"]
    assert order.is_reversed


def test_what_was_captured_is_what_was_taken() -> None:
    # The last event knows best: more was captured since the first.
    order, outcomes = told(given_back(1000, 2000), given_back(3000, 3000))
    assert outcomes == ["partially_refunded", "refunded"]
    assert order.amount == 3000


def test_a_lost_dispute_takes_the_money_back_once() -> None:
    order, outcomes = told(DisputeLost(), DisputeLost())
    assert outcomes == ["charged_back", "unchanged"]
    assert order.is_reversed
    assert order.charged_back_at == NOW + timedelta(days=1)
    assert order.refunded_at is None


def test_a_refund_that_fails_does_not_undo_a_lost_dispute() -> None:
    order, outcomes = told(given_back(4900), DisputeLost(), failed("re_1", 4900))
    assert outcomes == ["refunded", "charged_back", "refund_failed"]
    assert (order.refunded_at, order.is_reversed) == (None, True)


def test_a_purchase_tells_what_was_bought_and_when() -> None:
    order, outcomes = told(event(purchase("course-1", "course-2"), at=0))
    assert outcomes == ["enrolled"]
    assert order.lines == {("anna", "course-1"), ("anna", "course-2")}
    assert (order.amount, order.currency, order.purchased_at) == (AMOUNT, "eur", NOW)
    again, outcomes = told(event(purchase("course-1", "course-2"), "other", at=9), order=order)
    assert (again, outcomes) == (order, ["unchanged"])


def test_what_a_charge_tells_of_the_amount_counts_more_than_the_purchase() -> None:
    order, _ = told(given_back(100, 5000), purchase("course-1", amount=4900))
    assert order.amount == 5000
    order, _ = told(purchase("course-1", amount=None))
    assert order.amount is None


def test_what_was_told_before_the_order_had_its_name_counts_for_it() -> None:
    unnamed, _ = told(event(failed("re_1", 4900), "evt_1"), event(DisputeLost(), "evt_2"))
    named, _ = told(event(given_back(4900), "evt_3"))
    merged = named.with_history_of(unnamed, NOW)
    assert {entry.event_id for entry in merged.history} == {"evt_1", "evt_2", "evt_3"}
    assert (merged.amount_refunded, merged.refunded_at) == (0, None)
    assert merged.charged_back_at == unnamed.charged_back_at is not None
    assert merged.currency == "eur"
    assert merged.with_history_of(unnamed, NOW) == merged


@dataclass(frozen=True)
class Story:
    """What really happened to a charge, second by second, and what was told of it."""

    events: tuple[PaymentEvent, ...]
    amount_refunded: int


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Refunds, some of which fail later on; each is told by an event of its own, as the provider does."""
    standing: dict[str, int] = {}
    events = []
    for second in range(draw(st.integers(1, 7))):
        left = AMOUNT - sum(standing.values())
        if standing and (left == 0 or draw(st.booleans())):
            refund_id = draw(st.sampled_from(sorted(standing)))
            fact: PaymentFact = failed(refund_id, standing.pop(refund_id))
        else:
            standing[f"re_{second}"] = draw(st.integers(1, left) | st.just(left))
            fact = given_back(sum(standing.values()))
        events.append(event(fact, f"evt_{second}", second))
    return Story(events=tuple(events), amount_refunded=sum(standing.values()))


@given(stories(), st.randoms(use_true_random=False))
def test_events_in_any_order_any_number_of_times_tell_the_truth(story: Story, chance: random.Random) -> None:
    deliveries = [*story.events, *chance.choices(story.events, k=3)]
    chance.shuffle(deliveries)
    order, _ = told(*deliveries)
    assert order.amount_refunded == story.amount_refunded
    assert order.is_reversed == (story.amount_refunded == AMOUNT)


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_without_failures_amounts_only_ever_grow(amounts: list[int]) -> None:
    order, before = Order(order_id=OrderId("order-1")), 0
    moment: datetime = NOW
    for number, amount in enumerate(amounts):
        order, _ = order.apply(event(given_back(amount), f"evt_{number}"), moment)
        assert order.amount_refunded >= before
        before = order.amount_refunded
    assert before == max(amounts)
