"""Renders a certificate over its prepared template: a pure function with deterministic bytes.

The template's bytes are copied, and the certificate's own objects are appended; nothing of the template is parsed. See
docs/decisions/007.
"""

import hashlib
import math
from itertools import groupby

from shared.domain.certificate import CertificateFace
from shared.pdf import content, languages
from shared.pdf.appearance import BLOCK_OF, Appearance, Block
from shared.pdf.content import Fonts
from shared.pdf.embedding import subsets, write_font
from shared.pdf.fitting import Typeface
from shared.pdf.layout import lay_out
from shared.pdf.metadata import metadata
from shared.pdf.page import POINTS_PER_MM, Box, Page, Part
from shared.pdf.plates import Plate, code_plate, text_plates
from shared.pdf.prepared import Base, unpack
from shared.pdf.qr_code import qr_code
from shared.pdf.shaping import ShapedText, Shaper
from shared.pdf.structure import Element, write_structure
from shared.pdf.syntax import NO_OBJECT, Objects, array, date, number, numbers, stream, text_string, uri

# Increases whenever the same arguments would give other bytes than before.
RENDERER_VERSION: int = 2
_SAMPLE = "SAMPLE"
# How long SAMPLE is, as a share of the page's diagonal.
_SAMPLE_SHARE = 0.5
# The structure types of parts that are no paragraphs. The learner's name is the heading, as it looks.
_HEADING = "H1"
_KINDS = {Part.NAME: _HEADING, Part.URL: "Link"}


def require_printable(text: str) -> None:
    """Require that the fonts contain every character of a text.

    Raises:
        NameNotPrintable: with the first character that no font has.
    """
    shaper = Shaper()
    for typeface in Typeface:
        shaper.shape(text, typeface)


def render(prepared: bytes, face: CertificateFace) -> bytes:
    """Draw a certificate: the same arguments give the same bytes, always.

    Args:
        prepared: a template as `prepare` made it.
        face: what the page shows.

    Returns:
        The PDF.

    Raises:
        NameNotPrintable: a text has a character that no font has.
        ValueError: `prepared` is not a prepared template.
    """
    base = unpack(prepared)
    shaper = Shaper(face.language)
    page = lay_out(
        face,
        width_mm=base.width / POINTS_PER_MM,
        height_mm=base.height / POINTS_PER_MM,
        measure=shaper.measure,
        layout=base.layout,
    )
    objects = Objects(first=base.objects, offset=base.cut)
    page_number, pages, root = objects.reserve(), objects.reserve(), objects.reserve()
    texts = [shaper.shape(line.text, line.typeface) for line in page.lines]
    texts += [shaper.shape(_SAMPLE, Typeface.TEXT)] if face.sample else []
    fonts = {font: (f"F{count}", subset) for count, (font, subset) in enumerate(subsets(texts).items())}
    links = _write_links(objects, page, face)
    drawn, elements = _draw(page, face, texts, fonts, links, base.appearance)
    written = "".join(f"/{name} {write_font(objects, subset)} 0 R" for name, subset in fonts.values())
    opacities = _opacities(text_plates(page, base.appearance))
    resources = f"/Font<<{written}>>/XObject<</Template {base.form} 0 R>>/ExtGState<</Pale<</ca 0.16>>{opacities}>>"
    drawing = objects.add(stream(drawn.encode(), level=3))
    objects.write(
        page_number,
        f"<</Type/Page/Parent {pages} 0 R{base.page_entries}/Contents {drawing} 0 R"
        f"/Resources<<{resources}>>/Annots{array(f'{link} 0 R' for link in links)}/StructParents 0/Tabs/S>>",
    )
    objects.write(pages, f"<</Type/Pages/Count 1/Kids[{page_number} 0 R]>>")
    structure = write_structure(objects, elements, page=page_number)
    title = f"{face.issued_course_title}: {face.issued_name}"
    described = objects.add(
        metadata(title, language=face.language, issued_at=face.issued_at, pdf_ua=base.pdf_ua, pdf_a=base.pdf_a)
    )
    objects.write(
        root,
        f"<</Type/Catalog/Pages {pages} 0 R/Lang({face.language})/MarkInfo<</Marked true>>"
        f"/StructTreeRoot {structure} 0 R/Metadata {described} 0 R/ViewerPreferences<</DisplayDocTitle true>>"
        f"{base.catalog}>>",
    )
    issued = date(face.issued_at)
    info = objects.add(f"<</Title{text_string(title)}/Producer(Laurel)/CreationDate{issued}/ModDate{issued}>>")
    return _join(prepared, base, objects, f"/Root {root} 0 R/Info {info} 0 R")


