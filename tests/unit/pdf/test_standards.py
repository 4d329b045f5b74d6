import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb
from PIL import Image, ImageCms
from pypdf import PdfReader

from shared.domain.certificate import CertificateFace
from shared.pdf import content, embedding
from shared.pdf.default_template import default_template
from shared.pdf.preparation.making import make
from shared.pdf.preparation.srgb import profile
from shared.pdf.prepare import prepare
from shared.pdf.prepared import unpack
from shared.pdf.render import render
from shared.pdf.truetype import with_copies
from tests.unit.pdf.names import NAMES, NAMES_FOR_PYPDF
from tests.unit.pdf.raw import one_page, stream
from tests.unit.pdf.standards import Certificate, violations

type MakeFace = Callable[..., CertificateFace]
DEMO_TEMPLATE = Path(__file__).resolve().parents[3] / "local/demo_template.pdf"
LONG_NAME = "Maximiliane Alexandra von Hohenlohe-Waldenburg " * 3
BOTH, ONLY_PDF_UA, NEITHER = (True, True), (True, False), (False, False)


@pytest.fixture(scope="module")
def prepared() -> bytes:
    return make(default_template())


def embedded_font() -> dict[int, bytes | str]:
    """A composite font whose characters 1 and 2 are A and B, as objects 10 to 13; the program is NotoSansLisu's."""
    fonts = Path(__file__).resolve().parents[3] / "layers/pdf/laurel_fonts"
    program = (fonts / "NotoSansLisu-Regular.ttf").read_bytes()
    font = hb.Font(hb.Face(program))
    numbers = [font.get_nominal_glyph(code) or 0 for code in (0xA4D0, 0xA4D1)]
    widths = " ".join(str(font.get_glyph_h_advance(number) * 1000 / font.face.upem) for number in numbers)
    mapping = b"2 beginbfchar <0001><A4D0> <0002><A4D1> endbfchar"
    return {
        10: "<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+Lisu/Encoding/Identity-H/DescendantFonts[11 0 R]"
        "/ToUnicode 14 0 R>>",
        11: "<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+Lisu/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor 12 0 R/W[1[{widths}]]/CIDToGIDMap 15 0 R>>",
        12: "<</Type/FontDescriptor/FontName/AAAAAA+Lisu/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0"
        "/CapHeight 1/StemV 1/FontFile2 13 0 R>>",
        13: stream(program, f"/Length1 {len(program)}", packed=True),
        14: stream(mapping),
        15: stream(b"\0\0" + b"".join(number.to_bytes(2) for number in numbers)),
    }


FONT = embedded_font()
SHOWN = b"BT /F 12 Tf <00010002> Tj ET"


def claims(upload: bytes) -> tuple[bool, bool]:
    base = unpack(make(upload))
    return base.pdf_ua, base.pdf_a


def with_font(content: bytes = SHOWN, **changed: bytes | str) -> bytes:
    """An upload with the font, of which some objects are changed."""
    objects = FONT | {int(number.removeprefix("_")): body for number, body in changed.items()}
    return one_page(content, resources="/Font<</F 10 0 R>>", objects=objects)


@pytest.mark.parametrize("script", [*NAMES, *NAMES_FOR_PYPDF])
def test_certificates_with_names_in_every_script_break_no_rule(
    script: str, prepared: bytes, make_face: MakeFace
) -> None:
    name = {**NAMES, **NAMES_FOR_PYPDF}[script][0]
    assert violations(render(prepared, make_face(name))) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"sample": True},
        {"language": "ar", "name": "محمد علي"},
        {"name": LONG_NAME, "title": LONG_NAME, "extra_line": LONG_NAME},
        {"name": "\ufeffAda < & > \u200dLovelace"},
        {"signatory": (None, None)},
    ],
)
def test_certificates_of_every_kind_break_no_rule(fields: dict[str, Any], prepared: bytes, make_face: MakeFace) -> None:
    assert violations(render(prepared, make_face(**fields))) == []


