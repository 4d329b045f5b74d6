"""Normalisation of names for printing."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.names import MAX_NAME_LENGTH, printed_name

ZERO_WIDTH_JOINER = "\u200d"

# Few characters, so that the relevant ones are adjacent: letters, marks, blanks, joiners, invisible ones.
mixed = st.text("aÅ가́\u0323 \t\n\u00a0\u200b\u200c\u200d\u202e\u00ad\x00क्", max_size=150)
names = mixed | st.text(st.characters(), max_size=150)


@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Ánh", "محمد", "李小龙", "Łukasz Żółć", "क्‍ष", "O'Neill-Søren", "\ue000", "Zoë 🎻"]
)
def test_a_name_in_any_script_is_unchanged(name: str) -> None:
    assert printed_name(name) == name


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("  Anna\t\n Łukasiewicz ", "Anna Łukasiewicz"),
        ("Anna\u00a0Maria", "Anna Maria"),
        ("Anna\u3000Maria", "Anna Maria"),
        ("A\u030angstro\u0308m", "Ångström"),
        ("A\u200b\u030a", "Å"),
        ("An\x00na\x1b", "Anna"),
        ("\u202eannA", "annA"),
        ("\u2066Anna\u2069", "Anna"),
        ("An\u00adna", "Anna"),
        ("An\ud800na", "Anna"),
    ],
)
def test_invisible_and_misleading_characters_are_removed(name: str, printed: str) -> None:
    assert printed_name(name) == printed


@pytest.mark.parametrize("name", [None, "", "  ", "\t\n", "\u200b", "\u202e\u202c", f" {ZERO_WIDTH_JOINER} \u200c"])
def test_a_name_without_visible_characters_is_empty(name: str | None) -> None:
    assert printed_name(name) == ""


BLANK = {
    "HANGUL FILLER": "\u3164",
    "HANGUL CHOSEONG FILLER": "\u115f",
    "HALFWIDTH HANGUL FILLER": "\uffa0",
    "COMBINING GRAPHEME JOINER": "\u034f",
    "VARIATION SELECTOR-16": "\ufe0f",
    "VARIATION SELECTOR-17": "\U000e0100",
    "KHMER VOWEL INHERENT AQ": "\u17b4",
    "BRAILLE PATTERN BLANK": "\u2800",
    "COMBINING ACUTE ACCENT": "\u0301",
    "DEVANAGARI VOWEL SIGN AA": "\u093e",
    "COMBINING ENCLOSING CIRCLE": "\u20dd",
    "MUSICAL SYMBOL NULL NOTEHEAD": "\U0001d159",
}


@pytest.mark.parametrize("blank", BLANK)
def test_a_name_of_marks_and_blanks_alone_is_empty(blank: str) -> None:
    assert unicodedata.name(BLANK[blank]) == blank
    assert printed_name(BLANK[blank]) == printed_name(f" {BLANK[blank] * 3}\u200d\u0301") == ""


@pytest.mark.parametrize("name", ["葛\U000e0100城", "\u115f\u1161가", "e\u034f\u0301a", "\u2800a"])
def test_a_blank_character_is_kept_within_a_name(name: str) -> None:
    assert printed_name(name) == unicodedata.normalize("NFC", name)


def test_a_name_with_more_leading_joiners_than_the_limit_is_empty() -> None:
    assert printed_name(ZERO_WIDTH_JOINER * MAX_NAME_LENGTH + "Anna") == ""


def test_a_long_name_is_truncated_without_a_trailing_blank() -> None:
    assert printed_name("a" * (MAX_NAME_LENGTH - 1) + " b") == "a" * (MAX_NAME_LENGTH - 1)


@given(names)
def test_a_printed_name_is_visible_folded_and_in_normal_form(name: str) -> None:
    printed = printed_name(name)
    assert len(printed) <= MAX_NAME_LENGTH
    assert unicodedata.is_normalized("NFC", printed)
    assert printed == " ".join(printed.split())
    kinds = {unicodedata.category(character) for character in printed if character not in "\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@given(names)
def test_normalisation_is_idempotent(name: str) -> None:
    assert printed_name(printed_name(name)) == printed_name(name)
