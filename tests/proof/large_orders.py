"""Orders that are large already with a few lines, so that these show what happens to thousands."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from shared.aws.connection import attempt_seconds
from shared.aws.time_budget import ANSWER_SECONDS
from shared.usecases import order_claims, order_work, payment_plan
from tests.support.aws import items
from tests.support.service import Context, function

# Time enough for every call, but not for another page of an order and the call that queues the rest.
ONE_PAGE = Context(get_remaining_time_in_millis=lambda: int((1.5 * attempt_seconds() + ANSWER_SECONDS) * 1000))
_AMPLE = Context()


def lines_at_a_time(number: int) -> tuple[tuple[object, str, Any], ...]:
    """The patches, `(module, name, replacement)`, by which an order with more lines than this is large."""
    return tuple((module, "MAX_LINES", number) for module in (payment_plan, order_work, order_claims))


ONE_LINE_AT_A_TIME = lines_at_a_time(1)


@contextmanager
def one_line_at_a_time() -> Iterator[None]:
    """Change the lines of orders one by one."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name, replacement in ONE_LINE_AT_A_TIME:
            patch.setattr(module, name, replacement)
        yield


def pending_messages() -> list[str]:
    """The bodies of messages that ask for the pending work of all orders."""
    return [
        json.dumps({"order_id": item["order_id"]["S"], "version": int(item["pending_version"]["N"])})
        for item in items("orders")
        if "pending_version" in item
    ]


def deliver_message(body: str, context: Context = _AMPLE) -> None:
    """Deliver a message to the function that brings lines in line with their order."""
    record = {"messageId": "message", "body": body, "eventSource": "aws:sqs"}
    function("order_lines").handler({"Records": [record]}, context)
