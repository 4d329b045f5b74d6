"""However the payment events of a story arrive, and however often, it has one end."""

import pytest

from tests.proof.permutations import permutations
from tests.proof.permutations.payment_stories import STORIES, Story
from tests.proof.permutations.permutations import (
    ORDERS,
    catches_the_naive,
    deliveries,
    told_on_the_emulator,
    told_on_the_twin,
)

# The stories that begin with nothing are told in part here, and whole by `make proof`.
WHOLE = 5


@pytest.mark.parametrize(
    ("story", "every"),
    [(story, 1 if number < WHOLE else 6) for number, story in enumerate(STORIES)],
    ids=[story.name for story in STORIES],
)
def test_every_order_of_arrival_has_the_same_end(story: Story, every: int) -> None:
    tried = told_on_the_twin(story, every)
    assert not tried.violations, "\n".join(tried.violations)
    assert tried.ends.total() == 720 // every


@pytest.mark.parametrize("story", STORIES[:WHOLE], ids=lambda story: story.name)
def test_the_emulated_aws_ends_as_the_twin_does(story: Story) -> None:
    tried = told_on_the_emulator(story, every=len(ORDERS) // 6)
    assert not tried.violations, "\n".join(tried.violations)
    assert list(tried.ends) == list(told_on_the_twin(story, every=720).ends)


@pytest.mark.parametrize("story", STORIES[:WHOLE], ids=lambda story: story.name)
def test_an_order_that_lets_the_last_event_win_is_found_out(story: Story) -> None:
    assert catches_the_naive(story)


def test_of_six_events_some_come_again() -> None:
    for order in ORDERS:
        arrived = [number for length in range(1, 7) for number in deliveries(order[:length])]
        assert set(arrived) == set(order)
        assert len(arrived) == 9
        assert max(arrived.count(number) for number in order) >= 3


def test_every_story_has_six_events_of_its_own() -> None:
    for story in STORIES:
        assert len({event["id"] for event in story.events}) == permutations.EVENTS
        assert len({event["created"] for event in story.events}) == permutations.EVENTS
