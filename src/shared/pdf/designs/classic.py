"""Classic: a frame of interwoven lines with a rosette on each corner, as on banknotes and deeds."""

import math

from shared.pdf.appearance import WHITE, Colour
from shared.pdf.designs import paths
from shared.pdf.designs.sheet import MM, Sheet, mixed, tint, title

# From the page's edge to the middle of the woven band, and half its width.
_BAND, _SWAY = 13 * MM, 2.3 * MM
_STRANDS, _WAVE = 6, 9 * MM
_STEPS = 8
_ROSETTE = 6.6 * MM


def draw(sheet: Sheet) -> str:
    """Draw the page."""
    heading = title(
        sheet,
        top=sheet.height - 23 * MM,
        bottom=sheet.zone_top + 9 * MM,
        size=33 if sheet.is_portrait else 36,
        ink=sheet.ink,
        width=sheet.width - 56 * MM,
    )
    return _frame(sheet) + heading.operators + _divider(sheet, heading.bottom - 6.5 * MM)


def _frame(sheet: Sheet) -> str:
    thin = mixed(sheet.primary, WHITE, 0.15)
    drawn = []
    for x, y, length, turned in (
        (_BAND, _BAND, sheet.width - 2 * _BAND, 0),
        (_BAND, sheet.height - _BAND, sheet.width - 2 * _BAND, 0),
        (_BAND, _BAND, sheet.height - 2 * _BAND, 90),
        (sheet.width - _BAND, _BAND, sheet.height - 2 * _BAND, 90),
    ):
        drawn.append(paths.placed(_woven(length, thin), (x, y), turned=turned))
    for away, width, colour in (
        (-_SWAY - 0.9 * MM, 1.1, sheet.primary),
        (_SWAY + 0.9 * MM, 0.7, sheet.primary),
        (_SWAY + 2.4 * MM, 0.6, sheet.accent),
    ):
        inset = _BAND + away
        box = paths.rectangle(inset, inset, sheet.width - 2 * inset, sheet.height - 2 * inset)
        drawn.append(paths.stroke(box, colour, width))
    drawn += [
        paths.placed(_rosette(sheet), (x, y))
        for x in (_BAND, sheet.width - _BAND)
        for y in (_BAND, sheet.height - _BAND)
    ]
    return "".join(drawn)


def _woven(length: float, colour: Colour) -> str:
    """Strands that swing around the x axis, shifted against each other; each wave is drawn as the one before."""
    waves = round(length / _WAVE)
    wave = length / waves
    strands = "".join(
        paths.smooth(
            [
                (wave * step / _STEPS, _SWAY * math.sin(2 * math.pi * (step / _STEPS + strand / _STRANDS)))
                for step in range(_STEPS + 1)
            ],
            [
                (
                    wave / _STEPS,
                    _SWAY * 2 * math.pi / _STEPS * math.cos(2 * math.pi * (step / _STEPS + strand / _STRANDS)),
                )
                for step in range(_STEPS + 1)
            ],
        )
        for strand in range(_STRANDS)
    )
    return paths.repeated(paths.stroke(strands, colour, 0.4), waves, (wave, 0))


def _rosette(sheet: Sheet) -> str:
    """Two rings of petals in a circle."""
    drawn = [
        paths.fill(paths.circle(0, 0, _ROSETTE), WHITE),
        paths.stroke(paths.circle(0, 0, _ROSETTE), sheet.primary, 1.1),
        paths.stroke(paths.circle(0, 0, _ROSETTE - 0.9 * MM), sheet.accent, 0.5),
    ]
    petals = "".join(_petal(0.2 * _ROSETTE, 0.8 * _ROSETTE, 0.2 * _ROSETTE, petal * 15) for petal in range(24))
    drawn.append(paths.stroke(petals, sheet.primary, 0.35))
    drawn.append(paths.fill(paths.circle(0, 0, 0.17 * _ROSETTE), sheet.accent))
    return "".join(drawn)


def _petal(start: float, end: float, width: float, turned: float) -> str:
    """A petal that points away from 0, 0."""
    cosine, sine = math.cos(math.radians(turned)), math.sin(math.radians(turned))

    def at(along: float, across: float) -> paths.Point:
        return along * cosine - across * sine, along * sine + across * cosine

    middle = (start + end) / 2
    return paths.curve(
        at(start, 0),
        (at(middle - width / 2, width), at(end - width / 3, width * 0.9), at(end, 0)),
        (at(end - width / 3, -width * 0.9), at(middle - width / 2, -width), at(start, 0)),
    )


def _divider(sheet: Sheet, y: float) -> str:
    """A rule with three diamonds in its middle, that tapers towards its ends."""
    reach = 46 * MM
    drawn = []
    for side in (-1, 1):
        near, far = sheet.middle + side * 6.5 * MM, sheet.middle + side * reach
        drawn.append(paths.fill(paths.polygon((near, y + 0.45), (far, y), (near, y - 0.45)), sheet.accent))
        drawn.append(paths.fill(paths.diamond(sheet.middle + side * 4 * MM, y, 0.8 * MM), tint(sheet.primary, 0.85)))
    drawn.append(paths.fill(paths.diamond(sheet.middle, y, 1.8 * MM), sheet.accent))
    return "".join(drawn)
