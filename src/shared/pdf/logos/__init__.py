"""Checks an uploaded logo and writes it anew, in a separate process, since a file may be made to attack its decoder."""

from shared.domain.errors import LogoInvalid, TemplateInvalid
from shared.pdf import worker

LIMITS = worker.Limits(cpu_seconds=5, memory_bytes=512 * 1024 * 1024)
# On a busy host the worker may have to wait for a processor.
WALL_SECONDS = 10
TOO_MUCH = "This picture takes too long or too much memory to read. Save it again with fewer pixels, and upload it."


def prepare(upload: bytes, *, wall_seconds: float = WALL_SECONDS) -> bytes:
    """Check a logo, and write its pixels anew, without metadata.

    Args:
        upload: the file.
        wall_seconds: the timeout; the caller must have that much time.

    Returns:
        A PNG or a JPEG of at most 1000 pixels on each side and 1 MiB; PNG keeps transparency.

    Raises:
        LogoInvalid: it is neither a PNG nor a JPEG, or cannot be used; the message says why.
        Unavailable: no process could be started to read it.
    """
    try:
        return worker.run("shared.pdf.logos", upload, LIMITS, wall_seconds=wall_seconds)
    except worker.Exhausted as error:
        raise LogoInvalid(TOO_MUCH) from error
    except TemplateInvalid as refusal:  # what every worker refuses a file with
        raise LogoInvalid(str(refusal)) from refusal
