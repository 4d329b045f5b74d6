# ruff: noqa: RUF001 - names in every script
"""Draws the pictures of certificates in docs/: one of the demo course, the four designs, and one in each language.

`.venv/bin/python bench/draw_certificates.py`. The same program draws the same pictures.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / folder) for folder in ("src", "layers/pdf")]

from shared.domain.certificate import CertificateFace
from shared.domain.design import Design, Orientation, Paper, Style
from shared.pdf import designs
from shared.pdf.drawing.page import drawn
from shared.pdf.prepare import prepare
from shared.pdf.render import render

CODE = "7K4QX-93TVN-RB2WE-M6H8D"
COLOURS = {
    Style.CLASSIC: ("#1c2a44", "#a88a4a"),
    Style.MODERN: ("#0f766e", "#f59e0b"),
    Style.MINIMAL: ("#7a1f3d", "#d9643a"),
    Style.FESTIVE: ("#6d28d9", "#f59e0b"),
}
# Names and courses as they are where a language is spoken; elsewhere those of the demo course.
NAMES = {
    "de": ("Jürgen Weiß", "Bienenhaltung für Anfänger"),
    "fr": ("Zoé Lefèvre", "L’apiculture pour débutants"),
    "es": ("Íñigo Muñoz", "Apicultura para principiantes"),
    "pt": ("João Conceição", "Apicultura para iniciantes"),
    "it": ("Niccolò D’Agostino", "Apicoltura per principianti"),
    "nl": ("Daniël van ’t Hoff", "Bijen houden voor beginners"),
    "pl": ("Łukasz Wójcik", "Pszczelarstwo dla początkujących"),
    "cs": ("Jiří Dvořák", "Včelařství pro začátečníky"),
    "el": ("Γιώργος Παπαδόπουλος", "Μελισσοκομία για αρχάριους"),
    "tr": ("Işıl Çağlayan", "Yeni başlayanlar için arıcılık"),
    "ru": ("Мария Воробьёва", "Пчеловодство для начинающих"),
    "uk": ("Ганна Їжакевич", "Бджільництво для початківців"),
    "ar": ("محمد عبد الرحمن", "تربية النحل للمبتدئين"),
    "he": ("נועה בן־דוד", "גידול דבורים למתחילים"),
    "fa": ("زهرا حسینی‌پور", "زنبورداری برای مبتدیان"),
    "hi": ("श्रुति कृष्णमूर्ति", "शुरुआती लोगों के लिए मधुमक्खी पालन"),
    "vi": ("Nguyễn Thị Ánh", "Nuôi ong cho người mới bắt đầu"),
    "ja": ("渡邉 直子", "はじめての養蜂"),
    "zh": ("欧阳菲菲", "养蜂入门"),
    "zh-Hant": ("歐陽菲菲", "養蜂入門"),
    "ko": ("김하늘", "초보자를 위한 양봉"),
}


def picture(template: bytes, language: str = "en", *, width: int) -> Image.Image:
    """Draw a certificate over an upload."""
    name, title = NAMES.get(language, ("Nguyễn Thị Ánh", "Beekeeping for Beginners"))
    face = CertificateFace(
        issued_name=name,
        issued_course_title=title,
        issued_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        signatory_name="Dr. Ingrid Solberg",
        signatory_title="Head of the school apiary",
        verification_url=f"https://certificates.example.com/certificates/verify/{CODE}",
        verification_code=CODE,
        language=language,
    )
    page = drawn(render(prepare(template).pdf, face))
    image = Image.frombytes("RGB", (page.width, page.height), page.pixels, "raw", "BGRX")
    return image.resize((width, round(width * image.height / image.width)), Image.Resampling.LANCZOS)


def design(style: Style, language: str = "en") -> bytes:
    primary, accent = COLOURS[style]
    return designs.draw(
        Design(style=style, orientation=Orientation.LANDSCAPE, paper=Paper.A4, primary=primary, accent=accent),
        language=language,
    )


def sheet(pictures: list[Image.Image], columns: int, path: Path) -> None:
    """Write pictures of one size, side by side."""
    gap = 12
    width, height = pictures[0].size
    rows = -(-len(pictures) // columns)
    size = (columns * (width + gap) + gap, rows * (height + gap) + gap)
    whole = Image.new("RGB", size, "#e2e4e8")
    for number, one in enumerate(pictures):
        row, column = divmod(number, columns)
        whole.paste(one, (gap + column * (width + gap), gap + row * (height + gap)))
    whole.quantize(256).save(path, optimize=True)


def main() -> None:
    """Write the pictures."""
    docs = ROOT / "docs"
    sheet([picture((ROOT / "local/demo_template.pdf").read_bytes(), width=1000)], 1, docs / "certificate.png")
    sheet([picture(design(style), width=560) for style in Style], 2, docs / "designs.png")
    tags = json.loads((ROOT / "src/shared/pdf/phrases.json").read_text("utf-8"))
    styles = list(Style)
    pictures = [picture(design(styles[number % len(styles)], tag), tag, width=400) for number, tag in enumerate(tags)]
    sheet(pictures, 5, docs / "languages.png")


if __name__ == "__main__":
    main()
