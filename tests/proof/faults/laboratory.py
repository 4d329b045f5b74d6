"""Every call of every delivery, failing in every way it can: what is stored and sent in the end is the same.

A delivery runs once without faults, and its calls are counted. Then, for each call and each way in which it can fail,
it starts anew, fails there, is delivered again as its source would, and must end as it did without faults: nothing
lost, nothing done twice, nothing decided anew.
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
from shared.pdf.prepare import prepare
from shared.usecases import course_cache, payments, recheck
from tests.proof.faults import comparing, stored
from tests.proof.faults.deliveries import DELIVERIES, Delivery
from tests.proof.faults.kinds import FAULTS, Call, Fault, Wire
from tests.proof.faults.naive import VARIANTS, Variant
from tests.proof.faults.sources import Attempt, Said, Source
from tests.proof.parts import Part, Row
from tests.support.aws import deployed
from tests.support.service import Service, function
from tests.support.wire import Died

# A source that does not give up is through after the one failure, and at most one repetition for its own sake.
MOST_ATTEMPTS = 4
# So that a recheck of three learners has more than one page, and an order of three lines more than one step.
_PAGE = 2
_LINES_A_TRANSACTION = 1

prepare_once = cache(prepare)
# What goes before a delivery is the same in every laboratory: by the delivery's name.
_begun: dict[str, tuple[Source, stored.Kept]] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One delivery with one fault, or none.

    Attributes:
        absorbed: whether the source had to deliver once only.
    """

    fault: Fault | None
    absorbed: bool
    violations: list[str]


@dataclass(kw_only=True)
class _Run:
    """One delivery, until its source is content."""

    said: list[Said] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laboratory:
    """One emulated AWS for many runs: it is emptied and filled, never built again."""

    service: Service
    wire: Wire
    empty: stored.Kept
    patch: pytest.MonkeyPatch

    def set_clock(self, second: int | None) -> None:
        """Set the clock to before the delivery, or to one of its attempts."""
        now = stored.STARTED_AT if second is None else stored.DELIVERED_AT + timedelta(seconds=second)
        self.patch.setattr(clock, "now", lambda: now)

    def begin(self, delivery: Delivery) -> tuple[Source, stored.Kept]:
        """Do what goes before a delivery, once; gives who delivers, and everything as it is before."""
        if delivery.name not in _begun:
            stored.put_back(self.empty)
            self.new_process()
            self.set_clock(None)
            self.draw_from(1)
            source = delivery.start(self.service)
            _begun[delivery.name] = source, stored.keep()
        return _begun[delivery.name]

    def ready(self, source: Source, start: stored.Kept) -> Attempt:
        """Put everything back as it was before a delivery; gives what delivers once."""
        stored.put_back(start)
        self.new_process()
        self.wire.clear()
        self.draw_from(2)
        self.set_clock(0)
        return source.begin(self.service)

    def draw_from(self, seed: int) -> None:
        drawn = random.Random(seed)  # noqa: S311 - the same codes in every run
        self.patch.setattr(secrets, "randbelow", drawn.randrange)

    def new_process(self) -> None:
        """Forget what a process has read."""
        course_cache.clear()
        for delivery in DELIVERIES:
            for value in vars(function(delivery.function)).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
                if isinstance(value, Webhook):
                    self.patch.setattr(value.secret, "_cached", None)

    def run(
        self, delivery: Delivery, source: Source, start: stored.Kept, fault: Fault | None = None, at: int = 0
    ) -> _Run:
        """Deliver, with a fault in the first attempt, until the source is content."""
        run = _Run()
        attempt = self.ready(source, start)
        began = before = stored.decided(stored.tables())
        for number in range(MOST_ATTEMPTS):
            self.set_clock(number)
            try:
                with self.wire.invocation(fault if number == 0 else None, at):
                    said = attempt()
            except Died:
                said = Said(answer="died", again=True, headers={})
                self.new_process()
            except Exception as error:  # noqa: BLE001 - whatever it is, the gateway answers 500
                said = Said(answer=f"500, for {error!r}", again=True, headers={})
            run.said.append(said)
            after = stored.decided(stored.tables())
            run.violations += [
                f"{key} was {was}, and became {after[key]}"
                for key, was in before.items()
                if was not in {began.get(key), after.get(key, was)}
            ]
            before = after
            run.violations += _complaints(said)
            if not said.again:
                break
        else:
            run.violations.append(f"not through after {MOST_ATTEMPTS} attempts")
        self.set_clock(MOST_ATTEMPTS)
        delivery.afterwards(self.service)
        run.state = comparing.compared(self.wire.sent)
        return run


