from collections.abc import Callable

import pytest

from shared.domain.certificate import CertificateFace
from shared.domain.template import safe_zone
from shared.pdf.fitting import Extent, Typeface
from shared.pdf.layout import lay_out
from shared.pdf.page import POINTS_PER_MM, Box, Page, Part
from shared.pdf.shaping import Shaper

type MakeFace = Callable[..., CertificateFace]

PAGES_MM = [(297, 210), (210, 297), (100, 100), (1200, 100), (100, 1200), (1200, 1200), (279.4, 215.9), (420, 297)]
LONG_NAME = "Maria Francisca Isabel Josefa Antónia Gertrudes Rita Joana de Bragança e Bourbon " * 2
LONG_TITLE = "Advanced Topics in the Theory and Practice of Distributed Systems for Working Engineers " * 2


def page_of(face: CertificateFace, width_mm: float = 297, height_mm: float = 210) -> Page:
    return lay_out(face, width_mm=width_mm, height_mm=height_mm, measure=Shaper().measure)


def boxes(page: Page) -> list[Box]:
    return [*(line.box for line in page.lines), *page.rules, page.qr_code]


def zone_of(width_mm: float, height_mm: float) -> Box:
    zone = safe_zone(width_mm, height_mm)
    x, y, width, height = (length * POINTS_PER_MM for length in (zone.x_mm, zone.y_mm, zone.width_mm, zone.height_mm))
    return Box(x=x, y=y, width=width, height=height)


def inside(box: Box, outer: Box) -> bool:
    slack = 0.01
    return (
        box.x >= outer.x - slack
        and box.y >= outer.y - slack
        and box.x + box.width <= outer.x + outer.width + slack
        and box.y + box.height <= outer.y + outer.height + slack
    )


def apart(one: Box, other: Box) -> bool:
    slack = 0.01
    return (
        one.x + one.width <= other.x + slack
        or other.x + other.width <= one.x + slack
        or one.y + one.height <= other.y + slack
        or other.y + other.height <= one.y + slack
    )


@pytest.mark.parametrize(("width_mm", "height_mm"), PAGES_MM)
@pytest.mark.parametrize("signatory", [("Dr. Maria Álvarez", "Head of Learning"), (None, None), (None, "Registrar")])
@pytest.mark.parametrize(
    ("name", "title"), [("Q", "R"), (LONG_NAME, LONG_TITLE), ("W" * 300, "M" * 300), ("བསྟན་འཛིན་རྒྱ་མཚོ" * 9, "བོད་" * 40)]
)
def test_nothing_leaves_the_safe_zone_and_nothing_overlaps(
    width_mm: float,
    height_mm: float,
    signatory: tuple[str | None, str | None],
    name: str,
    title: str,
    make_face: MakeFace,
) -> None:
    page = page_of(make_face(name, title=title, signatory=signatory), width_mm, height_mm)
    placed = boxes(page)
    assert all(inside(box, zone_of(width_mm, height_mm)) for box in placed)
    assert all(apart(one, other) for at, one in enumerate(placed) for other in placed[:at])


@pytest.mark.parametrize(("width_mm", "height_mm"), PAGES_MM)
@pytest.mark.parametrize("extra_line", ["12 hours", "12 hours · 1.2 CEU " * 6])
def test_with_an_extra_line_and_from_right_to_left_it_is_the_same(
    width_mm: float, height_mm: float, extra_line: str, make_face: MakeFace
) -> None:
    face = make_face(LONG_NAME, title=LONG_TITLE, extra_line=extra_line, language="ar")
    page = page_of(face, width_mm, height_mm)
    placed = boxes(page)
    assert all(inside(box, zone_of(width_mm, height_mm)) for box in placed)
    assert all(apart(one, other) for at, one in enumerate(placed) for other in placed[:at])


def test_lines_are_listed_in_the_order_in_which_they_are_read(make_face: MakeFace) -> None:
    assert [line.part for line in page_of(make_face(extra_line="12 hours")).lines] == list(Part)


@pytest.mark.parametrize("language", ["ar", "he", "fa"])
def test_in_a_language_from_right_to_left_signatory_and_code_change_sides(language: str, make_face: MakeFace) -> None:
    page = page_of(make_face(language=language))
    code = next(line for line in page.lines if line.part is Part.CODE)
    label = next(line for line in page.lines if line.part is Part.CODE_LABEL)
    right = code.x + code.extent.width
    assert right == pytest.approx(label.x + label.extent.width)
    assert right < page.qr_code.x
    assert page.qr_code.x + page.qr_code.width < page.rules[0].x


@pytest.mark.parametrize(("width_mm", "height_mm"), [(297, 210), (210, 297)])
def test_without_a_signatory_the_other_elements_are_centred(
    width_mm: float, height_mm: float, make_face: MakeFace
) -> None:
    page = page_of(make_face(signatory=(None, None)), width_mm, height_mm)
    code = next(line for line in page.lines if line.part is Part.CODE)
    left, right = page.qr_code.x, code.x + code.extent.width
    assert (left + right) / 2 == pytest.approx(page.width / 2, abs=0.01)
    assert page.rules == ()


def test_on_a_wide_page_signatory_and_code_are_side_by_side(make_face: MakeFace) -> None:
    page = page_of(make_face())
    assert page.rules[0].x + page.rules[0].width < page.qr_code.x
    assert page.qr_code.y < page.rules[0].y < page.qr_code.y + page.qr_code.height


def test_on_a_tall_page_the_signatory_is_above_the_code(make_face: MakeFace) -> None:
    page = page_of(make_face(), 210, 297)
    assert page.rules[0].y > page.qr_code.y + page.qr_code.height


def test_the_address_is_one_line_however_long(make_face: MakeFace) -> None:
    page = page_of(make_face(), 100, 100)
    assert [line.text for line in page.lines if line.part is Part.URL] == [make_face().verification_url]


def test_letters_of_any_height_stay_in_the_zone(make_face: MakeFace) -> None:
    def tall(text: str, typeface: Typeface) -> Extent:
        return Extent(width=len(text) / 2, ascent=3, descent=2 if typeface is Typeface.TEXT else 4)

    page = lay_out(make_face(LONG_NAME, title=LONG_TITLE), width_mm=297, height_mm=210, measure=tall)
    assert all(inside(box, zone_of(297, 210)) for box in boxes(page))
