"""Built-in designs, each on every paper."""

import io
import itertools
import re
from dataclasses import replace
from typing import cast

import pypdf
import pytest
from PIL import Image

from shared.domain.design import Design, Orientation, Paper, Style
from shared.domain.errors import NameNotPrintable
from shared.domain.template import safe_zone
from shared.pdf import designs
from shared.pdf.appearance import WHITE
from shared.pdf.contrast import contrast_ratio
from shared.pdf.designs.sheet import LEGIBLE, legible
from shared.pdf.drawing.page import drawn as bitmap_of
from shared.pdf.languages import language
from shared.pdf.prepare import prepare
from tests.support.sizes import FULL
from tests.unit.pdf.pictures import encoded, mark
from tests.unit.pdf.test_languages import LANGUAGES

NAVY, GOLD, YELLOW = "#1c2a44", "#a88a4a", "#fde047"
# Each style on two papers, or on all.
PAPERS = list(itertools.product(Orientation, Paper))
SHAPES = [(style, *paper) for style in Style for paper in (PAPERS if FULL else (PAPERS[0], PAPERS[-1]))]
LOGO = encoded(mark())
LONG = "Zertifikat über die erfolgreiche Teilnahme an einer Weiterbildung im Handwerk"


def design(
    style: Style, orientation: Orientation = Orientation.LANDSCAPE, paper: Paper = Paper.A4, primary: str = NAVY
) -> Design:
    return Design(style=style, orientation=orientation, paper=paper, primary=primary, accent=GOLD)


def drawn(pdf: bytes) -> Image.Image:
    bitmap = bitmap_of(pdf)
    return Image.frombytes("RGB", (bitmap.width, bitmap.height), bitmap.pixels, "raw", "BGRX")


def cut(picture: Image.Image, page_mm: tuple[float, float], box: tuple[float, float, float, float]) -> Image.Image:
    """Part of a page: left, bottom, right and top in millimetres."""
    scale = picture.width / page_mm[0]
    left, bottom, right, top = box
    return picture.crop(
        (
            round(left * scale),
            round((page_mm[1] - top) * scale),
            round(right * scale),
            round((page_mm[1] - bottom) * scale),
        )
    )


def colours(picture: Image.Image) -> set[tuple[int, ...]]:
    return {colour for _, colour in picture.getcolors(picture.width * picture.height) or []}  # type: ignore[misc]


@pytest.mark.parametrize(("style", "orientation", "paper"), SHAPES)
@pytest.mark.parametrize(("heading", "logo"), [(None, None), (LONG, LOGO)])
def test_the_area_for_text_is_white_and_the_heading_is_above_it(
    style: Style, orientation: Orientation, paper: Paper, heading: str | None, logo: bytes | None
) -> None:
    wanted = replace(design(style, orientation, paper), heading=heading)
    picture, page = drawn(designs.draw(wanted, language="en", logo=logo)), wanted.page_mm
    zone = safe_zone(*page)
    right, top = zone.x_mm + zone.width_mm, zone.y_mm + zone.height_mm
    assert colours(cut(picture, page, (zone.x_mm, zone.y_mm, right, top))) == {(255, 255, 255)}
    above = cut(picture, page, (page[0] * 0.3, top + 1, page[0] * 0.7, page[1] - 8))
    assert (0x1C, 0x2A, 0x44) in colours(above)


@pytest.mark.parametrize(("style", "orientation", "paper"), SHAPES)
def test_preparation_accepts_a_design_without_a_warning(style: Style, orientation: Orientation, paper: Paper) -> None:
    wanted = design(style, orientation, paper)
    prepared = prepare(designs.draw(wanted, language="en", logo=LOGO))
    assert prepared.warnings == ()
    assert (prepared.page_width_mm, prepared.page_height_mm) == pytest.approx(wanted.page_mm, abs=0.01)


@pytest.mark.parametrize("style", Style)
@pytest.mark.parametrize("primary", [NAVY, YELLOW, "#ffffff", "#000000"])
def test_the_heading_is_legible_in_every_colour(style: Style, primary: str) -> None:
    wanted = replace(design(style, primary=primary), accent=primary)
    picture, page = drawn(designs.draw(wanted, language="en")), wanted.page_mm
    top = safe_zone(*page).y_mm + safe_zone(*page).height_mm
    darkest = min(colours(cut(picture, page, (page[0] * 0.3, top + 1, page[0] * 0.7, page[1] - 25))), key=sum)
    red, green, blue = darkest
    assert contrast_ratio((red / 255, green / 255, blue / 255), WHITE) >= LEGIBLE - 0.05


