"""Words by which names are found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.search_words import MAX_WORD_LENGTH, MAX_WORDS, matches, name_words, query_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Łukasz Wójcik", ["lukasz", "wojcik"]),
        ("Nguyễn Thị Ánh", ["anh", "nguyen", "thi"]),
        ("Øyvind Strauß", ["oyvind", "strauss"]),
        ("İlker I\u015f\N{LATIN SMALL LETTER DOTLESS I}k", ["ilker", "isik"]),
        ("\uff21\uff2e\uff2e\uff21", ["anna"]),
        ("مُحَمَّد", ["محمد"]),
        ("שָׂרָה", ["שרה"]),
        ("Đặng Ævar", ["aevar", "dang"]),
        ("O\u2019Brien-Smith", ["brien", "o", "smith"]),
        ("علی‌رضا", ["علیرضا"]),
        ("王小明", ["小明", "明", "王小明"]),
        ("김민수", ["김민수", "민수", "수"]),
        ("समीर", ["समीर"]),
        ("...", []),
        (None, []),
    ],
)
def test_words_are_without_case_and_accents(name: str | None, words: list[str]) -> None:
    assert sorted(name_words(name)) == sorted(words)


@given(st.text(max_size=120))
def test_everybody_is_found_by_their_own_name_and_words_fit_into_keys(name: str) -> None:
    words = name_words(name)
    assert len(words) <= MAX_WORDS
    assert all(0 < len(word) <= MAX_WORD_LENGTH and not set(word) & {"#", " "} for word in words)
    asked = query_words(name)
    if len(asked) <= MAX_WORDS:
        assert matches(words, asked)
        assert all(word.startswith(word[: len(word) // 2]) for word in asked)


@given(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=20))
def test_a_word_is_found_whatever_its_case_and_form(name: str) -> None:
    for typed in (name.upper(), name.lower(), name.casefold()):
        if typed.casefold() == name.casefold():
            assert query_words(typed) == query_words(name)
