"""Files of learners to import: their columns, and what each row asks for."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from shared.domain.emails import email_address
from shared.domain.enrollment_import import MAX_ROWS, Cells, ImportFile, ImportKind, ImportRow
from shared.domain.errors import ImportInvalid
from shared.domain.ids import UserId
from shared.domain.local_dates import day_begins, in_zone
from shared.domain.names import printed_name
from shared.edge.requests import spreadsheets
from shared.edge.requests.identifiers import IDENTIFIER

# As in the contract's `EnrollmentInput`.
_MAX_NAME = 300
# By their names in lower case, with everything but letters and digits left out.
_COLUMNS = {
    "userid": "user_id",
    "user": "user_id",
    "learnerid": "user_id",
    "email": "email",
    "emailaddress": "email",
    "mail": "email",
    "name": "name",
    "learner": "name",
    "learnername": "name",
    "fullname": "name",
    "displayname": "name",
    "accessexpiresat": "access_expires_at",
    "accessuntil": "access_expires_at",
    "completedat": "completed_at",
    "completedon": "completed_at",
    "completed": "completed_at",
    # As in the file of a course's learners, which has times in UTC.
    "completedatutc": "completed_at_utc",
    "accessexpiresatutc": "access_expires_at_utc",
}
_UTC_SUFFIX = "_utc"
# A day with the year first, or with dots; and a time of the day, perhaps with an offset.
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
_EARLIEST = datetime(1900, 1, 1, tzinfo=UTC)


class _Bad(Exception):
    """A row cannot be imported; the message says why, as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Which cell of a row is what, by index."""

    index: Mapping[str, int]
    utc: frozenset[str]

    def cells(self, row: Sequence[str]) -> Cells:
        return Cells(**{name: row[at] if at < len(row) else "" for name, at in self.index.items()})


def reader(time_zone: str) -> Callable[[bytes, ImportKind, datetime], ImportFile]:
    """Return `read` for a deployment's time zone."""
    return lambda content, kind, now: read(content, kind, time_zone, now)


def read(content: bytes, kind: ImportKind, time_zone: str, now: datetime) -> ImportFile:
    """Read a file.

    The same file is read alike for the same time: what is in the past and what is not depends on it alone.

    Args:
        content: of the file.
        kind: whether a time of completion is required.
        time_zone: of days, and of times without an offset.
        now: the time of the request.

    Raises:
        ImportInvalid: the file is no table, has too many rows, or lacks a column; the message says what to do.
    """
    table = spreadsheets.table(content, MAX_ROWS)
    if not table.rows:
        raise ImportInvalid("The file is empty.")
    (_, header), *rows = table.rows
    columns, ignored = _columns(header, kind)
    if not rows:
        raise ImportInvalid("The file has no rows below the names of the columns.")
    first_rows: dict[str, int] = {}
    found = []
    for number, texts in rows:
        cells = columns.cells(texts)
        try:
            row = _row(number, cells, columns, kind, time_zone, now)
            _require_first(row, first_rows)
        except _Bad as problem:
            row = ImportRow(number=number, cells=cells, problem=str(problem))
        found.append(row)
    return ImportFile(encoding=table.encoding, delimiter=table.delimiter, ignored_columns=ignored, rows=found)


def _columns(header: Sequence[str], kind: ImportKind) -> tuple[_Columns, list[str]]:
    """Find the columns by their names; those of other names are ignored."""
    index: dict[str, int] = {}
    utc: set[str] = set()
    ignored = []
    for at, title in enumerate(header):
        name = _COLUMNS.get("".join(character for character in title.lower() if character.isalnum()), "")
        if name.endswith(_UTC_SUFFIX):
            name = name.removesuffix(_UTC_SUFFIX)
            utc.add(name)
        if not name or (name == "completed_at" and kind is ImportKind.ENROLL):
            ignored += [title] if title else []
            continue
        if name in index:
            raise ImportInvalid(f"Two columns are the learner's {name}: keep one of them.")
        index[name] = at
    if "user_id" not in index and "email" not in index:
        raise ImportInvalid("The first row must name the columns, one of which must be user_id or email.")
    if kind is ImportKind.HISTORY and "completed_at" not in index:
        raise ImportInvalid("A file of completed courses needs a column completed_at.")
    return _Columns(index=index, utc=frozenset(utc)), ignored


