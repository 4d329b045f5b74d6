import io
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from shared.domain.errors import TemplateInvalid, Unavailable
from shared.pdf import drawing
from shared.pdf import prepare as preparing
from shared.pdf.default_template import default_template
from shared.pdf.preparation.making import make
from shared.pdf.preparation.streams import is_whole
from shared.pdf.prepare import PreparedTemplate, prepare
from shared.pdf.prepared import unpack
from shared.pdf.render import render
from shared.pdf.worker import STARTED, Limits
from tests.unit.pdf.raw import one_page, raw_pdf, stream

DOT = "/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8"
type MakeTemplate = Callable[..., bytes]
type Point = tuple[float, float]


def prepared(upload: bytes) -> PreparedTemplate:
    """Prepare an upload in this process, without a worker."""
    pdf = make(upload)
    base = unpack(pdf)
    width_mm, height_mm = (length / 72 * 25.4 for length in (base.width, base.height))
    return PreparedTemplate(pdf=pdf, page_width_mm=width_mm, page_height_mm=height_mm, warnings=())


def rewritten(pdf: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    change(writer)
    output = io.BytesIO()
    writer.write(output)
    return output.getvalue()


def prepared_form(upload: bytes) -> Any:  # noqa: ANN401 - pypdf's objects
    (page,) = PdfReader(io.BytesIO(prepared(upload).pdf), strict=True).pages
    resources: Any = page["/Resources"]
    return resources["/XObject"]["/Template"]


def shown_at(upload: bytes, point: Point) -> Point:
    """The position on the prepared page of a point of the upload's page."""
    a, b, c, d, e, f = (float(number) for number in prepared_form(upload)["/Matrix"])
    x, y = point
    return a * x + c * y + e, b * x + d * y + f


def test_the_page_size_is_the_visible_one(make_template: MakeTemplate) -> None:
    template = prepared(make_template(width_mm=210, height_mm=297))
    assert (template.page_width_mm, template.page_height_mm) == pytest.approx((210, 297), abs=0.01)


def test_the_shipped_template_is_an_a4_page_in_landscape() -> None:
    template = prepared(default_template())
    assert (template.page_width_mm, template.page_height_mm) == pytest.approx((297, 210), abs=0.1)


def test_only_the_first_page_is_kept(make_template: MakeTemplate) -> None:
    template = prepared(make_template(pages=3))
    assert len(PdfReader(io.BytesIO(template.pdf)).pages) == 1


def test_the_same_upload_is_prepared_to_the_same_bytes(make_template: MakeTemplate) -> None:
    assert prepared(make_template()) == prepared(make_template())


@pytest.mark.parametrize(
    ("rotated", "size", "lower_left_corner"),
    [(0, (842, 595), (0, 0)), (90, (595, 842), (0, 842)), (180, (842, 595), (842, 595)), (-90, (595, 842), (595, 0))],
)
def test_a_rotated_page_is_placed_as_readers_show_it(rotated: int, size: Point, lower_left_corner: Point) -> None:
    upload = one_page(page=f"/Rotate {rotated}")
    template = prepared(upload)
    points = template.page_width_mm / 25.4 * 72, template.page_height_mm / 25.4 * 72
    assert points == pytest.approx(size, abs=0.1)
    assert shown_at(upload, (0, 0)) == pytest.approx(lower_left_corner)


def test_the_cropped_part_begins_at_the_corner() -> None:
    upload = one_page(page="/MediaBox[-50 -20 1000 700]/CropBox[700 500 100 -100]")
    template = prepared(upload)
    assert template.page_width_mm == pytest.approx(600 / 72 * 25.4, abs=0.01)
    assert template.page_height_mm == pytest.approx(520 / 72 * 25.4, abs=0.01)
    assert shown_at(upload, (100, -20)) == (0, 0)
    assert prepared_form(upload)["/BBox"] == [100, -20, 700, 500]


def test_a_crop_box_outside_the_page_is_ignored() -> None:
    template = prepared(one_page(page="/CropBox[2000 2000 3000 3000]"))
    assert template.page_width_mm == pytest.approx(842 / 72 * 25.4, abs=0.01)


def test_the_user_unit_scales_the_page() -> None:
    upload = one_page(page="/UserUnit 2")
    assert prepared(upload).page_width_mm == pytest.approx(2 * 842 / 72 * 25.4, abs=0.01)
    assert shown_at(upload, (842, 595)) == (1684, 1190)


def test_inherited_page_attributes_are_kept() -> None:
    upload = raw_pdf(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Kids[5 0 R 6 0 R]/Count 1/MediaBox[0 0 595 842]/Rotate 90/Resources<</ColorSpace<</C 7 0 R>>>>>>",
            3: "<</Type/Page/Parent 6 0 R/Contents[4 0 R 8 0 R 4 0 R]>>",
            4: stream(b"/C cs 1 sc", packed=True),
            5: "<</Kids[]/Count 0>>",
            6: "<</Kids[3 0 R]/Count 1/Parent 2 0 R>>",
            7: "[/Indexed/DeviceRGB 1<000000FF0000>]",
            8: "null",
        }
    )
    template = prepared(upload)
    assert template.page_width_mm > template.page_height_mm
    form = prepared_form(upload)
    assert form.get_data().split(b"\n") == [b"/C cs 1 sc", b"/C cs 1 sc"]
    assert form["/Resources"]["/ColorSpace"]["/C"][3].original_bytes == b"\x00\x00\x00\xff\x00\x00"


