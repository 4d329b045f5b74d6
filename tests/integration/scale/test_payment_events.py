"""What the list of payment events reads, by the number of events."""

import math

import pytest

from shared.stores import webhook_events
from tests.support.aws import items, load, metered
from tests.support.capacity import item_size
from tests.support.payments import deliver
from tests.support.scale import READ_BYTES
from tests.support.service import ADMIN, Service
from tests.support.sizes import size
from tests.support.steps import (
    refund_event,
)


@pytest.mark.parametrize("events", [30, size(1000, full=20_000)])
def test_a_page_of_payment_events_reads_at_most_two_pages(service: Service, events: int) -> None:
    deliver(service, refund_event("order-1"))
    [event] = items("webhook-events")
    sources = [f"stripe#{number}" for number in range(webhook_events.PARTITIONS)]
    everything = [
        {**event, "event_id": {"S": f"evt_{number:032}"}, "source": {"S": sources[number % len(sources)]}}
        for number in range(events)
    ]
    load("webhook-events", everything)
    with metered() as made:
        answer = service.call("GET", "/admin/webhook-events", caller=ADMIN)
    assert len(answer.json["items"]) == 25
    # One more, to know whether there is another page; and what a share of each partition has more than that.
    share = math.ceil(26 / len(sources))
    assert len(made) <= 1 + len(sources) + math.ceil(26 / share)
    # Each call is rounded up; and the one partition of earlier releases is empty.
    shares = len(made) - 1
    assert (
        sum(call.reads for call in made) <= 0.5 + shares * math.ceil(share * item_size(everything[-1]) / READ_BYTES) / 2
    )


def test_a_page_of_payment_events_of_earlier_releases_reads_at_most_two_pages(service: Service) -> None:
    deliver(service, refund_event("order-1"))
    [event] = items("webhook-events")
    old = {**event, "source": {"S": "stripe"}}
    load("webhook-events", ({**old, "event_id": {"S": f"evt_{number:032}"}} for number in range(1000)))
    with metered() as made:
        answer = service.call("GET", "/admin/webhook-events", caller=ADMIN)
    assert len(answer.json["items"]) == 25
    assert sum(call.reads for call in made) <= 8.5
