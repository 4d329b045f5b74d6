"""Whether an operation may start in the remaining time of the invocation."""

import pytest

from shared.aws import time_budget
from shared.domain.errors import Unavailable


def test_outside_an_invocation_every_operation_may_start() -> None:
    time_budget.require(3_600)


def test_an_operation_that_leaves_time_for_a_response_may_start() -> None:
    with time_budget.limited_to(lambda: 6_000):
        time_budget.require(5)


def test_an_operation_that_might_leave_no_time_for_a_response_may_not_start() -> None:
    with time_budget.limited_to(lambda: 5_999), pytest.raises(Unavailable):
        time_budget.require(5)


def test_the_remaining_time_is_read_each_time() -> None:
    left = iter([6_000, 5_000])
    with time_budget.limited_to(lambda: next(left)):
        time_budget.require(5)
        with pytest.raises(Unavailable):
            time_budget.require(5)


def test_an_invocation_ignores_the_time_of_the_previous_one() -> None:
    with pytest.raises(Unavailable), time_budget.limited_to(lambda: 0):
        time_budget.require(0)
    time_budget.require(0)
