"""Malicious uploads: they must not harm the service that reads them, nor the readers of certificates."""

import shutil
import subprocess
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from shared.domain.certificate import CertificateFace
from shared.domain.errors import TemplateInvalid
from shared.domain.template import TemplateLayout
from shared.pdf import drawing, worker
from shared.pdf import prepare as preparing
from shared.pdf.preparation.making import make
from shared.pdf.prepare import prepare
from shared.pdf.prepared import unpack, with_texts
from shared.pdf.render import render
from tests.support.sizes import size
from tests.unit.pdf.active_files import ACTIVE
from tests.unit.pdf.bomb_files import BOMBS, MEGABYTE, image, jpeg, nested_forms, packed_bomb, with_image
from tests.unit.pdf.broken_files import READABLE, REFUSED
from tests.unit.pdf.harmless import complaints
from tests.unit.pdf.raw import one_page, stream
from tests.unit.pdf.viewer_bombs import VIEWER_BOMBS, jbig2

type Build = Callable[[], bytes]
type MakeFace = Callable[..., CertificateFace]
USABLE: Mapping[str, Build] = {**ACTIVE, **READABLE}
# Phrases of the reason that tell an admin what to do, or what is wrong with the page.
ADVICE = ("upload it", "not a PDF.", "no page.", "Each side has to be from 100 to 1200 mm.")


def test_at_least_forty_files_are_hostile_or_broken() -> None:
    assert len(BOMBS) + len(REFUSED) + len(USABLE) >= 40


@pytest.mark.parametrize("build", BOMBS.values(), ids=list(BOMBS))
def test_a_bomb_is_refused_with_a_reason(build: Build) -> None:
    upload = build()
    with pytest.raises(TemplateInvalid) as refusal:
        prepare(upload)
    assert any(words in str(refusal.value) for words in ADVICE)


@pytest.mark.parametrize("build", [*BOMBS.values(), *VIEWER_BOMBS.values()], ids=[*BOMBS, *VIEWER_BOMBS])
def test_a_bomb_is_detected_before_it_exhausts_time_or_memory(build: Build) -> None:
    # In this process, without the limits of the worker process.
    with pytest.raises(TemplateInvalid) as refusal:
        make(build())
    assert any(words in str(refusal.value) for words in ADVICE)


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
    certificate = render(make(build()), make_face())
    assert complaints(certificate) == []
    require_sound(certificate, tmp_path)


# In a process of its own, each takes a second.
@pytest.mark.parametrize("build", list(USABLE.values())[:: size(8, full=1)], ids=list(USABLE)[:: size(8, full=1)])
def test_the_worker_process_makes_the_same_template_and_chooses_its_appearance(
    build: Build, make_face: MakeFace
) -> None:
    upload = build()
    prepared = prepare(upload).pdf
    assert with_texts(make(upload), unpack(prepared).appearance, TemplateLayout()) == prepared
    assert complaints(render(prepared, make_face())) == []


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
    assert worker.outcome(make, b"no PDF") == (worker.REFUSED, b"This file is not a PDF.")


def test_the_worker_returns_the_template() -> None:
    assert worker.outcome(make, one_page()) == (0, make(one_page()))


def test_an_upload_that_needs_more_memory_than_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = one_page(page="/Contents 10 0 R", objects={10: packed_bomb(30)}).replace(b"/Contents 4 0 R", b"")
    assert prepare(upload).pdf
    monkeypatch.setattr(preparing, "READING", replace(preparing.READING, memory_bytes=48 * MEGABYTE))
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


def test_a_page_that_takes_longer_to_draw_than_a_viewer_should_need_is_refused() -> None:
    upload = one_page(b"0 0 842 595 re f " * 200_000)
    assert make(upload)
    with pytest.raises(TemplateInvalid, match="to draw"):
        prepare(upload)


def test_a_page_that_takes_more_memory_to_draw_than_a_viewer_should_need_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # PDFium decodes all filters but the last one at once.
    digits = zlib.compress(b"0" * 2 * 5000**2)
    picture = image(5000, 5000, digits, "/Filter[/FlateDecode/ASCIIHexDecode]")
    upload = one_page(b"842 0 0 595 0 0 cm /I Do", resources="/XObject<</I 10 0 R>>", objects={10: picture})
    assert prepare(upload).pdf
    monkeypatch.setattr(drawing, "LIMITS", replace(drawing.LIMITS, memory_bytes=80 * MEGABYTE))
    with pytest.raises(TemplateInvalid, match="to draw"):
        prepare(upload)


def test_masks_patterns_and_glyphs_within_the_limit_are_accepted() -> None:
    mask = "/ExtGState<</G<</SMask<</S/Luminosity/G 10 0 R>>>>>>/Pattern<</P 11 0 R>>/Font<</F 12 0 R>>"
    content = b"/G gs 0 0 9 9 re f q /Pattern cs /P scn 0 0 842 595 re f Q BT /F 9 Tf (AAAA) Tj ET " * 20
    objects: dict[int, str | bytes] = {
        10: stream(b"0 0 99 99 re f", "/Subtype/Form/BBox[0 0 99 99]/Group<</S/Transparency>>"),
        11: stream(b"0 0 1 1 re f", "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9"),
        12: "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65/Widths[1]"
        "/Encoding<</Differences[65/A]>>/CharProcs<</A 13 0 R>>>>",
        13: stream(b"1 0 d0 0 0 1 1 re f"),
    }
    assert prepare(one_page(content, resources=mask, objects=objects)).pdf


def test_a_jbig2_and_an_inline_image_of_usual_size_are_accepted() -> None:
    assert make(with_image(image(9, 9, jbig2(2480, 3508) + jbig2(2480, 0xFFFFFFFF), "/Filter/JBIG2Decode")))
    assert make(one_page(b"BI/W 99/H 99/BPC 8/CS/G ID " + bytes(99 * 99) + b" EI"))
