"""Handing out PDFs."""

import pytest

from shared.edge.pdfs import MAX_INLINE_BYTES, pdf_response


def no_link() -> str:
    pytest.fail("nobody asked for a link")


def test_a_pdf_is_answered_with_its_bytes_to_be_saved_under_its_name() -> None:
    answer = pdf_response(b"%PDF-1.7", "certificate-bread.pdf", no_link)
    assert (answer.status_code, answer.content_type, answer.body) == (200, "application/pdf", b"%PDF-1.7")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="certificate-bread.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_pdf_of_4_mib_still_fits_into_an_answer() -> None:
    assert MAX_INLINE_BYTES == 4 * 1024 * 1024
    assert pdf_response(bytes(MAX_INLINE_BYTES), "c.pdf", no_link).status_code == 200


def test_a_larger_pdf_is_handed_out_by_a_link() -> None:
    answer = pdf_response(bytes(MAX_INLINE_BYTES + 1), "c.pdf", lambda: "https://bucket.example/c.pdf")
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://bucket.example/c.pdf")
    assert not answer.body
    assert answer.headers["Cache-Control"] == "private, no-store"
