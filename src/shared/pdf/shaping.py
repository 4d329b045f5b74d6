"""Shaping: texts of any script as positioned glyphs, by HarfBuzz."""

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache

import uharfbuzz as hb

from shared.domain.course import ENGLISH
from shared.domain.errors import NameNotPrintable
from shared.pdf import languages
from shared.pdf.bidi import levels, visual_runs
from shared.pdf.clusters import Cluster, Outline, Placed, Shown, show
from shared.pdf.fitting import Extent, Typeface
from shared.pdf.fonts import FontFile, primary_font
from shared.pdf.itemising import Piece, is_japanese, pieces, require_printable_categories

# Discretionary ligatures hide letters from search and copy: Naskh has one glyph for some whole names.
_FEATURES = {"dlig": False}
_FLAGS = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
_STRONG = frozenset({"L", "R", "AL", "NSM"})
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapedRun:
    """Glyphs of one font, from left to right.

    Attributes:
        start: where its text begins in the line, which gives the reading order of runs.
        x: its left end, in ems from the line's left end.
        advance: its width, in font units.
        shown: glyphs that carry text.
        outlines: glyphs that are only drawn, such as marks on a letter.
    """

    font: FontFile
    start: int
    x: float
    advance: int
    shown: tuple[Shown, ...]
    outlines: tuple[Outline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapedText:
    """A line of text, its width in ems, and its runs in reading order."""

    width: float
    runs: tuple[ShapedRun, ...]


class Shaper:
    """Shapes the texts of one certificate, each text once.

    Args:
        language: of the certificate, as a BCP 47 tag; it decides between forms of a letter, and on which side a line
            begins.
    """

    def __init__(self, language: str = ENGLISH) -> None:
        self._language = language
        self._shaped: dict[tuple[str, Typeface], ShapedText] = {}

    def shape(self, text: str, typeface: Typeface) -> ShapedText:
        """Return the glyphs of one line of text.

        Raises:
            NameNotPrintable: no font has one of the characters.
        """
        if typeface is Typeface.TEXT:
            return _shape_cached(text, self._language)
        shaped = self._shaped.get((text, typeface))
        if shaped is None:
            shaped = self._shaped[text, typeface] = _shape(text, typeface, self._language)
        return shaped

    def measure(self, text: str, typeface: Typeface) -> Extent:
        """Return the extent of a line of text at size 1."""
        shaped = self.shape(text, typeface)
        fonts = {run.font for run in shaped.runs}
        return Extent(
            width=shaped.width,
            ascent=max((font.ascent for font in fonts), default=0),
            descent=max((font.descent for font in fonts), default=0),
        )


@lru_cache(maxsize=256)
def _shape_cached(text: str, language: str) -> ShapedText:
    """Shape a text: titles, signatories and fixed words recur on certificates, names in the other typeface do not."""
    return _shape(text, Typeface.TEXT, language)


def _shape(text: str, typeface: Typeface, language: str) -> ShapedText:
    text = unicodedata.normalize("NFC", text)
    codes = [ord(character) for character in text]
    if text.isascii() and text.isprintable():
        # One piece, a shortcut for URLs, codes, dates and many names.
        piece = Piece(start=0, end=len(text), font=primary_font(typeface), script="Latn")
        run = _run(text, codes, piece, language, rightwards=True)
        return ShapedText(width=run.advance / run.font.units, runs=(run,))
    require_printable_categories(text)
    _, text_levels = levels(text, _base_level(text, language))
    japanese = is_japanese(text, language)
    x = 0.0
    runs = []
    for start, end, level in visual_runs(text_levels):
        found = pieces(text, start, end, typeface, japanese=japanese)
        row = [part for piece in found for part in _parts(text, piece, level)]
        for piece in reversed(row) if level % 2 else row:
            run = replace(_run(text, codes, piece, language, rightwards=level % 2 == 0), x=x)
            x += run.advance / run.font.units
            runs.append(run)
    return ShapedText(width=x, runs=tuple(sorted(runs, key=lambda run: run.start)))


def _base_level(text: str, language: str) -> int | None:
    """Choose the direction of a line: 1 for right to left, None for that of its first letter.

    On a certificate in Arabic, `Python للمبتدئين` begins on the right; a name in Latin letters alone is not changed.
    """
    if not languages.language(language).right_to_left:
        return None
    return 1 if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text) else None


