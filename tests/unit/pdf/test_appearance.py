"""Certificates over dark, busy and coloured templates: measured from their pixels."""

import functools
import hashlib
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import NameObject

from shared.domain.certificate import CertificateFace
from shared.domain.template import Placement, TemplateLayout, TextSize
from shared.pdf.appearance import BLOCK_OF, DEFAULT_APPEARANCE, Appearance, Block, Look, from_json
from shared.pdf.choosing import BY_BACKGROUND, Choice, Colours, choose, colour
from shared.pdf.contrast import Background
from shared.pdf.drawing import Bitmap
from shared.pdf.drawing.page import drawn
from shared.pdf.layout import lay_out
from shared.pdf.page import POINTS_PER_MM, Part
from shared.pdf.plates import grown
from shared.pdf.png import png
from shared.pdf.preparation.making import make
from shared.pdf.prepare import prepare
from shared.pdf.prepared import unpack, with_texts
from shared.pdf.render import render
from shared.pdf.shaping import Shaper
from tests.unit.pdf.backgrounds import BACKGROUNDS, HEIGHT, NAVY, WIDTH, filled
from tests.unit.pdf.conftest import ADDRESS

type MakeFace = Callable[..., CertificateFace]
DATA = Path(__file__).parent / "data"
# Of the content of the certificate that was rendered over a template of that format when it was the newest: format 1
# was before there was a choice of colours and plates, format 2 before there was one of the layout.
CONTENT_OVER_FORMAT = {
    1: "06b19b684578a5be8d99bd4287210055c181ad49f880c8343e5d2cacc4224586",
    2: "8b44f4748395ab0f341880dc64bc6a490bfd49afd8c7b95fa52eb8ef58b229c6",
}


@functools.cache
def chosen(background: str, colours: Colours = BY_BACKGROUND) -> tuple[bytes, Choice]:
    """A prepared template, and what was chosen for it."""
    pdf = make(BACKGROUNDS[background]())
    choice = choose(drawn(pdf), width=WIDTH, height=HEIGHT, colours=colours)
    return with_texts(pdf, choice.appearance, TemplateLayout()), choice


def contents(page: PageObject) -> bytes:
    stream = page.get_contents()
    assert stream is not None
    return stream.get_data()


def picture(bitmap: Bitmap) -> Image.Image:
    return Image.frombytes("RGB", (bitmap.width, bitmap.height), bitmap.pixels, "raw", "BGRX")


def without_texts(certificate: bytes) -> bytes:
    """The same certificate, with only what is behind its texts."""
    writer = PdfWriter(clone_from=io.BytesIO(certificate))
    contents = writer.pages[0].get_contents()
    assert contents is not None
    contents.set_data(re.sub(rb"BT .*?ET", b"", contents.get_data(), flags=re.DOTALL))
    writer.pages[0][NameObject("/Contents")] = writer._add_object(contents)  # noqa: SLF001 - pypdf has no other way
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


@pytest.mark.parametrize("language", ["en", "he"])
@pytest.mark.parametrize("background", BACKGROUNDS)
def test_every_text_stands_out_from_its_background(background: str, language: str, make_face: MakeFace) -> None:
    prepared, choice = chosen(background)
    face = make_face("Maximiliane Alexandra von Hohenlohe-Waldenburg", language=language)
    measure = Shaper(language).measure
    page = lay_out(face, width_mm=WIDTH / POINTS_PER_MM, height_mm=HEIGHT / POINTS_PER_MM, measure=measure)
    behind = drawn(without_texts(render(prepared, face)))
    for line in page.lines:
        ink = choice.appearance.look(BLOCK_OF[line.part]).colour(line.part, line.ink)
        reached = Background(behind, [line.box], scale=behind.width / WIDTH).contrast(ink, ignored_share=0.02)
        assert reached >= (7 if line.part is Part.NAME else 4.5), line.part


@pytest.mark.parametrize("background", BACKGROUNDS)
def test_scanners_read_the_code_on_every_background(background: str, make_face: MakeFace) -> None:
    prepared, _ = chosen(background)
    (code,) = zxingcpp.read_barcodes(picture(drawn(render(prepared, make_face()))))
    assert code.text == ADDRESS


@pytest.mark.parametrize("background", ["navy", "black", "gold", "photograph", "left half dark"])
def test_a_code_that_is_not_on_white_has_a_white_plate_of_four_modules(background: str, make_face: MakeFace) -> None:
    prepared, choice = chosen(background)
    assert choice.appearance.code_plate
    face = make_face()
    page = lay_out(face, width_mm=WIDTH / POINTS_PER_MM, height_mm=HEIGHT / POINTS_PER_MM, measure=Shaper().measure)
    certificate = picture(drawn(render(prepared, face)))
    scale = certificate.width / WIDTH
    square = page.qr_code
    quiet = grown(square, square.width * 3.5 / 37)
    # The middles of the four sides of the quiet zone.
    for x, y in (
        (quiet.x, square.y + square.height / 2),
        (quiet.x + quiet.width, square.y + square.height / 2),
        (square.x + square.width / 2, quiet.y),
        (square.x + square.width / 2, quiet.y + quiet.height),
    ):
        assert certificate.getpixel((int(x * scale), int(certificate.height - y * scale))) == (255, 255, 255)


