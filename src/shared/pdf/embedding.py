"""Embedded font subsets: the glyphs that a certificate uses and no others, each with the text that it represents.

A certificate's character codes are not the font's glyph numbers: one glyph can represent different texts, and each pair
of glyph and text has its own code, so that search and copy return the exact text.
"""

import hashlib
import zlib
from dataclasses import dataclass
from functools import cache

import uharfbuzz as hb

from shared.pdf.fitting import Typeface
from shared.pdf.fonts import FontFile, primary_font
from shared.pdf.shaping import ShapedText, Shaper
from shared.pdf.syntax import Objects, numbers, packed_stream
from shared.pdf.truetype import with_copies

# Tables that an embedded font does not need: names, character maps, and everything that only shaping uses.
_DROPPED_TABLES = frozenset(
    int.from_bytes(table.encode())
    for table in (
        "cmap",
        "name",
        "post",
        "OS/2",
        "gasp",
        "DSIG",
        "meta",
        "BASE",
        "GDEF",
        "GPOS",
        "GSUB",
        "kern",
        "STAT",
        "hdmx",
        "LTSH",
        "VDMX",
        "vhea",
        "vmtx",
    )
)
# The characters of nearly every line of a certificate; their subset is made once per process.
_COMMON = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D)))
_LIGATURES = ("ff", "fi", "fl", "ffi", "ffl")
_CMAP_HEAD = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CIDSystemInfo"
    "<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def /CMapName/Adobe-Identity-UCS def /CMapType 2 def "
    "1 begincodespacerange<0000><FFFF>endcodespacerange\n"
)
_CMAP_TAIL = "endcmap CMapName currentdict /CMap defineresource pop end end"
# The maximum number of mappings in one section of a CMap.
_MAPPINGS_PER_SECTION = 100

_used: set[FontFile] = set()

# A glyph's number, the text that it represents, and its width in font units.
type Coded = tuple[int, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subset:
    """Part of a font, ready to be embedded.

    Attributes:
        codes: the character code of each pair of glyph and text, as written.
        widths: of each code, from 1, in thousandths of an em, as written.
    """

    font: FontFile
    name: str
    codes: dict[Coded, str]
    widths: str
    program: bytes
    program_length: int
    glyph_map: bytes
    to_unicode: bytes


def subsets(texts: list[ShapedText]) -> dict[FontFile, Subset]:
    """Make the subset of each font that these texts use."""
    used: dict[FontFile, dict[Coded, None]] = {}
    for text in texts:
        for run in text.runs:
            coded = used.setdefault(run.font, {})
            coded |= dict.fromkeys([(number, letters, width) for number, letters, _, width in run.shown])
    common = _common_subset()
    found = {}
    for font, coded in used.items():
        if font is common.font and coded.keys() <= common.codes.keys():
            found[font] = common
        else:
            found[font] = _subset(font, tuple(coded))
    return found


def write_font(objects: Objects, subset: Subset) -> int:
    """Add a subset's objects; return the number of the font."""
    font = subset.font
    program = objects.add(packed_stream(subset.program, f"/Filter/FlateDecode/Length1 {subset.program_length}"))
    ascent, descent = round(font.ascent * 1000), round(-font.descent * 1000)
    descriptor = objects.add(
        f"<</Type/FontDescriptor/FontName/{subset.name}/Flags 4/FontBBox[-1000 {descent} 2000 {ascent}]/ItalicAngle 0"
        f"/Ascent {ascent}/Descent {descent}/CapHeight 714/StemV 80/FontFile2 {program} 0 R>>"
    )
    glyph_map = objects.add(packed_stream(subset.glyph_map, "/Filter/FlateDecode"))
    to_unicode = objects.add(packed_stream(subset.to_unicode, "/Filter/FlateDecode"))
    descendant = objects.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{subset.name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor {descriptor} 0 R/DW 0/W[1[{subset.widths}]]/CIDToGIDMap {glyph_map} 0 R>>"
    )
    return objects.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{subset.name}/Encoding/Identity-H"
        f"/DescendantFonts[{descendant} 0 R]/ToUnicode {to_unicode} 0 R>>"
    )


@cache
def _common_subset() -> Subset:
    font = primary_font(Typeface.TEXT)
    shaper = Shaper()
    coded: dict[Coded, None] = {}
    for text in (*_COMMON, *_LIGATURES):
        for run in shaper.shape(text, Typeface.TEXT).runs:
            coded |= {(shown.number, shown.text, shown.width): None for shown in run.shown if run.font is font}
    return _subset(font, tuple(coded))


def _face(font: FontFile) -> hb.Face:
    """A font's face for subsetting: preprocessed from its second use on, as that takes as long as several subsets."""
    if font in _used:
        return _preprocessed(font)
    _used.add(font)
    return font.face


@cache
def _preprocessed(font: FontFile) -> hb.Face:
    return hb.subset_preprocess(font.face)


def _subset(font: FontFile, coded: tuple[Coded, ...]) -> Subset:
    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
    wanted.glyph_set.update({number for number, _, _ in coded})
    wanted.drop_table_tag_set.update(_DROPPED_TABLES)
    plan = hb.SubsetPlan(_face(font), wanted)
    subset = plan.execute()
    renumbered = plan.old_to_new_glyph_mapping
    # Where a glyph takes the width of its cluster, the program has a copy of that width.
    resized = dict.fromkeys((number, width) for number, _, width in coded if width != font.advance(number))
    copies = {pair: subset.glyph_count + at for at, pair in enumerate(resized)}
    program = subset.blob.data
    if copies:
        program = with_copies(program, [(renumbered[number], width) for number, width in copies])
    glyph_map = bytearray(2)
    widths, mappings = [], []
    for code, (number, text, width) in enumerate(coded, 1):
        glyph_map += copies.get((number, width), renumbered[number]).to_bytes(2)
        widths.append(width * 1000 / font.units)
        mappings.append(f"<{code:04X}><{_as_unicode(text)}>\n")
    tag = hashlib.sha256("".join(mappings).encode()).digest()
    return Subset(
        font=font,
        name=f"{''.join(chr(65 + byte % 26) for byte in tag[:6])}+{font.family}",
        codes={pair: f"{code:04X}" for code, pair in enumerate(coded, 1)},
        widths=numbers(*widths),
        program=zlib.compress(program),
        program_length=len(program),
        glyph_map=zlib.compress(bytes(glyph_map)),
        to_unicode=zlib.compress(_character_map(mappings).encode()),
    )


def _as_unicode(text: str) -> str:
    # PDF/UA forbids the byte order mark in mappings; between letters it is a word joiner.
    return text.replace("\ufeff", "\u2060").encode("utf-16-be").hex().upper()


def _character_map(mappings: list[str]) -> str:
    sections = (
        mappings[start : start + _MAPPINGS_PER_SECTION] for start in range(0, len(mappings), _MAPPINGS_PER_SECTION)
    )
    listed = (f"{len(section)} beginbfchar\n{''.join(section)}endbfchar\n" for section in sections)
    return f"{_CMAP_HEAD}{''.join(listed)}{_CMAP_TAIL}"
