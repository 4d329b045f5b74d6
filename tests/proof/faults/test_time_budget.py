"""AWS is as slow as the timeouts allow, or does not respond: every function still answers before its own timeout."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from botocore.response import StreamingBody

from shared.aws.connection import (
    ATTEMPTS,
    CONNECT_TIMEOUT_SECONDS,
    LONGEST_WAIT_SECONDS,
    READ_TIMEOUT_SECONDS,
    WHOLE_ATTEMPT_SECONDS,
)
from shared.aws.time_budget import ANSWER_SECONDS
from shared.domain.template import TemplateLayout
from shared.pdf.choosing import BY_BACKGROUND
from shared.pdf.default_template import default_template
from shared.pdf.drawing import Bitmap
from shared.pdf.logos import WALL_SECONDS as LOGO_SECONDS
from shared.pdf.prepare import WALL_SECONDS as PREPARING_SECONDS
from shared.usecases.template_uploads import DRAWING_SECONDS
from tests.proof.faults.deliveries import DELIVERIES
from tests.proof.faults.delivery import Delivery
from tests.proof.faults.event_sources import RequestAndQueue, Result
from tests.proof.faults.harness import Harness, cached_logo, cached_prepare, connected_harness
from tests.proof.faults.injection import URL, Fault
from tests.support.pdfs import template
from tests.support.service import Context
from tests.unit.pdf.pictures import encoded, mark
from tests.unit.template_file import functions

ATTEMPT_SECONDS = CONNECT_TIMEOUT_SECONDS + READ_TIMEOUT_SECONDS
TIMEOUTS = {function["CodeUri"].strip("/").rpartition("/")[2]: function["Timeout"] for function in functions().values()}
NEVER = 1_000
# Deliveries that leave work for a later request instead of failing; pages that do without the organisation's colours.
SUCCEED_IN_PART = {
    "a first template",
    "another template",
    "the form for codes",
    "a page",
}
BLANK = Bitmap(width=1, height=1, pixels=bytes(4))


@dataclass(kw_only=True)
class Slowness:
    """A clock that advances only with calls and backoffs, each of which takes its maximum time."""

    harness: Harness
    seconds: float = 0
    attempt_seconds: float = 0
    timeouts_from: int = NEVER

    def on_wait(self, _: float) -> None:
        self.seconds += LONGEST_WAIT_SECONDS

    def on_attempt(self, number: int) -> None:
        self.seconds += ATTEMPT_SECONDS if number >= self.timeouts_from else self.attempt_seconds

    def taking(self, seconds: float, real: Callable[..., Any]) -> Callable[..., Any]:
        def slowed(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as in the real function
            self.seconds += min(seconds, self.attempt_seconds)
            return real(*arguments, **named)

        return slowed

    def deliver(self, delivery: Delivery, fault: Fault, timeouts_from: int = 0) -> Result:
        """Deliver once, and assert that it took no longer than the function's timeout."""
        timeout = TIMEOUTS[delivery.function]
        context = Context(get_remaining_time_in_millis=lambda: round((timeout - self.seconds) * 1000))
        attempt = self.harness.ready(*self.harness.arrange(delivery))
        self.seconds, self.timeouts_from = 0, timeouts_from
        with pytest.MonkeyPatch.context() as patch, self.harness.network.invocation(fault, timeouts_from):
            patch.setattr(self.harness.service, "context", context)
            result = attempt()
        assert self.seconds <= timeout - ANSWER_SECONDS
        if result.answer == "503":
            assert int(result.headers["Retry-After"]) >= 1
        return result