def test_a_colour_that_is_legible_stays_and_others_get_darker() -> None:
    assert legible((0.1, 0.2, 0.3)) == (0.1, 0.2, 0.3)
    for colour in ((1.0, 0.9, 0.3), WHITE, (0.6, 0.6, 0.6)):
        darker = legible(colour)
        assert contrast_ratio(darker, WHITE) >= LEGIBLE
        assert all(ours <= theirs for ours, theirs in zip(darker, colour, strict=True))


@pytest.mark.parametrize("style", Style)
def test_the_same_design_is_the_same_bytes(style: Style) -> None:
    pdf = designs.draw(design(style), language="en", logo=LOGO)
    assert designs.draw(design(style), language="en", logo=LOGO) == pdf
    for other in (replace(design(style), primary=GOLD), replace(design(style), heading="Diploma")):
        assert designs.draw(other, language="en", logo=LOGO) != pdf
    assert designs.draw(design(style), language="en") != pdf


@pytest.mark.parametrize("style", Style)
def test_a_design_has_neither_fonts_nor_transparency_nor_other_colours_than_rgb(style: Style) -> None:
    page = pypdf.PdfReader(io.BytesIO(designs.draw(design(style), language="en", logo=LOGO))).pages[0]
    assert set(page) == {"/Type", "/Parent", "/MediaBox", "/Contents", "/Resources"}
    resources = cast("pypdf.generic.DictionaryObject", page["/Resources"])
    assert set(resources) == {"/XObject"}
    (logo,) = cast("pypdf.generic.DictionaryObject", resources["/XObject"]).values()
    assert logo.get_object()["/ColorSpace"] == "/DeviceRGB"
    assert "/SMask" not in logo.get_object()
    operators = set(re.findall(rb"[A-Za-z*]+$", page.get_contents().get_data(), re.MULTILINE))  # type: ignore[union-attr]
    assert operators <= {b"q", b"Q", b"cm", b"rg", b"RG", b"w", b"m", b"l", b"c", b"h", b"re", b"f", b"S", b"Do"}


@pytest.mark.parametrize("style", Style)
def test_a_design_stays_small(style: Style) -> None:
    assert len(designs.draw(design(style), language="ja", logo=LOGO)) < 40_000


@pytest.mark.parametrize("tag", LANGUAGES if FULL else ["en", "ar", "ja", "hi"])
def test_without_a_heading_it_is_that_of_the_language(tag: str) -> None:
    own = replace(design(Style.MINIMAL), heading=language(tag).heading)
    assert designs.draw(design(Style.MINIMAL), language=tag) == designs.draw(own, language=tag)


def test_a_heading_in_arabic_is_shaped() -> None:
    def ink(text: str) -> int:
        wanted = replace(design(Style.MINIMAL), heading=text)
        picture = drawn(designs.draw(wanted, language="ar")).convert("L")
        left, right = picture.width * 0.25, picture.width * 0.75
        heading = picture.crop((round(left), round(picture.height * 0.1), round(right), round(picture.height * 0.25)))
        return (heading.point(lambda value: 255 if value < 128 else 0).getbbox() or (0, 0, 0, 0))[2]

    # Joined letters are narrower than those that stand alone, kept apart here by an invisible character.
    assert ink("شهادة") < ink("\u200c".join("شهادة"))


def test_a_character_without_a_font_is_refused() -> None:
    with pytest.raises(NameNotPrintable):
        designs.draw(replace(design(Style.CLASSIC), heading="Diploma \U0001f393"), language="en")


def test_a_logo_is_above_the_heading_in_its_own_colours_on_white() -> None:
    wanted = design(Style.MINIMAL)
    picture, page = drawn(designs.draw(wanted, language="en", logo=LOGO)), wanted.page_mm
    above = cut(picture, page, (page[0] * 0.3, page[1] * 0.7, page[0] * 0.7, page[1] - 5))
    assert (0xC8, 0x3C, 0x28) in colours(above)
    assert (0, 0, 0) not in colours(above)
