"""What a viewer executes to draw a page: forms, tiles, masks and glyphs count as often as they are drawn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from shared.domain.errors import TemplateInvalid
from shared.pdf.preparation import TOO_EXPENSIVE
from shared.pdf.preparation.bounds import MAX_PIXELS, TOO_MANY_PIXELS
from shared.pdf.preparation.images import pixels
from shared.pdf.preparation.operators import Token, tokens

# In bytes of operators: what viewers execute in about a second.
_MAX_WORK = 64 * 1024 * 1024
_MAX_DEPTH = 20
# What it takes to begin a form, a tile, a mask or a glyph, however short, in bytes of operators.
_BEGIN = 32
# A pixel costs less than an operator.
_PIXELS_PER_BYTE = 4
# Tiles smaller than this, in points, are drawn as one: they would be less than a pixel on paper.
_SMALLEST_TILE = 0.1
_PAINT = frozenset(["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"'])
_SHOW = frozenset(["Tj", "TJ", "'", '"'])
_FILL_COLOUR = frozenset(["g", "rg", "k", "cs", "sc"])
_STROKE_COLOUR = frozenset(["G", "RG", "K", "CS", "SC"])


@dataclass(frozen=True, slots=True)
class Cost:
    """What executing a content stream takes.

    Attributes:
        work: bytes of operators executed, those of nested streams included.
        paints: how often it paints; each time, a pattern or mask that it inherits is drawn again.
    """

    work: int = 0
    paints: int = 0


@dataclass(frozen=True, slots=True)
class _State:
    """The part of the graphics state that costs: the work of what is drawn again at each paint, or for each glyph."""

    fill: int = 0
    stroke: int = 0
    mask: int = 0
    glyph: Cost | None = None

    @property
    def paint(self) -> int:
        return self.fill + self.stroke + self.mask


class DrawingCost:
    """Computes what drawing a page costs.

    Args:
        area: of the page, in square points; tiles may cover it.
    """

    def __init__(self, area: float) -> None:
        self._area = area
        # The streams are kept, so that no other object has the identity of one of them.
        self._known: dict[tuple[int, int], tuple[Cost | None, Any, Any]] = {}

    def require_bounded(self, data: bytes, resources: DictionaryObject) -> None:
        """Require that a page's content can be drawn in reasonable time.

        Raises:
            TemplateInvalid: it executes too much, or something that it draws draws itself.
        """
        self._content(data, resources, 0)

    def _content(self, data: bytes, resources: Any, depth: int) -> Cost:  # noqa: ANN401 - any PDF object
        if depth > _MAX_DEPTH:
            raise TemplateInvalid(TOO_EXPENSIVE)
        execution = _Execution(self, len(data), resources, depth)
        for token, value in tokens(data):
            execution.take(token, value)
        return execution.cost

    def stream(self, stream: Any, resources: Any, depth: int) -> Cost:  # noqa: ANN401 - any PDF object
        """What one drawing of a form, tile or glyph costs; its own resources are used, else those around it."""
        if not isinstance(stream, StreamObject):
            return Cost()
        own = _resolved(stream, "/Resources") or resources
        key = id(stream), id(own)
        if key not in self._known:
            self._known[key] = None, stream, own
            cost = self._content(bytes(stream.get_data()), own, depth + 1)
            self._known[key] = Cost(cost.work + _BEGIN, cost.paints), stream, own
        known = self._known[key][0]
        if known is None:
            raise TemplateInvalid(TOO_EXPENSIVE)
        return known

    def pattern(self, pattern: Any, resources: Any, depth: int) -> int:  # noqa: ANN401 - any PDF object
        """What filling the page with a pattern costs."""
        if not isinstance(pattern, StreamObject):
            return 0
        return self.stream(pattern, resources, depth).work * self._tiles(pattern)

    def mask(self, state: Any, resources: Any, depth: int) -> int:  # noqa: ANN401 - any PDF object
        """What drawing the mask of a graphics state costs."""
        mask = _resolved(state, "/SMask")
        return self.stream(_resolved(mask, "/G"), resources, depth).work if mask is not None else 0

    def glyph(self, font: Any, resources: Any, depth: int) -> Cost | None:  # noqa: ANN401 - any PDF object
        """What the most expensive glyph of a font costs whose glyphs are content streams; None for other fonts."""
        glyphs = _resolved(font, "/CharProcs")
        if not isinstance(glyphs, DictionaryObject):
            return None
        own = _resolved(font, "/Resources") or resources
        costs = [self.stream(_resolved(glyphs, name), own, depth) for name in glyphs]
        return Cost(max((cost.work for cost in costs), default=0), max((cost.paints for cost in costs), default=0))

    def _tiles(self, pattern: StreamObject) -> int:
        steps = abs(_number(pattern, "/XStep") * _number(pattern, "/YStep"))
        matrix = _resolved(pattern, "/Matrix")
        if isinstance(matrix, ArrayObject) and len(matrix) == 6:  # noqa: PLR2004 - an affine transformation
            a, b, c, d = (float(entry.get_object()) for entry in matrix[:4])
            steps *= abs(a * d - b * c)
        return 1 + int(self._area / max(steps, _SMALLEST_TILE**2))


class _Execution:
    """Executes one content stream, as far as it matters for its cost."""

    def __init__(self, costs: DrawingCost, length: int, resources: Any, depth: int) -> None:  # noqa: ANN401
        self._costs = costs
        self._resources = resources
        self._depth = depth
        self._work = length
        self._paints = 0
        self._state = _State()
        self._saved: list[_State] = []
        self._names: list[str] = []
        self._shown = 0
        self._loose = False

    @property
    def cost(self) -> Cost:
        return Cost(self._work, self._paints)

    def take(self, token: Token, value: Any) -> None:  # noqa: ANN401 - as the token says
        """Execute a token."""
        if token is Token.NAME:
            # A viewer takes the last one; what is read loosely may have a wrong one after it.
            self._names = [*self._names, value] if self._loose else [value]
        elif token is Token.STRING:
            self._shown += value
        elif token is Token.INLINE_IMAGE:
            self._paint(_image(value))
        elif token is Token.LOOSE:
            self._loose = True
        else:
            self._operator(value)
        if self._work > _MAX_WORK:
            raise TemplateInvalid(TOO_EXPENSIVE)

    def _operator(self, operator: str) -> None:
        if operator in _PAINT:
            self._paint(self._painted(operator))
        elif operator == "q":
            self._saved.append(self._state)
        elif operator == "Q":
            if self._saved and not self._loose:
                self._state = self._saved.pop()
        elif operator == "gs":
            self._choose("/ExtGState", self._graphics_state)
        elif operator == "Tf":
            self._choose("/Font", self._font)
        else:
            self._colour(operator)

    def _colour(self, operator: str) -> None:
        if operator == "scn":
            self._set(fill=self._pattern())
        elif operator == "SCN":
            self._set(stroke=self._pattern())
        elif operator in _FILL_COLOUR:
            self._set(fill=0)
        elif operator in _STROKE_COLOUR:
            self._set(stroke=0)

    def _paint(self, painted: Cost) -> None:
        self._work += painted.work + painted.paints * self._state.paint
        self._paints += painted.paints

    def _painted(self, operator: str) -> Cost:
        if operator == "Do":
            drawn = [self._xobject(found) for found in self._found("/XObject")]
            return Cost(sum(cost.work for cost in drawn), sum(cost.paints for cost in drawn))
        if operator in _SHOW:
            shown, self._shown = self._shown, 0
            glyph = self._state.glyph
            return Cost(0, 1) if glyph is None else Cost(glyph.work * shown, glyph.paints * shown)
        return Cost(0, 1)

    def _xobject(self, xobject: Any) -> Cost:  # noqa: ANN401 - any PDF object
        if not isinstance(xobject, StreamObject):
            return Cost()
        if xobject.get("/Subtype") != "/Image":
            return self._costs.stream(xobject, self._resources, self._depth)
        return _image(pixels(xobject))

    def _graphics_state(self, state: Any) -> None:  # noqa: ANN401 - any PDF object
        if "/SMask" in state:
            self._set(mask=self._costs.mask(state, self._resources, self._depth))
            self._work += self._state.mask
        font = _resolved(state, "/Font")
        if isinstance(font, ArrayObject) and font:
            self._font(font[0].get_object())

    def _font(self, font: Any) -> None:  # noqa: ANN401 - any PDF object
        glyph = self._costs.glyph(font, self._resources, self._depth)
        if not self._loose or (glyph is not None and glyph.work > (self._state.glyph or Cost()).work):
            self._state = replace(self._state, glyph=glyph)

    def _pattern(self) -> int:
        patterns = self._found("/Pattern")
        return max((self._costs.pattern(each, self._resources, self._depth) for each in patterns), default=0)

    def _set(self, *, fill: int | None = None, stroke: int | None = None, mask: int | None = None) -> None:
        before = self._state
        # What is read loosely may name another resource than a viewer uses: the most expensive one counts.
        fill, stroke, mask = (
            old if new is None else max(new, old if self._loose else 0)
            for new, old in ((fill, before.fill), (stroke, before.stroke), (mask, before.mask))
        )
        self._state = replace(before, fill=fill, stroke=stroke, mask=mask)

    def _choose(self, category: str, choose: Callable[[Any], None]) -> None:
        for found in self._found(category):
            choose(found)

    def _found(self, category: str) -> list[Any]:
        """The resources of a category that the operands name."""
        names, self._names = self._names, []
        resources = _resolved(self._resources, category) if names else None
        found = (_resolved(resources, f"/{name}") for name in names)
        return [each for each in found if isinstance(each, DictionaryObject)]


def _image(count: int) -> Cost:
    if count > MAX_PIXELS:
        raise TemplateInvalid(TOO_MANY_PIXELS)
    return Cost(_BEGIN + count // _PIXELS_PER_BYTE, 1)


def _resolved(holder: Any, name: str) -> Any:  # noqa: ANN401 - any PDF object
    if not isinstance(holder, DictionaryObject):
        return None
    value = holder.get(name)
    return None if value is None else value.get_object()


def _number(holder: DictionaryObject, name: str) -> float:
    return float(_resolved(holder, name) or 0)
