"""The renderers that Laurel is compared with: reportlab draws an overlay, which pypdf or pikepdf merges."""

import io
from functools import cache
from importlib.resources import files
from typing import Any

import pikepdf
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from shared.domain.certificate import CertificateFace
from shared.pdf.fitting import Extent, Typeface
from shared.pdf.layout import lay_out
from shared.pdf.page import POINTS_PER_MM, Part

WIDTH_MM, HEIGHT_MM = 297, 210
_FONTS = (
    "NotoSerifDisplay-Regular",
    "NotoSerif-Regular",
    "NotoNaskhArabic-Regular",
    "NotoSerifDevanagari-Regular",
    "DroidSansFallbackFull",
)


def with_pypdf(template: bytes, face: CertificateFace) -> bytes:
    """The plain way."""
    writer = PdfWriter()
    page = writer.add_page(PdfReader(io.BytesIO(template)).pages[0])
    page.merge_page(PdfReader(io.BytesIO(_overlay(face))).pages[0])
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def with_pikepdf(template: bytes, face: CertificateFace) -> bytes:
    """The same overlay, merged by a library in C++."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(template)) as pdf, pikepdf.open(io.BytesIO(_overlay(face))) as overlay:
        pdf.pages[0].add_overlay(overlay.pages[0])
        pdf.save(output)
    return output.getvalue()


@cache
def _font(name: str) -> TTFont:
    font = TTFont(name, str(files("laurel_fonts") / f"{name}.ttf"))
    pdfmetrics.registerFont(font)
    return font


def _font_for(text: str, typeface: Typeface) -> str:
    """One font for a whole line, without text shaping: the simplest choice that draws every glyph."""
    names = _FONTS if typeface is Typeface.DISPLAY else _FONTS[1:]
    return next(name for name in names if all(ord(character) in _font(name).face.charToGlyph for character in text))


def _qr_image(text: str) -> ImageReader:
    """The QR code as an image: reportlab's widget, which draws a shape per module, takes twice as long as the rest."""
    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    size = code.getModuleCount()
    image = Image.new("1", (size, size))
    image.putdata([not code.isDark(row, column) for row in range(size) for column in range(size)])
    return ImageReader(image)


def _overlay(face: CertificateFace) -> bytes:
    def measure(text: str, typeface: Typeface) -> Extent:
        width = float(pdfmetrics.stringWidth(text, _font_for(text, typeface), 1))
        return Extent(width=width, ascent=1.1, descent=0.4)

    page = lay_out(face, width_mm=WIDTH_MM, height_mm=HEIGHT_MM, measure=measure)
    output = io.BytesIO()
    canvas = Canvas(output, pagesize=(WIDTH_MM * POINTS_PER_MM, HEIGHT_MM * POINTS_PER_MM))
    for line in page.lines:
        canvas.setFont(_font_for(line.text, line.typeface), line.size)
        canvas.setFillColorRGB(*line.ink.value)
        canvas.drawString(line.x, line.y, line.text)
        if line.part is Part.URL:
            box = line.box
            canvas.linkURL(line.text, (box.x, box.y, box.x + box.width, box.y + box.height))
    square = page.qr_code
    canvas.drawImage(_qr_image(face.verification_url), square.x, square.y, square.width, square.height)
    canvas.save()
    return output.getvalue()
