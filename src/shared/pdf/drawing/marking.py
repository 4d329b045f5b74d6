"""Writes a word across a page that is drawn; the file does not change."""

import ctypes
import math

import pypdfium2_raw as pdfium

_FONT = b"Helvetica-Bold"
_SIZE = 100.0
# The share of the page's diagonal that the word covers, and of its shorter side that its letters may be high.
_LENGTH, _HEIGHT = 0.62, 0.24
_RED, _WHITE = (176, 30, 34, 215), (255, 255, 255, 235)
# Of the outline, in the units of the letters: it keeps them legible on any background.
_OUTLINE = 3.0


def mark(document: pdfium.FPDF_DOCUMENT, page: pdfium.FPDF_PAGE, word: str) -> None:
    """Add a word to a page, from its lower left towards its upper right."""
    for outlined in (True, False):
        text = pdfium.FPDFPageObj_NewTextObj(document, _FONT, _SIZE)
        encoded = (word + "\0").encode("utf-16-le")
        pdfium.FPDFText_SetText(text, ctypes.cast(ctypes.c_char_p(encoded), pdfium.FPDF_WIDESTRING))
        if outlined:
            pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_STROKE)
            pdfium.FPDFPageObj_SetStrokeColor(text, *_WHITE)
            pdfium.FPDFPageObj_SetStrokeWidth(text, _OUTLINE)
        else:
            pdfium.FPDFPageObj_SetFillColor(text, *_RED)
        _place(text, pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page))
        pdfium.FPDFPage_InsertObject(page, text)


def _place(text: pdfium.FPDF_PAGEOBJECT, width: float, height: float) -> None:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(text, left, bottom, right, top)
    centre = (left.value + right.value) / 2, (bottom.value + top.value) / 2
    diagonal = math.hypot(width, height)
    size = min(
        _LENGTH * diagonal / (right.value - left.value), _HEIGHT * min(width, height) / (top.value - bottom.value)
    )
    across, up = size * width / diagonal, size * height / diagonal
    pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, -centre[0], -centre[1])
    pdfium.FPDFPageObj_Transform(text, across, up, -up, across, width / 2, height / 2)