def test_a_certificate_with_plates_over_the_demo_courses_template_breaks_no_rule(make_face: MakeFace) -> None:
    dark = one_page(b"0.1 0.1 0.3 rg 0 0 842 595 re f 1 1 0 rg 0 0 421 595 re f")
    demo, plated = (prepare(upload) for upload in (DEMO_TEMPLATE.read_bytes(), dark))
    assert plated.warnings
    for template in (demo, plated):
        assert violations(render(template.pdf, make_face())) == []


@pytest.mark.parametrize(
    ("written", "changed"),
    [
        (b"%PDF-1.7\n%\xe2", b"%PDF-1.7\n%e"),
        (b"/Tabs/S", b"/Tabs/R"),
        (b"/Alt<", b"/Axt<"),
        (b"/BBox[", b"/BBix["),
        (b"/S/H1/P", b"/S/H2/P"),
        (b"/S/Document", b"/S/Dokument"),
        (b"/K[8 <<", b"/K[7 <<"),
        (b"/DisplayDocTitle true", b"/DisplayDocTitle null"),
        (b"/Lang(en)", b"/Lang(de)"),
        (b"/S/GTS_PDFA1", b"/S/GTS_PDFX1"),
        (b"/F 4/Border", b"/F 2/Border"),
        (b"/Contents<FEFF", b"/Kontents<FEFF"),
        (b"dc:title", b"dc:titel"),
        (b"pdfaid:conformance", b"pdfaid:conformancE"),
    ],
)
def test_the_rules_find_what_breaks_them(written: bytes, changed: bytes, prepared: bytes, make_face: MakeFace) -> None:
    pdf = render(prepared, make_face())
    assert written in pdf
    assert violations(pdf.replace(written, changed))


def test_the_rules_find_glyphs_of_another_width(
    prepared: bytes, make_face: MakeFace, monkeypatch: pytest.MonkeyPatch
) -> None:
    unchanged = with_copies
    monkeypatch.setattr(
        embedding, "with_copies", lambda program, copies: unchanged(program, [(glyph, 1) for glyph, _ in copies])
    )
    assert any("wide" in found for found in violations(render(prepared, make_face("किशोर कुमार"))))


