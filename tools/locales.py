"""Writes how each language of certificates writes dates, from CLDR: `make locales`, or `python -m tools.locales`.

CLDR is Unicode's data on languages (https://cldr.unicode.org), here in Babel's copy. What certificates need of it is
committed, so that nothing reads CLDR at run time, and certificates change with no update of Babel.
"""

import json
import re
import unicodedata
from pathlib import Path

from babel import Locale

ROOT = Path(__file__).parent.parent
# The languages are those that have phrases.
PHRASES = ROOT / "src/shared/pdf/phrases.json"
TARGET = ROOT / "src/shared/pdf/locales.json"
# CLDR's plain "en" is that of the USA; Laurel's certificates in English have always had the day first.
_CLDR_NAMES = {"en": "en-GB"}
# A date pattern: text in quotes, or a field (https://unicode.org/reports/tr35/tr35-dates.html#Date_Format_Patterns).
_PATTERN = re.compile(r"'(?P<quoted>[^']+)'|(?P<field>[A-Za-z]+)|(?P<text>[^A-Za-z']+)")
_FIELDS = {"d": "{day}", "y": "{year}", "M": "{month}", "MMMM": "{month}"}
_ZEROS = {"latn": "0", "arab": "\u0660", "arabext": "\u06f0", "deva": "\u0966", "beng": "\u09e6"}


def locale_data(language: str) -> dict[str, str | list[str]]:
    """Read what CLDR knows of a language.

    Args:
        language: a BCP 47 tag.

    Returns:
        `direction` of its writing, `ltr` or `rtl`; `digits` from 0 to 9; `months` as they are in a date; and `date`,
        the long format of dates, with the fields `{day}`, `{month}` and `{year}`.

    Raises:
        babel.UnknownLocaleError: CLDR does not have the language.
        KeyError: its dates have a field, or digits, of another kind.
    """
    locale = Locale.parse(_CLDR_NAMES.get(language, language), sep="-")
    pattern = list(_PATTERN.finditer(locale.date_formats["long"].pattern))
    named = any(part["field"] == "MMMM" for part in pattern)
    zero = ord(_ZEROS[locale.default_numbering_system])
    digits = "".join(chr(zero + digit) for digit in range(10))
    names = locale.months["format"]["wide"]
    in_digits = str.maketrans("0123456789", digits)
    return {
        "direction": locale.text_direction,
        "digits": digits,
        "months": [
            unicodedata.normalize("NFC", names[number]) if named else str(number).translate(in_digits)
            for number in range(1, 13)
        ],
        "date": "".join(part["quoted"] or part["text"] or _FIELDS[part["field"]] for part in pattern),
    }


def as_json(languages: list[str]) -> str:
    """Write the data of these languages as JSON."""
    return json.dumps({language: locale_data(language) for language in languages}, ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(as_json(list(json.loads(PHRASES.read_text("utf-8")))), "utf-8")
