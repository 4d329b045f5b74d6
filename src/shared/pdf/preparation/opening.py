"""Opening an upload: checks that it is a readable PDF, and limits what reading it may cost."""

import io
import re
from contextlib import AbstractContextManager

from pypdf import PdfReader, apply_configuration
from pypdf.generic import DictionaryObject

from shared.domain.errors import TemplateInvalid

# The maximum size of a decoded stream. A certificate's page is far below it, a decompression bomb far above.
MAX_STREAM_BYTES = 32 * 1024 * 1024
# The version of encryption from which on a filter is named for streams, strings and attachments each.
_WITH_CRYPT_FILTERS = 4
_HEADER = re.compile(rb"%PDF-[12]\.\d")
# Browsers without a correct content type look for these in the first kilobyte (MIME sniffing).
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|img|a\s)", re.IGNORECASE)
_SNIFFED_BYTES = 1024
# Viewers find the header within the first kilobyte.
_LATEST_HEADER = 1024


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
        TemplateInvalid: it is not a PDF, or is encrypted.
    """
    header = _HEADER.search(upload, 0, _LATEST_HEADER + len("%PDF-1.0"))
    if header is None:
        raise TemplateInvalid("This file is not a PDF.")
    # What is within a stream, such as a font with a table named head, is no markup.
    if _MARKUP.search(upload[:_SNIFFED_BYTES].partition(b"stream")[0]):
        raise TemplateInvalid("This file is a web page as well as a PDF. Export a plain PDF and upload it.")
    try:
        reader = PdfReader(io.BytesIO(upload[header.start() :]))
    except NotImplementedError as error:
        raise TemplateInvalid(
            "This PDF is encrypted in a way that cannot be read here. Export it without encryption and upload it again."
        ) from error
    if reader.is_encrypted and not reader.decrypt(""):
        if not _only_attachments_are_encrypted(reader):
            raise TemplateInvalid("This PDF is protected by a password. Export it without one and upload it again.")
        reader._encryption = None  # noqa: SLF001 - pypdf asks for the password of attachments before it reads a page
    return reader


def _only_attachments_are_encrypted(reader: PdfReader) -> bool:
    """Return whether streams and strings are stored as they are (ISO 32000-1, 7.6.5)."""
    encryption = reader.trailer["/Encrypt"].get_object()
    return (
        isinstance(encryption, DictionaryObject)
        and int(encryption.get("/V", 0)) >= _WITH_CRYPT_FILTERS
        and all(encryption.get(name, "/Identity") == "/Identity" for name in ("/StmF", "/StrF"))
    )
