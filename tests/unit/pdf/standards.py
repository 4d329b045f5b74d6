"""Checks a certificate by the rules of PDF/UA-1 and PDF/A-2 that apply to it, as veraPDF's profiles number them.

It reads the file with pypdf and HarfBuzz, and shares no code with what writes certificates. The PDF Association's
Matterhorn Protocol lists the rules of PDF/UA; those that need a person, such as whether a text says enough, are not
here.
"""

import io
import re
from collections.abc import Iterator
from typing import Any, cast
from xml.etree import ElementTree as ET

import uharfbuzz as hb
from pypdf import PdfReader
from pypdf.generic import ContentStream, StreamObject

PAINTING = frozenset(b"f F f* B B* b b* S s sh Do Tj TJ ' \" BI".split())
XMP = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
}
TITLE = "dc:title/rdf:Alt/rdf:li[@{http://www.w3.org/XML/1998/namespace}lang='x-default']"


class Certificate:
    """A certificate, opened."""

    def __init__(self, pdf: bytes) -> None:
        self.bytes = pdf
        self.reader = PdfReader(io.BytesIO(pdf), strict=True)
        self.root = cast("Any", self.reader.trailer["/Root"])
        (self.page,) = self.reader.pages
        packet = ET.fromstring(self.root["/Metadata"].get_data())  # noqa: S314 - we wrote it
        (self.xmp,) = packet.iterfind(".//rdf:Description[@rdf:about='']", XMP)

    def claim(self, name: str) -> str | None:
        return self.xmp.findtext(name, namespaces=XMP)

    @property
    def claims(self) -> tuple[str | None, str | None, str | None]:
        """PDF/UA's part, PDF/A's part, and its level."""
        return self.claim("pdfuaid:part"), self.claim("pdfaid:part"), self.claim("pdfaid:conformance")

    def objects(self) -> Iterator[Any]:
        trailer: Any = self.reader.trailer
        for number in range(1, trailer["/Size"]):
            yield self.reader.get_object(number)

    def contents(self) -> Iterator[tuple[Any, Any]]:
        """Each content stream with its resources: the page's first."""
        yield ContentStream(self.page["/Contents"].get_object(), self.reader), self.page["/Resources"]
        for found in self.objects():
            if isinstance(found, StreamObject) and found.get("/Subtype") == "/Form":
                yield ContentStream(found, self.reader), found["/Resources"]


def violations(pdf: bytes) -> list[str]:
    """What breaks a rule of PDF/UA-1 or of PDF/A-2a; empty for a certificate that claims both rightly."""
    certificate = Certificate(pdf)
    checks = (_file, _catalog, _metadata, _structure, _marks, _fonts, _colours, _annotations)
    return [f"{check.__name__.strip('_')}: {found}" for check in checks for found in check(certificate)]


def _file(certificate: Certificate) -> Iterator[str]:
    """PDF/A 6.1."""
    pdf = certificate.bytes
    if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}", pdf):
        yield "the header has no comment of four bytes"
    if not pdf.endswith(b"%%EOF\n"):
        yield "there is something after the end"
    if "/ID" not in certificate.reader.trailer or "/Encrypt" in certificate.reader.trailer:
        yield "the trailer has no identifier, or encrypts"
    for found in certificate.objects():
        if isinstance(found, StreamObject):
            if re.search("LZWDecode|Crypt|JPXDecode", str(found.get("/Filter"))):
                yield "a stream has a forbidden filter"
            if {"/F", "/FFilter", "/FDecodeParms"} & found.keys():
                yield "a stream is in another file"


def _catalog(certificate: Certificate) -> Iterator[str]:
    """PDF/UA 7.1, 7.2, 7.10 and 7.18.3; PDF/A 6.5, 6.9."""
    root = certificate.root
    if {"/OpenAction", "/AA", "/AcroForm", "/Names", "/Requirements"} & root.keys():
        yield "it has actions, forms or attachments"
    shows_title, is_marked = root["/ViewerPreferences"].get("/DisplayDocTitle"), root["/MarkInfo"].get("/Marked")
    if not root.get("/Lang") or str(shows_title) != "True" or str(is_marked) != "True":
        yield "it has no language, shows no title, or is not tagged"
    if certificate.page.get("/Tabs") != "/S":
        yield "the order of tabs is not that of the structure"
    layers = root.get("/OCProperties", {}).get("/D")
    if layers is not None and (not layers.get("/Name") or {"/AS", "/Order"} & layers.keys()):
        yield "the layers have no name, or change"


