"""Uploads that are damaged, inconsistent, or cyclic."""

import io
import re
from collections.abc import Callable, Mapping

from pypdf import PdfWriter

from tests.unit.pdf.raw import Body, one_page, raw_pdf, stream

type Build = Callable[[], bytes]
_FORM = "/Subtype/Form/BBox[0 0 99 99]"
_MM = 72 / 25.4


def _sized(width_mm: float, height_mm: float, entries: str = "") -> bytes:
    return one_page(page=f"/MediaBox[0 0 {width_mm * _MM:.3f} {height_mm * _MM:.3f}]{entries}")


def _with_contents(body: Body) -> bytes:
    return one_page(page="/Contents 10 0 R", objects={10: body}).replace(b"/Contents 4 0 R", b"")


def _tree(nodes: Mapping[int, Body]) -> bytes:
    return raw_pdf({1: "<</Type/Catalog/Pages 2 0 R>>", **nodes})


def _locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(one_page(catalog="/OpenAction<</S/JavaScript/JS(x)>>")))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def _encrypted_attachments(pages: str) -> bytes:
    """Encrypt attachments alone, or pages too; the password is unknown."""
    filters = "/CF<</StdCF<</CFM/AESV2/AuthEvent/EFOpen/Length 16>>>>/EFF/StdCF"
    keys = f"/O<{'11' * 32}>/U<{'22' * 32}>/P -4"
    encryption = f"<</Filter/Standard/V 4/R 4/Length 128{filters}/StmF{pages}/StrF{pages}{keys}>>"
    return _with_trailer(f"/Encrypt{encryption}/ID[<00><00>]")


def _font_with_a_head() -> bytes:
    font = stream(b"\0\1\0\0<head>", "/Subtype/TrueType")
    return one_page().replace(b"%PDF-1.7\n", b"%PDF-1.7\n9 0 obj\n" + font + b"\nendobj\n")


def _shifted(pdf: bytes, by: int) -> bytes:
    """The same file, with offsets as if it began later."""
    table = pdf.rindex(b"xref\n0")
    moved = re.sub(rb"\d{10}(?= 00000 n)", lambda found: b"%010d" % (int(found[0]) + by), pdf[table:])
    return pdf[:table] + re.sub(rb"(?<=startxref\n)\d+", b"%d" % (table + by), moved)


def _with_table_at(offset: int) -> bytes:
    whole = one_page()
    return whole[: whole.rindex(b"startxref")] + b"startxref\n%d\n%%%%EOF\n" % offset


def _with_trailer(entries: str) -> bytes:
    return one_page().replace(b"trailer\n<<", b"trailer\n<<" + entries.encode())


def _table_before_itself() -> bytes:
    whole = one_page()
    return whole.replace(b"trailer\n<<", b"trailer\n<</Prev %d" % whole.rindex(b"xref\n0"))


def _cross_reference_stream(entries: bytes, index: str, more: str = "", objects: bytes = b"") -> bytes:
    head = b"%PDF-1.5\n" + objects
    table = stream(entries, f"/Type/XRef/Root 1 0 R/Size 9/W[1 3 1]/Index[{index}]{more}")
    return head + b"8 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, len(head))


def _object_stream_in_itself(extends: str = "") -> bytes:
    body = stream(b"1 0 4 0 <<>>", f"/Type/ObjStm/N 2/First 8{extends}")
    # Objects 1 and 4 are declared to be in object stream 4, which contains itself.
    entries = b"\2\0\0\4\0" + b"\2\0\0\4\1"
    return _cross_reference_stream(entries, "1 1 4 1", objects=b"4 0 obj\n%b\nendobj\n" % body)


def _nested(depth: int) -> str:
    return "<</A" * depth + " null" + ">>" * depth


def _chain(depth: int) -> bytes:
    data = b"0 0 9 9 re f"
    filters = "/ASCIIHexDecode" * depth
    for _ in range(min(depth, 12)):
        data = data.hex().encode() + b">"
    return stream(data, f"/Filter[{filters}]")


def _type_3_font(glyph: bytes, resources: str) -> dict[int, Body]:
    return {
        10: "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65/Widths[1]"
        f"/Encoding<</Differences[65/A]>>/CharProcs<</A 11 0 R>>/Resources{resources}>>",
        11: stream(b"1 0 d0 " + glyph),
    }