def test_a_page_without_content_is_a_blank_template(make_template: MakeTemplate) -> None:
    upload = rewritten(make_template(), lambda writer: writer.pages[0].pop("/Contents"))
    assert prepared_form(upload).get_data() == b""


@pytest.mark.parametrize("cut", [-3, -12])
def test_truncated_content_is_repaired(cut: int) -> None:
    packed = zlib.compress(b"0 0 100 100 re f " * 20)
    for data in (packed[:cut], packed[:cut] + bytes(-cut)):
        upload = one_page(page="/Contents 10 0 R", objects={10: stream(data, "/Filter/FlateDecode")})
        form = prepared_form(upload.replace(b"/Contents 4 0 R", b""))
        assert is_whole(form)
        assert form.get_data().startswith(b"0 0 100")


def test_a_page_in_an_object_stream_is_read(make_template: MakeTemplate) -> None:
    def change(writer: PdfWriter) -> None:
        writer.pdf_header = "%PDF-1.5"

    assert prepared(rewritten(make_template(), change)).page_width_mm == pytest.approx(297, abs=0.1)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_an_encrypted_pdf_without_a_user_password_is_read(algorithm: str, make_template: MakeTemplate) -> None:
    def protect(writer: PdfWriter) -> None:
        writer.encrypt("", "owner", algorithm=algorithm)

    upload = rewritten(make_template(words="Readable"), protect)
    (page,) = PdfReader(io.BytesIO(prepared(upload).pdf)).pages
    assert "Readable" in page.extract_text()


def test_active_and_hidden_content_is_removed() -> None:
    upload = one_page(
        b"/Gone Do /Picture Do /MC0 BMC EMC",
        page="/AA<</O 10 0 R>>/Annots[11 0 R]/Metadata 12 0 R/PieceInfo<</X 12 0 R>>",
        resources="/XObject<</Picture 13 0 R/Gone 14 0 R>>/Properties<</MC0 15 0 R>>/Other<</X 10 0 R>>",
        catalog="/OpenAction 10 0 R/Names<</JavaScript 10 0 R/EmbeddedFiles 16 0 R>>/AcroForm<</XFA 16 0 R>>",
        objects={
            10: "<</S/JavaScript/JS(app.alert\\(1\\))>>",
            11: "<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(evil.exe)>>>>",
            12: stream(b"<x:xmpmeta/>", "/Type/Metadata"),
            13: stream(
                b"\0", "/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Metadata 12 0 R"
            ),
            14: stream(b"evil", "/Subtype/PS"),
            15: "<</Secret(evil)>>",
            16: "<</Type/Filespec/F(evil.txt)/EF<</F 12 0 R>>>>",
        },
    )
    pdf = prepared(upload).pdf
    for word in (
        b"JavaScript",
        b"Launch",
        b"Annot",
        b"evil",
        b"6576696C",
        b"xmpmeta",
        b"AcroForm",
        b"XFA",
        b"Filespec",
    ):
        assert word not in pdf
    assert list(prepared_form(upload)["/Resources"]["/XObject"]) == ["/Picture"]


