"""Tables from files as spreadsheets really write them: Excel, Google Sheets, LibreOffice, Numbers."""

import codecs
import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO

from shared.domain.errors import ImportInvalid
from shared.edge.answers.spreadsheets import escaped

# By the bytes that a file begins with.
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# Workbooks are ZIP files, older ones OLE files.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_DELIMITERS = ",;\t"
# Of a first line that tells Excel the delimiter.
_SEPARATOR = "sep="


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table.

    Attributes:
        encoding: `utf-8`, `utf-16` or `windows-1252`.
        delimiter: between its cells.
        rows: their cells, with the number by which a spreadsheet shows each; empty rows are left out.
    """

    encoding: str
    delimiter: str
    rows: Sequence[tuple[int, Sequence[str]]]


def table(content: bytes, max_rows: int) -> Table:
    """Read a table from a file with commas, semicolons or tabs.

    Args:
        content: of the file, in UTF-8, UTF-16 or Windows-1252.
        max_rows: beside the row of the names of columns.

    Raises:
        ImportInvalid: the file is a workbook, no text, no table, or has too many rows; the message says what to do.
    """
    if content.startswith(_WORKBOOKS):
        raise ImportInvalid(
            "This is a workbook, not a CSV file. In your spreadsheet, save or download it as CSV first."
        )
    text, encoding = _decoded(content)
    if "\0" in text:
        raise ImportInvalid("This is not a text file. In your spreadsheet, save or download the table as CSV.")
    first_line = text[: text.find("\n")] if "\n" in text else text
    announced = first_line.strip().strip('"')
    skipped = 0
    if announced.lower().startswith(_SEPARATOR) and len(announced) == len(_SEPARATOR) + 1:
        delimiter, skipped = announced[-1], 1
    else:
        delimiter = _delimiter(text)
    rows: list[tuple[int, Sequence[str]]] = []
    try:
        for number, cells in enumerate(csv.reader(StringIO(text), delimiter=delimiter), start=1):
            if number > skipped and any(cell.strip() for cell in cells):
                rows.append((number, [_cell(cell) for cell in cells]))
            if len(rows) > max_rows + 1:
                raise ImportInvalid(
                    f"The file has more than {max_rows:,} rows. Split it into several files and import one after the "
                    "other."
                )
    except csv.Error as error:
        raise ImportInvalid(f"The file is no table: {error}. Is a quotation mark missing?") from error
    return Table(encoding=encoding, delimiter=delimiter, rows=rows)


def _decoded(content: bytes) -> tuple[str, str]:
    """Read text: lines end with a line feed afterwards, whatever they ended with."""
    mark = next((mark for mark in _MARKS if content.startswith(mark)), b"")
    encoding = _MARKS.get(mark, "utf-8")
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        if mark:
            raise ImportInvalid("The file is damaged: it is not the text that it claims to be.") from error
        # What Excel writes as plain "CSV" in Western Europe and America.
        encoding = "windows-1252"
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            raise ImportInvalid("The file's characters cannot be read. Save it as CSV in UTF-8.") from error
    encoding = "utf-16" if encoding.startswith("utf-16") else encoding
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def _delimiter(text: str) -> str:
    """Find the delimiter: the one that is in the first line that is not empty, most often, outside of quotes."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    unquoted = "".join(first.split('"')[::2])
    return max(_DELIMITERS, key=unquoted.count)


def _cell(text: str) -> str:
    """Read a cell, without the apostrophe by which a file of ours marks a text that is no formula."""
    stripped = text.strip()
    return stripped[1:] if stripped.startswith("'") and escaped(stripped[1:]) == stripped else stripped