def _complaints(said: Said) -> list[str]:
    if said.answer.startswith("500"):
        return [f"answered {said.answer}"]
    if said.answer == "503" and int(said.headers.get("Retry-After", 0)) < 1:
        return ["answered 503 without Retry-After"]
    return []


@contextmanager
def opened() -> Iterator[Laboratory]:
    """Build the emulated AWS, with a clock and codes that are the same in every run."""
    wire = Wire()
    with pytest.MonkeyPatch.context() as patch, deployed(), wire.tapped():
        # What is tried again is tried at once, and always: a client that fails so often would stop trying again.
        patch.setattr(time, "sleep", lambda _seconds: None)
        patch.setattr(RetryQuota, "acquire", lambda *_: True)
        # The same upload is prepared the same; once is enough.
        patch.setattr("shared.usecases.certificate_settings.prepare", prepare_once)
        patch.setattr(recheck, "PAGE", _PAGE)
        patch.setattr(payments, "_LINES_A_TRANSACTION", _LINES_A_TRANSACTION)
        yield Laboratory(service=Service(may_fail=True), wire=wire, empty=stored.keep(), patch=patch)


type Choice = Callable[[Call], Iterable[Fault]]


def every(call: Call) -> Iterable[Fault]:
    """Choose every fault that can hit a call."""
    return [fault for fault in FAULTS if fault.hits(call)]


class Rotation:
    """Chooses for each call the next fault in turn that can hit it."""

    def __init__(self) -> None:
        self._turn = 0

    def __call__(self, call: Call) -> Iterable[Fault]:
        while True:
            fault = FAULTS[self._turn % len(FAULTS)]
            self._turn += 1
            if fault.hits(call):
                return [fault]


def trials(lab: Laboratory, delivery: Delivery, choose: Choice) -> Iterator[Trial]:
    """Run a delivery without faults, then let it fail at each of its calls."""
    source, start = lab.begin(delivery)
    plain = lab.run(delivery, source, start)
    calls = list(lab.wire.calls)
    violations = [f"without faults: {violation}" for violation in plain.violations]
    if len(plain.said) != 1:
        violations.append(f"without faults: {[said.answer for said in plain.said]}")
    yield Trial(fault=None, absorbed=True, violations=violations)
    for at, call in enumerate(calls):
        for fault in choose(call):
            run = lab.run(delivery, source, start, fault, at)
            what = f"{fault.name} at call {at + 1}, {call.operation}"
            violations = [f"{what}: {violation}" for violation in run.violations + _differences(plain, run)]
            yield Trial(fault=fault, absorbed=len(run.said) == 1, violations=violations)


def _differences(plain: _Run, run: _Run) -> list[str]:
    found = []
    if run.said[-1].answer != plain.said[-1].answer:
        found.append(f"answered {run.said[-1].answer} in the end, not {plain.said[-1].answer}")
    if run.state != plain.state:
        lines = difflib.unified_diff(plain.state.splitlines(), run.state.splitlines(), n=0, lineterm="")
        found += [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return found


def caught(lab: Laboratory, variant: Variant) -> str | None:
    """Let naive code take the place of ours until a fault shows what is wrong with it; gives what it shows, if any."""
    (delivery,) = [delivery for delivery in DELIVERIES if delivery.name == variant.delivery]
    lab.begin(delivery)
    with pytest.MonkeyPatch.context() as patch:
        variant.install(patch)
        violations = (violation for trial in trials(lab, delivery, every) for violation in trial.violations)
        return next((violation for violation in violations if variant.shows in violation), None)


def prove(function_name: str, *, full: bool) -> Row:
    """Try all deliveries to a function, and all naive variants of it.

    Args:
        function_name: its folder.
        full: every fault at every call; one fault for each call in turn otherwise.
    """
    choose = every if full else Rotation()
    deliveries = [delivery for delivery in DELIVERIES if delivery.function == function_name]
    # Functions write metrics to the standard output.
    with opened() as lab, redirect_stdout(io.StringIO()):
        tried = {delivery.name: list(trials(lab, delivery, choose)) for delivery in deliveries}
        shown = [caught(lab, variant) for variant in VARIANTS if variant.delivery in tried]
    faulted = [trial for found in tried.values() for trial in found if trial.fault is not None]
    return Row(
        name=function_name,
        figures={
            "deliveries": len(deliveries),
            "faults": len(faulted),
            "unnoticed": sum(trial.absorbed for trial in faulted),
        },
        violations=tuple(
            f"{name}: {one}" for name, found in tried.items() for trial in found for one in trial.violations
        ),
        caught=bool(shown) and all(shown),
    )


PART = Part(
    title="Faults: every call of every delivery fails in every way, and the delivery is repeated as its source would",
    tasks=[partial(prove, name, full=True) for name in dict.fromkeys(delivery.function for delivery in DELIVERIES)],
)