def test_fonts_patterns_and_graphics_states_are_kept() -> None:
    upload = one_page(
        resources="/Font<</A 10 0 R>>/Pattern<</F 13 0 R>>/ExtGState<</JS<</ca .5/SMask<</S/Alpha/G 14 0 R>>>>>>",
        page="/Group<</S/Transparency/CS/DeviceRGB>>",
        objects={
            10: "<</Type/Font/Subtype/Type3/FontBBox[0 0 1 1]/FontMatrix[1 0 0 1 0 0]/FirstChar 65/LastChar 65"
            "/Widths[1]/Encoding<</Differences[65/A]>>/CharProcs<</A 11 0 R>>/Resources<<>>>>",
            11: stream(b"1 0 d0 0 0 1 1 re f"),
            13: stream(b"0 0 1 1 re f", "/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 2 2]/XStep 2/YStep 2"),
            14: stream(b"0 g", "/Subtype/Form/BBox[0 0 9 9]/StructParents 4"),
        },
    )
    form = prepared_form(upload)
    resources = form["/Resources"]
    assert "/Group" not in form
    assert resources["/Font"]["/A"]["/CharProcs"]["/A"].get_data() == b"1 0 d0 0 0 1 1 re f"
    assert resources["/Pattern"]["/F"]["/XStep"] == 2
    mask = resources["/ExtGState"]["/JS"]["/SMask"]["/G"]
    assert mask.get_data() == b"0 g"
    assert "/StructParents" not in mask


@pytest.mark.parametrize(
    ("default", "hidden"), [("/OFF[11 0 R]", [False, True]), ("/BaseState/OFF/ON[11 0 R]", [True, False]), ("", [])]
)
def test_hidden_layers_stay_hidden_and_no_layer_changes_automatically(default: str, hidden: list[bool]) -> None:
    upload = one_page(
        b"/OC /L0 BDC EMC /OC /L1 BDC EMC",
        resources="/Properties<</L0 10 0 R/L1 11 0 R>>",
        catalog=f"/OCProperties<</OCGs[10 0 R 11 0 R]/D<<{default}/AS[<</Event/Print>>]>>>>",
        objects={
            10: "<</Type/OCG/Name(Guides)/Usage<</Print<</PrintState/OFF>>>>>>",
            11: "<</Type/OCG/Name(Draft)>>",
        },
    )
    pdf = prepared(upload).pdf
    catalog: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    properties = catalog["/OCProperties"]
    off = [group.idnum for group in properties["/D"]["/OFF"]]
    assert [group.idnum in off for group in properties["/OCGs"]] == (hidden or [False, False])
    assert b"/AS" not in pdf
    assert b"Usage" not in pdf


@pytest.mark.parametrize(("width_mm", "height_mm"), [(99, 210), (297, 99), (1201, 300), (300, 1201)])
def test_a_page_too_small_or_too_large_is_refused(
    width_mm: float, height_mm: float, make_template: MakeTemplate
) -> None:
    with pytest.raises(TemplateInvalid, match="from 100 to 1200 mm"):
        prepared(make_template(width_mm=width_mm, height_mm=height_mm))


@pytest.mark.parametrize("upload", [b"", b"hello", b"\x89PNG\r\n\x1a\n"])
def test_a_file_that_is_not_a_pdf_is_refused(upload: bytes) -> None:
    with pytest.raises(TemplateInvalid, match="not a PDF"):
        prepared(upload)


def test_a_file_that_is_also_a_web_page_is_refused() -> None:
    with pytest.raises(TemplateInvalid, match="web page"):
        prepared(one_page().replace(b"%PDF-1.7\n", b"%PDF-1.7\n%<script>alert(1)</script>\n"))


def test_a_pdf_with_a_password_is_refused(make_template: MakeTemplate) -> None:
    upload = rewritten(make_template(), lambda writer: writer.encrypt("secret", algorithm="RC4-128"))
    with pytest.raises(TemplateInvalid, match="password"):
        prepared(upload)


@pytest.mark.parametrize(
    "tree",
    [
        "<</Type/Pages/Kids[]/Count 0>>",
        "<</Type/Pages/Kids[2 0 R]/Count 1>>",
        "<</Type/Pages/Kids[null 7 0 R]/Count 1>>",
        "null",
    ],
)
def test_a_pdf_without_a_page_is_refused(tree: str) -> None:
    with pytest.raises(TemplateInvalid, match="no page"):
        prepared(raw_pdf({1: "<</Type/Catalog/Pages 2 0 R>>", 2: tree}))


def test_a_page_without_a_size_is_a_letter_as_in_viewers() -> None:
    template = prepared(one_page(page="/MediaBox null"))
    assert (template.page_width_mm, template.page_height_mm) == pytest.approx((215.9, 279.4), abs=0.01)