def _require_first(row: ImportRow, first_rows: dict[str, int]) -> None:
    """Refuse a row about a learner whom an earlier one is about."""
    first = first_rows.setdefault(row.user_id or row.email or "", row.number)
    if first != row.number:
        raise _Bad(f"Row {first} is about the same learner.")


def _row(number: int, cells: Cells, columns: _Columns, kind: ImportKind, time_zone: str, now: datetime) -> ImportRow:
    if any("\n" in text for text in (cells.user_id, cells.email, cells.name)):
        raise _Bad("A cell has several lines. Is a quotation mark missing?")
    user_id, email = _learner(cells)
    access = _access_expires_at(cells.access_expires_at, _zone_of("access_expires_at", columns, time_zone))
    if kind is ImportKind.ENROLL and access is not None and access <= now:
        raise _Bad("The end of access is in the past.")
    completed_at = None
    if kind is ImportKind.HISTORY:
        if not cells.completed_at:
            raise _Bad("The date of completion is missing.")
        completed_at = _instant(cells.completed_at, _zone_of("completed_at", columns, time_zone))
        if completed_at > now:
            raise _Bad("The date of completion is in the future.")
    return ImportRow(
        number=number,
        cells=cells,
        user_id=user_id,
        email=email,
        name=_name(cells.name),
        access_expires_at=access,
        completed_at=completed_at,
    )


def _learner(cells: Cells) -> tuple[UserId | None, str | None]:
    """Read whom a row is about; a user id counts where there is an e-mail address, too."""
    if cells.user_id:
        if not IDENTIFIER.fullmatch(cells.user_id):
            raise _Bad("The user id has an invalid format: it is 1 to 128 characters of A-Z a-z 0-9 _ . : @ -")
        return UserId(cells.user_id), None
    if not cells.email:
        raise _Bad("Neither a user id nor an e-mail address is given.")
    email = email_address(cells.email)
    if email is None:
        raise _Bad("This is not an e-mail address.")
    return None, email


def _name(text: str) -> str | None:
    if not text:
        return None
    if len(text) > _MAX_NAME:
        raise _Bad(f"The name is longer than {_MAX_NAME} characters.")
    if not printed_name(text):
        raise _Bad("The name has no character that can be printed.")
    return text


def _zone_of(column: str, columns: _Columns, time_zone: str) -> str:
    return "UTC" if column in columns.utc else time_zone


def _access_expires_at(text: str, time_zone: str) -> datetime | None:
    """Read when access ends; on a day alone, at its end."""
    if not text:
        return None
    ends = _instant(text, time_zone)
    return _instant(text, time_zone, days=1) if _is_day(text) else ends


def _is_day(text: str) -> bool:
    return bool(_YEAR_FIRST.fullmatch(text) or _DOTTED.fullmatch(text))


def _instant(text: str, time_zone: str, *, days: int = 0) -> datetime:
    """Read a time; a day alone is when it begins, or when the day begins that follows so many days later."""
    day_text, _, time_text = text.replace("T", " ").replace("t", " ").partition(" ")
    day = _day(day_text)
    try:
        if not time_text:
            moment = day_begins(day + timedelta(days=days), time_zone)
        else:
            moment = _at(day, time_text.strip(), time_zone)
    except (ValueError, OverflowError) as error:
        raise _Bad(f"“{text[:40]}” is not a time.") from error
    if moment < _EARLIEST:
        raise _Bad(f"“{text[:40]}” is too long ago.")
    return moment


def _day(text: str) -> date:
    try:
        if found := _YEAR_FIRST.fullmatch(text):
            return date(int(found[1]), int(found[3]), int(found[4]))
        if found := _DOTTED.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        raise _Bad(f"“{text[:40]}” is not a day.") from error
    # With slashes, days and months come in either order.
    raise _Bad(f"“{text[:40]}” is not a date that is read here. Write it as 2026-01-31 or 31.01.2026.")


def _at(day: date, text: str, time_zone: str) -> datetime:
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError(text)
    local = datetime(day.year, day.month, day.day, int(found[1]), int(found[2]), int(found[3] or 0))  # noqa: DTZ001
    if found[4] is None:
        return in_zone(local, time_zone)
    return datetime.fromisoformat(f"{local.isoformat()}{found[4].upper()}").astimezone(UTC)
