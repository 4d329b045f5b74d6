"""The languages of certificates: phrases that a translator edits, and dates as CLDR has them."""

import json
import string
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from babel import Locale
from babel.dates import format_date

from shared.domain.certificate import CertificateFace
from shared.edge.schemas import openapi_text
from shared.pdf.default_template import default_template
from shared.pdf.fitting import Typeface
from shared.pdf.languages import language
from shared.pdf.prepare import prepare
from shared.pdf.render import render
from shared.pdf.shaping import Shaper
from tools.locales import PHRASES, TARGET, as_json

type MakeFace = Callable[..., CertificateFace]

LANGUAGES: list[str] = json.loads(openapi_text())["components"]["schemas"]["Language"]["enum"]
PHRASES_OF: dict[str, dict[str, str]] = json.loads(PHRASES.read_text("utf-8"))
NOVEMBER = date(2026, 11, 21)


@pytest.fixture(scope="module")
def prepared() -> bytes:
    return prepare(default_template()).pdf


def test_the_languages_of_the_contract_are_those_with_phrases() -> None:
    assert list(PHRASES_OF) == LANGUAGES


def test_the_committed_dates_are_those_of_cldr() -> None:
    assert TARGET.read_text("utf-8") == as_json(LANGUAGES), "run `make locales`"


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_phrase_is_translated_and_has_its_fields(tag: str) -> None:
    for name, english in PHRASES_OF["en"].items():
        phrase = PHRASES_OF[tag][name]
        assert fields(phrase) == fields(english)
        assert phrase == unicodedata.normalize("NFC", phrase).strip()
        assert (phrase == english) == (tag in {"en", "en-US"})
    assert PHRASES_OF[tag].keys() == PHRASES_OF["en"].keys()


def fields(phrase: str) -> list[str]:
    return [name for _, name, _, _ in string.Formatter().parse(phrase) if name is not None]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_day_of_a_year_is_written_as_babel_writes_it(tag: str) -> None:
    locale = Locale.parse("en-GB" if tag == "en" else tag, sep="-")
    digits = language(tag).date_text(date(2026, 1, 1))
    for day in (date(2028, 1, 1) + timedelta(days=number) for number in range(366)):
        written = language(tag).date_text(day)
        # Babel leaves digits as they are in ASCII.
        ascii_digits = "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in written)
        assert ascii_digits == format_date(day, "long", locale=locale)
    assert any(letter.isdigit() for letter in digits)


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("en", "21 November 2026"),
        ("en-US", "November 21, 2026"),
        ("de", "21. November 2026"),
        ("pl", "21 listopada 2026"),
        ("hu", "2026. november 21."),
        ("fa", "۲۱ نوامبر ۲۰۲۶"),
        ("he", "21 בנובמבר 2026"),
        ("ja", "2026年11月21日"),
        ("ko", "2026년 11월 21일"),
    ],
)
def test_a_date_is_written_in_the_language(tag: str, written: str) -> None:
    assert language(tag).date_text(NOVEMBER) == written


def test_the_languages_written_from_right_to_left() -> None:
    assert [tag for tag in LANGUAGES if language(tag).right_to_left] == ["ar", "he", "fa"]


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        language("xx")


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_fonts_have_every_letter_of_a_language(tag: str, prepared: bytes, make_face: MakeFace) -> None:
    spoken = language(tag)
    months = [spoken.date_text(date(2026, month, 21)) for month in range(1, 13)]
    for phrase in (spoken.completed, spoken.code, *months):
        runs = Shaper(tag).shape(phrase, Typeface.TEXT).runs
        assert sorted("".join(shown.text for run in runs for shown in run.shown)) == sorted(phrase)
    pdf = render(prepared, make_face(language=tag))
    assert pdf == render(prepared, make_face(language=tag))
    assert f"/Lang({tag})".encode() in pdf


def first_run(text: str, tag: str) -> str:
    """Where a line begins, on its left side."""
    leftmost = min(Shaper(tag).shape(text, Typeface.TEXT).runs, key=lambda run: run.x)
    return text[leftmost.start]


def test_a_line_of_both_directions_begins_on_the_side_of_the_certificates_language() -> None:
    assert first_run("Python למתחילים", "en") == "P"
    assert first_run("Python למתחילים", "he") != "P"


def test_a_line_of_the_other_direction_alone_is_not_changed() -> None:
    assert Shaper("he").shape("Ada Łukasz Jr.", Typeface.TEXT) == Shaper("en").shape("Ada Łukasz Jr.", Typeface.TEXT)
