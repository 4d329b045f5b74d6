"""The status of saving ministack's state, as its process reports it."""

import threading
from typing import IO

from local.console import print_error, print_line


class SaveStatus:
    """Reads the lines of `in_process.persistence.Persistence`, and prints what the user must know.

    Attributes:
        count: how many lines there were, as a sign of progress.
        completed: how many commands to save were completed, successfully or not.
        problem: why something is not saved; empty if everything that should be saved is.
        finished: whether ministack has saved everything and exits.
    """

    def __init__(self, pipe: IO[str]) -> None:
        """Read until the pipe closes, which it does when ministack exits."""
        self.count = 0
        self.completed = 0
        self.problem = ""
        self.finished = False
        self._closed = False
        self._changed = threading.Condition()
        self._reader = threading.Thread(target=self._read, args=[pipe], daemon=True)
        self._reader.start()

    def wait_for_completion(self, after: int) -> None:
        """Wait until `completed` exceeds `after`, or the pipe is closed."""
        with self._changed:
            self._changed.wait_for(lambda: self.completed > after or self._closed)

    def wait_for_end(self) -> None:
        """Wait until the pipe is closed and all lines are read."""
        self._reader.join()

    def _read(self, pipe: IO[str]) -> None:
        with pipe:
            for line in pipe:
                word, _, why = line.rstrip().partition(" ")
                with self._changed:
                    self._update(word, why)
                    self._changed.notify_all()
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _update(self, word: str, why: str) -> None:
        self.count += 1
        match word:
            case "saved":
                self.completed += 1
            case "failed":
                self.completed += 1
                if not self.problem:
                    print_error(f"NOT SAVED: recent changes are lost if this process is killed ({why}); retrying")
                self.problem = why
            case "recovered":
                self.problem = ""
                print_line("saving works again; everything is saved")
            case "finished":
                self.finished = True