@pytest.mark.parametrize("share", [0.02, 0.1, 0.5, 0.9])
def test_a_truncated_pdf_is_refused(share: float) -> None:
    whole = default_template()
    with pytest.raises(TemplateInvalid, match="damaged"):
        prepared(whole[: int(len(whole) * share)])


def test_an_upload_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "READING", replace(preparing.READING, cpu_seconds=1))
    upload = one_page(b"(" * 3_000_000)
    with pytest.raises(TemplateInvalid, match="too long or too much memory to read"):
        prepare(upload)


def test_a_worker_that_has_no_time_to_start_is_no_fault_of_the_upload() -> None:
    with pytest.raises(Unavailable):
        prepare(default_template(), wall_seconds=0)


def worker(monkeypatch: pytest.MonkeyPatch, folder: Path, first: str) -> None:
    """Make the worker's process run `first` before the worker."""
    program = folder / "python"
    program.write_text(f'#!/bin/sh\n{first}\nexec "{sys.executable}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(program))


def test_an_upload_whose_worker_waits_for_a_busy_processor_is_prepared(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # As on a busy host: more wall-clock time passes than the worker's CPU time limit.
    monkeypatch.setattr(preparing, "READING", replace(preparing.READING, cpu_seconds=2))
    worker(monkeypatch, tmp_path, "sleep 3")
    assert prepare(default_template(), wall_seconds=600).pdf == prepared(default_template()).pdf


def test_workers_read_for_five_seconds_draw_for_three_and_wait_for_the_rest_of_fifteen() -> None:
    half_a_gigabyte = 512 * 1024 * 1024
    assert Limits(cpu_seconds=5, memory_bytes=half_a_gigabyte) == preparing.READING
    assert Limits(cpu_seconds=3, memory_bytes=half_a_gigabyte) == drawing.LIMITS
    assert preparing.WALL_SECONDS == 15


def test_an_upload_that_crashes_the_worker_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    crash = tmp_path / "python"
    crash.write_text(f"#!/bin/sh\nprintf {STARTED.decode()}\nkill -SEGV $$\n")
    crash.chmod(0o755)
    monkeypatch.setattr("sys.executable", str(crash))
    with pytest.raises(TemplateInvalid, match="too much memory"):
        prepare(default_template())


@pytest.mark.parametrize("program", ["/bin/false", "/no/such/program"])
def test_a_worker_that_cannot_be_started_is_no_fault_of_the_upload(
    program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", program)
    with pytest.raises(Unavailable):
        prepare(default_template())


@pytest.mark.parametrize("upload", [b"", one_page(page="/Rotate 90")])
def test_the_worker_gives_the_same_result_as_this_process(upload: bytes) -> None:
    try:
        expected: object = prepared(upload).pdf
    except TemplateInvalid as refusal:
        with pytest.raises(TemplateInvalid, match=str(refusal)):
            prepare(upload)
    else:
        template = prepare(upload)
        assert template.pdf == expected
        assert (template.page_width_mm, template.page_height_mm) == (209.9, 297.04)


def test_the_groups_of_a_page_and_its_output_intents_stay_where_they_were(make_face: Callable[..., Any]) -> None:
    upload = one_page(
        page="/Group<</S/Transparency/CS 10 0 R/I true>>",
        catalog="/OutputIntents[<</Type/OutputIntent/S/GTS_PDFX/OutputConditionIdentifier(FOGRA39)"
        "/DestOutputProfile 11 0 R/Secret(evil)>>]",
        objects={10: "[/ICCBased 11 0 R]", 11: stream(b"profile", "/N 4")},
    )
    template = prepared(upload).pdf
    for pdf in (template, render(template, make_face())):
        reader = PdfReader(io.BytesIO(pdf), strict=True)
        catalog: Any = reader.trailer["/Root"]
        (page,) = reader.pages
        group: Any = page["/Group"]
        assert (group["/S"], group["/I"].value) == ("/Transparency", True)
        assert group["/CS"][1].get_object().get_data() == b"profile"
        (intent,) = catalog["/OutputIntents"]
        assert intent["/OutputConditionIdentifier"] == "FOGRA39"
        assert intent["/DestOutputProfile"].get_data() == b"profile"
        assert "/Secret" not in intent
    assert "/Group" not in prepared_form(upload)
