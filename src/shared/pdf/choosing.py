"""Chooses ink and plates for a template, by the contrast with what its page shows behind each text."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from shared.domain.certificate import CertificateFace
from shared.domain.course import ENGLISH
from shared.domain.template import TemplateLayout
from shared.pdf.appearance import BLOCK_OF, DEFAULT_LOOK, WHITE, Appearance, Block, Colour, Look
from shared.pdf.contrast import Background
from shared.pdf.drawing import Bitmap
from shared.pdf.layout import DEFAULT_LAYOUT, lay_out
from shared.pdf.page import POINTS_PER_MM, Box, Ink, Page, Part
from shared.pdf.plates import grown
from shared.pdf.shaping import Shaper

type Pair = tuple[Colour, Colour]
type Backgrounds = Mapping[tuple[Part, Ink], Background]
# WCAG 2.2: 4.5 for text; 7 for the name, as enhanced contrast asks.
_NEEDED = 4.5
_NEEDED_BY_NAME = 7.0
# What a black code has on nearly white paper; black on white has 21.
_NEEDED_BY_CODE = 18.0
_BLACK: Colour = (0.0, 0.0, 0.0)
_DARK_PLATE: Colour = (0.06, 0.08, 0.13)
# The quiet zone around a QR code: four of its modules, of which it has 33 or more.
_QUIET_ZONE = 4 / 33
# Strong and quiet inks, in the order of preference.
_DARK: tuple[Pair, ...] = ((Ink.STRONG.value, Ink.QUIET.value), (Ink.STRONG.value, Ink.STRONG.value))
_LIGHT: tuple[Pair, ...] = ((WHITE, (0.9, 0.92, 0.95)), (WHITE, WHITE))
_OPACITIES = (0.6, 0.75, 0.9)
# Texts on one line, and on two and four that are as long as can be.
_SHORT, _LONG = "Maria Álvarez", "Maximiliane Alexandra von Hohenlohe-Waldenburg " * 2 + "Álvarez"
_LONGEST = f"{_LONG} {_LONG}"
# English is written from left to right, Hebrew from right to left.
_BOTH_DIRECTIONS = (ENGLISH, "he")
_NAMES = {
    Block.STATEMENT: "the name, the course and the date",
    Block.SIGNATORY: "the signatory",
    Block.VERIFICATION: "the verification code",
    Block.ADDRESS: "the verification address",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The colours that an admin chose for a template; None leaves the choice to the background.

    Attributes:
        ink: of all texts.
        accent: of the name, and of the rule to sign on.
    """

    ink: Colour | None = None
    accent: Colour | None = None


BY_BACKGROUND = Colours()


