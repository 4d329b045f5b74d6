"""Files of learners as Excel, Google Sheets, LibreOffice and Numbers write them."""

import codecs
from datetime import UTC, datetime

import pytest

from shared.domain.enrollment_import import ImportFile, ImportKind, ImportRow
from shared.domain.errors import ImportInvalid
from shared.edge.requests.enrollment_files import read

NOW = datetime(2026, 3, 2, 9, 15, tzinfo=UTC)
TABLE = 'user_id,E-Mail,Name\r\nanna,,"Łukasiewicz, Anna"\r\n,ben@example.org,Ben „der Bäcker“\r\n'
QUOTED = '"user_id","E-Mail","Name"\n"anna","","Łukasiewicz, Anna"\n"","ben@example.org","Ben „der Bäcker“"\n'
GOOGLE = 'user_id,E-Mail,Name,\n,,,\nanna,,"Łukasiewicz, Anna",\n,,,\n,ben@example.org,Ben „der Bäcker“,'
LATIN = "user_id;name\r\nanna;Jürgen Müßig © Öztürk\r\n"


def parsed(
    content: str | bytes, kind: ImportKind = ImportKind.ENROLL, time_zone: str = "UTC", now: datetime = NOW
) -> ImportFile:
    return read(content.encode() if isinstance(content, str) else content, kind, time_zone, now)


def row(content: str, kind: ImportKind = ImportKind.ENROLL, time_zone: str = "UTC") -> ImportRow:
    (found,) = parsed(content, kind, time_zone).rows
    return found


@pytest.mark.parametrize(
    ("content", "encoding", "delimiter"),
    [
        (TABLE.encode(), "utf-8", ","),
        (codecs.BOM_UTF8 + TABLE.encode(), "utf-8", ","),
        (TABLE.replace("\r\n", "\n").encode(), "utf-8", ","),
        # Numbers, and Excel for Mac of long ago.
        (TABLE.replace("\r\n", "\r").encode(), "utf-8", ","),
        # Excel where the comma is the decimal mark.
        (
            codecs.BOM_UTF8
            + TABLE.replace("user_id,E-Mail,Name", "user_id;E-Mail;Name")
            .replace('anna,,"Łukasiewicz, Anna"', "anna;;Łukasiewicz, Anna")
            .replace(",ben@", ";ben@")
            .replace("org,Ben", "org;Ben")
            .encode(),
            "utf-8",
            ";",
        ),
        # Excel's "Unicode text".
        (codecs.BOM_UTF16_LE + TABLE.replace(",", "\t").replace("cz\t A", "cz, A").encode("utf-16-le"), "utf-16", "\t"),
        # With Excel's own line.
        (b"sep=,\r\n" + TABLE.encode(), "utf-8", ","),
        # All cells quoted, as LibreOffice does on request.
        (
            QUOTED.encode(),
            "utf-8",
            ",",
        ),
        # Google Sheets leaves out the last line feed; a table with empty rows and an empty column at its end.
        (
            GOOGLE.encode(),
            "utf-8",
            ",",
        ),
    ],
    ids=["utf-8", "bom", "lf", "cr", "semicolons", "utf-16 with tabs", "sep", "quoted", "google"],
)
def test_a_table_is_read_as_the_spreadsheet_wrote_it(content: bytes, encoding: str, delimiter: str) -> None:
    found = parsed(content)
    assert (found.encoding, found.delimiter) == (encoding, delimiter)
    assert [(one.user_id, one.email, one.name, one.problem) for one in found.rows] == [
        ("anna", None, "Łukasiewicz, Anna", None),
        (None, "ben@example.org", "Ben „der Bäcker“", None),
    ]


def test_windows_1252_is_read_and_said() -> None:
    found = parsed(LATIN.encode("windows-1252"))
    assert (found.encoding, found.rows[0].name) == ("windows-1252", "Jürgen Müßig © Öztürk")


def test_rows_have_the_numbers_of_the_spreadsheet() -> None:
    assert [one.number for one in parsed("sep=,\nuser_id\n\nanna\n\n\nben\n").rows] == [4, 7]


@pytest.mark.parametrize("title", ["user_id", "User ID", "USER-ID", "userid", " User id ", '"User ID"'])
def test_the_names_of_columns_are_read_in_any_case(title: str) -> None:
    assert row(f"{title}\nanna\n").user_id == "anna"


@pytest.mark.parametrize("title", ["email", "E-Mail", "Email address", "E-mail Address", "MAIL"])
def test_addresses_are_compared_in_lower_case(title: str) -> None:
    assert row(f"{title}\nAnna@Example.ORG\n").email == "anna@example.org"


