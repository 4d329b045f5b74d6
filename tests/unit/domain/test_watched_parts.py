"""Which hundredths of a lesson the played ranges cover."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.progress import Range, watched_parts

WHOLE = frozenset(range(100))
LONGEST = 172_800.0

durations = st.floats(0, LONGEST, exclude_min=True)


@st.composite
def split_ranges(draw: st.DrawFn) -> tuple[float, Range, list[Range]]:
    """A lesson, a range of it, and that range split anywhere, in any order, with some pieces repeated."""
    duration = draw(durations)
    ends = [draw(st.floats(0, 1)) * duration for _ in range(2)]
    cuts = [min(ends), *sorted(draw(st.lists(st.floats(min(ends), max(ends)), max_size=20))), max(ends)]
    pieces = list(pairwise(cuts))
    again = draw(st.lists(st.sampled_from(pieces), max_size=3))
    return duration, (cuts[0], cuts[-1]), draw(st.permutations(pieces + again))


@given(split_ranges())
def test_the_pieces_of_a_range_cover_the_same_parts_as_the_whole_range(
    example: tuple[float, Range, list[Range]],
) -> None:
    duration, whole, pieces = example
    assert watched_parts(duration, pieces) == watched_parts(duration, [whole])


@given(durations, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1))))
def test_a_range_never_counts_outside_the_lesson(duration: float, shares: list[Range]) -> None:
    # A range may end a second after the lesson, since players round.
    played = [(start * (duration + 1), end * (duration + 1)) for start, end in shares]
    assert watched_parts(duration, played) <= WHOLE


@given(durations, st.floats(0, 1))
def test_the_whole_lesson_covers_every_part(duration: float, beyond: float) -> None:
    assert watched_parts(duration, [(0, duration + beyond)]) == WHOLE


@given(st.integers(1, int(LONGEST)), st.integers(-1, 99), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_range_between_two_midpoints_covers_no_part(duration: int, part: int, one: float, other: float) -> None:
    start, end = (max(part + 0.5 + share, 0) * duration / 100 for share in sorted((one, other)))
    assert watched_parts(duration, [(start, end)]) == frozenset()


@given(st.integers(1, int(LONGEST)), st.data())
def test_a_part_counts_when_a_range_covers_its_midpoint(duration: int, data: st.DataObject) -> None:
    # Quarters of a second: floats represent them exactly, so that fractions must agree.
    start, end = sorted(data.draw(st.tuples(st.integers(0, 4 * duration + 4), st.integers(0, 4 * duration + 4))))
    midpoints = {part: Fraction(2 * part + 1, 200) * duration for part in range(100)}
    covered = {part for part, middle in midpoints.items() if Fraction(start, 4) <= middle < Fraction(end, 4)}
    assert watched_parts(duration, [(start / 4, end / 4)]) == covered


@pytest.mark.parametrize(
    ("played", "parts"),
    [
        ([], set()),
        ([(0.0, 0.0)], set()),
        ([(0.0, 1.0)], set()),
        ([(0.0, 1.5)], {0}),
        ([(1.0, 1.5)], {0}),
        ([(1.5, 3.0)], set()),
        ([(0.0, 4.0), (196.0, 200.0)], {0, 1, 98, 99}),
    ],
)
def test_parts_of_two_seconds_have_their_midpoints_at_odd_ones(played: list[Range], parts: set[int]) -> None:
    assert watched_parts(200, played) == parts