def test_the_rules_find_what_is_not_marked(
    prepared: bytes, make_face: MakeFace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(content, "artifact", lambda operators: operators)
    assert any("not marked" in found for found in violations(render(prepared, make_face())))


def test_a_template_of_an_earlier_version_claims_nothing(prepared: bytes, make_face: MakeFace) -> None:
    earlier = prepared.replace(b',"pdf_ua":true,"pdf_a":true', b"")
    assert Certificate(render(earlier, make_face())).claims == (None, None, None)


def test_without_texts_for_its_characters_a_template_allows_level_b(make_face: MakeFace) -> None:
    pdf = render(make(with_font(_14=stream(b"nothing"))), make_face())
    assert Certificate(pdf).claims == (None, "2", "B")


@pytest.mark.parametrize(
    ("upload", "allowed"),
    [
        (with_font(), BOTH),
        (with_font(b"BT /F 12 Tf [<0001> -20 (\\000\\002)] TJ ET"), BOTH),
        (with_font(b"q /F 12 Tf Q BT <0001> Tj ET"), NEITHER),
        (with_font(b"BT /F 12 Tf <0003> Tj ET"), NEITHER),
        (with_font(b"BT /F 12 Tf <000> Tj ET"), NEITHER),
        (with_font(b"BT /F 12 Tf <00> Tj ET"), NEITHER),
        (with_font(b"BT /G 12 Tf <0001> Tj ET"), NEITHER),
        (with_font(_11=str(FONT[11]).replace("/W[1[", "/W[1[9 ")), NEITHER),
        (with_font(_11=str(FONT[11]).replace("/CIDToGIDMap 15 0 R", "")), NEITHER),
        (with_font(_12=str(FONT[12]).replace("/FontFile2 13 0 R", "")), NEITHER),
        (with_font(_13=stream(b"damaged")), NEITHER),
        (with_font(_14=stream(b"2 beginbfchar <0001><0041> <0002><0000> endbfchar")), (False, True)),
        (with_font(_14=stream(b"1 beginbfrange <0001><0002><0041> endbfrange")), BOTH),
        (one_page(SHOWN, resources="/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"), NEITHER),
        (one_page(b"", resources="/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"), BOTH),
        (one_page(b"0 0 0 1 k 0 0 9 9 re f"), ONLY_PDF_UA),
        (one_page(b"/CS cs 1 scn", resources="/ColorSpace<</CS[/Separation/Gold/DeviceRGB 10 0 R]>>"), ONLY_PDF_UA),
        (one_page(b"/CS cs 1 scn", resources="/ColorSpace<</CS[/Indexed/DeviceRGB 0<FFFFFF>]>>"), BOTH),
        (one_page(b"/CS cs 1 scn", resources="/ColorSpace<</CS[/Indexed/DeviceCMYK 0<FFFFFFFF>]>>"), ONLY_PDF_UA),
        (one_page(b"/CS cs"), NEITHER),
        (one_page(page="/Group<</S/Transparency/CS/DeviceRGB>>"), BOTH),
        (one_page(page="/Group<</S/Transparency/CS/DeviceCMYK>>"), ONLY_PDF_UA),
        (one_page(b"/G gs", resources="/ExtGState<</G<</ca 0.5/BM/Multiply>>>>"), BOTH),
        (one_page(b"/G gs", resources="/ExtGState<</G<</BM/Mystery>>>>"), ONLY_PDF_UA),
        (one_page(b"/G gs", resources="/ExtGState<</G<</TR/Identity>>>>"), ONLY_PDF_UA),
        (one_page(b"/Guess ri"), ONLY_PDF_UA),
        (one_page(b"q " * 28 + b"Q " * 28), ONLY_PDF_UA),
        (one_page(b"Q"), NEITHER),
        (one_page(b"1 2 mystery"), NEITHER),
        (one_page(b"BX EX"), NEITHER),
        (one_page(b"BI/W 1/H 1/BPC 8/CS/G ID a EI"), NEITHER),
        (one_page(b"0 0 9999999999 9 re"), NEITHER),
    ],
)  # fmt: skip
def test_a_template_decides_what_its_certificates_claim(
    upload: bytes, allowed: tuple[bool, bool], make_face: MakeFace
) -> None:
    assert claims(upload) == allowed
    part_of_pdf_ua, part_of_pdf_a, _ = Certificate(render(make(upload), make_face())).claims
    assert (part_of_pdf_ua == "1", part_of_pdf_a == "2") == allowed


DOT = "/Subtype/Image/Width 1/Height 1/BitsPerComponent 8"


@pytest.mark.parametrize(
    ("entries", "allowed"),
    [
        ("/ColorSpace/DeviceRGB", BOTH),
        ("/ColorSpace/DeviceCMYK", ONLY_PDF_UA),
        ("/ColorSpace/DeviceRGB/Interpolate true", ONLY_PDF_UA),
        ("/ColorSpace/DeviceRGB/Interpolate false", BOTH),
        ("/ColorSpace/DeviceRGB/Intent/Guess", ONLY_PDF_UA),
        ("/ColorSpace/DeviceRGB/Filter/JPXDecode", ONLY_PDF_UA),
        ("/ColorSpace/DeviceRGB/Filter/LZWDecode", ONLY_PDF_UA),
        ("/ColorSpace[/ICCBased 11 0 R]", BOTH),
        ("/ColorSpace[/ICCBased 12 0 R]", ONLY_PDF_UA),
    ],
)
def test_an_image_decides_too(entries: str, allowed: tuple[bool, bool]) -> None:
    upload = one_page(
        b"/I Do",
        resources="/XObject<</I 10 0 R>>",
        objects={
            10: stream(b"abc", f"{DOT}{entries}"),
            11: stream(profile(), "/N 3"),
            12: stream(profile(), "/N 4"),
        },
    )
    assert claims(upload) == allowed


@pytest.mark.parametrize(
    ("kind", "components", "allowed"),
    [("GTS_PDFA1", 3, BOTH), ("GTS_PDFX", 3, ONLY_PDF_UA), ("GTS_PDFA1", 4, ONLY_PDF_UA)],
)
def test_an_upload_keeps_its_own_output_intent(
    kind: str, components: int, allowed: tuple[bool, bool], make_face: MakeFace
) -> None:
    intent = f"<</Type/OutputIntent/S/{kind}/OutputConditionIdentifier(own)/DestOutputProfile 10 0 R>>"
    upload = one_page(
        catalog=f"/OutputIntents[{intent}]",
        objects={10: stream(profile(), f"/N {components}")},
    )
    assert claims(upload) == allowed
    catalog: Any = PdfReader(io.BytesIO(render(make(upload), make_face()))).trailer["/Root"]
    assert [intent["/OutputConditionIdentifier"] for intent in catalog["/OutputIntents"]] == ["own"]


def test_what_a_template_marks_is_not_marked_on_certificates_but_its_layers_are(make_face: MakeFace) -> None:
    marked = b"/Document <</MCID 0>> BDC /OC /L BDC 0 0 5 5 re f EMC /Tag MP /Form Do EMC\n/Artifact BMC 1 0 0 rg EMC"
    upload = one_page(
        marked,
        resources="/Properties<</L 10 0 R>>/XObject<</Form 11 0 R>>",
        catalog="/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>",
        objects={
            10: "<</Type/OCG/Name(Guides)>>",
            11: stream(b"/P<</MCID 1>>BDC 0 0 7 7 re f EMC", "/Subtype/Form/BBox[0 0 9 9]/Resources<<>>", packed=True),
        },
    )
    pdf = render(make(upload), make_face())
    assert violations(pdf) == []
    forms = [content.get_data() for content, _ in Certificate(pdf).contents()][1:]
    assert sorted(b" ".join(form.split()) for form in forms) == [
        b"/OC /L BDC 0 0 5 5 re f EMC /Form Do 1 0 0 rg",
        b"0 0 7 7 re f",
    ]


def test_content_that_cannot_be_read_is_drawn_as_it_is() -> None:
    odd = b"/P <</MCID 0>> BDC 0 0 5 5 re f EMC EMC 1 mystery"
    pdf = make(one_page(odd))
    resources: Any = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]
    assert resources["/XObject"]["/Template"].get_data() == odd


