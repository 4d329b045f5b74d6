"""What may begin, by how much time is left."""

import pytest

from shared.aws import time_budget
from shared.domain.errors import Unavailable


def test_outside_of_an_invocation_there_is_time_for_everything() -> None:
    time_budget.require(3_600)


def test_what_leaves_time_for_an_answer_may_begin() -> None:
    with time_budget.limited_to(lambda: 6_000):
        time_budget.require(5)


def test_what_might_leave_no_time_for_an_answer_may_not_begin() -> None:
    with time_budget.limited_to(lambda: 5_999), pytest.raises(Unavailable):
        time_budget.require(5)


def test_the_time_left_is_asked_for_anew_each_time() -> None:
    left = iter([6_000, 5_000])
    with time_budget.limited_to(lambda: next(left)):
        time_budget.require(5)
        with pytest.raises(Unavailable):
            time_budget.require(5)


def test_one_invocation_keeps_nothing_of_the_one_before() -> None:
    with pytest.raises(Unavailable), time_budget.limited_to(lambda: 0):
        time_budget.require(0)
    time_budget.require(0)