@pytest.mark.parametrize("background", ["white", "cream"])
def test_a_light_template_looks_as_it_always_did(background: str) -> None:
    _, choice = chosen(background)
    assert choice == Choice(appearance=DEFAULT_APPEARANCE, warnings=())


def test_a_dark_template_has_light_ink_without_plates() -> None:
    _, choice = chosen("navy")
    assert {look.plate for look in choice.appearance.looks.values()} == {None}
    assert set(choice.appearance.looks) == set(Block)
    assert all(min(look.strong) > 0.9 for look in choice.appearance.looks.values())


def test_an_admin_reads_about_plates_and_colours_in_words() -> None:
    _, photograph = chosen("photograph")
    plates, code = photograph.warnings
    assert plates.startswith("There is a translucent plate under the name, the course and the date, the signatory")
    assert code.startswith("The QR code is on a white plate")
    _, unreadable = chosen("grey", Colours(ink=colour("#808080")))
    assert "The chosen colours are hard to read on this template. Choose darker or lighter ones." in unreadable.warnings


def test_the_chosen_colours_are_used_with_a_plate_where_they_need_one(make_face: MakeFace) -> None:
    prepared, choice = chosen("grey", Colours(ink=colour("#003366"), accent=colour("#5a3e00")))
    look = choice.appearance.look(Block.STATEMENT)
    assert look.plate is not None
    (page,) = PdfReader(io.BytesIO(render(prepared, make_face()))).pages
    operators = contents(page).decode()
    assert "0.353 0.243 0 rg BT" in operators
    assert "0 0.2 0.4 rg BT" in operators
    assert "/Plate" in operators


def test_a_colour_that_is_dark_enough_needs_no_plate() -> None:
    _, choice = chosen("white", Colours(ink=colour("#003366")))
    assert choice.warnings == ()
    assert {look.plate for look in choice.appearance.looks.values()} == {None}


def test_an_appearance_is_stored_with_the_template() -> None:
    prepared, choice = chosen("photograph")
    assert unpack(prepared).appearance == choice.appearance
    every = Appearance(
        looks={Block.ADDRESS: Look(accent=(0.1, 0.2, 0.3), plate=(1, 1, 1), opacity=0.5)}, code_plate=True
    )
    assert from_json(every.to_json()) == every
    assert PdfReader(io.BytesIO(prepared), strict=True).pages


@pytest.mark.parametrize("written", CONTENT_OVER_FORMAT)
def test_a_template_of_an_earlier_format_gives_the_same_certificate_as_before(
    written: int, make_face: MakeFace
) -> None:
    prepared = (DATA / f"prepared_in_format_{written}.pdf").read_bytes()
    assert unpack(prepared).layout is None
    certificate = PdfReader(io.BytesIO(render(prepared, make_face())), strict=True)
    (page,) = certificate.pages
    content = contents(page)
    assert hashlib.sha256(content).hexdigest() == CONTENT_OVER_FORMAT[written]
    assert "/Group" not in page


@pytest.mark.parametrize("placement", [Placement.TOP, Placement.BOTTOM])
def test_ink_and_plates_follow_the_placement(placement: Placement) -> None:
    dark_above = drawn(make(filled(*NAVY, height=0.32)))
    layout = TemplateLayout(placement=placement, size=TextSize.SMALL, signature=False, printed_url=False)
    choice = choose(dark_above, width=WIDTH, height=HEIGHT, colours=BY_BACKGROUND, layout=layout)
    assert (Block.STATEMENT in choice.appearance.looks) == (placement is Placement.TOP)


@pytest.mark.parametrize("signature", [True, False])
def test_texts_that_are_left_out_are_not_measured(*, signature: bool) -> None:
    dark_on_the_left = drawn(make(filled(*NAVY, share=0.32)))
    layout = TemplateLayout(size=TextSize.SMALL, signature=signature, printed_url=False)
    choice = choose(dark_on_the_left, width=WIDTH, height=HEIGHT, colours=BY_BACKGROUND, layout=layout)
    # Without a signature, the code is in the middle.
    beside = {Block.SIGNATORY, Block.VERIFICATION} if signature else set()
    assert set(choice.appearance.looks) - {Block.STATEMENT} == beside


def test_preparing_chooses_and_says_so() -> None:
    template = prepare(BACKGROUNDS["navy"]())
    assert template.pdf == chosen("navy")[0]
    assert template.warnings == chosen("navy")[1].warnings


def test_a_picture_shows_what_was_drawn() -> None:
    bitmap = drawn(make(BACKGROUNDS["upper half dark"]()))
    shown = Image.open(io.BytesIO(png(bitmap)))
    assert shown.size == (bitmap.width, bitmap.height)
    assert shown.tobytes() == picture(bitmap).tobytes()
