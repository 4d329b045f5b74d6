"""Verification codes: generated, printed, and normalised from what people type."""

import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.certificate import CODE_ALPHABET, CODE_LENGTH, draw_code, normalise_code, printed_code

CODE = "01ABCDEFGHJKMNPQRSTV"

codes = st.text(CODE_ALPHABET, min_size=CODE_LENGTH, max_size=CODE_LENGTH)
# The spellings of a character that are accepted.
ALIKE = {"0": "0oO", "1": "1iIlL"}
SEPARATORS = ["", "", "", " ", "-", " - ", "\t", "\n", "\u00a0", "\u2011", "–"]  # noqa: RUF001 - an en dash, deliberately


@st.composite
def typed_codes(draw: st.DrawFn) -> tuple[str, str]:
    """A code, and one accepted spelling of it."""
    code = draw(codes)
    typed = "".join(
        draw(st.sampled_from(ALIKE.get(character, character + character.lower()))) + draw(st.sampled_from(SEPARATORS))
        for character in printed_code(code)
    )
    return code, draw(st.sampled_from(SEPARATORS)) + typed


def test_a_generated_code_is_valid() -> None:
    code = draw_code(secrets.randbelow)
    assert normalise_code(code) == code


def test_every_character_of_a_code_is_drawn_independently() -> None:
    numbers = iter(range(CODE_LENGTH))
    assert draw_code(lambda _: next(numbers)) == CODE_ALPHABET[:CODE_LENGTH]


def test_a_code_may_have_any_character_of_the_alphabet() -> None:
    randbelow = random.Random(1).randrange  # noqa: S311 - reproducible
    assert set("".join(draw_code(randbelow) for _ in range(100))) == set(CODE_ALPHABET)


def test_a_code_has_at_least_100_bits_of_entropy() -> None:
    assert len(set(CODE_ALPHABET)) ** CODE_LENGTH >= 2**100


def test_the_alphabet_has_no_similar_characters() -> None:
    assert not set("ILOU") & set(CODE_ALPHABET)


def test_a_code_is_printed_in_groups_of_five() -> None:
    assert printed_code(CODE) == "01ABC-DEFGH-JKMNP-QRSTV"


@given(typed_codes())
def test_case_spaces_hyphens_and_similar_characters_do_not_matter(example: tuple[str, str]) -> None:
    code, typed = example
    assert normalise_code(typed) == code


@given(st.text())
def test_any_input_is_normalised_or_rejected(typed: str) -> None:
    code = normalise_code(typed)
    assert code is None or (len(code) == CODE_LENGTH and set(code) <= set(CODE_ALPHABET))


@pytest.mark.parametrize("typed", ["", CODE[:-1], CODE + "0", CODE[:-1] + "U", CODE[:-1] + "é", CODE[:-1] + "٣"])
def test_invalid_input_is_rejected(typed: str) -> None:
    assert normalise_code(typed) is None