@pytest.fixture(scope="module")
def slowness() -> Iterator[Slowness]:
    with connected_harness() as harness:
        slow = Slowness(harness=harness)
        harness.network.on_attempt = slow.on_attempt
        # Prepared once here; then the result is cached, and simulated to take the maximum time.
        cached_prepare(template(), colours=BY_BACKGROUND, layout=TemplateLayout(), wall_seconds=PREPARING_SECONDS)
        cached_prepare(
            default_template(), colours=BY_BACKGROUND, layout=TemplateLayout(), wall_seconds=PREPARING_SECONDS
        )
        harness.patch.setattr("time.sleep", slow.on_wait)
        harness.patch.setattr(StreamingBody, "read", slow.taking(READ_TIMEOUT_SECONDS, StreamingBody.read))
        prepare = slow.taking(PREPARING_SECONDS, cached_prepare)
        harness.patch.setattr("shared.usecases.template_uploads.prepare", prepare)
        # The same, for a logo.
        cached_logo(encoded(mark()), wall_seconds=LOGO_SECONDS)
        logo = slow.taking(LOGO_SECONDS, cached_logo)
        harness.patch.setattr("shared.usecases.logos.pictures.prepare", logo)
        draw = slow.taking(DRAWING_SECONDS, lambda *_, **__: BLANK)
        harness.patch.setattr("shared.usecases.template_uploads.drawing.draw", draw)
        yield slow


NO_ANSWER = Fault(name="timeouts", failure=lambda _: ReadTimeoutError(endpoint_url=URL), lasting=True)


def calls_of(slowness: Slowness, delivery: Delivery) -> int:
    slowness.attempt_seconds = 0
    slowness.deliver(delivery, NO_ANSWER, timeouts_from=NEVER)
    return len(slowness.harness.network.calls)


# Not those of several invocations, each of which has its own time.
every_delivery = pytest.mark.parametrize(
    "delivery",
    [delivery for delivery in DELIVERIES if not isinstance(delivery.source, RequestAndQueue)],
    ids=lambda delivery: delivery.name,
)


@every_delivery
def test_wherever_timeouts_start_the_function_answers_in_time(slowness: Slowness, delivery: Delivery) -> None:
    for timeouts_from in range(calls_of(slowness, delivery)):
        result = slowness.deliver(delivery, NO_ANSWER, timeouts_from)
        assert result.answer in {"503", "failed", "partly failed"} or delivery.name in SUCCEED_IN_PART


@pytest.mark.parametrize("attempts", [1, ATTEMPTS], ids=["at the first", "at the last"])
@every_delivery
def test_however_slow_aws_is_the_function_answers_in_time(
    slowness: Slowness, delivery: Delivery, attempts: int
) -> None:
    slowness.attempt_seconds = ATTEMPT_SECONDS
    calls = slowness.harness.network.calls
    # Each call is answered at its first attempt, or at its last.
    slow_attempts = replace(NO_ANSWER, applies_to=lambda _: len(calls) % attempts != 0)
    result = slowness.deliver(delivery, slow_attempts)
    assert result.answer in {"200", "201", "202", "204", "404", "503", "done", "failed", "partly failed"}


@pytest.mark.parametrize(
    ("name", "attempts"),
    [
        # One call with three attempts, after which its caller fails.
        ("the dashboard", 3),
        ("a full refund", 3),
        ("a recheck that is divided", 3),
        # Each of the batch's records makes its own calls, until the function's minute has passed.
        ("completed lessons", 13),
        ("certificates' changes to announce", 13),
    ],
)
def test_a_function_stops_retrying_when_its_time_budget_is_exhausted(
    slowness: Slowness, name: str, attempts: int
) -> None:
    (delivery,) = [delivery for delivery in DELIVERIES if delivery.name == name]
    assert slowness.deliver(delivery, NO_ANSWER).retried
    assert len(slowness.harness.network.calls) == attempts


def test_no_call_is_sent_when_the_time_budget_is_exhausted(slowness: Slowness, monkeypatch: pytest.MonkeyPatch) -> None:
    (delivery,) = [delivery for delivery in DELIVERIES if delivery.name == "an enrollment"]
    attempt = slowness.harness.ready(*slowness.harness.arrange(delivery))
    enough = (WHOLE_ATTEMPT_SECONDS + ANSWER_SECONDS) * 1000
    for left, answer in ((enough - 1, "503"), (enough, "200")):
        context = Context(get_remaining_time_in_millis=partial(int, left))
        monkeypatch.setattr(slowness.harness.service, "context", context)
        slowness.harness.network.calls.clear()
        with slowness.harness.network.invocation():
            assert attempt().answer == answer
        assert bool(slowness.harness.network.calls) == (answer == "200")
