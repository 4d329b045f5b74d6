"""Responding with PDFs: in the body, or by a redirect where they are too large for it."""

from collections.abc import Callable
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

# A response of Lambda has at most 6 MB, and a PDF in it is base64, which is a third longer.
MAX_INLINE_BYTES = 4 * 1024 * 1024


def pdf_response(pdf: bytes, file_name: str, link: Callable[[], str]) -> Response[bytes] | Response[str]:
    """Answer with a PDF.

    Args:
        pdf: its bytes.
        file_name: to save it under.
        link: makes a link to the same bytes; called only if they are over 4 MiB.
    """
    if len(pdf) > MAX_INLINE_BYTES:
        return Response(int(HTTPStatus.FOUND), headers={"Location": link()})
    disposition = f'attachment; filename="{file_name}"'
    return Response(int(HTTPStatus.OK), "application/pdf", pdf, headers={"Content-Disposition": disposition})
