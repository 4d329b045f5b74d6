"""Itemization: splitting a text into pieces of one font and one script; a character that no font has is refused."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import uharfbuzz as hb

from shared.domain.errors import NameNotPrintable
from shared.pdf.fitting import Typeface
from shared.pdf.fonts import FontFile, fonts_for, primary_font

# Controls, surrogates, private use, unassigned, line and paragraph separators: they cannot be printed on a line.
_NOT_PRINTABLE = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_VARIATION_SELECTORS = frozenset({*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})
_JAPANESE = "ja"
# Letters of hiragana and katakana; their dot and their mark of length are used elsewhere, too.
_KANA = (("\u3041", "\u3096"), ("\u309d", "\u30fa"), ("\u30fd", "\u30ff"), ("\u31f0", "\u31ff"), ("\uff66", "\uff9d"))


def require_printable_categories(text: str) -> None:
    """Refuse characters that cannot be printed on a line with any font.

    Raises:
        NameNotPrintable: a control, or a code point that is not a character.
    """
    for character in text:
        if unicodedata.category(character) in _NOT_PRINTABLE:
            raise NameNotPrintable(character)


def can_print(character: str) -> bool:
    """Whether a character can be printed, be it alone."""
    try:
        require_printable_categories(character)
        _font(character, Typeface.TEXT, None, japanese=False)
    except NameNotPrintable:
        return False
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Characters `start` to `end` of a text, drawn with one font in one script."""

    start: int
    end: int
    font: FontFile
    script: str | None


def is_japanese(text: str, language: str) -> bool:
    """Whether a text has Japanese forms of Han characters: on certificates in Japanese, and wherever there is kana."""
    return language == _JAPANESE or any(first <= character <= last for character in text for first, last in _KANA)


def pieces(text: str, start: int, end: int, typeface: Typeface, *, japanese: bool) -> list[Piece]:
    """Split part of a text into pieces, in the order of the text.

    Args:
        text: the whole text.
        start: where the part begins.
        end: where it ends.
        typeface: the text's typeface.
        japanese: whether the whole text is Japanese.

    Raises:
        NameNotPrintable: no font has one of the characters.
    """
    found: list[Piece] = []
    for at in range(start, end):
        character = text[at]
        previous = found[-1] if found else None
        font = _font(character, typeface, previous.font if previous else None, japanese=japanese)
        script = _script(character)
        if font is None:  # invisible itself: it stays with the characters that it acts on
            font = previous.font if previous else primary_font(typeface)
        if previous and previous.font is font and script in {None, previous.script}:
            found[-1] = Piece(start=previous.start, end=at + 1, font=font, script=previous.script)
        elif previous and previous.font is font and previous.script is None:
            found[-1] = Piece(start=previous.start, end=at + 1, font=font, script=script)
        else:
            found.append(Piece(start=at, end=at + 1, font=font, script=script))
    return found


@lru_cache(maxsize=4096)
def _font(character: str, typeface: Typeface, previous: FontFile | None, *, japanese: bool) -> FontFile | None:
    """Choose the font of a character that follows one in the font `previous`; None for an invisible character."""
    category = unicodedata.category(character)
    # Marks use the font of their letter; spaces and punctuation also do, to keep pieces long.
    if previous and category[0] in "MZP" and previous.has(character):
        return previous
    if category == "Cf" or ord(character) in _VARIATION_SELECTORS:
        return None
    for font in fonts_for(character, typeface, japanese=japanese):
        if _has_glyphs(font, character):
            return font
    raise NameNotPrintable(character)


def _has_glyphs(font: FontFile, character: str) -> bool:
    if font.has(character):
        return True
    parts = unicodedata.normalize("NFD", character)
    return len(parts) > 1 and all(font.has(part) for part in parts)


@lru_cache(maxsize=4096)
def _script(character: str) -> str | None:
    """Return a character's script, from HarfBuzz's copy of Unicode's data; None if it is common to several."""
    buffer = hb.Buffer()
    buffer.add_codepoints([ord(character)])
    buffer.guess_segment_properties()
    script: str | None = buffer.script
    return script