def colour(value: str | None) -> Colour | None:
    """Read a colour written as `#rrggbb`."""
    if value is None:
        return None
    red, green, blue = bytes.fromhex(value.removeprefix("#"))
    return red / 255, green / 255, blue / 255


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An appearance, with what an admin should know about it, in sentences."""

    appearance: Appearance
    warnings: tuple[str, ...]


def choose(
    drawn: Bitmap, *, width: float, height: float, colours: Colours, layout: TemplateLayout = DEFAULT_LAYOUT
) -> Choice:
    """Choose how texts look on a template.

    Args:
        drawn: its page.
        width: of the page, in points.
        height: of the page, in points.
        colours: what the admin chose.
        layout: likewise; it decides where the texts are.
    """
    pages = _sample_pages(width, height, layout)
    scale = drawn.width / width
    looks: dict[Block, Look] = {}
    legible = True
    for block, boxes in _boxes(pages).items():
        if not boxes:
            continue
        behind = {text: Background(drawn, where, scale=scale) for text, where in boxes.items()}
        look, share = _look(behind, colours)
        legible = legible and share >= 1
        if look != DEFAULT_LOOK:
            looks[block] = look
    code = Background(drawn, [grown(page.qr_code, page.qr_code.width * _QUIET_ZONE) for page in pages], scale=scale)
    appearance = Appearance(looks=looks, code_plate=code.contrast(_BLACK) < _NEEDED_BY_CODE)
    return Choice(appearance=appearance, warnings=tuple(_warnings(appearance, legible=legible)))


def _warnings(appearance: Appearance, *, legible: bool) -> Iterator[str]:
    on_plates = [_NAMES[block] for block, look in appearance.looks.items() if look.plate is not None]
    if on_plates:
        yield (
            f"There is a translucent plate under {', '.join(on_plates)}, because the background there is busy, or "
            "neither light nor dark enough for the text's colour."
        )
    if appearance.code_plate:
        yield "The QR code is on a white plate, because scanners need a nearly white background."
    if not legible:
        yield "The chosen colours are hard to read on this template. Choose darker or lighter ones."


def _sample_pages(width: float, height: float, layout: TemplateLayout) -> Sequence[Page]:
    """Pages with short and long texts, with a signatory and without: together they cover where texts may be.

    In both directions of writing, because the language of a course may change after its template was prepared.
    """
    shaper = Shaper()
    return [
        lay_out(
            CertificateFace(
                issued_name=name,
                issued_course_title=title,
                issued_at=datetime(2026, 12, 30, tzinfo=UTC),
                signatory_name=signatory,
                signatory_title=signatory,
                verification_url=f"https://certificates.example.com/certificates/verify/{'M' * 23}",
                verification_code="MMMMM-MMMMM-MMMMM-MMMMM",
                language=language,
                extra_line=extra,
            ),
            width_mm=width / POINTS_PER_MM,
            height_mm=height / POINTS_PER_MM,
            measure=shaper.measure,
            layout=layout,
        )
        for name, title, extra in ((_SHORT, _SHORT, None), (_LONG, _LONG, _SHORT), (_LONGEST, _LONGEST, _SHORT))
        for language in _BOTH_DIRECTIONS
        for signatory in (None, "Head of Learning and Development")
    ]


def _boxes(pages: Sequence[Page]) -> Mapping[Block, Mapping[tuple[Part, Ink], Sequence[Box]]]:
    """Where the texts of each block are on these pages."""
    boxes: dict[Block, dict[tuple[Part, Ink], list[Box]]] = {block: defaultdict(list) for block in Block}
    for page in pages:
        for line in page.lines:
            boxes[BLOCK_OF[line.part]][line.part, line.ink].append(line.box)
    return boxes


def _look(behind: Backgrounds, colours: Colours) -> tuple[Look, float]:
    """Choose the first look with which all texts of a block have enough contrast, else the best.

    Returns:
        The look, and the least share that any text has of the contrast that it needs.
    """
    best = DEFAULT_LOOK, 0.0
    for look in _candidates(colours):
        share = _share(behind, look, best[1])
        if share >= 1:
            return look, share
        best = max(best, (look, share), key=lambda each: each[1])
    return best


def _candidates(colours: Colours) -> Iterator[Look]:
    dark, light = (((colours.ink, colours.ink),),) * 2 if colours.ink else (_DARK, _LIGHT)
    plain = [Look(strong=strong, quiet=quiet) for strong, quiet in dict.fromkeys((*dark, *light))]
    on_plates = [
        Look(strong=strong, quiet=quiet, plate=plate, opacity=opacity)
        for opacity in _OPACITIES
        for pairs, plate in ((dark, WHITE), (light, _DARK_PLATE))
        for strong, quiet in pairs
    ]
    return (replace(look, accent=colours.accent) for look in (*plain, *on_plates))


def _share(behind: Backgrounds, look: Look, enough: float) -> float:
    """The least share that any text has of the contrast that it needs; those below `enough` need not be exact."""
    least = 1.0
    for (part, ink), background in behind.items():
        reached = background.contrast(look.colour(part, ink), look.plate, look.opacity)
        least = min(least, reached / (_NEEDED_BY_NAME if part is Part.NAME else _NEEDED))
        if least <= enough:
            break
    return least