def _join(prepared: bytes, base: Base, objects: Objects, trailer: str) -> bytes:
    """Append the certificate's objects to the template's, copying the latter once."""
    whole = memoryview(prepared)
    entries = bytes(whole[base.table : base.table + base.objects * len(NO_OBJECT)])
    identity = hashlib.sha256(base.digest.encode() + objects.digest()).hexdigest()[:32]
    tail = objects.finish(entries, f"{trailer}/ID[<{identity}><{identity}>]")
    return b"".join((whole[: base.cut], *tail))


def _opacities(plates: list[Plate]) -> str:
    """Write the graphics states of translucent plates."""
    values = {content.opacity_name(plate): plate.opacity for plate in plates}
    return "".join(f"/{name}<</ca {number(opacity)}>>" for name, opacity in values.items())


def _draw(
    page: Page,
    face: CertificateFace,
    texts: list[ShapedText],
    fonts: Fonts,
    links: tuple[int, ...],
    appearance: Appearance,
) -> tuple[str, list[Element]]:
    """Return the page's content, and its structure elements for screen readers, in the same order.

    `texts` are those of the page's lines, and after them what marks a sample.
    """
    drawn = [content.artifact(content.template())]
    drawn += [content.artifact(content.plate(plate)) for plate in text_plates(page, appearance)]
    elements: list[Element] = []

    count = 0

    def read(kind: str, spoken: str, *each: str, annotations: tuple[int, ...] = (), box: Box | None = None) -> None:
        nonlocal count
        numbered = range(count, count + len(each))
        count = numbered.stop
        # In the content, a heading is marked like other text, as it always was; the structure says what it is.
        tag = "P" if kind == _HEADING else kind
        drawn.extend(content.marked(tag, number, operators) for number, operators in zip(numbered, each, strict=True))
        element = Element(kind=kind, contents=tuple(numbered), spoken=spoken, annotations=annotations, box=box)
        elements.append(element)

    for text in texts[len(page.lines) :]:
        diagonal = math.hypot(page.width, page.height)
        operators = content.slanted(
            text,
            fonts,
            centre=(page.width / 2, page.height / 2),
            size=min(diagonal * _SAMPLE_SHARE / text.width, page.width / 2, page.height / 2),
            slope=(page.width / diagonal, page.height / diagonal),
        )
        read("P", _SAMPLE, operators)
    for part, group in groupby(zip(page.lines, texts, strict=False), key=lambda pair: pair[0].part):
        pairs = list(group)
        look = appearance.look(BLOCK_OF[part])
        each = [content.text_line(line, text, fonts, look.colour(part, line.ink)) for line, text in pairs]
        spoken = _whole([line.text for line, _ in pairs], face)
        read(_KINDS.get(part, "P"), spoken, *each, annotations=links if part is Part.URL else ())
    url = page.url
    if appearance.code_plate:
        drawn.append(content.artifact(content.plate(code_plate(page.qr_code, len(qr_code(url))))))
    described = languages.language(page.language).qr_code(url)
    # Where the URL is not printed, the link belongs to the QR code.
    linked = () if page.lines[-1].part is Part.URL else links
    read("Figure", described, content.qr_square(url, page.qr_code), annotations=linked, box=page.qr_code)
    if page.rules:
        drawn.append(
            content.artifact(
                f"{content.colour(appearance.look(Block.SIGNATORY).rule)} {content.rectangles(page.rules)}"
            )
        )
    return "".join(drawn), elements


def _whole(lines: list[str], face: CertificateFace) -> str:
    """The text that was set on these lines: it is broken at a space, or in a text without spaces anywhere."""
    if len(lines) == 1:
        return lines[0]
    written = (face.issued_name, face.issued_course_title, face.extra_line, face.signatory_name, face.signatory_title)
    letters = "".join("".join(lines).split())
    return next((text for text in written if text and "".join(text.split()) == letters), " ".join(lines))


def _write_links(objects: Objects, page: Page, face: CertificateFace) -> tuple[int, ...]:
    """Add links to the verification URL, over the URL if it is printed, and over the QR code."""
    url = face.verification_url
    says = languages.language(face.language).verify(url)
    printed = (line.box for line in page.lines if line.part is Part.URL)
    return tuple(
        objects.add(
            f"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/StructParent {key}"
            f"/Rect[{numbers(box.x, box.y, box.x + box.width, box.y + box.height)}]"
            f"/Contents{text_string(says)}/A<</S/URI/URI{uri(url)}>>>>"
        )
        for key, box in enumerate((*printed, page.qr_code), 1)
    )
