"""Small uploads that are quick to read, and that viewers take minutes to draw, or a gigabyte."""

from collections.abc import Callable, Mapping

from tests.unit.pdf.bomb_files import image, jpeg, nested_forms, with_image
from tests.unit.pdf.raw import Body, one_page, stream

_LEVELS, _DRAWS = 10, 20
_FORM = "/Subtype/Form/BBox[0 0 999 999]"
_TILE = "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 99 99]/XStep 99/YStep 99"
_FONT = (
    "/Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65/Widths[0]"
    "/Encoding<</Differences[65/A]>>"
)
_MASKED = "/ExtGState<</G<</SMask<</S/Luminosity/G {} 0 R>>>>>>"
_GROUP = "/Group<</S/Transparency/CS/DeviceGray>>"
_LEAF = b"0 0 999 999 re f "


def _chain(draw: bytes, resources: str, begin: bytes = b"") -> dict[int, Body]:
    """Forms from 10 to 20, each of which draws the next one many times, by operators for a resource of it."""
    return {
        10 + level: stream(
            begin + draw * _DRAWS if level < _LEVELS else _LEAF,
            f"{_FORM}{_GROUP}/Resources<<{resources.format(11 + level)}>>",
        )
        for level in range(_LEVELS + 1)
    }


def _forms(draw: bytes = b"/X Do ") -> dict[int, Body]:
    return _chain(draw, "/XObject<</X {} 0 R>>")


def _patterns() -> bytes:
    objects = {
        10 + level: stream(
            b"/Pattern cs /P scn " + _LEAF * _DRAWS if level < _LEVELS else _LEAF,
            f"{_TILE}/Resources<</Pattern<</P {11 + level} 0 R>>>>",
        )
        for level in range(_LEVELS + 1)
    }
    return one_page(b"/Pattern cs /P scn " + _LEAF, resources="/Pattern<</P 10 0 R>>", objects=objects)


def _fonts(show: bytes) -> bytes:
    """Glyphs of fonts that write with the next font."""
    objects: dict[int, Body] = {}
    for level in range(_LEVELS + 1):
        glyph = b"0 0 d0 " + (show if level < _LEVELS else _LEAF)
        objects[10 + 2 * level] = f"<<{_FONT}/CharProcs<</A {11 + 2 * level} 0 R>>/Resources<</Font<</F {{}} 0 R>>>>>>"
        objects[10 + 2 * level] = str(objects[10 + 2 * level]).format(12 + 2 * level)
        objects[11 + 2 * level] = stream(glyph)
    return one_page(show, resources="/Font<</F 10 0 R>>", objects=objects)


def _show(before: bytes = b"", after: bytes = b" Tj") -> bytes:
    return b"BT /F 9 Tf " + before + b"(" + b"A" * _DRAWS + b")" + after + b" ET "


def _tiles(content: bytes, entries: str, data: bytes = b"0 0 1 1 re f", more: str = "") -> bytes:
    tile = stream(data, f"/PatternType 1/PaintType 1/TilingType 1{entries}/Resources<<{more}>>")
    return one_page(content, resources="/Pattern<</P 40 0 R>>", objects={40: tile, **_forms()})


def jbig2(width: int, height: int, kind: int = 48) -> bytes:
    """A file of one segment: a page, or a region."""
    body = width.to_bytes(4) + height.to_bytes(4) + bytes(11)
    return b"\0\0\0\0" + bytes([kind]) + b"\0\1" + len(body).to_bytes(4) + body


_FILL_PATTERN = b"/Pattern cs /P scn 0 0 842 595 re f"
_INLINE = b"BI /W 1 /H 1 /BPC 8 /CS /G ID "

