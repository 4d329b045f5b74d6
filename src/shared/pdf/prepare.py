"""Converts an uploaded template to a prepared template, over which certificates are rendered.

An upload may be crafted to attack the program that parses it, or the viewers that draw it. It is parsed and drawn in
separate processes (`shared.pdf.worker`); this process only reads the results.
"""

from dataclasses import dataclass
from time import monotonic

from shared.domain.errors import TemplateInvalid
from shared.domain.template import TemplateLayout
from shared.pdf import drawing, worker
from shared.pdf.choosing import BY_BACKGROUND, Colours, choose
from shared.pdf.layout import DEFAULT_LAYOUT
from shared.pdf.page import POINTS_PER_MM
from shared.pdf.preparation import TOO_EXPENSIVE, TOO_MUCH
from shared.pdf.prepared import unpack, with_texts

# CPU time: longer than any useful template takes.
READING = worker.Limits(cpu_seconds=5, memory_bytes=512 * 1024 * 1024)
# On a busy host the workers may have to wait for a processor.
WALL_SECONDS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedTemplate:
    """A template that has passed every check.

    Attributes:
        pdf: the file that is stored, and later passed to `render`; a PDF of one page that any viewer opens.
        page_width_mm: the page's width as displayed.
        page_height_mm: the page's height as displayed.
        warnings: what an admin should know about how texts look on it, in sentences.
    """

    pdf: bytes
    page_width_mm: float
    page_height_mm: float
    warnings: tuple[str, ...]


def prepare(
    upload: bytes,
    *,
    colours: Colours = BY_BACKGROUND,
    layout: TemplateLayout = DEFAULT_LAYOUT,
    wall_seconds: float = WALL_SECONDS,
) -> PreparedTemplate:
    """Check an uploaded PDF, keep what its first page draws and nothing else, and choose how texts look on it.

    Args:
        upload: the file.
        colours: of the texts.
        layout: of the texts.
        wall_seconds: the timeout of reading and drawing it; the caller must have that much time.

    Raises:
        TemplateInvalid: the file cannot be a template; the message tells an admin why and what to do.
        Unavailable: no process could be started to read it.
    """
    deadline = monotonic() + wall_seconds
    try:
        pdf = worker.run("shared.pdf.preparation", upload, READING, wall_seconds=wall_seconds)
    except worker.Exhausted as error:
        raise TemplateInvalid(TOO_MUCH) from error
    try:
        page = drawing.draw(pdf, wall_seconds=deadline - monotonic())
    except worker.Exhausted as error:
        raise TemplateInvalid(TOO_EXPENSIVE) from error
    base = unpack(pdf)
    choice = choose(page, width=base.width, height=base.height, colours=colours, layout=layout)
    return PreparedTemplate(
        pdf=with_texts(pdf, choice.appearance, layout),
        page_width_mm=round(base.width / POINTS_PER_MM, 2),
        page_height_mm=round(base.height / POINTS_PER_MM, 2),
        warnings=choice.warnings,
    )