def _metadata(certificate: Certificate) -> Iterator[str]:
    """PDF/UA 5 and 7.1; PDF/A 6.6."""
    stream = certificate.root["/Metadata"]
    if (stream.get("/Type"), stream.get("/Subtype"), "/Filter" in stream) != ("/Metadata", "/XML", False):
        yield "the metadata is not plain XML"
    info: Any = certificate.reader.metadata
    title = certificate.xmp.findtext(TITLE, namespaces=XMP)
    if not title or title != info.title or info.producer != certificate.claim("pdf:Producer"):
        yield "the titles or producers differ"
    created = f"{info.creation_date:%Y-%m-%dT%H:%M:%SZ}"
    if {certificate.claim("xmp:CreateDate"), certificate.claim("xmp:ModifyDate")} != {created}:
        yield "the dates differ"
    if certificate.xmp.findtext("dc:language/rdf:Bag/rdf:li", namespaces=XMP) != certificate.root["/Lang"]:
        yield "the languages differ"
    if certificate.claims != ("1", "2", "A"):
        yield f"it claims {certificate.claims}"
    if "pdfuaid" not in {item.text for item in certificate.xmp.iterfind(".//pdfaSchema:prefix", XMP)}:
        yield "the property of PDF/UA is not described"


def _structure(certificate: Certificate) -> Iterator[str]:
    """PDF/UA 7.1 to 7.4; ISO 32000-1, 14.7."""
    tree = certificate.root["/StructTreeRoot"]
    document = tree["/K"]
    if document["/S"] != "/Document" or document["/P"] != tree:
        yield "the root is no Document"
    parents = {key: value.get_object() for key, value in zip(*[iter(tree["/ParentTree"]["/Nums"])] * 2, strict=True)}
    kinds = [element["/S"] for element in document["/K"]]
    if kinds.count("/H1") != 1 or {"/H2", "/H3", "/H"} & set(kinds):
        yield "there is not one heading of the first level"
    elements = [item.get_object() for item in document["/K"]]
    for element in elements:
        if element["/P"] != document or element["/Pg"] != certificate.page.get_object():
            yield "an element is not below its parent"
        if element["/S"] == "/Figure" and not (element.get("/Alt") and "/BBox" in element.get("/A", {})):
            yield "a figure has no alternative text or no box"
        yield from _kids(element, parents)
    numbers = [kid for element in elements for kid in element["/K"] if isinstance(kid, int)]
    if numbers != list(range(len(parents[0]))) or set(numbers) != set(_marked(certificate)):
        yield "content and elements are not the same, in the same order"


def _kids(element: Any, parents: Any) -> Iterator[str]:  # noqa: ANN401 - any PDF object
    for kid in element["/K"]:
        if isinstance(kid, int):
            if parents[0][kid].get_object() != element:
                yield "the parent tree names another parent of a content"
        elif parents[kid["/Obj"].get_object()["/StructParent"]] != element or element["/S"] != "/Link":
            yield "an annotation is not in its Link"


def _marked(certificate: Certificate) -> Iterator[int]:
    content, _ = next(certificate.contents())
    for operands, operator in content.operations:
        if operator == b"BDC" and "/MCID" in operands[1]:
            yield operands[1]["/MCID"]


def _marks(certificate: Certificate) -> Iterator[str]:
    """PDF/UA 7.1: all content is marked, artifacts contain nothing that is read, and the other way around."""
    for number, (content, _) in enumerate(certificate.contents()):
        depth = 0
        for operands, operator in content.operations:
            if operator in {b"BMC", b"BDC"} and operands[0] != "/OC":
                depth += 1
                if number or depth > 1:
                    yield "marked content is in marked content"
            elif operator == b"EMC":
                depth -= 1
            elif operator in PAINTING and not number and depth != 1:
                yield f"{operator!r} is not marked"


