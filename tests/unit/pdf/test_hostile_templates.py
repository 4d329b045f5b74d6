"""Malicious uploads: they must not harm the service that reads them, nor the readers of certificates."""

import io
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pypdf import PdfReader

from shared.domain.certificate import CertificateFace
from shared.domain.errors import TemplateInvalid
from shared.pdf import prepare as preparing
from shared.pdf.preparation import REFUSED as REFUSED_STATUS
from shared.pdf.preparation.__main__ import main
from shared.pdf.preparation.making import make
from shared.pdf.prepare import prepare
from shared.pdf.render import render
from tests.unit.pdf.active_files import ACTIVE
from tests.unit.pdf.bomb_files import BOMBS, MEGABYTE, image, jpeg, nested_forms, packed_bomb, with_image
from tests.unit.pdf.broken_files import READABLE, REFUSED
from tests.unit.pdf.harmless import complaints
from tests.unit.pdf.raw import one_page

type Build = Callable[[], bytes]
type MakeFace = Callable[..., CertificateFace]
USABLE: Mapping[str, Build] = {**ACTIVE, **READABLE}
# Phrases of the reason that tell an admin what to do, or what is wrong with the page.
ADVICE = ("upload it", "not a PDF.", "no page.", "Each side has to be from 100 to 1200 mm.")


def test_at_least_forty_files_are_hostile_or_broken() -> None:
    assert len(BOMBS) + len(REFUSED) + len(USABLE) >= 40


@pytest.mark.parametrize("build", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_with_a_reason(build: Build) -> None:
    upload = build()
    with pytest.raises(TemplateInvalid) as refusal:
        prepare(upload)
    assert any(words in str(refusal.value) for words in ADVICE)


@pytest.mark.parametrize("build", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_detected_before_it_exhausts_time_or_memory(build: Build) -> None:
    # In this process, without the limits of the worker process.
    with pytest.raises(TemplateInvalid):
        make(build())


@pytest.mark.parametrize(("reason", "build"), REFUSED.values(), ids=REFUSED)
def test_a_broken_file_is_refused_with_a_reason(reason: str, build: Build) -> None:
    upload = build()
    with pytest.raises(TemplateInvalid, match=reason) as refusal:
        prepare(upload)
    assert any(words in str(refusal.value) for words in ADVICE)
    if "memory" not in reason:
        with pytest.raises(TemplateInvalid, match=reason):
            make(upload)


@pytest.mark.parametrize("build", USABLE.values(), ids=USABLE)
def test_a_certificate_has_no_active_content_whatever_its_template_has(
    build: Build, make_face: MakeFace, tmp_path: Path
) -> None:
    upload = build()
    prepared = prepare(upload).pdf
    assert make(upload) == prepared
    certificate = render(prepared, make_face())
    assert complaints(certificate) == []
    require_sound(certificate, tmp_path)


@pytest.mark.parametrize(
    ("upload", "acting"),
    [
        ("a script in the names", "/JavaScript"),
        ("a script when it opens", "/OpenAction"),
        ("a button that sends", "/SubmitForm"),
        ("rich media", "/RichMedia"),
        ("a link to another site", "evil.example"),
        ("a script in an object stream", "/AA"),
    ],
)
def test_the_search_for_active_content_finds_it_in_the_uploads(upload: str, acting: str) -> None:
    assert any(acting in complaint for complaint in complaints(ACTIVE[upload]()))


def require_sound(pdf: bytes, folder: Path) -> None:
    """Check a PDF for damage with qpdf, if it is installed."""
    if shutil.which("qpdf"):
        path = folder / "certificate.pdf"
        path.write_bytes(pdf)
        checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)  # noqa: S603, S607
        assert (checked.returncode, checked.stderr) == (0, "")


def test_the_worker_returns_the_reason() -> None:
    answer = io.BytesIO()
    assert main(io.BytesIO(b"no PDF"), answer) == REFUSED_STATUS
    assert answer.getvalue() == b"This file is not a PDF."


def test_the_worker_returns_the_template() -> None:
    answer = io.BytesIO()
    assert main(io.BytesIO(one_page()), answer) == 0
    assert len(PdfReader(answer).pages) == 1


def test_an_upload_that_needs_more_memory_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = one_page(page="/Contents 10 0 R", objects={10: packed_bomb(30)}).replace(b"/Contents 4 0 R", b"")
    assert prepare(upload).pdf
    monkeypatch.setattr(preparing, "_MEMORY_BYTES", 32 * MEGABYTE)
    # If pypdf runs out of memory, it may report damage.
    with pytest.raises(TemplateInvalid, match=r"too much memory|damaged"):
        prepare(upload)


def test_large_images_within_the_limits_are_accepted() -> None:
    assert make(with_image(image(4961, 3508, bytes(4961 * 3508))))
    assert make(with_image(image(3000, 2000, jpeg(3000, 2000), "/Filter/DCTDecode")))


def test_a_jpeg_without_a_size_has_that_of_its_dictionary() -> None:
    for data in (b"", b"\xff\xd8", b"\xff\xd8\xff\xff\xe0\x00\x02" + bytes(20)):
        assert make(with_image(image(9, 9, data, "/Filter/DCTDecode")))


def test_forms_that_are_drawn_many_times_within_the_limit_are_accepted() -> None:
    assert make(nested_forms(3, 10))
