"""The two blocks of a certificate: who did what and when, and below it who signs and how to verify."""

from dataclasses import dataclass, replace

from shared.domain.certificate import CertificateFace
from shared.domain.local_dates import local_date
from shared.domain.template import TemplateLayout
from shared.pdf import languages
from shared.pdf.fitting import FittedText, Measure, Typeface, fit, fit_one_line
from shared.pdf.page import Box, Ink, Line, Part
from shared.pdf.proportions import Proportions

_RULE_HEIGHT = 0.6
_CLOSING_WIDTH = 640.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Elements with positions between `y` 0 and `height`."""

    height: float
    lines: tuple[Line, ...] = ()
    rules: tuple[Box, ...] = ()
    qr_code: tuple[Box, ...] = ()

    def raised(self, by: float) -> "Block":
        """The same block, higher up."""
        return Block(
            height=self.height,
            lines=tuple(line.moved(line.x, line.y + by) for line in self.lines),
            rules=tuple(rule.moved(rule.x, rule.y + by) for rule in self.rules),
            qr_code=tuple(code.moved(code.x, code.y + by) for code in self.qr_code),
        )

    def mirrored(self, middle: float) -> "Block":
        """The same block with right and left exchanged, for a language that is written from right to left."""

        def mirror(box: Box) -> Box:
            return box.moved(2 * middle - box.x - box.width, box.y)

        return replace(
            self,
            lines=tuple(line.moved(2 * middle - line.x - line.extent.width, line.y) for line in self.lines),
            rules=tuple(mirror(rule) for rule in self.rules),
            qr_code=tuple(mirror(code) for code in self.qr_code),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column in which blocks are centred, and how text is measured there."""

    x: float
    width: float
    scale: float
    measure: Measure
    proportions: Proportions

    def size(self, part: Part) -> float:
        """The size that a text is set in, if it fits."""
        return self.proportions.sizes[part] * self.scale

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    def part(self, middle: float, share: float) -> "Column":
        """A narrower column, `middle` and `share` in shares of this one's width."""
        width = self.width * share
        return replace(self, x=self.x + self.width * middle - width / 2, width=width)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A text of a block, and the least space above it."""

    part: Part
    fitted: FittedText
    typeface: Typeface
    ink: Ink
    gap: float


def statement(face: CertificateFace, column: Column) -> list[Row]:
    """Name, completion line, course title, extra line and date, from top to bottom."""
    text, display = Typeface.TEXT, Typeface.DISPLAY
    language = languages.language(face.language)
    issued_on = local_date(face.issued_at, face.time_zone)
    texts = (
        (Part.NAME, face.issued_name, display, Ink.STRONG),
        (Part.COMPLETION, language.completed, text, Ink.QUIET),
        (Part.TITLE, face.issued_course_title, text, Ink.STRONG),
        (Part.EXTRA, face.extra_line, text, Ink.QUIET),
        (Part.DATE, language.date_text(issued_on), text, Ink.QUIET),
    )
    wanted = column.proportions
    width = column.width * wanted.statement_width
    return [
        Row(
            part=part,
            fitted=_fit(words, part, typeface, column, width),
            typeface=typeface,
            ink=ink,
            gap=wanted.gaps.get(part, 0) * column.scale,
        )
        for part, words, typeface, ink in texts
        if words is not None
    ]


def _fit(words: str, part: Part, typeface: Typeface, column: Column, width: float) -> FittedText:
    smallest = column.proportions.smallest
    return fit(words, typeface, size=column.size(part), width=width, measure=column.measure, smallest=smallest)


def height_of(rows: list[Row]) -> float:
    """The height of rows without the spaces between them."""
    return sum(_height(row.fitted) for row in rows)


def stacked(rows: list[Row], middle: float, *, top: float, stretch: float) -> tuple[Line, ...]:
    """Centre rows under one another, from `top` downwards, with their spaces stretched."""
    y, lines = top, []
    for row in rows:
        y -= row.gap * stretch
        lines += _centred(row.part, row.fitted, row.typeface, row.ink, middle=middle, top=y)
        y -= _height(row.fitted)
    return tuple(lines)


def closing(face: CertificateFace, column: Column, layout: TemplateLayout, *, side_by_side: bool) -> Block:
    """Signatory and verification, side by side or stacked, and the address below both.

    Side by side, what is read first stands on the side on which a line begins, and so does the QR code of its label.
    """
    unit = column.scale
    signed = layout.signature and bool(face.signatory_name or face.signatory_title)
    beside = signed and side_by_side
    address = _address(face, column) if layout.printed_url else Block(height=0)
    gap = column.proportions.gap * unit
    below = address.height + gap if layout.printed_url else 0
    # On a very wide page, the two are kept near each other.
    column = column.part(0.5, min(1, _CLOSING_WIDTH * unit / column.width))
    verification = _verification(face, column.part(0.74, 0.48) if beside else column)
    blocks, height = [address], below + verification.height
    if signed:
        signatory = _signatory(face, column.part(0.26, 0.46) if beside else column)
        if beside:
            # Vertically centred on the QR code, so that the row is balanced; a taller one begins at the address.
            centred = (verification.height - signatory.height) / 2
            below = max(below, address.height - centred)
            foot = below + centred
        else:
            foot = below + verification.height + 2 * gap
        height = max(below + verification.height, foot + signatory.height)
        blocks.insert(0, signatory.raised(foot))
    verification = verification.raised(below)
    blocks.insert(-1, verification)
    whole = Block(
        height=height,
        lines=tuple(line for block in blocks for line in block.lines),
        rules=tuple(rule for block in blocks for rule in block.rules),
        qr_code=verification.qr_code,
    )
    return whole.mirrored(column.middle) if languages.language(face.language).right_to_left else whole


def _signatory(face: CertificateFace, column: Column) -> Block:
    """A rule to sign on, with name and title under it."""
    unit, width = column.scale, column.proportions.rule_width * column.scale
    rule = Box(x=column.middle - width / 2, y=0, width=width, height=_RULE_HEIGHT * unit)
    y, lines = -2 * unit, []
    rows = (
        (Part.SIGNATORY_NAME, face.signatory_name, Ink.STRONG),
        (Part.SIGNATORY_TITLE, face.signatory_title, Ink.QUIET),
    )
    for part, words, ink in rows:
        if words:
            fitted = _fit(words, part, Typeface.TEXT, column, column.width)
            placed = _centred(part, fitted, Typeface.TEXT, ink, middle=column.middle, top=y)
            y -= _height(fitted)
            lines += placed
    return Block(height=-y + column.proportions.signature_space * unit, lines=tuple(lines), rules=(rule,)).raised(-y)


def _verification(face: CertificateFace, column: Column) -> Block:
    """The QR code, and beside it the code to type."""
    unit, wanted = column.scale, column.proportions
    qr_size, gap = wanted.qr_code * unit, wanted.gap * unit
    room = column.width - qr_size - gap
    words = languages.language(face.language).code
    label = fit_one_line(words, Typeface.TEXT, size=column.size(Part.CODE_LABEL), width=room, measure=column.measure)
    code = fit_one_line(
        face.verification_code, Typeface.TEXT, size=column.size(Part.CODE), width=room, measure=column.measure
    )
    ((_, label_extent),), ((_, code_extent),) = label.lines, code.lines
    left = column.middle - (qr_size + gap + max(label_extent.width, code_extent.width)) / 2
    beside = left + qr_size + gap
    below = qr_size / 2 + wanted.code_baseline * unit
    # Some scripts need more space below the line.
    above = max(qr_size / 2 + wanted.label_baseline * unit, below + code_extent.ascent + label_extent.descent)
    lines = (
        *_from_left(Part.CODE_LABEL, label, Ink.QUIET, left=beside, baseline=above),
        *_from_left(Part.CODE, code, Ink.STRONG, left=beside, baseline=below),
    )
    square = Box(x=left, y=0, width=qr_size, height=qr_size)
    return Block(height=qr_size, lines=lines, qr_code=(square,))


def _address(face: CertificateFace, column: Column) -> Block:
    """The verification address on one line, however long, so that it can be copied whole."""
    fitted = fit_one_line(
        face.verification_url,
        Typeface.TEXT,
        size=column.size(Part.URL),
        width=column.width,
        measure=column.measure,
    )
    height = _height(fitted)
    lines = _centred(Part.URL, fitted, Typeface.TEXT, Ink.QUIET, middle=column.middle, top=height)
    return Block(height=height, lines=tuple(lines))


def _height(fitted: FittedText) -> float:
    return sum(extent.ascent + extent.descent for _, extent in fitted.lines)


def _centred(part: Part, fitted: FittedText, typeface: Typeface, ink: Ink, *, middle: float, top: float) -> list[Line]:
    """Lines from `top` downwards."""
    lines = []
    for text, extent in fitted.lines:
        x, y = middle - extent.width / 2, top - extent.ascent
        lines.append(Line(part=part, text=text, typeface=typeface, ink=ink, size=fitted.size, x=x, y=y, extent=extent))
        top = y - extent.descent
    return lines


def _from_left(part: Part, fitted: FittedText, ink: Ink, *, left: float, baseline: float) -> list[Line]:
    return [
        Line(part=part, text=text, typeface=Typeface.TEXT, ink=ink, size=fitted.size, x=left, y=baseline, extent=extent)
        for text, extent in fitted.lines
    ]
