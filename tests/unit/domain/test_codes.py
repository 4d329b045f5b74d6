"""Verification codes: drawn, printed, and read back however people type them."""

import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.certificate import CODE_ALPHABET, CODE_LENGTH, draw_code, normalise_code, printed_code

CODE = "01ABCDEFGHJKMNPQRSTV"

codes = st.text(CODE_ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)
# What people type for a character, beside the character itself.
ALIKE = {"0": "0oO", "1": "1iIlL"}
SEPARATORS = ["", "", "", " ", "-", " - ", "\t", "\n", "\u00a0", "\u2011", "–"]  # noqa: RUF001 - a dash, on purpose


@st.composite
def typed_codes(draw: st.DrawFn) -> tuple[str, str]:
    """A code, and one of the ways to type it."""
    code = draw(codes)
    typed = "".join(
        draw(st.sampled_from(ALIKE.get(character, character + character.lower()))) + draw(st.sampled_from(SEPARATORS))
        for character in printed_code(code)
    )
    return code, draw(st.sampled_from(SEPARATORS)) + typed


def test_a_drawn_code_is_a_code() -> None:
    code = draw_code(secrets.randbelow)
    assert normalise_code(code) == code


def test_every_character_of_a_code_is_drawn_on_its_own() -> None:
    numbers = iter(range(CODE_LENGTH))
    assert draw_code(lambda _: next(numbers)) == CODE_ALPHABET[:CODE_LENGTH]


def test_a_code_may_have_any_character_of_the_alphabet() -> None:
    randbelow = random.Random(1).randrange  # noqa: S311 - the same each time
    assert set("".join(draw_code(randbelow) for _ in range(100))) == set(CODE_ALPHABET)


def test_a_code_is_beyond_guessing() -> None:
    assert len(set(CODE_ALPHABET)) ** CODE_LENGTH >= 2**100


def test_no_character_of_a_code_can_be_taken_for_another() -> None:
    assert not set("ILOU") & set(CODE_ALPHABET)


def test_a_code_is_printed_in_groups_of_five() -> None:
    assert printed_code(CODE) == "01ABC-DEFGH-JKMNP-QRSTV"


@given(typed_codes())
def test_case_spaces_hyphens_and_look_alikes_do_not_matter(example: tuple[str, str]) -> None:
    code, typed = example
    assert normalise_code(typed) == code


@given(st.text())
def test_any_text_is_a_code_or_none(typed: str) -> None:
    code = normalise_code(typed)
    assert code is None or (len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET))


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "0", CODE[:-1] + "U", CODE[:-1] + "é", CODE[:-1] + "٣"])
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normalise_code(typed) is None