# Each is refused with a reason that matches this pattern.
REFUSED: Mapping[str, tuple[str, Build]] = {
    "a web page before the header": ("web page", lambda: b"<html><body>" + one_page()),
    "a web page after the header": ("web page", lambda: one_page().replace(b"1.7\n", b"1.7\n%<!DOCTYPE html>\n", 1)),
    "too much before the header": ("not a PDF", lambda: b" " * 1025 + one_page()),
    "a header of no version": ("not a PDF", lambda: one_page().replace(b"%PDF-1.7", b"%PDF-x.y")),
    "a header and nothing else": ("damaged", lambda: b"%PDF-1.7\n"),
    "a password": ("password", lambda: _locked("secret")),
    "encryption by nobody": ("encrypted", lambda: _with_trailer("/Encrypt<</Filter/None/V 9>>/ID[<00><00>]")),
    "half a file": ("damaged", lambda: _locked("")[:700]),
    "a missing catalog": ("damaged", lambda: one_page().replace(b"/Root 1 0 R", b"/Root 7 0 R")),
    "a table before the file": ("damaged", lambda: _with_trailer("/Prev -5")),
    "no end of file": ("damaged", lambda: one_page()[:-7]),
    "content as long as itself": (
        "damaged",
        lambda: _with_contents(b"<</Length 10 0 R>>\nstream\n0 0 9 9 re f\nendstream"),
    ),
    "an object stream in itself": ("damaged", _object_stream_in_itself),
    "an object stream that extends itself": ("damaged", lambda: _object_stream_in_itself("/Extends 4 0 R")),
    "no pages": ("no page", lambda: raw_pdf({1: "<</Type/Catalog>>"})),
    "kids that are their own parents": ("no page", lambda: _tree({2: "<</Kids[3 0 R]>>", 3: "<</Kids[2 0 R]>>"})),
    "kids that are numbers": ("no page", lambda: _tree({2: "<</Kids[1 2 3]/Count 3>>"})),
    "a reference to itself": ("damaged", lambda: _tree({2: "<</Kids[3 0 R]>>", 3: "3 0 R"})),
    "a negative object number": ("no page", lambda: _tree({2: "<</Kids[-3 0 R]/Count 1>>"})),
    "a huge object number": ("no page", lambda: _tree({2: "<</Kids[99999999999999999999 0 R]/Count 1>>"})),
    "a box of no size": ("page is 0 by 0 mm", lambda: one_page(page="/MediaBox[9 9 9 9]")),
    "a box of numbers like 1-2.3.4": ("page is 0 by 0 mm", lambda: one_page(page="/MediaBox[0 0 1-2.3.4 --5]")),
    "a page of 99 mm": ("from 100 to 1200 mm", lambda: _sized(99, 210)),
    "a page of 1201 mm": ("from 100 to 1200 mm", lambda: _sized(210, 1201)),
    "units of a million": ("from 100 to 1200 mm", lambda: _sized(297, 210, "/UserUnit 1000000")),
    "units that make a page too large": ("from 100 to 1200 mm", lambda: _sized(297, 210, "/UserUnit 5")),
    "dictionaries in dictionaries": ("too complex", lambda: one_page(resources=f"/Shading{_nested(300)}")),
    "very many dictionaries in dictionaries": (
        "too complex",
        lambda: one_page(resources=f"/Shading{_nested(50_000)}"),
    ),
    "a chain of fifty filters": ("damaged", lambda: _with_contents(_chain(50))),
    "an unknown filter": ("too complex", lambda: _with_contents(stream(b"x", "/Filter/EvilDecode"))),
    "content that repeats a run 80 million times": (
        "decompressed",
        lambda: _with_contents(stream(b"\x81 " * 640_000 + b"\x80", "/Filter/RunLengthDecode")),
    ),
    "content of zeros in base 85": (
        # If pypdf runs out of memory, it may report damage.
        "too much memory|decompressed|damaged",
        lambda: _with_contents(stream(b"z" * 9_000_000 + b"~>", "/Filter/ASCII85Decode")),
    ),
    "a predictor with rows of two billion": (
        "damaged",
        lambda: _with_contents(
            stream(
                b"x" * 99, "/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2147483647/Colors 32>>", packed=False
            )
        ),
    ),
    "an inline image of 100,000 by 100,000": (
        "too large",
        lambda: one_page(b"q 9 0 0 9 0 0 cm BI/W 100000/H 100000/BPC 8/CS/G ID \0 EI Q"),
    ),
    "a fax of a million rows": (
        "too large",
        lambda: one_page(
            b"/I Do",
            resources="/XObject<</I 10 0 R>>",
            objects={
                10: stream(
                    b"\0",
                    "/Subtype/Image/Width 30000/Height 1000000/BitsPerComponent 1/ColorSpace/DeviceGray"
                    "/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 30000>>",
                )
            },
        ),
    ),
    "a glyph that writes itself": (
        "to draw",
        lambda: one_page(
            b"BT/F 9 Tf(A)Tj ET",
            resources="/Font<</F 10 0 R>>",
            objects=_type_3_font(b"BT/F 1 Tf(A)Tj ET", "<</Font<</F 10 0 R>>>>"),
        ),
    ),
    "a pattern that paints itself": (
        "to draw",
        lambda: one_page(
            b"/Pattern cs/P scn 0 0 99 99 re f",
            resources="/Pattern<</P 10 0 R>>",
            objects={
                10: stream(
                    b"/Pattern cs/P scn 0 0 9 9 re f",
                    "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9"
                    "/Resources<</Pattern<</P 10 0 R>>>>",
                )
            },
        ),
    ),
    "a mask that masks itself": (
        "to draw",
        lambda: one_page(
            b"/G gs 0 0 9 9 re f",
            resources="/ExtGState<</G 10 0 R>>",
            objects={
                10: "<</SMask<</S/Alpha/G 11 0 R>>>>",
                11: stream(
                    b"/G gs 0 0 9 9 re f", f"{_FORM}/Group<</S/Transparency>>/Resources<</ExtGState<</G 10 0 R>>>>"
                ),
            },
        ),
    ),
    "everything encrypted for somebody": ("password", lambda: _encrypted_attachments("/StdCF")),
}

