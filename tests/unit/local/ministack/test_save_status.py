"""A run waits while ministack saves its state, prints failures to save, and stops waiting for a stalled process."""

import os
import subprocess

import pytest

from local.ministack import process
from local.ministack.save_status import SaveStatus


class Program(subprocess.Popen[bytes]):
    """A process that exits only when killed, and reports progress the first `times` that its exit is awaited."""

    def __init__(self, times: int) -> None:
        super().__init__(["sleep", "infinity"], start_new_session=True)
        self.times, self.awaited = times, 0
        reader, self._writer = os.pipe()
        self.save_status = SaveStatus(os.fdopen(reader))

    def wait(self, timeout: float | None = None) -> int:
        if timeout is None:
            os.close(self._writer)
            return super().wait()
        self.awaited += 1
        if self.awaited <= self.times:
            os.write(self._writer, b"saved\n")
            self.save_status.wait_for_completion(after=self.awaited - 1)
        raise subprocess.TimeoutExpired("it", timeout)


@pytest.mark.parametrize("times", [0, 1, 20])
def test_a_run_waits_for_a_save_as_long_as_it_makes_progress(times: int) -> None:
    program = Program(times)
    process.stop(program, program.save_status)
    assert program.awaited == times + 1
    assert program.returncode < 0
    assert not program.save_status.finished


def test_a_save_request_completes_when_it_succeeds_or_fails_or_the_process_exits() -> None:
    reader, writer = os.pipe()
    save_status = SaveStatus(os.fdopen(reader))
    for line in ("saving", "saving", "saved", "failed no space left"):
        done = save_status.completed
        os.write(writer, f"{line}\n".encode())
        if line != "saving":
            save_status.wait_for_completion(after=done)
    os.close(writer)
    save_status.wait_for_completion(after=save_status.completed)
    assert (save_status.count, save_status.completed, save_status.problem) == (4, 2, "no space left")


def test_a_failure_and_the_recovery_are_printed_once(capsys: pytest.CaptureFixture[str]) -> None:
    reader, writer = os.pipe()
    save_status = SaveStatus(os.fdopen(reader))
    os.write(writer, b"failed disk full\nfailed disk full\nrecovered\nfinished\n")
    os.close(writer)
    save_status.wait_for_end()
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [
        "NOT SAVED: recent changes are lost if this process is killed (disk full); retrying"
    ]
    assert printed.out.splitlines() == ["saving works again; everything is saved"]
    assert save_status.finished
