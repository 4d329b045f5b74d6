"""When a refund is a full one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ids import OrderId
from shared.domain.order import Refund

amounts = st.integers(0, 10**12)


def refund(amount: int, amount_refunded: int) -> Refund:
    return Refund(order_id=OrderId("order"), amount=amount, amount_refunded=amount_refunded, currency="eur")


@pytest.mark.parametrize(("amount", "given_back"), [(4900, 4900), (4900, 4901), (1, 1)])
def test_a_refund_of_everything_is_full(amount: int, given_back: int) -> None:
    assert refund(amount, given_back).is_full


@pytest.mark.parametrize(("amount", "given_back"), [(4900, 4899), (4900, 0), (0, 0), (0, 1)])
def test_a_refund_of_less_or_of_nothing_is_not_full(amount: int, given_back: int) -> None:
    assert not refund(amount, given_back).is_full


@given(amounts, amounts, amounts)
def test_giving_back_more_never_makes_a_full_refund_partial(amount: int, given_back: int, more: int) -> None:
    assert refund(amount, given_back + more).is_full >= refund(amount, given_back).is_full
