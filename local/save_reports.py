"""What the emulated AWS tells about its saving, while it runs and when it ends."""

import threading
from typing import IO

from local.console import complain, say


class SaveReports:
    """Reads the reports of `local.saving.Saving`, and says at the terminal what somebody there has to know.

    Attributes:
        count: how many there were, as a sign of progress.
        problem: why something is not saved; empty if nothing is known to be unsaved.
        finished: whether the emulator has saved everything and ended.
    """

    def __init__(self, pipe: IO[str]) -> None:
        """Read until the pipe ends, which it does with the emulator."""
        self.count = 0
        self.problem = ""
        self.finished = False
        self._answers = 0
        self._ended = False
        self._told = threading.Condition()
        self._reader = threading.Thread(target=self._read, args=[pipe], daemon=True)
        self._reader.start()

    @property
    def answers(self) -> int:
        """How many orders to save were followed, or failed."""
        return self._answers

    def wait_for_answer(self, after: int) -> None:
        """Wait until there are more answers than that, or until there will be no more."""
        with self._told:
            self._told.wait_for(lambda: self._answers > after or self._ended)

    def wait_for_end(self) -> None:
        """Wait until everything that was told is read."""
        self._reader.join()

    def _read(self, pipe: IO[str]) -> None:
        with pipe:
            for line in pipe:
                word, _, why = line.rstrip().partition(" ")
                with self._told:
                    self._hear(word, why)
                    self._told.notify_all()
        with self._told:
            self._ended = True
            self._told.notify_all()

    def _hear(self, word: str, why: str) -> None:
        self.count += 1
        match word:
            case "saved":
                self._answers += 1
            case "failed":
                self._answers += 1
                if not self.problem:
                    complain(f"NOT SAVED: what changes now is lost if this run is killed ({why}); trying again")
                self.problem = why
            case "recovered":
                self.problem = ""
                say("saving works again; everything is saved")
            case "finished":
                self.finished = True