def test_the_file_of_a_courses_learners_is_read_as_history() -> None:
    content = (
        '\ufeff"Name","User id","Lessons completed","Lessons in the course","Percent",'
        '"Completed at (UTC)","Certificate"\r\n'
        '"\'=Anna","anna","4","4","100","2026-02-03 17:05:21","Issued"\r\n'
    )
    found = parsed(content, ImportKind.HISTORY, "Pacific/Auckland")
    assert found.ignored_columns == ["Lessons completed", "Lessons in the course", "Percent", "Certificate"]
    (one,) = found.rows
    assert (one.name, one.completed_at) == ("=Anna", datetime(2026, 2, 3, 17, 5, 21, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-30", datetime(2024, 6, 29, 22, tzinfo=UTC)),
        ("2024/6/30", datetime(2024, 6, 29, 22, tzinfo=UTC)),
        ("30.06.2024", datetime(2024, 6, 29, 22, tzinfo=UTC)),
        ("30.6.2024 14:30", datetime(2024, 6, 30, 12, 30, tzinfo=UTC)),
        ("2024-06-30 14:30:15", datetime(2024, 6, 30, 12, 30, 15, tzinfo=UTC)),
        ("2024-01-31T14:30:15", datetime(2024, 1, 31, 13, 30, 15, tzinfo=UTC)),
        ("2024-06-30T14:30:15Z", datetime(2024, 6, 30, 14, 30, 15, tzinfo=UTC)),
        ("2024-06-30T14:30:15.480000Z", datetime(2024, 6, 30, 14, 30, 15, tzinfo=UTC)),
        ("2024-06-30T14:30:15-05:00", datetime(2024, 6, 30, 19, 30, 15, tzinfo=UTC)),
        # The day on which the import is made.
        ("2026-03-02", datetime(2026, 3, 1, 23, tzinfo=UTC)),
    ],
)
def test_a_completion_is_at_the_beginning_of_its_day_in_the_time_zone_of_the_school(
    text: str, expected: datetime
) -> None:
    assert row(f"user_id,completed_at\nanna,{text}\n", ImportKind.HISTORY, "Europe/Berlin").completed_at == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-12-31", datetime(2026, 12, 31, 23, tzinfo=UTC)),
        # The day on which clocks are put forward.
        ("29.03.2026", datetime(2026, 3, 29, 22, tzinfo=UTC)),
        ("2026-12-31 12:00", datetime(2026, 12, 31, 11, tzinfo=UTC)),
    ],
)
def test_access_ends_at_the_end_of_its_day(text: str, expected: datetime) -> None:
    found = row(f"user_id,access_expires_at\nanna,{text}\n", time_zone="Europe/Berlin")
    assert found.access_expires_at == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "The date of completion is missing."),
        ("2026-03-03", "The date of completion is in the future."),
        ("2026-03-02 09:15:01", "The date of completion is in the future."),
        ("03/04/2024", "Write it as 2026-01-31 or 31.01.2026."),
        ("45473", "Write it as 2026-01-31"),
        ("30.06.24", "Write it as 2026-01-31"),
        ("2024-02-30", "“2024-02-30” is not a day."),
        ("2024-06-30 25:00", "is not a time."),
        ("2024-06-30 noon", "is not a time."),
        ("1024-06-30", "is too long ago."),
        ("9999-12-31T23:59:59-23:59", "is not a time."),
        ("0001-01-01T00:00:00+23:59", "is not a time."),
        ("never", "Write it as 2026-01-31"),
        ("x" * 5000, "Write it as 2026-01-31"),
    ],
    ids=lambda text: text[:30],
)
def test_a_date_that_cannot_be_or_may_be_two_is_a_bad_row(text: str, reason: str) -> None:
    found = row(f"user_id,completed_at\nanna,{text}\n", ImportKind.HISTORY)
    assert reason in (found.problem or "")
    assert len(found.problem or "") < 200
    assert found.user_id is None


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (",,", "Neither"),
        ("a b,,", "invalid format"),
        ("ann@,,", None),
        (",ann@,", "not an e-mail address"),
        ("anna,,\u200b", "no character that can be printed"),
        (f"anna,,{'x' * 301}", "longer than 300"),
        ('anna,,"two\nlines"', "several lines"),
        ("anna,not read,", None),
    ],
)
def test_a_bad_cell_is_a_bad_row(cells: str, reason: str | None) -> None:
    content = f"user_id,email,name\nzoe,,\n{cells}\n"
    problem = parsed(content).rows[-1].problem if cells != ",," else row("user_id,email,name,x\n,,,1\n").problem
    assert problem is None if reason is None else reason in (problem or "")


def test_the_end_of_access_may_be_past_in_history_alone() -> None:
    content = "user_id,access_expires_at,completed_at\nanna,2025-01-31,2024-06-30\n"
    assert row(content).problem == "The end of access is in the past."
    assert row(content, ImportKind.HISTORY).problem is None


def test_the_second_row_of_a_learner_is_bad() -> None:
    found = parsed("user_id,email\nanna,\n,Ben@example.org\nanna,\n,ben@EXAMPLE.org\n").rows
    assert [one.problem for one in found] == [
        None,
        None,
        "Row 2 is about the same learner.",
        "Row 3 is about the same learner.",
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0\xa1\xb1",
        b"user_id\n\x81\n",
        codecs.BOM_UTF8 + b"\xff",
        b'user_id\n"' + b"x" * 200_000,
    ],
    ids=["xlsx", "xls", "undefined in windows-1252", "damaged utf-8", "endless cell"],
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(ImportInvalid):
        parsed(content)


def test_a_row_with_more_or_fewer_cells_than_columns_is_read() -> None:
    found = parsed("user_id,name\nanna\nben,Ben,more\n").rows
    assert [(one.user_id, one.name) for one in found] == [("anna", None), ("ben", "Ben")]


def test_the_same_file_is_read_alike_for_the_same_time() -> None:
    content = "user_id,completed_at\nanna,2026-03-02 09:15:00\n"
    assert parsed(content, ImportKind.HISTORY) == parsed(content, ImportKind.HISTORY)
