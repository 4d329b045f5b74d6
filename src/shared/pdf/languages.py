"""The languages of certificates: fixed phrases, dates, and the direction of writing.

phrases.json is for translators to edit; locales.json is generated from CLDR (tools/locales.py).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language of certificates.

    Attributes:
        tag: BCP 47's.
        heading: of a certificate, where an admin writes none.
        completed: stands between the name and the course's title.
        code: the label of the verification code.
        right_to_left: whether it is written from right to left.
    """

    tag: str
    heading: str
    completed: str
    code: str
    right_to_left: bool
    _verify: str
    _qr_code: str
    _date: str
    _months: Sequence[str]
    _digits: str

    def verify(self, url: str) -> str:
        """Say where a certificate is verified."""
        return self._verify.format(url=url)

    def qr_code(self, url: str) -> str:
        """Describe the QR code of an address."""
        return self._qr_code.format(url=url)

    def date_text(self, day: date) -> str:
        """Write a date, such as `20 November 2026`."""
        return self._date.format(
            day=self._number(day.day), month=self._months[day.month - 1], year=self._number(day.year)
        )

    def _number(self, value: int) -> str:
        return "".join(self._digits[int(digit)] for digit in str(value))


@cache
def language(tag: str) -> Language:
    """Return a language.

    Args:
        tag: BCP 47's, as in the OpenAPI document's `Language`.

    Raises:
        KeyError: certificates do not have this language.
    """
    phrases, locale = _read("phrases.json")[tag], _read("locales.json")[tag]
    return Language(
        tag=tag,
        heading=phrases["heading"],
        completed=phrases["completed"],
        code=phrases["code"],
        right_to_left=locale["direction"] == "rtl",
        _verify=phrases["verify"],
        _qr_code=phrases["qr_code"],
        _date=locale["date"],
        _months=tuple(locale["months"]),
        _digits=locale["digits"],
    )


@cache
def _read(file_name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files("shared.pdf").joinpath(file_name).read_text("utf-8"))
    return found
