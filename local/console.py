"""What a person at the terminal is told."""

import sys


class FailedError(Exception):
    """Something that the person at the terminal can do something about; its message is the one line they see."""


def say(line: str) -> None:
    """Print a line now, also when the output goes to a file or a pipe."""
    print(line, flush=True)


def complain(line: str) -> None:
    """Print a line to standard error."""
    print(line, file=sys.stderr, flush=True)
