"""Which characters the fonts of certificates contain, as a table for functions that have no fonts.

`PYTHONPATH=src:layers/pdf .venv/bin/python -m shared.pdf.characters` writes it, for `shared.domain.printable`.
"""

import string
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from shared.pdf.itemising import can_print

TARGET = Path(__file__).resolve().parents[1] / "domain/printable_table.py"
_HEAD = '''"""The characters that the fonts of certificates contain, written by shared.pdf.characters.

Each range is its distance from the end of the one before and, after a comma, how many characters follow its first; all
in base 36.
"""

RANGES = """\\
'''
_DIGITS = string.digits + string.ascii_lowercase


def printable_ranges() -> Iterator[tuple[int, int]]:
    """The first and last character of each range that certificates can print."""
    start = None
    for code in range(sys.maxunicode + 2):
        printable = code <= sys.maxunicode and can_print(chr(code))
        if printable and start is None:
            start = code
        elif not printable and start is not None:
            yield start, code - 1
            start = None


def table() -> str:
    """The module that is written."""
    written, code = [], 0
    for start, end in printable_ranges():
        written.append(_base36(start - code) + (f",{_base36(end - start)}" if end > start else ""))
        code = end
    return f'{_HEAD}{textwrap.fill(" ".join(written), 120)}\n"""\n'


def _base36(number: int) -> str:
    rest, digit = divmod(number, len(_DIGITS))
    return (_base36(rest) if rest else "") + _DIGITS[digit]


if __name__ == "__main__":
    TARGET.write_text(table())
