"""Merging of progress events is commutative and idempotent."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.ids import LessonId
from shared.domain.progress import LessonChange, Position, ProgressEvent, Rejection, merge_events
from tests.unit.domain.examples import EVERY_KIND, NOW, batches, completed, playback

type Merged = dict[LessonId, tuple[Position | None, frozenset[int], bool]]


def merge(events: Sequence[ProgressEvent], *, by_service: bool = False) -> list[LessonChange]:
    return merge_events(events, EVERY_KIND, by_service=by_service, now=NOW)[1]


def stored(changes: Iterable[LessonChange]) -> Merged:
    """The stored state after these changes, applied in order as the table applies them."""
    rows: Merged = {}
    for change in changes:
        position, watched, completes = rows.get(change.lesson.lesson_id, (None, frozenset(), False))
        if change.position and change.position.after(position):
            position = change.position
        rows[change.lesson.lesson_id] = (position, watched | change.watched, completes or change.completes)
    return rows


@given(batches, st.booleans(), st.data())
def test_reordering_and_duplicating_a_batch_gives_the_same_changes(
    batch: list[ProgressEvent],
    by_service: bool,  # noqa: FBT001
    data: st.DataObject,
) -> None:
    again = data.draw(st.lists(st.sampled_from(batch), max_size=5)) if batch else []
    shuffled = data.draw(st.permutations(batch + again))
    assert stored(merge(shuffled, by_service=by_service)) == stored(merge(batch, by_service=by_service))


@given(st.lists(batches, max_size=4), st.booleans())
def test_events_one_by_one_leave_the_same_state_as_one_batch(
    devices: list[list[ProgressEvent]],
    by_service: bool,  # noqa: FBT001
) -> None:
    one_by_one = [change for batch in devices for change in merge(batch, by_service=by_service)]
    at_once = merge([event for batch in devices for event in batch], by_service=by_service)
    assert stored(one_by_one) == stored(at_once)


@given(batches, st.booleans())
def test_a_batch_writes_each_lesson_once_with_a_result_per_event(batch: list[ProgressEvent], by_service: bool) -> None:  # noqa: FBT001
    verdicts, changes = merge_events(batch, EVERY_KIND, by_service=by_service, now=NOW)
    assert len(verdicts) == len(batch)
    touched = [verdict for verdict in verdicts if not isinstance(verdict, Rejection)]
    assert [change.lesson.lesson_id for change in changes] == list(dict.fromkeys(touched))


@given(batches)
def test_an_invalid_event_does_not_affect_the_others(batch: list[ProgressEvent]) -> None:
    verdicts, changes = merge_events(batch, EVERY_KIND, by_service=False, now=NOW)
    good = [event for event, verdict in zip(batch, verdicts, strict=True) if not isinstance(verdict, Rejection)]
    assert merge(good) == changes


@given(batches)
def test_no_position_is_from_the_future(batch: list[ProgressEvent]) -> None:
    assert all(change.position is None or change.position.occurred_at <= NOW for change in merge(batch))


def test_ranges_of_two_devices_are_united_and_the_newest_position_counts() -> None:
    phone = playback("film", 20, [[0, 20]], occurred_at=NOW - timedelta(minutes=2))
    television = playback("film", 12, [[10, 12], [190, 200]], occurred_at=NOW - timedelta(minutes=1))
    (change,) = merge([television, phone])
    assert change.watched == frozenset([*range(10), *range(95, 100)])
    assert change.position == Position(occurred_at=NOW - timedelta(minutes=1), seconds=12)
    assert not change.completes


def test_of_two_positions_from_the_future_the_furthest_counts() -> None:
    late = playback("film", 5, [], occurred_at=NOW + timedelta(days=2))
    later = playback("film", 3, [], occurred_at=NOW + timedelta(days=3))
    (change,) = merge([late, later])
    assert change.position == Position(occurred_at=NOW, seconds=5)


def test_a_completion_by_a_service_does_not_remove_the_position() -> None:
    (change,) = merge([playback("text", 1, []), completed("text")], by_service=True)
    assert change.position == Position(occurred_at=NOW, seconds=1)
    assert change.completes


def test_a_completed_article_stays_completed_when_revisited() -> None:
    (change,) = merge([completed("text"), playback("text", 1, [])])
    assert change.completes


def test_a_learner_who_completes_an_article_has_a_position_in_it() -> None:
    (change,) = merge([completed("text")])
    assert change.position == Position(occurred_at=NOW, seconds=0)


def test_a_service_that_completes_an_assignment_sets_no_position() -> None:
    (change,) = merge([completed("task")], by_service=True)
    assert (change.position, change.watched, change.completes) == (None, frozenset(), True)


def test_a_very_short_lesson_is_watched_completely() -> None:
    (change,) = merge([playback("short", 1.5, [[0, 1.5]])])
    assert change.watched == frozenset(range(100))
