"""CSV (RFC 4180) for spreadsheets."""

import csv
import unicodedata
from collections.abc import Sequence
from io import StringIO

# By which spreadsheets know UTF-8.
BYTE_ORDER_MARK = "\ufeff"
# Full-width forms count in East Asian versions.
_FORMULA = tuple("=+-@＝＋－＠")  # noqa: RUF001 - see above
_SKIPPED = ("\t", "\r", "\n", "\0")
_INVISIBLE = {"Cc", "Cf"}


def line(cells: Sequence[str | int]) -> str:
    """Write a line, all of whose cells are quoted."""
    written = StringIO()
    csv.writer(written, quoting=csv.QUOTE_ALL).writerow(
        [escaped(cell) if isinstance(cell, str) else cell for cell in cells]
    )
    return written.getvalue()


def escaped(text: str) -> str:
    """Mark a text as text by an apostrophe, if a spreadsheet may take it for a formula.

    It may skip characters that nobody sees (https://owasp.org/www-community/attacks/CSV_Injection).
    """
    # Most texts begin with a letter or a digit.
    if not text or text[0].isalnum():
        return text
    return f"'{text}" if text.startswith(_SKIPPED) or _first_visible(text) in _FORMULA else text


def _first_visible(text: str) -> str:
    return next((one for one in text if not (one.isspace() or unicodedata.category(one) in _INVISIBLE)), "")
