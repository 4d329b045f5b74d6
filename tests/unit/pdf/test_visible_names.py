"""Every accepted name is visible: the fonts draw a non-blank glyph for each character that is a name by itself."""

import sys
import unicodedata

from shared.domain.names import printed_name
from shared.pdf.fitting import Typeface
from shared.pdf.fonts import FontFile, fonts_for
from shared.pdf.outlines import outline

# Tens of thousands of characters of one kind each, none of which is blank.
HAN_AND_HANGUL = (range(0x3400, 0xA000), range(0xAC00, 0xD7A4), range(0x20000, 0x32000))


def glyph(character: str) -> tuple[FontFile, int] | None:
    """The glyph that draws a character, by the first font that has one."""
    for font in fonts_for(character, Typeface.DISPLAY, japanese=False):
        number = font.font.get_nominal_glyph(ord(character))
        if number:
            return font, number
    return None


def test_no_name_of_one_character_is_blank_on_the_certificate() -> None:
    characters = [
        character
        for code in range(sys.maxunicode + 1)
        if not any(code in kind for kind in HAN_AND_HANGUL)
        and (character := chr(code)).isprintable()
        and printed_name(character) == character
    ]
    assert len(characters) > 10_000
    blank = [
        unicodedata.name(character, hex(ord(character)))
        for character in characters
        if (drawn := glyph(character)) is not None and not outline(*drawn)
    ]
    assert blank == []
