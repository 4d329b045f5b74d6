"""The position of each line of a certificate on its page: pure arithmetic, independent of drawing."""

from shared.domain.certificate import CertificateFace
from shared.domain.template import safe_zone
from shared.pdf.blocks import Column, closing, statement
from shared.pdf.fitting import Measure
from shared.pdf.page import POINTS_PER_MM, Box, Page

# The zone, in points, that each arrangement fits at scale 1: A4 landscape with signatory and code side by side, A4
# portrait with them stacked. The arrangement with the larger scale on a page is used.
_SIDE_BY_SIDE = (600, 345)
_STACKED = (425, 480)
# The scale is reduced by this factor while texts on two lines need more height than there is.
_SCALE_STEP = 0.95
# The share of the free height above the name; the rest separates the two blocks.
_FREE_ABOVE = 0.4


def lay_out(face: CertificateFace, *, width_mm: float, height_mm: float, measure: Measure) -> Page:
    """Place a certificate's lines in the safe zone of a page of this size.

    Args:
        face: what the page shows.
        width_mm: the page's width.
        height_mm: the page's height.
        measure: the width of a text at size 1, in the same unit.

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
    scale, side_by_side = max((_scale(zone, _STACKED), False), (_scale(zone, _SIDE_BY_SIDE), True))
    while True:
        column = Column(x=zone.x, width=zone.width, scale=scale, measure=measure)
        upper = statement(face, column)
        lower = closing(face, column, side_by_side=side_by_side)
        free = zone.height - upper.height - lower.height
        if free >= 0:
            break
        scale *= _SCALE_STEP
    upper = upper.raised(zone.y + zone.height - free * _FREE_ABOVE - upper.height)
    lower = lower.raised(zone.y)
    return Page(
        width=width_mm * POINTS_PER_MM,
        height=height_mm * POINTS_PER_MM,
        lines=upper.lines + lower.lines,
        rules=lower.rules,
        qr_code=lower.qr_code[0],
        language=face.language,
    )


def _scale(zone: Box, fitting: tuple[float, float]) -> float:
    return min(zone.width / fitting[0], zone.height / fitting[1])
