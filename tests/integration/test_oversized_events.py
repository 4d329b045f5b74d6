"""Signed events with longer strings than Stripe sends are refused; none causes a 500."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.aws import items
from tests.support.service import Service
from tests.support.steps import pay_event, put_course
from tests.support.template import ROOT

type Path = tuple[str, ...]
HUGE = "x" * 500_000
SAMPLES = {
    path.stem.removeprefix("refund_webhook_"): json.loads(json.loads(path.read_text("utf-8"))["body"])
    for path in sorted((ROOT / "events").glob("refund_webhook_*.json"))
    if not path.stem.endswith("base64")
}


def string_paths(value: Any, at: Path = ()) -> Iterator[Path]:  # noqa: ANN401
    """The path of every string in an event."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from string_paths(inner, (*at, name))
    elif isinstance(value, str):
        yield at


def changed(event: dict[str, Any], at: Path, value: str) -> dict[str, Any]:
    copied = copy.deepcopy(event)
    inner = copied
    for name in at[:-1]:
        inner = inner[name]
    inner[at[-1]] = value
    return copied


@pytest.mark.parametrize("name", SAMPLES)
def test_no_oversized_string_in_an_event_causes_a_failure(service: Service, name: str) -> None:
    put_course(service)
    for number, at in enumerate([*string_paths(SAMPLES[name]), ("data", "object", "currency")]):
        # Each is an event of its own: one that was processed before is not read again.
        event = changed(SAMPLES[name], ("id",), f"evt_{number}")
        answer = pay_event(service, changed(event, at, HUGE))
        assert answer.status in {200, 400}, at
        assert len(answer.content) < 1_000, at
    stored = json.dumps([*items("orders"), *items("webhook-events"), *items("enrollments")])
    assert HUGE not in stored


@pytest.mark.parametrize(
    "at",
    [("type",), ("data", "object", "currency"), ("data", "object", "metadata", "order_id")],
    ids=".".join,
)
def test_the_answer_names_the_oversized_string(service: Service, at: Path) -> None:
    answer = pay_event(service, changed(SAMPLES["charge_refunded"], at, HUGE))
    assert (answer.status, answer.json["code"]) == (400, "invalid_request")
    assert answer.json["errors"][0]["location"] in (list(at), [at[-1]])


def test_a_purchase_with_more_courses_than_metadata_can_hold_is_refused(service: Service) -> None:
    event = changed(SAMPLES["checkout_session_completed"], ("data", "object", "metadata", "course_ids"), "a," * 300)
    assert pay_event(service, event).status == 400
    assert items("orders") == []
