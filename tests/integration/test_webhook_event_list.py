"""The list of payment events: its partitions are shown as one list, with the rows of earlier releases."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.payment import Outcome
from shared.stores import webhook_events
from shared.stores.webhook_events import WebhookEvent
from tests.support.aws import deployed, items, load
from tests.support.service import ADMIN, Service
from tests.support.sizes import at_full_size_only

BEGINNING = datetime(2026, 1, 12, tzinfo=UTC)


@pytest.fixture
def service() -> Iterator[Service]:
    with deployed(twin=True):
        yield Service()


def add(number: int) -> str:
    """Log an event; a later one has a higher number."""
    event_id = f"evt_{number}"
    webhook_events.add(
        WebhookEvent(
            event_id=event_id,
            type="charge.refunded",
            received_at=BEGINNING + timedelta(seconds=number),
            outcome=Outcome.REFUNDED,
            order_id="order-1",
        )
    )
    return event_id


def as_of_an_earlier_release(is_old: Callable[[int], bool]) -> None:
    """Move events into the partition of earlier releases, by their number."""
    rows = items("webhook-events")
    old = [row for row in rows if is_old(int(row["event_id"]["S"].removeprefix("evt_")))]
    load("webhook-events", ({**row, "source": {"S": "stripe"}} for row in old))


def pages(service: Service, limit: int) -> Iterator[list[str]]:
    cursor: str | None = ""
    while cursor is not None:
        body: Any = service.call(
            "GET", f"/admin/webhook-events?limit={limit}{cursor and f'&cursor={cursor}'}", caller=ADMIN
        ).json
        yield [event["event_id"] for event in body["items"]]
        cursor = body["next_cursor"]


@pytest.mark.parametrize("limit", [1, 2, 7, 100])
@pytest.mark.parametrize(
    "is_old",
    [lambda _: False, lambda _: True, lambda number: number < 15, lambda number: number % 3 == 0],
    ids=["none old", "all old", "old ones first", "old ones in between"],
)
def test_every_event_is_listed_once_newest_first(service: Service, limit: int, is_old: Callable[[int], bool]) -> None:
    added = [add(number) for number in range(30)]
    as_of_an_earlier_release(is_old)
    listed = list(pages(service, limit))
    assert [event_id for page in listed for event_id in page] == added[::-1]
    assert {len(page) for page in listed[:-1]} <= {limit}


def test_a_cursor_of_an_earlier_release_stays_valid(service: Service) -> None:
    added = [add(number) for number in range(10)]
    as_of_an_earlier_release(lambda _: True)
    first = service.call("GET", "/admin/webhook-events?limit=3", caller=ADMIN).json
    newer = add(10)
    url = f"/admin/webhook-events?cursor={first['next_cursor']}"
    rest = service.call("GET", url, caller=ADMIN).json["items"]
    assert [event["event_id"] for event in rest] == added[6::-1]
    assert next(pages(service, 1)) == [newer]


@pytest.mark.usefixtures("service")
def test_new_events_are_spread_over_all_partitions() -> None:
    for number in range(200):
        add(number)
    sources = [row["source"]["S"] for row in items("webhook-events")]
    assert len(set(sources)) == webhook_events.PARTITIONS
    assert min(sources.count(source) for source in set(sources)) > 200 / webhook_events.PARTITIONS / 2


@at_full_size_only
def test_moto_lists_the_same() -> None:
    with deployed():
        service = Service()
        numbers = random.Random(1).sample(range(100), 40)  # noqa: S311 - any order
        for number in numbers:
            add(number)
        listed = [event_id for page in pages(service, 7) for event_id in page]
        assert listed == [f"evt_{number}" for number in sorted(numbers, reverse=True)]