VIEWER_BOMBS: Mapping[str, Callable[[], bytes]] = {
    "forms in forms": lambda: nested_forms(_LEVELS, _DRAWS),
    "forms behind a comment": lambda: one_page(
        b"/X Do", resources="/XObject<</X 10 0 R>>", objects=_forms(b"/X%c\nDo\n")
    ),
    "forms behind a comment that names another": lambda: one_page(
        b"/X Do", resources="/XObject<</X 10 0 R>>", objects=_forms(b"/X%/Y Do\nDo\n")
    ),
    "forms behind a comment that ends with a return": lambda: one_page(
        b"/X Do", resources="/XObject<</X 10 0 R>>", objects=_forms(b"/X%(\rDo\r")
    ),
    "forms after what looks like the start of a string": lambda: one_page(
        b"/X Do", resources="/XObject<</X 10 0 R>>", objects=_forms(b"(\\() Tj /X Do (\\)) Tj ")
    ),
    "forms after a string that never ends": lambda: one_page(
        b"/X Do", resources="/XObject<</X 10 0 R>>", objects=_forms(b"/X Do ") | {20: stream(b"(" + _LEAF, _FORM)}
    ),
    "forms without spaces": lambda: one_page(
        b"/X Do", resources="/XObject<</X 10 0 R>>", objects=_forms(b"[]/X Do[]/X Do<41>")
    ),
    "forms with an escaped name": lambda: one_page(
        b"/X Do", resources="/XObject<</X 10 0 R>>", objects=_forms(b"/#58 Do ")
    ),
    "forms that use the resources around them": lambda: one_page(
        b"/X10 Do",
        resources=f"/XObject<<{''.join(f'/X{number} {number} 0 R' for number in range(10, 21))}>>",
        objects={
            10 + level: stream(b"/X%d Do " % (11 + level) * _DRAWS if level < _LEVELS else _LEAF, _FORM)
            for level in range(_LEVELS + 1)
        },
    ),
    "forms after an inline image whose data hides them": lambda: one_page(
        b"/X Do",
        resources="/XObject<</X 10 0 R>>",
        objects=_forms(b"BI /W 8 /H 1 /BPC 8 /CS /G ID x EI (xx EI /X Do %)\n"),
    ),
    "forms after an inline image that ends later": lambda: one_page(
        b"/X Do", resources="/XObject<</X 10 0 R>>", objects=_forms(_INLINE + b"% EI\n/X Do\n")
    ),
    "forms in a tiling pattern": lambda: _tiles(
        _FILL_PATTERN, "/BBox[0 0 99 99]/XStep 99/YStep 99", b"/X Do", "/XObject<</X 10 0 R>>"
    ),
    "forms in a pattern for strokes": lambda: _tiles(
        b"/Pattern CS /P SCN 99 w 0 0 m 842 595 l S",
        "/BBox[0 0 99 99]/XStep 99/YStep 99",
        b"/X Do",
        "/XObject<</X 10 0 R>>",
    ),
    "patterns in patterns": _patterns,
    "tiles of a thousandth of a point": lambda: _tiles(
        _FILL_PATTERN, "/BBox[0 0 .001 .001]/XStep .001/YStep .001", b"0 0 1 1 re f 1 g " * 400
    ),
    "tiles made tiny by a matrix": lambda: _tiles(
        _FILL_PATTERN, "/BBox[0 0 9 9]/XStep 9/YStep 9/Matrix[.01 0 0 .01 0 0]", b"0 0 1 1 re f 1 g " * 400
    ),
    "a pattern that is painted ten thousand times": lambda: _tiles(
        b"/Pattern cs /P scn " + b"0 0 842 595 re f " * 10_000,
        "/BBox[0 0 9 9]/XStep 9/YStep 9",
    ),
    "forms in the group of a soft mask": lambda: one_page(
        b"/G gs " + _LEAF, resources=_MASKED.format(10), objects=_forms()
    ),
    "masks in masks": lambda: one_page(
        b"/G gs " + _LEAF, resources=_MASKED.format(10), objects=_chain(_LEAF, _MASKED, b"/G gs ")
    ),
    "a mask under which everything is painted": lambda: one_page(
        b"/G gs " + _LEAF * 20_000,
        resources=_MASKED.format(10),
        objects={10: stream(_LEAF * 5000, f"{_FORM}{_GROUP}")},
    ),
    "forms in a glyph": lambda: one_page(
        _show(),
        resources="/Font<</F 40 0 R>>",
        objects={
            **_forms(),
            40: f"<<{_FONT}/CharProcs<</A 41 0 R>>/Resources<</XObject<</X 10 0 R>>>>>>",
            41: stream(b"0 0 d0 /X Do"),
        },
    ),
    "forms in a glyph that uses the page's resources": lambda: one_page(
        _show(),
        resources="/Font<</F 40 0 R>>/XObject<</X 10 0 R>>",
        objects={**_forms(), 40: f"<<{_FONT}/CharProcs<</A 41 0 R>>>>", 41: stream(b"0 0 d0 /X Do")},
    ),
    "glyphs that write glyphs": lambda: _fonts(_show()),
    "glyphs that write glyphs, in an array": lambda: _fonts(_show(b"[", b" -9 (A)] TJ")),
    "glyphs that write glyphs, in hexadecimal": lambda: _fonts(b"BT /F 9 Tf <" + b"41" * _DRAWS + b"> Tj ET "),
    "glyphs that write glyphs on the next line": lambda: _fonts(_show(b"", b" '")),
    "an inline image of 90,000 by 90,000 with a comment in it": lambda: one_page(
        b"q 9 0 0 9 0 0 cm BI%c\n/W 90000%c\n/H 90000/BPC 8/CS/G ID \0 EI Q"
    ),
    "an inline image whose size has a sign": lambda: one_page(
        b"q 9 0 0 9 0 0 cm BI/W +90000/H +90000/BPC 8/CS/G ID \0 EI Q"
    ),
    "a large image that is drawn a thousand times": lambda: one_page(
        b"/I Do " * 1000, resources="/XObject<</I 10 0 R>>", objects={10: image(3000, 3000, bytes(9_000_000))}
    ),
    "a JBIG2 whose page is 60,000 by 60,000": lambda: with_image(
        image(9, 9, jbig2(60_000, 60_000), "/Filter/JBIG2Decode")
    ),
    "a JBIG2 whose region is 60,000 by 60,000": lambda: with_image(
        image(9, 9, jbig2(9, 9) + jbig2(60_000, 60_000, 38), "/Filter/JBIG2Decode")
    ),
    "a fax whose parameters are 60,000 by 60,000": lambda: with_image(
        image(9, 9, b"\0", "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 60000/Rows 60000>>")
    ),
    "a JPEG of 60,000 by 60,000": lambda: with_image(image(9, 9, jpeg(60_000, 60_000), "/Filter/DCTDecode")),
}
