"""Fixtures of the PDF tests: certificate faces, templates, and text extraction."""

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from shared.domain.certificate import CertificateFace

type MakeFace = Callable[..., CertificateFace]
type MakeTemplate = Callable[..., bytes]

CODE = "ABCDE-FGHJK-MNPQR-STVWX"
ADDRESS = f"https://certificates.example.com/certificates/verify/{CODE}"


@pytest.fixture
def make_face() -> MakeFace:
    def make(
        name: str = "Nguyễn Thị Ánh",
        *,
        title: str = "Foundations of Data Science",
        signatory: tuple[str | None, str | None] = ("Dr. Maria Álvarez", "Head of Learning"),
        issued_at: datetime = datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        **fields: Any,  # noqa: ANN401 - of the face
    ) -> CertificateFace:
        return CertificateFace(
            issued_name=name,
            issued_course_title=title,
            issued_at=issued_at,
            signatory_name=signatory[0],
            signatory_title=signatory[1],
            verification_url=ADDRESS,
            verification_code=CODE,
            **fields,
        )

    return make


@pytest.fixture
def make_template() -> MakeTemplate:
    def make(*, width_mm: float = 297, height_mm: float = 210, pages: int = 1, words: str = "") -> bytes:
        output = io.BytesIO()
        canvas = Canvas(output, pagesize=(width_mm * 72 / 25.4, height_mm * 72 / 25.4), invariant=1)
        for number in range(pages):
            canvas.rect(20, 20, 100, 50 + number)
            canvas.drawString(30, 30, words)
            canvas.showPage()
        canvas.save()
        return output.getvalue()

    return make


@pytest.fixture
def read_lines() -> Callable[[bytes], list[str]]:
    def read(pdf: bytes) -> list[str]:
        (page,) = PdfReader(io.BytesIO(pdf), strict=True).pages
        return [line.strip() for line in page.extract_text().splitlines() if line.strip()]

    return read
