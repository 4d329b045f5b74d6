"""How glyphs carry text, so that programs extract the text of a certificate exactly.

One glyph for one character is simple. Of several glyphs for one character, or for several, one carries the text, with
the width of all of them; the others are drawn as shapes, which no program takes for text. So marks and vowel signs are
never extracted as separate letters, lines or spaces.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from unicodedata import category

from shared.pdf.fonts import FontFile
from shared.pdf.truetype import MAX_WIDTH

# Many programs that extract text do not know the right-to-left scripts beyond this code point.
_LAST_COMMON_CODE = 0xFFFF


class Placed(NamedTuple):
    """A glyph in its cluster, in font units from the cluster's left end."""

    number: int
    x: int
    y: int
    advance: int


@dataclass(slots=True)
class Cluster:
    """Glyphs that together represent some characters."""

    text: str
    advance: int = 0
    glyphs: list[Placed] = field(default_factory=list)


class Shown(NamedTuple):
    """A glyph that carries text: `x` from the run's left end and `width` up to the next one, in font units."""

    number: int
    text: str
    x: int
    width: int


class Outline(NamedTuple):
    """A glyph that is drawn as a shape, in font units from the run's left end."""

    number: int
    x: int
    y: int


def show(
    clusters: list[Cluster], font: FontFile, *, rightwards: bool, after_space: bool
) -> tuple[tuple[Shown, ...], tuple[Outline, ...]]:
    """Decide which glyphs of a run carry its text.

    Args:
        clusters: the run's clusters from left to right.
        font: their font.
        rightwards: whether the text is read from left to right.
        after_space: whether a space is before the run's text.
    """
    if rightwards:
        clusters = list(_separated(clusters, after_space=after_space))
    elif any(ord(character) > _LAST_COMMON_CODE for cluster in clusters for character in cluster.text):
        clusters, rightwards = [_joined(clusters)], True
    shown: list[Shown] = []
    outlines: list[Outline] = []
    start = 0
    for cluster in clusters:
        if len(cluster.glyphs) == 1 and not cluster.glyphs[0].y and (rightwards or len(cluster.text) == 1):
            glyph = cluster.glyphs[0]
            shown.append(Shown(glyph.number, cluster.text, start + glyph.x, font.advance(glyph.number)))
        else:
            _show_cluster(cluster, font, start, shown, outlines, rightwards=rightwards)
        start += cluster.advance
    return tuple(shown), tuple(outlines)


def _separated(clusters: list[Cluster], *, after_space: bool) -> Iterator[Cluster]:
    """Give the marks of the first letter after a space a code of their own, without width.

    pdf.js takes a code with marks for one without width. After a space, it would take the letter's width for another.
    """
    for cluster in clusters:
        text = cluster.text
        marks = next((at for at, character in enumerate(text) if at and category(character) == "Mn"), len(text))
        if after_space and marks < len(text):
            yield Cluster(text[:marks], cluster.advance, cluster.glyphs)
            yield Cluster(text[marks:])
        else:
            yield cluster
        after_space = text.isspace()


def _show_cluster(
    cluster: Cluster, font: FontFile, start: int, shown: list[Shown], outlines: list[Outline], *, rightwards: bool
) -> None:
    carrier = next((glyph for glyph in cluster.glyphs if glyph.advance and not glyph.y and glyph.x >= 0), None)
    number, x = (carrier.number, carrier.x) if carrier else (font.blank, 0)
    outlines += [Outline(glyph.number, start + glyph.x, glyph.y) for glyph in cluster.glyphs if glyph is not carrier]
    width = min(max(cluster.advance - x, 0), MAX_WIDTH)
    if rightwards:
        shown.append(Shown(number, cluster.text, start + x, width))
        return
    # Read from right to left, characters are expected one by one, from the last to the first.
    share, rest = divmod(width, len(cluster.text))
    for character in reversed(cluster.text):
        shown.append(Shown(number, character, start + x, share + rest))
        x += share + rest
        number, rest = font.blank, 0


def _joined(clusters: list[Cluster]) -> Cluster:
    """One cluster of a whole run that is read from right to left."""
    joined = Cluster("".join(cluster.text for cluster in reversed(clusters)))
    for cluster in clusters:
        joined.glyphs += [glyph._replace(x=joined.advance + glyph.x) for glyph in cluster.glyphs]
        joined.advance += cluster.advance
    return joined
