"""The state of an order does not depend on the sequence or number of deliveries of its payment events."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ids import OrderId
from shared.domain.order import Order
from shared.domain.payment import DisputeLost, Outcome, PaymentEvent, PaymentFact, References, SubscriptionEnded
from tests.unit.domain.examples import NOW
from tests.unit.domain.payment_examples import (
    AMOUNT,
    FIRST,
    SECOND,
    apply_all,
    captured,
    charge_refunded,
    event,
    failed,
    invoice_paid,
    purchase,
    refund,
)

MONTHS = [References(payment=f"pi_{month}", charge=f"ch_{month}", invoice=f"in_{month}") for month in (1, 2)]


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
    assert (order.ledger.amount, order.ledger.amount_refunded, order.currency) == (amount, refunded, "eur")


def test_the_largest_refunded_amount_counts_and_late_events_are_ignored() -> None:
    order, outcomes = apply_all(*(charge_refunded(amount) for amount in (1000, 3000, 1000, 4900, 3000)))
    assert outcomes == ["partially_refunded", "partially_refunded", "unchanged", "refunded", "unchanged"]
    assert order.ledger.amount_refunded == 4900


def test_the_same_event_again_changes_nothing() -> None:
    once, _ = apply_all(event(*charge_refunded(4900), event_id="evt_1"))
    again, outcomes = apply_all(event(*charge_refunded(4900), event_id="evt_1"), order=once)
    assert (again, outcomes) == (once, [Outcome.REFUNDED])


def test_a_failed_full_refund_restores_the_order() -> None:
    order, outcomes = apply_all(charge_refunded(4900), failed("re_1", 4900))
    assert outcomes == [Outcome.REFUNDED, Outcome.RESTORED]
    assert (order.ledger.amount_refunded, order.is_reversed) == (0, False)


def test_one_failed_refund_of_two_partial_ones_is_subtracted() -> None:
    order, outcomes = apply_all(charge_refunded(1000), charge_refunded(4900), failed("re_1", 1000))
    assert outcomes[-1] is Outcome.RESTORED
    assert order.ledger.amount_refunded == 3900


def test_a_failed_partial_refund_restores_nothing() -> None:
    order, outcomes = apply_all(charge_refunded(1000), failed("re_1", 1000))
    assert outcomes[-1] is Outcome.REFUND_FAILED
    assert order.ledger.amount_refunded == 0


def test_a_failed_refund_delivered_twice_is_subtracted_once() -> None:
    order, outcomes = apply_all(charge_refunded(4900), failed("re_1", 1000), failed("re_1", 1000))
    assert outcomes == ["refunded", "restored", "unchanged"]
    assert order.ledger.amount_refunded == 3900


@pytest.mark.parametrize("times", [(None, None, None), (5, 5, 5), (1, 2, 3)])
def test_a_refund_after_a_failed_one_is_full_again(times: tuple[int | None, ...]) -> None:
    facts = [charge_refunded(4900), (failed("re_1", 4900),), charge_refunded(4900)]
    events = [
        event(*fact, event_id=f"evt_{number}", at=at)
        for number, (fact, at) in enumerate(zip(facts, times, strict=True))
    ]
    order, outcomes = apply_all(*events)
    assert outcomes == ["refunded", "restored", "refunded"]
    assert order.ledger.amount_refunded == 4900


@pytest.mark.parametrize("times", [(None, None), (5, 5), (2, 1), (None, 5)])
def test_a_failure_delivered_before_its_refund_wins(times: tuple[int | None, int | None]) -> None:
    order, outcomes = apply_all(
        event(failed("re_1", 4900), event_id="evt_1", at=times[0]),
        event(*charge_refunded(4900), event_id="evt_2", at=times[1]),
    )
    assert outcomes == ["refund_failed", "unchanged"]
    assert (order.ledger.amount_refunded, order.is_reversed) == (0, False)


def test_a_second_refund_delivered_before_the_failure_of_the_first_stays() -> None:
    order, outcomes = apply_all(
        event(*charge_refunded(4900), event_id="evt_1", at=1),
        event(*charge_refunded(4900), event_id="evt_3", at=3),
        event(failed("re_1", 4900), event_id="evt_2", at=2),
    )
    assert outcomes == ["refunded", "unchanged", "refund_failed"]
    assert order.is_reversed


def test_the_amount_of_a_payment_is_the_most_that_was_captured() -> None:
    order, outcomes = apply_all(charge_refunded(1000, 2000), charge_refunded(3000, 3000))
    assert outcomes == ["partially_refunded", "refunded"]
    assert order.ledger.amount == 3000


def test_a_lost_dispute_reverses_the_order_once() -> None:
    order, outcomes = apply_all(DisputeLost(), DisputeLost())
    assert outcomes == ["charged_back", "unchanged"]
    assert order.is_reversed
    assert order.charged_back_at == NOW + timedelta(days=1)
    assert order.refunded_at is None


def test_a_lost_dispute_of_one_payment_of_two_is_recorded_and_reverses_nothing() -> None:
    order, outcomes = apply_all(
        event(captured(), event_id="evt_1"),
        event(captured(), event_id="evt_2", references=SECOND),
        event(DisputeLost(), event_id="evt_3"),
    )
    assert outcomes == ["recorded", "recorded", "recorded"]
    assert not order.is_reversed
    # Admins see entries that changed something.
    assert [entry.outcome for entry in order.ledger.history] == ["recorded"]


def test_a_failed_refund_does_not_undo_a_lost_dispute() -> None:
    order, outcomes = apply_all(charge_refunded(4900), DisputeLost(), failed("re_1", 4900))
    assert outcomes == ["refunded", "charged_back", "refund_failed"]
    assert (order.refunded_at, order.is_reversed) == (None, True)


def test_a_purchase_records_its_amount_and_time() -> None:
    bought = (purchase("course-1"), captured(by_charge=False))
    order, outcomes = apply_all(event(*bought, at=0))
    assert outcomes == ["recorded"]
    assert (order.ledger.amount, order.currency, order.purchased_at) == (AMOUNT, "eur", NOW)
    again, outcomes = apply_all(event(*bought, event_id="other", at=9), order=order)
    assert (again, outcomes) == (order, ["unchanged"])


def test_a_purchase_that_is_not_paid_was_not_bought() -> None:
    order, outcomes = apply_all(purchase("course-1", is_paid=False))
    assert order.purchased_at is None
    assert outcomes == ["recorded"]


def test_what_the_charge_captured_overrides_the_amount_of_the_checkout() -> None:
    for facts in permutations([captured(4000), captured(AMOUNT, by_charge=False)]):
        order, _ = apply_all(*facts)
        assert order.ledger.amount == 4000
    order, _ = apply_all(purchase("course-1"))
    assert order.ledger.amount is None


# ------------------------------------------------------------------ several payments


def applied_in_any_order(*events: PaymentEvent) -> Order:
    """The order after these events, which is the same in every order of arrival."""
    orders = [apply_all(*arrived)[0] for arrived in permutations(events)]
    results = {
        (order.refunded_at is None, order.charged_back_at is None, order.ledger.amount, order.ledger.amount_refunded)
        for order in orders
    }
    assert len(results) == 1
    return orders[0]


@pytest.mark.parametrize(
    ("first", "second", "is_reversed"),
    [
        ((100, 100), (200, 1000), False),
        ((50, 100), (10, 10), False),
        ((100, 100), (1000, 1000), True),
        ((100, 100), (0, 0), True),
        ((0, 0), (0, 0), False),
    ],
)
def test_an_order_is_refunded_when_each_payment_that_captured_money_is(
    first: tuple[int, int], second: tuple[int, int], *, is_reversed: bool
) -> None:
    order = applied_in_any_order(
        event(*charge_refunded(*first), event_id="evt_1", at=1),
        event(*charge_refunded(*second), event_id="evt_2", at=2, references=SECOND),
    )
    assert order.is_reversed is is_reversed
    assert order.ledger.amount_refunded == first[0] + second[0]


def test_a_failed_refund_is_reversed_on_its_own_payment_alone() -> None:
    order = applied_in_any_order(
        event(*charge_refunded(4900), event_id="evt_1", at=1),
        event(*charge_refunded(4900), event_id="evt_2", at=2, references=SECOND),
        event(failed("re_2", 4900), event_id="evt_3", at=3, references=SECOND),
    )
    assert [one.refunded for one in order.ledger.balances] in ([4900, 0], [0, 4900])
    assert not order.is_reversed


def test_a_payment_that_is_captured_later_pays_again() -> None:
    order, outcomes = apply_all(
        event(*charge_refunded(4900), event_id="evt_1"),
        event(captured(), event_id="evt_2", references=SECOND),
    )
    assert outcomes == ["refunded", "restored"]
    assert order.refunded_at is None


def test_refunds_and_a_lost_dispute_of_different_payments_reverse_the_order() -> None:
    order = applied_in_any_order(
        event(*charge_refunded(4900), event_id="evt_1", at=1),
        event(captured(), event_id="evt_2", at=2, references=SECOND),
        event(DisputeLost(), event_id="evt_3", at=3, references=References(charge="ch_2")),
    )
    assert order.charged_back_at is not None
    assert order.refunded_at is None
    assert len(order.ledger.payments) == 2


def test_refunds_by_id_need_no_total() -> None:
    order = applied_in_any_order(
        event(captured(), event_id="evt_1", at=1),
        event(refund("re_1", 1900), event_id="evt_2", at=2),
        event(refund("re_2", 3000), event_id="evt_3", at=3),
        event(refund("re_1", 1900), event_id="evt_4", at=4),
    )
    assert order.refunded_at is not None
    assert len(order.ledger.history) == 2


def test_a_refund_of_an_unknown_amount_is_not_full() -> None:
    order, outcomes = apply_all(refund("re_1", 4900))
    assert (outcomes, order.is_reversed) == (["partially_refunded"], False)
    order, outcomes = apply_all(event(captured(), event_id="evt_1"), order=order)
    assert (outcomes, order.is_reversed) == (["refunded"], True)


# ------------------------------------------------------------------ subscriptions


def test_each_paid_invoice_counts_until_its_payment_is_known() -> None:
    month_1, month_2 = MONTHS
    order, _ = apply_all(
        event(invoice_paid(), event_id="evt_1", references=References(invoice="in_1", subscription="sub_1")),
        event(invoice_paid(), event_id="evt_2", references=References(invoice="in_2", subscription="sub_1")),
        event(captured(by_charge=False), event_id="evt_3", references=month_1),
        event(*charge_refunded(4900), event_id="evt_4", references=replace(month_1, invoice=None)),
    )
    assert (order.ledger.amount, order.is_reversed) == (2 * AMOUNT, False)
    order, outcomes = apply_all(
        event(captured(by_charge=False), event_id="evt_5", references=month_2),
        event(*charge_refunded(4900), event_id="evt_6", references=replace(month_2, invoice=None)),
        order=order,
    )
    assert (outcomes, order.is_reversed) == (["recorded", "refunded"], True)
    assert order.references == {"sub_1"}


def test_an_invoice_that_cost_nothing_pays_for_nothing() -> None:
    trial = event(invoice_paid(0), event_id="evt_1", references=References(invoice="in_0", subscription="sub_1"))
    order, _ = apply_all(trial, charge_refunded(4900))
    assert order.is_reversed


def test_an_invoice_without_an_id_is_not_recorded() -> None:
    order, _ = apply_all(invoice_paid())
    assert order.ledger.invoices == {}


@pytest.mark.parametrize("times", [(1, 2), (2, 1)])
def test_an_order_of_several_purchases_was_bought_with_the_first_of_them(times: tuple[int, int]) -> None:
    events = [event(purchase("course-1"), event_id=f"evt_{at}", at=at) for at in times]
    order, _ = apply_all(*events)
    assert order.purchased_at == NOW + timedelta(seconds=1)


@pytest.mark.parametrize("times", [(1, 2), (2, 1)])
def test_an_order_of_several_subscriptions_ends_with_the_first_of_them(times: tuple[int, int]) -> None:
    ends = [event(SubscriptionEnded(ended_at=NOW + timedelta(seconds=at)), event_id=f"evt_{at}") for at in times]
    order, _ = apply_all(*ends)
    assert order.access_ends_at == NOW + timedelta(seconds=1)
    early, late = (apply_all(end)[0] for end in ends)
    joined, _ = early.apply(event(captured()), NOW, [late])
    assert joined.access_ends_at == NOW + timedelta(seconds=1)


def test_the_end_of_a_subscription_is_recorded_once() -> None:
    order, outcomes = apply_all(SubscriptionEnded(ended_at=NOW), SubscriptionEnded(ended_at=NOW + timedelta(days=1)))
    assert (order.access_ends_at, outcomes) == (NOW, ["access_ended", "unchanged"])
    assert not order.is_reversed


# ------------------------------------------------------------------ payments without an order


def test_events_received_before_the_order_was_known_count_for_the_order() -> None:
    unlinked, _ = apply_all(
        event(failed("re_1", 4900), event_id="evt_1"), event(DisputeLost(), event_id="evt_2"), captured()
    )
    order, outcome = Order(order_id=OrderId("order-1")).apply(
        event(*charge_refunded(4900), event_id="evt_3"), NOW + timedelta(days=2), [unlinked]
    )
    assert {entry.event_id for entry in order.ledger.history} == {"evt_1", "evt_2", "evt_3"}
    assert (order.ledger.amount_refunded, order.refunded_at, outcome) == (0, None, "charged_back")
    assert order.currency == "eur"
    assert len(order.ledger.payments) == 1


def test_an_invoice_that_was_paid_before_the_order_was_known_counts_for_the_order() -> None:
    about = References(invoice="in_1", subscription="sub_1")
    unlinked, _ = apply_all(event(invoice_paid(), event_id="evt_1", references=about))
    order, _ = Order(order_id=OrderId("order-1")).apply(event(event_id="evt_2", references=about), NOW, [unlinked])
    assert (order.ledger.amount, order.references) == (AMOUNT, frozenset({"sub_1"}))


def test_a_charge_and_its_payment_that_were_recorded_apart_are_one_payment() -> None:
    of_charge, _ = apply_all(event(DisputeLost(), event_id="evt_1", references=References(charge="ch_1")))
    of_payment, _ = apply_all(event(captured(), event_id="evt_2", references=References(payment="pi_1")))
    order, _ = of_payment.apply(event(event_id="evt_3"), NOW, [of_charge])
    assert [(one.payment_id, one.charge_ids, one.dispute_lost) for one in order.ledger.payments] == [
        ("pi_1", frozenset({"ch_1"}), True)
    ]
    assert order.charged_back_at is not None


def test_the_ids_of_a_payment_stay_those_of_one_payment() -> None:
    references = [References(payment="pi_1"), References(charge="ch_1"), References(charge="ch_1", invoice="in_1")]
    for first, second, third in permutations(references):
        order, _ = apply_all(
            event(captured(), event_id="1", references=first),
            event(captured(), event_id="2", references=second),
            event(captured(), event_id="3", references=third),
            event(captured(), event_id="4"),
        )
        (payment,) = order.ledger.payments
        assert (payment.payment_id, payment.charge_ids, payment.invoice_id) == ("pi_1", frozenset({"ch_1"}), "in_1")


def test_two_payments_that_share_a_charge_id_stay_apart() -> None:
    order, _ = apply_all(
        event(captured(), event_id="1", references=References(payment="pi_1", charge="ch_1")),
        event(captured(), event_id="2", references=References(payment="pi_2", charge="ch_1")),
    )
    assert [one.payment_id for one in order.ledger.payments] == ["pi_1", "pi_2"]


def test_an_order_means_the_same_for_its_lines_until_its_state_changes() -> None:
    order, _ = apply_all(charge_refunded(1000))
    assert order.has_same_effect_as(Order(order_id=order.order_id))
    refunded, _ = apply_all(charge_refunded(4900))
    assert not order.has_same_effect_as(refunded)
    charged_back, _ = apply_all(DisputeLost())
    assert not order.has_same_effect_as(charged_back)
    assert not order.has_same_effect_as(replace(order, access_ends_at=NOW))
    # The newest of several orders pays.
    assert not order.has_same_effect_as(replace(order, purchased_at=NOW))


@dataclass(frozen=True)
class ChargeHistory:
    """The events of a charge, in the order of creation, and its refunded amount after them."""

    events: tuple[PaymentEvent, ...]
    amount_refunded: int


@st.composite
def charge_histories(draw: st.DrawFn, references: References = FIRST) -> ChargeHistory:
    """Refunds, some of which fail later; each has its own events, as the provider sends them."""
    refunds: dict[str, int] = {}
    events = []
    with_ids = draw(st.booleans())
    name = references.payment
    for second in range(draw(st.integers(1, 7))):
        left = AMOUNT - sum(refunds.values())
        facts: tuple[PaymentFact, ...]
        if refunds and (left == 0 or draw(st.booleans())):
            refund_id = draw(st.sampled_from(sorted(refunds)))
            facts = (failed(refund_id, refunds.pop(refund_id)),)
        else:
            refund_id = f"re_{name}_{second}"
            refunds[refund_id] = draw(st.integers(1, left) | st.just(left))
            facts = charge_refunded(sum(refunds.values()))
            if with_ids:
                created = refund(refund_id, refunds[refund_id])
                events.append(event(created, event_id=f"{name}_{second}r", at=second, references=references))
        events.append(event(*facts, event_id=f"{name}_{second}", at=second, references=references))
    return ChargeHistory(events=tuple(events), amount_refunded=sum(refunds.values()))


@given(charge_histories(FIRST), charge_histories(SECOND), st.randoms(use_true_random=False))
def test_any_delivery_order_of_the_events_gives_the_refunded_amounts(
    one: ChargeHistory, other: ChargeHistory, chance: random.Random
) -> None:
    # A failure may be all that is known of a payment: what was captured, its checkout says.
    paid = [event(captured(), event_id=f"paid_{of.payment}", references=of) for of in (FIRST, SECOND)]
    events = [*paid, *one.events, *other.events]
    deliveries = [*events, *chance.choices(events, k=3)]
    chance.shuffle(deliveries)
    order, _ = apply_all(*deliveries)
    refunded = {balance.payment.payment_id: balance.refunded for balance in order.ledger.balances}
    assert refunded == {"pi_1": one.amount_refunded, "pi_2": other.amount_refunded}
    assert order.is_reversed == (one.amount_refunded == other.amount_refunded == AMOUNT)


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_without_failures_the_refunded_amount_only_increases(amounts: list[int]) -> None:
    order, before = Order(order_id=OrderId("order-1")), 0
    moment: datetime = NOW
    for number, amount in enumerate(amounts):
        order, _ = order.apply(event(*charge_refunded(amount), event_id=f"evt_{number}"), moment)
        assert order.ledger.amount_refunded >= before
        before = order.ledger.amount_refunded
    assert before == max(amounts)
