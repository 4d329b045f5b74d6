"""Converts an uploaded template to a prepared template, over which certificates are rendered.

An upload may be crafted to attack the program that parses it. It is parsed in a separate process, with limits on time
and memory and without credentials; this process only reads the result.
"""

import os
import subprocess
import sys
from dataclasses import dataclass

from shared.domain.errors import TemplateInvalid
from shared.pdf.page import POINTS_PER_MM
from shared.pdf.preparation import REFUSED, TOO_MUCH
from shared.pdf.prepared import unpack

# CPU time: longer than any useful template takes.
CPU_SECONDS = 5
# On a busy host the worker may have to wait for a processor.
WALL_SECONDS = 15
_MEMORY_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedTemplate:
    """A template that has passed every check.

    Attributes:
        pdf: the file that is stored, and later passed to `render`; a PDF of one page that any viewer opens.
        page_width_mm: the page's width as displayed.
        page_height_mm: the page's height as displayed.
    """

    pdf: bytes
    page_width_mm: float
    page_height_mm: float


def prepare(upload: bytes, *, wall_seconds: float = WALL_SECONDS) -> PreparedTemplate:
    """Check an uploaded PDF, and keep what its first page draws and nothing else.

    Args:
        upload: the file.
        wall_seconds: the timeout of the worker; the caller must have that much time.

    Raises:
        TemplateInvalid: the file cannot be a template; the message tells an admin why and what to do.
    """
    program = ["-S", "-P", "-m", "shared.pdf.preparation", str(_MEMORY_BYTES), str(CPU_SECONDS)]
    try:
        worker = subprocess.run(  # noqa: S603 - this very interpreter, with arguments of our own
            [sys.executable, *program],
            input=upload,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            timeout=wall_seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise TemplateInvalid(TOO_MUCH) from error
    if worker.returncode == REFUSED:
        raise TemplateInvalid(worker.stdout.decode())
    if worker.returncode:
        raise TemplateInvalid(TOO_MUCH)
    base = unpack(worker.stdout)
    return PreparedTemplate(
        pdf=worker.stdout,
        page_width_mm=round(base.width / POINTS_PER_MM, 2),
        page_height_mm=round(base.height / POINTS_PER_MM, 2),
    )


def _environment() -> dict[str, str]:
    """The paths of the worker's modules, and of Lambda's Python library; nothing else of this process's environment."""
    return {
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "LD_LIBRARY_PATH": f"{sys.base_prefix}/lib",
    }