# Damaged, but the page can be read.
READABLE: Mapping[str, Build] = {
    "a box of infinite size": lambda: one_page(page="/MediaBox[0 0 inf 1e999]"),
    "a box that is not a number": lambda: one_page(page="/MediaBox[0 0 nan nan]"),
    "an archive before the header": lambda: b"PK\x03\x04" + bytes(26) + one_page(),
    "a picture before the header": lambda: b"GIF89a" + one_page(),
    "a kilobyte of noise before the header": lambda: b"\0\1\2 noise\n".ljust(1024) + one_page(),
    "offsets that count what is before the header": lambda: b"\n" * 100 + _shifted(one_page(), 100),
    "a page without a box": lambda: one_page(page="/MediaBox null"),
    "a box of three numbers": lambda: one_page(page="/MediaBox[0 0 842]"),
    "a font whose program begins like a web page": _font_with_a_head,
    "attachments that need a password": lambda: _encrypted_attachments("/Identity"),
    "an archive after the end": lambda: one_page() + b"PK\x03\x04" + bytes(26) + b"PK\x05\x06" + bytes(18),
    "an empty password": lambda: _locked(""),
    "a table outside the file": lambda: _with_table_at(99_999_999),
    "a table at the header": lambda: _with_table_at(0),
    "a table before itself": _table_before_itself,
    "a size of two billion": lambda: one_page().replace(b"/Size 5", b"/Size 2147483647"),
    "content shorter than it says": lambda: _with_contents(b"<</Length 99999>>\nstream\n0 0 9 9 re f\nendstream"),
    "content longer than it says": lambda: _with_contents(b"<</Length 3>>\nstream\n0 0 9 9 re f\nendstream"),
    "a parent that is the page": lambda: one_page().replace(b"/Parent 2 0 R", b"/Parent 3 0 R"),
    "units of nought": lambda: _sized(297, 210, "/UserUnit 0"),
    "negative units": lambda: _sized(297, 210, "/UserUnit -1"),
    "a tiny page in large units": lambda: _sized(29.7, 21, "/UserUnit 10"),
    "a turn by 45 degrees": lambda: one_page(page="/Rotate 45"),
    "a turn by a million": lambda: one_page(page="/Rotate 999990"),
    "a layer's name in broken UTF-16": lambda: one_page(
        b"/OC/M BDC EMC", resources="/Properties<</M 10 0 R>>", objects={10: b"<</Type/OCG/Name<FEFFD800>>>"}
    ),
    "a colour space in itself": lambda: one_page(
        resources="/ColorSpace<</C 10 0 R>>", objects={10: "[/Indexed 10 0 R 1<0000>]"}
    ),
    "resources in themselves": lambda: one_page(
        b"/X Do",
        page="/Resources 10 0 R",
        objects={10: "<</XObject<</X 11 0 R>>>>", 11: stream(b"0 0 9 9 re f", f"{_FORM}/Resources 10 0 R")},
    ).replace(b"/Resources<<>>", b""),
    "content that closes what it never opened": lambda: one_page(b"Q Q EMC ET Q 0 0 9 9 re f q q /A BMC BT"),
    "content that is noise": lambda: one_page(bytes(range(256)) * 9),
    "a font program that is noise": lambda: one_page(
        b"BT/F 9 Tf(A)Tj ET",
        resources="/Font<</F 10 0 R>>",
        objects={
            10: "<</Type/Font/Subtype/TrueType/BaseFont/X/FontDescriptor<</Type/FontDescriptor/FontFile2 11 0 R>>>>",
            11: stream(bytes(range(256))),
        },
    ),
    "units that are not a number": lambda: _sized(297, 210, "/UserUnit 1e9"),
    "content of noise in LZW, packed twice": lambda: _with_contents(
        stream(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 400_000, "/Filter[/LZWDecode/LZWDecode]")
    ),
}
