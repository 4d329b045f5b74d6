"""Cutting a text into pieces of one font and one script, or refusing a character that no font has."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb

from shared.domain.errors import NameNotPrintable
from shared.pdf.fitting import Typeface
from shared.pdf.fonts import FontFile, fonts_for, voice

# Controls, surrogates, private use, unassigned, line and paragraph separators: nothing that a line can show.
_NEVER_SHOWN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_VARIATION_SELECTORS = frozenset({*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})


def require_shown(text: str) -> None:
    """Refuse what no line of text can show, whatever the fonts.

    Raises:
        NameNotPrintable: a control, or a code point that is no character.
    """
    for character in text:
        if unicodedata.category(character) in _NEVER_SHOWN:
            raise NameNotPrintable(character)


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters `start` to `end` of a text, drawn with one font in one script."""

    start: int
    end: int
    font: FontFile
    script: str | None


def pieces(text: str, start: int, end: int, typeface: Typeface) -> list[Piece]:
    """Cut part of a text into pieces, in the order of the text.

    Args:
        text: the whole text.
        start: where the part begins.
        end: where it ends.
        typeface: the voice that the text is set in.

    Raises:
        NameNotPrintable: no font has one of the characters.
    """
    found: list[Piece] = []
    for at in range(start, end):
        character = text[at]
        previous = found[-1] if found else None
        font = _font(character, typeface, previous.font if previous else None)
        script = _script(character)
        if font is None:  # it shows nothing itself, and stays with what it acts on
            font = previous.font if previous else voice(typeface)
        if previous and previous.font is font and script in {None, previous.script}:
            found[-1] = Piece(start=previous.start, end=at + 1, font=font, script=previous.script)
        elif previous and previous.font is font and previous.script is None:
            found[-1] = Piece(start=previous.start, end=at + 1, font=font, script=script)
        else:
            found.append(Piece(start=at, end=at + 1, font=font, script=script))
    return found


@lru_cache(maxsize=4096)
def _font(character: str, typeface: Typeface, previous: FontFile | None) -> FontFile | None:
    """Choose the font of a character, after one in the font `previous`; None for what shows nothing."""
    category = unicodedata.category(character)
    # Marks go with their letter; spaces and punctuation rather stay than cut a text into more pieces.
    if previous and category[0] in "MZP" and previous.has(character):
        return previous
    if category == "Cf" or ord(character) in _VARIATION_SELECTORS:
        return None
    for font in fonts_for(character, typeface):
        if _draws(font, character):
            return font
    raise NameNotPrintable(character)


def _draws(font: FontFile, character: str) -> bool:
    if font.has(character):
        return True
    parts = unicodedata.normalize("NFD", character)
    return len(parts) > 1 and all(font.has(part) for part in parts)


@lru_cache(maxsize=4096)
def _script(character: str) -> str | None:
    """Give a character's script; None for what is common to several. HarfBuzz brings Unicode's data."""
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(character)])
    buffer.guess_segment_properties()
    script: str | None = buffer.script
    return script
