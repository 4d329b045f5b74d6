"""An order with more lines than fit into one transaction: three pages, with certificates on the first and the last."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from shared.usecases import order_work, payment_plan
from tests.support.aws import items
from tests.support.payments import deliver, order, purchase
from tests.support.queues import AMPLE, ORDER_LINES, run_until_empty
from tests.support.service import Caller, Context, Service
from tests.support.steps import completed, enable_certificates, enroll, get_certificate, put_course, send

# Lines of one transaction; moto takes half a second for as many as there are in production.
PAGE = 4
LINES = 2 * PAGE + 1
# Lines are processed in the order of their learners.
FIRST, BUYER, LAST = Caller("aaron", name="Aaron"), Caller("mia", name="Mia"), Caller("zoe", name="Zoe")


@contextmanager
def small_pages() -> Iterator[None]:
    """Process as few lines in one transaction as `PAGE`."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (order_work, payment_plan):
            patch.setattr(module, "MAX_LINES", PAGE)
        yield


def place(service: Service) -> dict[str, str]:
    """Have order-1 bought, with a payment of 4900; return the certificates' codes by learner."""
    put_course(service, lessons=[{"lesson_id": "flour", "title": "On flour", "kind": "article"}])
    enable_certificates(service)
    deliver(service, purchase(*(f"c-{number}" for number in range(LINES - 2)), user_id=BUYER.sub))
    codes = {}
    for learner in (FIRST, LAST):
        assert enroll(service, learner, order_id="order-1").status == 200
        send(service, completed("flour"), learner=learner)
        answer = get_certificate(service, learner, accept="application/json")
        codes[learner.sub] = answer.json["verification_code"]
    return codes


def process(context: Context = AMPLE) -> int:
    """Deliver the messages about orders until there is none; return their number."""
    return run_until_empty(ORDER_LINES, context)


def statuses(entity: str) -> set[str]:
    """The statuses of all enrollments, or of all certificates."""
    return {item["status"]["S"] for item in items(entity)}


def ended() -> int:
    """The number of enrollments that ended."""
    return sum(item["status"]["S"] == "refunded" for item in items("enrollments"))


def is_pending(service: Service) -> Any:  # noqa: ANN401
    """Whether there is work left, as admins see it."""
    return order(service)["lines_pending"]