def test_the_profile_is_srgb() -> None:
    data = profile()
    assert int.from_bytes(data[:4]) == len(data) < 1024
    ours, reference = ImageCms.ImageCmsProfile(io.BytesIO(data)), ImageCms.createProfile("sRGB")
    transform = ImageCms.buildTransform(ours, reference, "RGB", "RGB")
    picture = Image.frombytes(
        "RGB", (256, 3), bytes(value ^ shift for shift in (0, 85, 170) for value in range(256)) * 3
    )
    changed = ImageCms.applyTransform(picture, transform)
    assert changed is not None
    assert max(abs(a - b) for a, b in zip(picture.tobytes(), changed.tobytes(), strict=True)) <= 1


def test_a_text_on_several_lines_is_one_element_with_the_text_as_it_was_written(
    prepared: bytes, make_face: MakeFace
) -> None:
    for name in (LONG_NAME.strip(), "歐陽菲菲" * 25):
        certificate = Certificate(render(prepared, make_face(name)))
        heading = certificate.root["/StructTreeRoot"]["/K"]["/K"][0].get_object()
        assert (heading["/S"], heading["/ActualText"], len(heading["/K"]) > 1) == ("/H1", name, True)


def test_every_font_of_the_templates_that_we_drew_is_embedded() -> None:
    for pdf in (default_template(), DEMO_TEMPLATE.read_bytes()):
        (page,) = PdfReader(io.BytesIO(pdf)).pages
        fonts: Any = page["/Resources"]
        assert all("/FontFile2" in font["/FontDescriptor"] for font in fonts["/Font"].values())
        assert not re.search(rb"/BaseFont /Helvetica", pdf)
