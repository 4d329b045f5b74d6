"""Opening an upload: checks that it is a readable PDF, and limits what reading it may cost."""

import io
import re
from contextlib import AbstractContextManager

from pypdf import PdfReader, apply_configuration

from shared.domain.errors import TemplateInvalid

DAMAGED = "This PDF is damaged and cannot be read. Export it again and upload it."
# The maximum size of a decoded stream. A certificate's page is far below it, a decompression bomb far above.
MAX_STREAM_BYTES = 32 * 1024 * 1024
_HEADER = re.compile(rb"%PDF-[12]\.\d")
# Browsers without a correct content type look for these in the first kilobyte (MIME sniffing).
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|img|a\s)", re.IGNORECASE)
_SNIFFED_BYTES = 1024


def bounded() -> AbstractContextManager[object]:
    """Limit pypdf to what a certificate's template may need, within the context."""
    return apply_configuration(
        maximum_declared_stream_length=MAX_STREAM_BYTES,
        array_based_stream_maximum_output_length=MAX_STREAM_BYTES,
        lzw_maximum_output_length=MAX_STREAM_BYTES,
        run_length_maximum_output_length=MAX_STREAM_BYTES,
        zlib_maximum_output_length=MAX_STREAM_BYTES,
        stream_decoding_work_maximum_length=4 * MAX_STREAM_BYTES,
    )


def open_upload(upload: bytes) -> PdfReader:
    """Open a PDF for reading.

    Raises:
        TemplateInvalid: it is not a PDF, or needs a password.
    """
    if not _HEADER.match(upload):
        raise TemplateInvalid("This file is not a PDF.")
    if _MARKUP.search(upload[:_SNIFFED_BYTES]):
        raise TemplateInvalid("This file is a web page as well as a PDF. Export a plain PDF and upload it.")
    reader = PdfReader(io.BytesIO(upload))
    if reader.is_encrypted and not reader.decrypt(""):
        raise TemplateInvalid("This PDF is protected by a password. Export it without one and upload it again.")
    return reader
