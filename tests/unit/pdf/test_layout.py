from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.certificate import CertificateFace
from shared.domain.template import Placement, TemplateLayout, TextSize, safe_zone
from shared.pdf.fitting import Extent, Typeface
from shared.pdf.layout import DEFAULT_LAYOUT, lay_out
from shared.pdf.page import POINTS_PER_MM, Box, Line, Page, Part
from shared.pdf.shaping import Shaper
from tests.unit.pdf.conftest import ADDRESS, CODE

type MakeFace = Callable[..., CertificateFace]

PAGES_MM = [(297, 210), (210, 297), (100, 100), (1200, 100), (100, 1200), (1200, 1200), (279.4, 215.9), (420, 297)]
LONG_NAME = "Maria Francisca Isabel Josefa Antónia Gertrudes Rita Joana de Bragança e Bourbon " * 2
LONG_TITLE = "Advanced Topics in the Theory and Practice of Distributed Systems for Working Engineers " * 2


# Letters of one script a text, as names have them, with marks that need more height.
LETTERS = ["abc ÄẾjg’-", "אבג ש", "مح ّد ل", "สมช ู่ื", "山田太郎", "बसत क्षि ", "བསྟནའ "]
texts = st.sampled_from(LETTERS).flatmap(lambda letters: st.text(letters, min_size=1, max_size=300))
layouts = st.builds(
    TemplateLayout,
    placement=st.sampled_from(Placement),
    size=st.sampled_from(TextSize),
    signature=st.booleans(),
    printed_url=st.booleans(),
)


def page_of(
    face: CertificateFace,
    width_mm: float = 297,
    height_mm: float = 210,
    *,
    layout: TemplateLayout | None = DEFAULT_LAYOUT,
) -> Page:
    return lay_out(face, width_mm=width_mm, height_mm=height_mm, measure=Shaper().measure, layout=layout)


def the_line(page: Page, part: Part) -> Line:
    (line,) = (line for line in page.lines if line.part is part)
    return line


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


@given(
    width_mm=st.integers(100, 1200),
    height_mm=st.integers(100, 1200),
    name=texts,
    title=texts,
    extra_line=st.none() | texts,
    signatory=st.tuples(st.none() | texts, st.none() | texts),
    layout=st.none() | layouts,
    language=st.sampled_from(["en", "ja", "he"]),
)
@settings(max_examples=150, deadline=None)
def test_whatever_the_texts_the_page_and_the_layout_it_is_the_same(  # noqa: PLR0913, PLR0917 - all that decides about a page
    width_mm: int,
    height_mm: int,
    name: str,
    title: str,
    extra_line: str | None,
    signatory: tuple[str | None, str | None],
    layout: TemplateLayout | None,
    language: str,
) -> None:
    face = CertificateFace(
        issued_name=name,
        issued_course_title=title,
        issued_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        signatory_name=signatory[0],
        signatory_title=signatory[1],
        verification_url=ADDRESS,
        verification_code=CODE,
        language=language,
        extra_line=extra_line,
    )
    placed = boxes(page_of(face, width_mm, height_mm, layout=layout))
    assert all(inside(box, zone_of(width_mm, height_mm)) for box in placed)
    assert all(apart(one, other) for at, one in enumerate(placed) for other in placed[:at])


@pytest.mark.parametrize(("width_mm", "height_mm"), [(297, 210), (210, 297), (279.4, 215.9), (200, 200), (600, 150)])
def test_the_texts_fill_most_of_the_zone_and_the_name_is_the_largest(
    width_mm: float, height_mm: float, make_face: MakeFace
) -> None:
    page = page_of(make_face("Ada Okafor"), width_mm, height_mm)
    top, bottom = max(box.y + box.height for box in boxes(page)), min(box.y for box in boxes(page))
    assert top - bottom > 0.8 * zone_of(width_mm, height_mm).height
    assert the_line(page, Part.NAME).size > 2 * the_line(page, Part.TITLE).size


def test_a_name_of_two_hundred_letters_is_on_four_lines_that_are_larger_than_the_sentence_below(
    make_face: MakeFace,
) -> None:
    lines = page_of(make_face(LONG_NAME)).lines
    sizes = [line.size for line in lines if line.part is Part.NAME]
    assert len(sizes) == 4
    assert sizes[0] > next(line.size for line in lines if line.part is Part.COMPLETION)


@pytest.mark.parametrize("size", TextSize)
def test_the_texts_are_at_the_top_in_the_middle_or_at_the_bottom(size: TextSize, make_face: MakeFace) -> None:
    zone = zone_of(210, 297)
    above, below = [], []
    for placement in (Placement.TOP, Placement.MIDDLE, Placement.BOTTOM):
        placed = boxes(page_of(make_face("Ada"), 210, 297, layout=TemplateLayout(placement=placement, size=size)))
        above.append(zone.y + zone.height - max(box.y + box.height for box in placed))
        below.append(min(box.y for box in placed) - zone.y)
    free = above[2]
    assert free > 5 or size is TextSize.LARGE
    assert above == pytest.approx([0, free / 2, free], abs=0.01)
    assert below == pytest.approx([free, free / 2, 0], abs=0.01)


def test_a_larger_size_makes_every_text_larger(make_face: MakeFace) -> None:
    small, medium, large = (page_of(make_face("Ada"), layout=TemplateLayout(size=size)) for size in TextSize)
    for one, other in ((small, medium), (medium, large)):
        assert all(left.size < right.size for left, right in zip(one.lines, other.lines, strict=True))
        assert one.qr_code.width < other.qr_code.width


@pytest.mark.parametrize(("width_mm", "height_mm"), [(297, 210), (210, 297)])
def test_signature_and_url_are_left_out_but_never_the_code(
    width_mm: float, height_mm: float, make_face: MakeFace
) -> None:
    layout = TemplateLayout(signature=False, printed_url=False)
    page = page_of(make_face(), width_mm, height_mm, layout=layout)
    left_out = {Part.EXTRA, Part.SIGNATORY_NAME, Part.SIGNATORY_TITLE, Part.URL}
    assert [line.part for line in page.lines] == [part for part in Part if part not in left_out]
    assert page.rules == ()
    code = the_line(page, Part.CODE)
    assert (page.qr_code.x + code.x + code.extent.width) / 2 == pytest.approx(page.width / 2, abs=0.01)


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
