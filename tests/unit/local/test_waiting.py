"""Waiting lasts as long as there is progress, and no longer."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain, count, repeat

import pytest

from local.waiting import POLL_SECONDS, STALL_SECONDS, StalledError, cpu_seconds, wait_until

# Computes for the seconds on each line of its input, and prints a line after each; exits at the end of its input.
WORKER = """
import sys, time
for line in sys.stdin:
    until = time.process_time() + float(line)
    while time.process_time() < until:
        pass
    print(flush=True)
"""
PARENT = f"import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {WORKER!r}]).returncode)"


class Time:
    """A clock that advances only in pauses."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def clock(self) -> float:
        return self.seconds

    def pause(self, seconds: float) -> None:
        self.seconds += seconds

    def long_pause(self, _: float) -> None:
        self.seconds += STALL_SECONDS / 3


@pytest.fixture
def time() -> Time:
    return Time()


def true_after(polls: int) -> Callable[[], bool]:
    """A condition that holds after so many polls."""
    return chain(repeat(False, polls), repeat(True)).__next__  # noqa: FBT003


def test_a_condition_that_holds_already_takes_no_time(time: Time) -> None:
    assert wait_until(lambda: "seen", clock=time.clock, pause=time.pause) == "seen"
    assert time.seconds == 0


def test_a_wait_with_slow_progress_goes_on_without_a_limit(time: Time) -> None:
    """There is progress shortly before each stall timeout."""
    lines = 50
    polls = round(lines * STALL_SECONDS * 0.9 / POLL_SECONDS)
    wait_until(
        true_after(polls), progress=lambda: time.seconds // (STALL_SECONDS * 0.9), clock=time.clock, pause=time.pause
    )
    assert time.seconds > (lines - 1) * STALL_SECONDS * 0.9


def test_a_wait_without_progress_fails(time: Time) -> None:
    with pytest.raises(StalledError):
        wait_until(lambda: False, clock=time.clock, pause=time.pause)
    assert STALL_SECONDS < time.seconds < STALL_SECONDS + 1


def test_a_wait_whose_progress_stops_fails(time: Time) -> None:
    with pytest.raises(StalledError):
        wait_until(lambda: False, progress=lambda: min(time.seconds, 1_000), clock=time.clock, pause=time.pause)
    assert 1_000 + STALL_SECONDS < time.seconds < 1_001 + STALL_SECONDS


def test_the_duration_of_a_slow_poll_with_progress_does_not_count_as_a_stall(time: Time) -> None:
    def poll() -> bool:
        time.seconds += 2 * STALL_SECONDS
        return next(polls) == 5

    polls = count()
    wait_until(poll, progress=lambda: time.seconds, clock=time.clock, pause=time.pause)


@pytest.fixture(params=[WORKER, PARENT], ids=["itself", "a process that it started"])
def worker(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", request.param]
    with subprocess.Popen(  # noqa: S603 - the programs above
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process


def work(worker: subprocess.Popen[str], seconds: float) -> None:
    assert worker.stdin
    assert worker.stdout
    worker.stdin.write(f"{seconds}\n")
    worker.stdin.flush()
    assert worker.stdout.readline()


@pytest.mark.skipif(sys.platform != "linux", reason="there is no /proc")
def test_a_process_that_computes_makes_progress_and_an_idle_one_does_not(worker: subprocess.Popen[str]) -> None:
    work(worker, 0)
    before = cpu_seconds(worker.pid)
    work(worker, 1.1)
    assert cpu_seconds(worker.pid) > before
    worker.communicate()
    assert cpu_seconds(worker.pid) == 0, "it has exited"


def test_waiting_for_a_stalled_process_fails_and_for_an_exited_one_takes_no_time(
    worker: subprocess.Popen[str], time: Time
) -> None:
    def exited() -> bool:
        return worker.poll() is not None

    work(worker, 0)
    with pytest.raises(StalledError):
        wait_until(exited, progress=lambda: cpu_seconds(worker.pid), clock=time.clock, pause=time.long_pause)
    worker.kill()
    worker.wait()
    wait_until(exited, progress=lambda: cpu_seconds(worker.pid), clock=time.clock, pause=time.long_pause)