def _fonts(certificate: Certificate) -> Iterator[str]:
    """PDF/UA 7.21; PDF/A 6.2.11."""
    for content, resources in certificate.contents():
        font: Any = None
        for operands, operator in content.operations:
            if operator == b"Tf":
                font = resources["/Font"][operands[0]]
            elif operator in {b"Tj", b"TJ"}:
                items = operands[0] if operator == b"TJ" else operands
                for text in (item for item in items if not isinstance(item, (int, float))):
                    yield from _shown(font, text.original_bytes)


def _shown(font: Any, text: bytes) -> Iterator[str]:  # noqa: ANN401 - any PDF object
    name = font["/BaseFont"]
    if font["/Subtype"] == "/Type0":
        (descendant,) = font["/DescendantFonts"]
        descendant = descendant.get_object()
        codes = [int.from_bytes(text[at : at + 2]) for at in range(0, len(text), 2)]
        numbers = descendant["/CIDToGIDMap"].get_data()
        first, widths = descendant["/W"]
        found = {code: (int.from_bytes(numbers[2 * code : 2 * code + 2]), widths[code - first]) for code in codes}
        descriptor = descendant["/FontDescriptor"]
        program = hb.Font(hb.Face(descriptor["/FontFile2"].get_data()))
    else:
        descriptor = font["/FontDescriptor"]
        if descriptor["/Flags"] != 4 or "/Encoding" in font:
            yield f"{name} is a symbolic font with an encoding"
        data = descriptor["/FontFile2"].get_data()
        program = hb.Font(hb.Face(data))
        at = data.index(b"\0\0\0\1\0\1\0\0\0\0\0\x0c\0\6")  # the table of characters: one, in reportlab's format
        glyphs = {code: int.from_bytes(data[at + 22 + 2 * code : at + 24 + 2 * code]) for code in text}
        found = {code: (glyphs[code], font["/Widths"][code - font["/FirstChar"]]) for code in text}
    character_map = font["/ToUnicode"].get_data().decode()
    mapped = {int(code, 16): value for code, value in re.findall(r"<([0-9A-F]+)> ?<([0-9A-F]+)>", character_map)}
    for code, (glyph, width) in found.items():
        if not 0 < glyph < program.face.glyph_count:
            yield f"{name} has no glyph {glyph}"
        if abs(program.get_glyph_h_advance(glyph) * 1000 / program.face.upem - float(width)) > 1:
            yield f"{name} has a glyph of {program.get_glyph_h_advance(glyph)} units that is {width} wide"
        if not mapped.get(code, "").strip("0") or {"FEFF", "FFFE"} & set(re.findall("....", mapped[code])):
            yield f"{name} has a code without text"
    if "/CIDSet" in descriptor or "/CharSet" in descriptor:
        yield f"{name} lists its glyphs"


def _colours(certificate: Certificate) -> Iterator[str]:
    """PDF/A 6.2.2 to 6.2.10."""
    (intent,) = certificate.root.get("/OutputIntents", [{}])
    if intent.get("/S") != "/GTS_PDFA1" or intent["/DestOutputProfile"].get_data()[16:20] != b"RGB ":
        yield "there is no output intent for RGB"
    for content, resources in certificate.contents():
        for operands, operator in content.operations:
            if operator in {b"k", b"K", b"ri", b"BI"}:
                yield f"{operator!r} is used"
            if operator == b"gs" and {"/TR", "/TR2", "/HTP", "/SMask"} & resources["/ExtGState"][operands[0]].keys():
                yield "a graphics state changes more than opacity"
    for found in certificate.objects():
        if isinstance(found, StreamObject) and found.get("/Interpolate"):
            yield "an image is interpolated"


def _annotations(certificate: Certificate) -> Iterator[str]:
    """PDF/UA 7.18; PDF/A 6.3 and 6.5."""
    for annotation in certificate.page.annotations or ():
        entries: Any = annotation.get_object()
        if (entries["/Subtype"], entries["/F"], entries["/A"]["/S"]) != ("/Link", 4, "/URI"):
            yield "an annotation is not a link that is printed"
        if not entries.get("/Contents"):
            yield "a link has no description"
