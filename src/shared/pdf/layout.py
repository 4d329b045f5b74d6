"""The position of each line of a certificate on its page: pure arithmetic, independent of drawing."""

from shared.domain.certificate import CertificateFace
from shared.domain.template import TemplateLayout, safe_zone
from shared.pdf.blocks import Column, closing, height_of, stacked, statement
from shared.pdf.fitting import Measure
from shared.pdf.page import POINTS_PER_MM, Box, Page
from shared.pdf.proportions import proportions

# The zone, in points, that each arrangement fits at scale 1: A4 landscape with signatory and code side by side, A4
# portrait with them stacked. The arrangement with the larger scale on a page is used.
_SIDE_BY_SIDE = (600, 345)
_STACKED = (425, 480)
# The scale is reduced by this factor while texts on two lines need more height than there is.
_SCALE_STEP = 0.95
DEFAULT_LAYOUT = TemplateLayout()


def lay_out(
    face: CertificateFace,
    *,
    width_mm: float,
    height_mm: float,
    measure: Measure,
    layout: TemplateLayout | None = DEFAULT_LAYOUT,
) -> Page:
    """Place a certificate's lines in the safe zone of a page of this size.

    Args:
        face: what the page shows.
        width_mm: the page's width.
        height_mm: the page's height.
        measure: the width of a text at size 1, in the same unit.
        layout: of its template; None for one that was prepared before there was a choice.

    Returns:
        Lines in reading order, rules and the QR code's square, all inside the safe zone.
    """
    in_mm = safe_zone(width_mm, height_mm)
    zone = Box(
        x=in_mm.x_mm * POINTS_PER_MM,
        y=in_mm.y_mm * POINTS_PER_MM,
        width=in_mm.width_mm * POINTS_PER_MM,
        height=in_mm.height_mm * POINTS_PER_MM,
    )
    wanted, chosen = proportions(layout), layout or DEFAULT_LAYOUT
    scale, side_by_side = max((_scale(zone, _STACKED), False), (_scale(zone, _SIDE_BY_SIDE), True))
    scale *= wanted.scale
    while True:
        column = Column(x=zone.x, width=zone.width, scale=scale, measure=measure, proportions=wanted)
        rows = statement(face, column)
        lower = closing(face, column, chosen, side_by_side=side_by_side)
        gaps = sum(row.gap for row in rows) + wanted.closing_gap * scale
        free = zone.height - height_of(rows) - lower.height - gaps
        if free >= 0:
            break
        scale *= _SCALE_STEP
    stretch = min(1 + free / gaps, wanted.most_stretch)
    free -= (stretch - 1) * gaps
    top = zone.y + zone.height - free * wanted.free_above
    upper = stacked(rows, column.middle, top=top, stretch=stretch)
    lower = lower.raised(zone.y + free * (1 - wanted.free_above - wanted.free_between))
    return Page(
        width=width_mm * POINTS_PER_MM,
        height=height_mm * POINTS_PER_MM,
        lines=upper + lower.lines,
        rules=lower.rules,
        qr_code=lower.qr_code[0],
        url=face.verification_url,
        language=face.language,
    )


def _scale(zone: Box, fitting: tuple[float, float]) -> float:
    return min(zone.width / fitting[0], zone.height / fitting[1])
