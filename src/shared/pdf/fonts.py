"""The fonts, and which of them is used for a character."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import uharfbuzz as hb

from shared.pdf.fitting import Typeface

# For Latin, Greek, Cyrillic and punctuation.
_PRIMARY_FONTS = {Typeface.DISPLAY: "NotoSerifDisplay-Regular.ttf", Typeface.TEXT: "NotoSerif-Regular.ttf"}
# Tried in this order after the script's font and the primary font: for Han, kana, Hangul, symbols.
_FALLBACKS = ("DroidSansFallbackFull.ttf", "NanumMyeongjo.ttf", "HanaMinRare.ttf")
# Before the others in Japanese text: its forms of Han characters, with kana and punctuation that match them.
_JAPANESE_FONT = "MTLc3m.ttf"
_EAST_ASIAN = (
    (0x2E80, 0x30FF),
    (0x31F0, 0x31FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE4F),
    (0xFF00, 0xFFEF),
)
# The minimum height of every line, so that its position does not depend on its letters; some scripts need more.
_LEAST_ASCENT, _LEAST_DESCENT = 1.1, 0.4
# Unicode ranges of other scripts (first, last) and the family of their font.
_SCRIPTS = (
    (0x0530, 0x058F, "NotoSerifArmenian"),
    (0x0590, 0x05FF, "NotoSerifHebrew"),
    (0x0600, 0x06FF, "NotoNaskhArabic"),
    (0x0700, 0x074F, "NotoSansSyriac"),
    (0x0750, 0x077F, "NotoNaskhArabic"),
    (0x0780, 0x07BF, "NotoSansThaana"),
    (0x07C0, 0x07FF, "NotoSansNKo"),
    (0x08A0, 0x08FF, "NotoNaskhArabic"),
    (0x0900, 0x097F, "NotoSerifDevanagari"),
    (0x0980, 0x09FF, "NotoSerifBengali"),
    (0x0A00, 0x0A7F, "NotoSerifGurmukhi"),
    (0x0A80, 0x0AFF, "NotoSerifGujarati"),
    (0x0B00, 0x0B7F, "NotoSansOriya"),
    (0x0B80, 0x0BFF, "NotoSerifTamil"),
    (0x0C00, 0x0C7F, "NotoSerifTelugu"),
    (0x0C80, 0x0CFF, "NotoSerifKannada"),
    (0x0D00, 0x0D7F, "NotoSerifMalayalam"),
    (0x0D80, 0x0DFF, "NotoSerifSinhala"),
    (0x0E00, 0x0E7F, "NotoSerifThai"),
    (0x0E80, 0x0EFF, "NotoSerifLao"),
    (0x0F00, 0x0FFF, "NotoSerifTibetan"),
    (0x1000, 0x109F, "NotoSerifMyanmar"),
    (0x10A0, 0x10FF, "NotoSerifGeorgian"),
    (0x1200, 0x139F, "NotoSerifEthiopic"),
    (0x13A0, 0x13FF, "NotoSansCherokee"),
    (0x1400, 0x167F, "NotoSansCanadianAboriginal"),
    (0x1780, 0x17FF, "NotoSerifKhmer"),
    (0x1800, 0x18AF, "NotoSansMongolian"),
    (0x18B0, 0x18FF, "NotoSansCanadianAboriginal"),
    (0x1950, 0x197F, "NotoSansTaiLe"),
    (0x1980, 0x19DF, "NotoSansNewTaiLue"),
    (0x19E0, 0x19FF, "NotoSerifKhmer"),
    (0x1B80, 0x1BBF, "NotoSansSundanese"),
    (0x1C50, 0x1C7F, "NotoSansOlChiki"),
    (0x1C90, 0x1CBF, "NotoSerifGeorgian"),
    (0x1CC0, 0x1CCF, "NotoSansSundanese"),
    (0x1CD0, 0x1CFF, "NotoSerifDevanagari"),
    (0x2D00, 0x2D2F, "NotoSerifGeorgian"),
    (0x2D30, 0x2D7F, "NotoSansTifinagh"),
    (0x2D80, 0x2DDF, "NotoSerifEthiopic"),
    (0xA000, 0xA4CF, "NotoSansYi"),
    (0xA4D0, 0xA4FF, "NotoSansLisu"),
    (0xA500, 0xA63F, "NotoSansVai"),
    (0xA830, 0xA83F, "NotoSerifDevanagari"),
    (0xA8E0, 0xA8FF, "NotoSerifDevanagari"),
    (0xA980, 0xA9DF, "NotoSansJavanese"),
    (0xA9E0, 0xA9FF, "NotoSerifMyanmar"),
    (0xAA60, 0xAA7F, "NotoSerifMyanmar"),
    (0xAAE0, 0xAAFF, "NotoSansMeeteiMayek"),
    (0xAB00, 0xAB2F, "NotoSerifEthiopic"),
    (0xAB70, 0xABBF, "NotoSansCherokee"),
    (0xABC0, 0xABFF, "NotoSansMeeteiMayek"),
    (0xFB13, 0xFB17, "NotoSerifArmenian"),
    (0xFB1D, 0xFB4F, "NotoSerifHebrew"),
    (0xFB50, 0xFDFF, "NotoNaskhArabic"),
    (0xFE70, 0xFEFF, "NotoNaskhArabic"),
    (0x104B0, 0x104FF, "NotoSansOsage"),
    (0x10D00, 0x10D3F, "NotoSansHanifiRohingya"),
    (0x11100, 0x1114F, "NotoSansChakma"),
    (0x111E0, 0x111FF, "NotoSerifSinhala"),
    (0x11660, 0x1167F, "NotoSansMongolian"),
    (0x1E900, 0x1E95F, "NotoSansAdlam"),
)
_FIRSTS = [first for first, _, _ in _SCRIPTS]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FontFile:
    """An open font; there is one object for each file.

    Attributes:
        family: the file's name without ending, which is also its PostScript name here.
        units: font units to the em.
        blank: a glyph that shows nothing.
        ascent: height above the baseline, in ems.
        descent: height below the baseline, in ems.
    """

    family: str
    face: hb.Face
    font: hb.Font
    units: int
    blank: int
    ascent: float
    descent: float
    _advances: dict[int, int] = field(default_factory=dict)

    def advance(self, number: int) -> int:
        """Return the width of a glyph, in font units."""
        width = self._advances.get(number)
        if width is None:
            width = self._advances[number] = self.font.get_glyph_h_advance(number)
        return width

    def has(self, character: str) -> bool:
        """Return whether the font has a glyph of its own for a character."""
        return self.font.get_nominal_glyph(ord(character)) is not None


@cache
def open_font(file_name: str) -> FontFile:
    """Open a font; its bytes are mapped into memory, and only the pages that are used are read."""
    face = hb.Face(hb.Blob.from_file_path(str(files("laurel_fonts") / file_name)))
    font = hb.Font(face)
    extents = font.get_font_extents("ltr")
    return FontFile(
        family=file_name.removesuffix(".ttf"),
        face=face,
        font=font,
        units=face.upem,
        blank=font.get_nominal_glyph(ord(" ")) or 0,
        ascent=max(_LEAST_ASCENT, extents.ascender / face.upem),
        descent=max(_LEAST_DESCENT, -extents.descender / face.upem),
    )


def primary_font(typeface: Typeface) -> FontFile:
    """Return a typeface's font for Latin, Greek and Cyrillic."""
    return open_font(_PRIMARY_FONTS[typeface])


def fonts_for(character: str, typeface: Typeface, *, japanese: bool) -> Iterator[FontFile]:
    """List the fonts that may have a character, in order of preference."""
    code = ord(character)
    if japanese and any(first <= code <= last for first, last in _EAST_ASIAN):
        yield open_font(_JAPANESE_FONT)
    number = bisect_right(_FIRSTS, code) - 1
    if number >= 0 and code <= _SCRIPTS[number][1]:
        yield open_font(f"{_SCRIPTS[number][2]}-Regular.ttf")
    yield primary_font(typeface)
    for file_name in _FALLBACKS:
        yield open_font(file_name)
