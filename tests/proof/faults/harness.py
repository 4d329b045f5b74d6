"""Fault injection: every call of every delivery fails with every fault, and the final state is the same.

A delivery runs once without faults, and its calls are counted. Then, for each call and each fault that applies to
it, it starts again from the same state, fails there, is retried by its source, and must end as it did without faults:
no write is lost or repeated, and no write-once value changes.
"""

import difflib
import io
import random
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial

import pytest
from botocore.retries.quota import RetryQuota

from shared.edge import clock
from shared.edge.stripe.webhook import Webhook
from shared.pdf import logos
from shared.pdf.prepare import prepare
from shared.pdf.render import render
from shared.stores import multipart
from shared.usecases import certificates, course_cache, learner_index, recheck
from tests.proof.faults.deliveries import DELIVERIES
from tests.proof.faults.delivery import Delivery, Source
from tests.proof.faults.event_sources import Attempt, Result
from tests.proof.faults.injection import FAULTS, Call, Fault, Network
from tests.proof.faults.mutants import MUTANTS, Mutant
from tests.proof.faults.snapshots import ARRANGED_AT, DELIVERED_AT, snapshot, write_once_values
from tests.proof.large_orders import lines_at_a_time
from tests.proof.one_shard import ONE_SHARD
from tests.proof.parts import Part, Row
from tests.support import twin
from tests.support.service import Service, function
from tests.support.wire import ProcessKilled

# A source that retries succeeds after the one failure, and at most one more delivery.
MAX_ATTEMPTS = 4
# So that a recheck of three learners has several ranges, and an order of three lines is large.
_PAGE = 2
# So that the header with three learners is a part of a file.
_PART_BYTES = 200

