"""A wait lasts as long as there is progress, and no longer."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import chain, count, repeat

import pytest

from local.waiting import POLL_SECONDS, STALL_SECONDS, StalledError, cpu_seconds, wait_until

# Reads a line for each second that it computes, and says so; ends with its input.
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
    """A clock that only waiting moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def clock(self) -> float:
        return self.seconds

    def pause(self, seconds: float) -> None:
        self.seconds += seconds

    def leap(self, _: float) -> None:
        self.seconds += STALL_SECONDS / 3


@pytest.fixture
def time() -> Time:
    return Time()


def after(looks: int) -> Callable[[], bool]:
    """Something that is there after so many looks."""
    return chain(repeat(False, looks), repeat(True)).__next__  # noqa: FBT003


def test_what_is_there_is_not_waited_for(time: Time) -> None:
    assert wait_until(lambda: "seen", clock=time.clock, pause=time.pause) == "seen"
    assert time.seconds == 0


def test_what_moves_slowly_is_waited_for_however_long_it_takes(time: Time) -> None:
    """A line a little before it would be given up, again and again."""
    lines = 50
    looks = round(lines * STALL_SECONDS * 0.9 / POLL_SECONDS)
    wait_until(after(looks), progress=lambda: time.seconds // (STALL_SECONDS * 0.9), clock=time.clock, pause=time.pause)
    assert time.seconds > (lines - 1) * STALL_SECONDS * 0.9


def test_what_does_not_move_is_given_up(time: Time) -> None:
    with pytest.raises(StalledError):
        wait_until(lambda: False, clock=time.clock, pause=time.pause)
    assert STALL_SECONDS < time.seconds < STALL_SECONDS + 1


def test_what_stops_moving_is_given_up(time: Time) -> None:
    with pytest.raises(StalledError):
        wait_until(lambda: False, progress=lambda: min(time.seconds, 1_000), clock=time.clock, pause=time.pause)
    assert 1_000 + STALL_SECONDS < time.seconds < 1_001 + STALL_SECONDS


def test_a_look_that_took_long_itself_is_not_held_against_what_moved_meanwhile(time: Time) -> None:
    def look() -> bool:
        time.seconds += 2 * STALL_SECONDS
        return next(looks) == 5

    looks = count()
    wait_until(look, progress=lambda: time.seconds, clock=time.clock, pause=time.pause)


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
def test_a_process_that_computes_moves_and_one_that_waits_does_not(worker: subprocess.Popen[str]) -> None:
    work(worker, 0)
    before = cpu_seconds(worker.pid)
    work(worker, 1.1)
    assert cpu_seconds(worker.pid) > before
    worker.communicate()
    assert cpu_seconds(worker.pid) == 0, "it has ended"


def test_a_process_that_hangs_is_given_up_and_one_that_ends_is_not_waited_for(
    worker: subprocess.Popen[str], time: Time
) -> None:
    def ended() -> bool:
        return worker.poll() is not None

    work(worker, 0)
    with pytest.raises(StalledError):
        wait_until(ended, progress=lambda: cpu_seconds(worker.pid), clock=time.clock, pause=time.leap)
    worker.kill()
    worker.wait()
    wait_until(ended, progress=lambda: cpu_seconds(worker.pid), clock=time.clock, pause=time.leap)
