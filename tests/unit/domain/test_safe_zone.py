"""The safe zone: the area of a certificate where text is drawn."""

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.template import A4_LANDSCAPE_MM, MAX_PAGE_MM, MIN_PAGE_MM, SafeZone, safe_zone

sides = st.floats(MIN_PAGE_MM, MAX_PAGE_MM)


def test_on_a4_the_safe_zone_is_below_the_heading() -> None:
    assert safe_zone(*A4_LANDSCAPE_MM) == SafeZone(x_mm=41.58, y_mm=25.2, width_mm=213.84, height_mm=121.8)


@given(sides, sides)
def test_on_any_page_the_safe_zone_is_centred_and_keeps_its_margins(width: float, height: float) -> None:
    zone = safe_zone(width, height)
    right, above = width - zone.x_mm - zone.width_mm, height - zone.y_mm - zone.height_mm
    assert abs(right - zone.x_mm) < 0.03
    assert zone.x_mm > 0.1 * width
    assert above > zone.y_mm > 0.1 * height
    assert min(zone.width_mm, zone.height_mm) > 50
