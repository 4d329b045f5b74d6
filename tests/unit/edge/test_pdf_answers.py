"""Handing out PDFs."""

import pytest

from shared.edge.pdfs import MAX_INLINE_BYTES, pdf_response


def no_link() -> str:
    pytest.fail("no link is needed")


def test_a_pdf_is_returned_as_an_attachment_with_its_file_name() -> None:
    answer = pdf_response(b"%PDF-1.7", "certificate-bread.pdf", no_link)
    assert (answer.status_code, answer.content_type, answer.body) == (200, "application/pdf", b"%PDF-1.7")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="certificate-bread.pdf"'


def test_a_pdf_of_4_mib_is_returned_in_the_response() -> None:
    assert MAX_INLINE_BYTES == 4 * 1024 * 1024
    assert pdf_response(bytes(MAX_INLINE_BYTES), "c.pdf", no_link).status_code == 200


def test_a_larger_pdf_is_returned_as_a_link() -> None:
    answer = pdf_response(bytes(MAX_INLINE_BYTES + 1), "c.pdf", lambda: "https://bucket.example/c.pdf")
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://bucket.example/c.pdf")
    assert not answer.body
