"""The sizes and spaces of a certificate's texts, in points at scale 1, which fits about an A4 page."""

from collections.abc import Mapping
from dataclasses import dataclass

from shared.domain.template import Placement, TemplateLayout, TextSize
from shared.pdf.fitting import SMALLEST, Smallest
from shared.pdf.page import Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Proportions:
    """How large the texts are, and where free height goes.

    Attributes:
        sizes: of the texts.
        gaps: the least space above a text, if another is above it.
        gap: between elements below the date.
        code_baseline: above the middle of the QR code.
        label_baseline: likewise.
        statement_width: the share of the safe zone's width that texts down to the date may use.
        smallest: when texts are set on more lines.
        closing_gap: the least space above the signatory and the QR code.
        most_stretch: how many times as large these spaces may become, to fill the safe zone.
        free_above: the share of the height that is left which is above the texts.
        free_between: the share that is between the date and what is below it.
        scale: of everything, relative to the size that suits the page.
    """

    sizes: Mapping[Part, float]
    gaps: Mapping[Part, float]
    qr_code: float
    gap: float
    rule_width: float
    signature_space: float
    code_baseline: float
    label_baseline: float
    statement_width: float = 1.0
    smallest: Smallest = SMALLEST
    closing_gap: float = 0.0
    most_stretch: float = 1.0
    free_above: float = 0.0
    free_between: float = 0.0
    scale: float = 1.0


# The name is what a reader sees first, from a distance; the title second.
_SIZES = {
    Part.NAME: 56.0,
    Part.COMPLETION: 14.0,
    Part.TITLE: 26.0,
    Part.EXTRA: 13.5,
    Part.DATE: 13.5,
    Part.SIGNATORY_NAME: 13.0,
    Part.SIGNATORY_TITLE: 10.0,
    Part.CODE_LABEL: 9.0,
    Part.CODE: 11.5,
    Part.URL: 8.5,
}
_GAPS = {Part.COMPLETION: 3.0, Part.TITLE: 7.0, Part.EXTRA: 1.0, Part.DATE: 8.0}
_FREE_ABOVE = {Placement.TOP: 0.0, Placement.MIDDLE: 0.5, Placement.BOTTOM: 1.0}
_SCALES = {TextSize.SMALL: 0.8, TextSize.MEDIUM: 1.0, TextSize.LARGE: 1.2}

# Of templates that were prepared before their layout could be chosen: their certificates stay as they are.
_EARLIER = Proportions(
    sizes={
        Part.NAME: 38.0,
        Part.COMPLETION: 12.5,
        Part.TITLE: 21.0,
        Part.EXTRA: 12.5,
        Part.DATE: 12.5,
        Part.SIGNATORY_NAME: 11.5,
        Part.SIGNATORY_TITLE: 8.5,
        Part.CODE_LABEL: 8.5,
        Part.CODE: 10.5,
        Part.URL: 8.0,
    },
    gaps={Part.COMPLETION: 4.0, Part.TITLE: 6.0, Part.EXTRA: 3.0, Part.DATE: 6.0},
    qr_code=58.0,
    gap=10.0,
    rule_width=170.0,
    signature_space=22.0,
    code_baseline=-10.5,
    label_baseline=5.0,
    smallest=Smallest(on_one_line=0.72, on_two_lines=0.0),
    free_above=0.4,
    free_between=0.6,
)


def proportions(layout: TemplateLayout | None) -> Proportions:
    """The proportions of a layout; of None, those of templates from before there was a choice."""
    if layout is None:
        return _EARLIER
    return Proportions(
        sizes=_SIZES,
        gaps=_GAPS,
        qr_code=62.0,
        gap=12.0,
        rule_width=190.0,
        signature_space=24.0,
        code_baseline=-11.5,
        label_baseline=5.5,
        statement_width=0.94,
        closing_gap=22.0,
        most_stretch=1.8,
        free_above=_FREE_ABOVE[layout.placement],
        scale=_SCALES[layout.size],
    )
