"""Output on the user's terminal."""

import sys


class CommandError(Exception):
    """A failure that the user can do something about; its message is the one line that is printed."""


def print_line(line: str) -> None:
    """Print a line to standard output at once, also when that is a file or a pipe."""
    print(line, flush=True)


def print_error(line: str) -> None:
    """Print a line to standard error."""
    print(line, file=sys.stderr, flush=True)
