import re
from typing import Any, cast

import pytest
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

from shared.pdf.qr_code import dark_shape, qr_code

ALPHABET = "https://certificates.example.com/verify?code=ABCDEFGHJKMNPQRSTVWXYZ0123456789-"


def text_of(length: int) -> str:
    return (ALPHABET * 9)[:length]


def independent_code(text: str, size: int) -> list[str]:
    """The same version and mask, encoded by another library."""
    code = cast("Any", QRCode)(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.version = (size - 17) // 4
    code.makeImpl(False, 0)  # noqa: FBT003 - the signature of the library
    return ["".join("1" if code.isDark(row, column) else "0" for column in range(size)) for row in range(size)]


@pytest.mark.parametrize(
    "length", [1, 14, 15, 27, 43, 63, 76, 85, 107, 123, 153, 181, 214, 252, 288, 332, 363, 413, 451, 505, 561, 625, 666]
)
def test_codes_equal_those_of_another_encoder_module_by_module(length: int) -> None:
    rows = qr_code(text_of(length))
    assert rows == independent_code(text_of(length), len(rows))


def test_a_code_has_the_smallest_possible_version() -> None:
    assert [len(qr_code(text_of(length))) for length in (14, 15, 84, 85)] == [21, 25, 37, 41]


def test_a_text_too_long_for_a_code_is_refused() -> None:
    with pytest.raises(ValueError, match="667 bytes"):
        qr_code(text_of(667))


def test_the_drawing_covers_exactly_the_dark_modules() -> None:
    rows = qr_code(text_of(76))
    drawn = [["0"] * len(rows) for _ in rows]
    for x, y, width in re.findall(r"(\d+) (\d+) (\d+) 1 re\n", dark_shape(rows)):
        for column in range(int(x), int(x) + int(width)):
            drawn[len(rows) - 1 - int(y)][column] = "1"
    assert ["".join(row) for row in drawn] == rows
