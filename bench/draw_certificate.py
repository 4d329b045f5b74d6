"""Draws `docs/certificate.png`, a certificate of the demo course.

`.venv/bin/python bench/draw_certificate.py`. The same program draws the same picture.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / folder) for folder in ("src", "layers/pdf")]

from shared.domain.certificate import CertificateFace
from shared.pdf.drawing.page import drawn
from shared.pdf.prepare import prepare
from shared.pdf.render import render

CODE = "7K4QX-93TVN-RB2WE-M6H8D"


def draw(path: Path) -> None:
    """Write the picture."""
    face = CertificateFace(
        issued_name="Nguyễn Thị Ánh",
        issued_course_title="Beekeeping for Beginners",
        issued_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        signatory_name="Dr. Ingrid Solberg",
        signatory_title="Head of the school apiary",
        verification_url=f"https://certificates.example.com/certificates/verify/{CODE}",
        verification_code=CODE,
    )
    template = prepare((ROOT / "local/demo_template.pdf").read_bytes())
    page = drawn(render(template.pdf, face))
    picture = Image.frombytes("RGB", (page.width, page.height), page.pixels, "raw", "BGRX")
    picture.thumbnail((1000, 1000))
    picture.quantize(160).save(path, optimize=True)


if __name__ == "__main__":
    draw(ROOT / "docs/certificate.png")