# Pure functions, and slow: their results are cached.
cached_prepare = cache(prepare)
cached_render = cache(render)
cached_logo = cache(logos.prepare)
_FUNCTIONS = tuple(dict.fromkeys(delivery.function for delivery in DELIVERIES))
# The source and the state before a delivery, by its name: they are the same each time.
_arranged: dict[str, tuple[Source, twin.State]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One delivery with one fault, or none.

    Attributes:
        masked: whether the source delivered only once, because a retry within the function masked the fault.
    """

    fault: Fault | None
    masked: bool
    violations: list[str]


@dataclass(kw_only=True)
class _Run:
    """One delivery, until its source does not retry it."""

    results: list[Result] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Harness:
    """The service on a network in which calls fail, with a clock and codes that are the same in every run."""

    service: Service
    network: Network
    patch: pytest.MonkeyPatch

    def set_clock(self, second: int | None) -> None:
        """Set the clock to the time before the delivery, or to that of one of its attempts."""
        now = ARRANGED_AT if second is None else DELIVERED_AT + timedelta(seconds=second)
        self.patch.setattr(clock, "now", lambda: now)

    def arrange(self, delivery: Delivery) -> tuple[Source, twin.State]:
        """Set up the state before a delivery, once; return its source and that state."""
        if delivery.name not in _arranged:
            self.network.state = Network().state
            self.restart_process()
            self.set_clock(None)
            self.seed(1)
            source = delivery.start(self.service)
            _arranged[delivery.name] = source, self.network.state
        return _arranged[delivery.name]

    def ready(self, source: Source, state: twin.State) -> Attempt:
        """Restore the state before a delivery; return the function that makes one delivery attempt."""
        self.network.state = state
        self.network.calls.clear()
        self.restart_process()
        self.seed(2)
        self.set_clock(0)
        return source.begin(self.service, self.network.sent)

    def seed(self, seed: int) -> None:
        drawn = random.Random(seed)  # noqa: S311 - the same codes in every run
        self.patch.setattr(secrets, "randbelow", drawn.randrange)

    def restart_process(self) -> None:
        """Empty the caches of the process."""
        course_cache.clear()
        for name in _FUNCTIONS:
            for value in vars(function(name)).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
                if isinstance(value, Webhook):
                    self.patch.setattr(value.secret, "_cached", None)

    def run(
        self, delivery: Delivery, source: Source, state: twin.State, fault: Fault | None = None, at: int = 0
    ) -> _Run:
        """Deliver, with a fault in the first attempt, until the source does not retry."""
        run = _Run()
        attempt = self.ready(source, state)
        first = before = write_once_values(state)
        for number in range(MAX_ATTEMPTS):
            self.set_clock(number)
            try:
                with self.network.invocation(fault if number == 0 else None, at):
                    result = attempt()
            except ProcessKilled:
                result = Result(answer="died", retried=True, headers={})
                self.restart_process()
            except Exception as error:  # noqa: BLE001 - the gateway answers 500 for any exception
                result = Result(answer=f"500, for {error!r}", retried=True, headers={})
            run.results.append(result)
            after = write_once_values(self.network.state)
            run.violations += [
                f"{key} was {was}, and became {after[key]}"
                for key, was in before.items()
                if was not in {first.get(key), after.get(key, was)}
            ]
            before = after
            run.violations += _invalid_answers(result)
            if not result.retried:
                break
        else:
            run.violations.append(f"not through after {MAX_ATTEMPTS} attempts")
        self.set_clock(MAX_ATTEMPTS)
        delivery.afterwards(self.service)
        run.end = snapshot(self.network.state)
        return run


def _invalid_answers(result: Result) -> list[str]:
    if result.answer.startswith("500"):
        return [f"answered {result.answer}"]
    if result.answer == "503" and int(result.headers.get("Retry-After", 0)) < 1:
        return ["answered 503 without Retry-After"]
    return []


@contextmanager
def connected_harness() -> Iterator[Harness]:
    """Connect the service to the twin."""
    network = Network()
    with pytest.MonkeyPatch.context() as patch:
        network.connect(patch)
        # Retries follow at once and without a quota: so many failures would exhaust that of the client.
        patch.setattr(time, "sleep", lambda _seconds: None)
        patch.setattr(RetryQuota, "acquire", lambda *_: True)
        patch.setattr("shared.usecases.template_uploads.prepare", cached_prepare)
        patch.setattr("shared.usecases.logos.pictures.prepare", cached_logo)
        patch.setattr(certificates, "render", cached_render)
        patch.setattr(recheck, "PAGE", _PAGE)
        patch.setattr(multipart, "PART_BYTES", _PART_BYTES)
        patch.setattr(recheck, "RANGE", _PAGE)
        patch.setattr(learner_index, "PAGE", _PAGE)
        for module, name, replacement in (*ONE_SHARD, *lines_at_a_time(_PAGE)):
            patch.setattr(module, name, replacement)
        yield Harness(service=Service(may_fail=True), network=network, patch=patch)


type Choice = Callable[[Call], Iterable[Fault]]


def every(call: Call) -> Iterable[Fault]:
    """Choose every fault that can happen to a call."""
    return [fault for fault in FAULTS if fault.applies_to(call)]


class Rotation:
    """Chooses for each call the next fault in turn that can happen to it."""

    def __init__(self) -> None:
        self._turn = 0

    def __call__(self, call: Call) -> Iterable[Fault]:
        while True:
            fault = FAULTS[self._turn % len(FAULTS)]
            self._turn += 1
            if fault.applies_to(call):
                return [fault]


def trials(harness: Harness, delivery: Delivery, choose: Choice) -> Iterator[Trial]:
    """Run a delivery without faults, then with a fault at each of its calls."""
    source, state = harness.arrange(delivery)
    expected = harness.run(delivery, source, state)
    calls = list(harness.network.calls)
    violations = [f"without faults: {violation}" for violation in expected.violations]
    if len(expected.results) != 1:
        violations.append(f"without faults: {[result.answer for result in expected.results]}")
    yield Trial(fault=None, masked=True, violations=violations)
    for at, call in enumerate(calls):
        for fault in choose(call):
            run = harness.run(delivery, source, state, fault, at)
            what = f"{fault.name} at call {at + 1}, {call.operation}"
            violations = [
                f"{what}: {violation}" for violation in run.violations + _differences(delivery, expected, run)
            ]
            yield Trial(fault=fault, masked=len(run.results) == 1, violations=violations)


def _differences(delivery: Delivery, expected: _Run, run: _Run) -> list[str]:
    found = []
    if run.results[-1].answer not in {expected.results[-1].answer, delivery.once_done}:
        found.append(f"answered {run.results[-1].answer} in the end, not {expected.results[-1].answer}")
    if run.end != expected.end:
        lines = difflib.unified_diff(expected.end.splitlines(), run.end.splitlines(), n=0, lineterm="")
        found += [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return found


def killed(harness: Harness, mutant: Mutant) -> str | None:
    """Install a mutant, and inject faults until one kills it; return the violation, or None if it survives."""
    (delivery,) = [delivery for delivery in DELIVERIES if delivery.name == mutant.delivery]
    harness.arrange(delivery)
    with pytest.MonkeyPatch.context() as patch:
        mutant.install(patch)
        violations = (violation for trial in trials(harness, delivery, every) for violation in trial.violations)
        return next((violation for violation in violations if mutant.shows in violation), None)


def prove(function_name: str) -> Row:
    """Inject every fault into all deliveries to a function, and into those of its mutants.

    Args:
        function_name: the folder of the function.
    """
    deliveries = [delivery for delivery in DELIVERIES if delivery.function == function_name]
    # Functions write metrics to standard output.
    with connected_harness() as harness, redirect_stdout(io.StringIO()):
        tried = {delivery.name: list(trials(harness, delivery, every)) for delivery in deliveries}
        shown = [killed(harness, mutant) for mutant in MUTANTS if mutant.delivery in tried]
    faulted = [trial for found in tried.values() for trial in found if trial.fault is not None]
    return Row(
        name=function_name,
        figures={
            "deliveries": len(deliveries),
            "faults": len(faulted),
            "masked": sum(trial.masked for trial in faulted),
        },
        violations=tuple(
            f"{name}: {one}" for name, found in tried.items() for trial in found for one in trial.violations
        ),
        mutant_killed=bool(shown) and all(shown),
    )


PART = Part(
    title="Fault injection: every call of every delivery fails with every fault, and its source retries",
    tasks=[partial(prove, name) for name in _FUNCTIONS],
)
