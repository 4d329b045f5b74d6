"""A run waits for the emulated AWS to save, says what it could not save, and does not wait for one that is stuck."""

import os
import subprocess

import pytest

from local import emulator
from local.save_reports import SaveReports


class Program(subprocess.Popen[bytes]):
    """A program that ends only when killed, and reports progress the first times that its end is awaited."""

    def __init__(self, times: int) -> None:
        super().__init__(["sleep", "infinity"], start_new_session=True)
        self.times, self.awaited = times, 0
        reading, self._telling = os.pipe()
        self.reports = SaveReports(os.fdopen(reading))

    def wait(self, timeout: float | None = None) -> int:
        if timeout is None:
            os.close(self._telling)
            return super().wait()
        self.awaited += 1
        if self.awaited <= self.times:
            os.write(self._telling, b"saved\n")
            self.reports.wait_for_answer(after=self.awaited - 1)
        raise subprocess.TimeoutExpired("it", timeout)


@pytest.mark.parametrize("times", [0, 1, 20])
def test_a_save_is_waited_for_as_long_as_it_makes_progress(times: int) -> None:
    program = Program(times)
    emulator.stop(program, program.reports)
    assert program.awaited == times + 1
    assert program.returncode < 0
    assert not program.reports.finished


def test_an_order_is_answered_once_it_is_followed_or_has_failed_or_nobody_is_left() -> None:
    reading, telling = os.pipe()
    reports = SaveReports(os.fdopen(reading))
    for line in ("saving", "saving", "saved", "failed no space left"):
        answers = reports.answers
        os.write(telling, f"{line}\n".encode())
        if line != "saving":
            reports.wait_for_answer(after=answers)
    os.close(telling)
    reports.wait_for_answer(after=reports.answers)
    assert (reports.count, reports.answers, reports.problem) == (4, 2, "no space left")


def test_a_failure_is_said_once_and_its_end_too(capsys: pytest.CaptureFixture[str]) -> None:
    reading, telling = os.pipe()
    reports = SaveReports(os.fdopen(reading))
    os.write(telling, b"failed disk full\nfailed disk full\nrecovered\nfinished\n")
    os.close(telling)
    reports.wait_for_end()
    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "NOT SAVED: what changes now is lost if this run is killed (disk full); trying again"
    ]
    assert said.out.splitlines() == ["saving works again; everything is saved"]
    assert reports.finished
