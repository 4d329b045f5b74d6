"""Draws with PDFium, the library that draws PDFs in Chromium."""

import ctypes

import pypdfium2_raw as pdfium

from shared.domain.errors import TemplateInvalid
from shared.pdf.drawing import LONGER_SIDE, Bitmap, marking
from shared.pdf.preparation import DAMAGED

_WHITE = 0xFFFFFFFF


def drawn(pdf: bytes, *, longer_side: int = LONGER_SIDE, mark: str = "") -> Bitmap:
    """Draw the first page of a PDF on white, and a word across it, if there is one.

    Raises:
        TemplateInvalid: it cannot be drawn.
        MemoryError: there is no memory for its pixels.
    """
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2))
    document = pdfium.FPDF_LoadMemDocument64(pdf, len(pdf), None)
    page = pdfium.FPDF_LoadPage(document, 0) if document else None
    if not page:
        raise TemplateInvalid(DAMAGED)
    size = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    width, height = (max(1, round(length / max(size) * longer_side)) for length in size)
    if mark:
        marking.mark(document, page, mark)
    pixels = ctypes.create_string_buffer(width * height * 4)
    bitmap = pdfium.FPDFBitmap_CreateEx(width, height, pdfium.FPDFBitmap_BGRx, pixels, width * 4)
    pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, _WHITE)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 0)
    return Bitmap(width=width, height=height, pixels=pixels.raw)