def _parts(text: str, piece: Piece, level: int) -> list[Piece]:
    """Split off characters that programs would extract in the wrong order.

    In right-to-left text these are the spaces and punctuation around it, and each of its digits, which run from left to
    right.
    """
    if level == 0:
        return [piece]
    strong = [at for at in range(piece.start, piece.end) if unicodedata.bidirectional(text[at]) in _STRONG]
    if level % 2 == 0 and strong:
        return [piece]
    first, last = (strong[0], strong[-1] + 1) if strong else (piece.end, piece.end)
    singles = [replace(piece, start=at, end=at + 1) for at in (*range(piece.start, first), *range(last, piece.end))]
    if strong:
        singles.insert(first - piece.start, replace(piece, start=first, end=last))
    return singles


def _run(text: str, codes: list[int], piece: Piece, language: str, *, rightwards: bool) -> ShapedRun:
    buffer = hb.Buffer()
    # The whole text goes in, so that letters at a piece's ends join as their neighbours ask.
    buffer.add_codepoints(codes, piece.start, piece.end - piece.start)
    buffer.direction = "ltr" if rightwards else "rtl"
    buffer.script = piece.script or "Zyyy"
    buffer.language = language  # otherwise it would be the machine's
    buffer.flags = _FLAGS
    hb.shape(piece.font.font, buffer, _FEATURES)
    outlines: tuple[Outline, ...] = ()
    simple = _one_by_one(text, piece, buffer) if rightwards else None
    if simple:
        advance, shown = simple
    else:
        clusters = _clusters(text, piece, buffer)
        advance = sum(cluster.advance for cluster in clusters)
        after_space = text[piece.start - 1 : piece.start].isspace()
        shown, outlines = show(clusters, piece.font, rightwards=rightwards, after_space=after_space)
    return ShapedRun(font=piece.font, start=piece.start, x=0, advance=advance, shown=shown, outlines=outlines)


def _one_by_one(text: str, piece: Piece, buffer: hb.Buffer) -> tuple[int, tuple[Shown, ...]] | None:
    """Show one glyph for each character, as in most texts: the result of `show`, in a third of the time."""
    infos = buffer.glyph_infos
    starts = [info.cluster for info in infos]
    if not starts or starts != list(range(piece.start, piece.end)):
        return None
    shown = []
    x, advance = 0, piece.font.advance
    for start, info, position in zip(starts, infos, buffer.glyph_positions, strict=True):
        number = info.codepoint
        x_offset, y_offset, x_advance, _ = position.position
        if y_offset or number == 0:
            return None
        shown.append(Shown(number, text[start], x + x_offset, advance(number)))
        x += x_advance
    return x, tuple(shown)


def _clusters(text: str, piece: Piece, buffer: hb.Buffer) -> list[Cluster]:
    """Group glyphs that represent the same characters, from left to right."""
    infos = buffer.glyph_infos
    starts = sorted({info.cluster for info in infos})
    # Invisible characters have no glyph: they join the cluster before them, at the beginning the one after them.
    words = {
        start: text[start if number else piece.start : starts[number + 1] if number + 1 < len(starts) else piece.end]
        for number, start in enumerate(starts)
    }
    clusters: list[Cluster] = []
    at = None
    for info, (x_offset, y_offset, x_advance, _) in zip(
        infos, (position.position for position in buffer.glyph_positions), strict=True
    ):
        if info.codepoint == 0:
            raise NameNotPrintable(text[info.cluster])
        if info.cluster != at:
            at = info.cluster
            clusters.append(Cluster(words[at]))
        cluster = clusters[-1]
        cluster.glyphs.append(Placed(info.codepoint, cluster.advance + x_offset, y_offset, x_advance))
        cluster.advance += x_advance
    return clusters
