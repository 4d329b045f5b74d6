import io
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from shared.domain.certificate import CertificateFace
from shared.domain.errors import NameNotPrintable
from shared.domain.template import TemplateLayout
from shared.pdf.appearance import DEFAULT_APPEARANCE
from shared.pdf.default_template import default_template
from shared.pdf.prepare import prepare
from shared.pdf.prepared import unpack, with_texts
from shared.pdf.render import render, require_printable
from tests.unit.pdf.raw import one_page

ADDRESS = "https://certificates.example.com/certificates/verify/ABCDE-FGHJK-MNPQR-STVWX"
type MakeFace = Callable[..., CertificateFace]
type ReadLines = Callable[[bytes], list[str]]


def python(program: str, given: bytes, *, hash_seed: str) -> bytes:
    """Run a program in another process."""
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": hash_seed}
    arguments = [sys.executable, "-c", program]
    done = subprocess.run(arguments, input=given, capture_output=True, env=environment, check=True)  # noqa: S603
    return done.stdout


@pytest.fixture(scope="module")
def prepared() -> bytes:
    return prepare(default_template()).pdf


def test_every_line_of_the_certificate_is_extracted_exactly_and_in_order(
    prepared: bytes, make_face: MakeFace, read_lines: ReadLines
) -> None:
    lines = read_lines(render(prepared, make_face()))
    assert lines[-9:] == [
        "Nguyễn Thị Ánh",
        "has completed the course",
        "Foundations of Data Science",
        "20 November 2026",
        "Dr. Maria Álvarez",
        "Head of Learning",
        "Verification code",
        "ABCDE-FGHJK-MNPQR-STVWX",
        ADDRESS,
    ]


def test_the_same_arguments_give_the_same_bytes(prepared: bytes, make_face: MakeFace) -> None:
    assert render(prepared, make_face()) == render(prepared, make_face())


def test_another_process_gives_the_same_bytes(prepared: bytes, make_face: MakeFace) -> None:
    face = make_face("محمد علي (Ali) 李小龙 Łukasz")
    program = (
        "import pickle, sys; from shared.pdf.render import render; "
        "sys.stdout.buffer.write(render(*pickle.load(sys.stdin.buffer)))"
    )
    for seed in ("1", "2"):
        elsewhere = python(program, pickle.dumps((prepared, face)), hash_seed=seed)
        assert elsewhere == render(prepared, face)


def test_earlier_renderings_do_not_change_the_bytes(prepared: bytes, make_face: MakeFace) -> None:
    once = render(prepared, make_face("李小龙"))
    render(prepared, make_face("王小明 Łukasz", title="Ελένη"))
    assert render(prepared, make_face("李小龙")) == once


def test_rendering_imports_neither_pypdf_nor_reportlab() -> None:
    program = "import sys, shared.pdf.render; print(*sorted({name.split('.')[0] for name in sys.modules}))"
    imported = python(program, b"", hash_seed="0").decode().split()
    assert {"uharfbuzz", "shared"} <= set(imported)
    assert not {"pypdf", "reportlab", "PIL", "fontTools", "cryptography"} & set(imported)


def test_another_name_gives_other_bytes(prepared: bytes, make_face: MakeFace) -> None:
    assert render(prepared, make_face("Ada")) != render(prepared, make_face("Eda"))


def test_the_date_is_the_day_in_utc(prepared: bytes, make_face: MakeFace, read_lines: ReadLines) -> None:
    late_evening = datetime(2026, 12, 31, 23, 0, tzinfo=timezone(timedelta(hours=-5)))
    assert "1 January 2027" in read_lines(render(prepared, make_face(issued_at=late_evening)))


def test_the_date_is_the_day_in_the_certificates_time_zone(
    prepared: bytes, make_face: MakeFace, read_lines: ReadLines
) -> None:
    face = make_face(issued_at=datetime(2026, 12, 31, 11, tzinfo=UTC), time_zone="Pacific/Auckland")
    assert "1 January 2027" in read_lines(render(prepared, face))


def test_the_extra_line_is_below_the_title(prepared: bytes, make_face: MakeFace, read_lines: ReadLines) -> None:
    lines = read_lines(render(prepared, make_face(extra_line="12 hours · 1.2 CEU")))
    place = lines.index("12 hours · 1.2 CEU")
    assert lines[place - 1 : place + 2 : 2] == ["Foundations of Data Science", "20 November 2026"]


def test_fixed_phrases_and_the_language_of_the_document_are_the_certificates(
    prepared: bytes, make_face: MakeFace, read_lines: ReadLines
) -> None:
    pdf = render(prepared, make_face(language="de"))
    lines = read_lines(pdf)
    assert {"hat den folgenden Kurs abgeschlossen", "20. November 2026", "Prüfcode"} <= set(lines)
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert root["/Lang"] == "de"
    elements = [element.get_object() for element in root["/StructTreeRoot"]["/K"]["/K"]]
    assert elements[-1]["/Alt"] == f"QR-Code von {ADDRESS}"


def test_without_a_signatory_their_lines_are_omitted(
    prepared: bytes, make_face: MakeFace, read_lines: ReadLines
) -> None:
    lines = read_lines(render(prepared, make_face(signatory=(None, None))))
    assert lines[-5:] == [
        "Foundations of Data Science",
        "20 November 2026",
        "Verification code",
        "ABCDE-FGHJK-MNPQR-STVWX",
        ADDRESS,
    ]


def test_a_click_on_the_address_opens_it(prepared: bytes, make_face: MakeFace) -> None:
    (page,) = PdfReader(io.BytesIO(render(prepared, make_face()))).pages
    assert page.annotations
    actions = [annotation.get_object()["/A"] for annotation in page.annotations]
    assert {(action["/S"], action["/URI"]) for action in actions} == {("/URI", ADDRESS)}


def test_without_the_printed_url_the_link_is_over_the_qr_code_and_belongs_to_it(
    prepared: bytes, make_face: MakeFace, read_lines: ReadLines
) -> None:
    layout = TemplateLayout(signature=False, printed_url=False)
    pdf = render(with_texts(prepared, DEFAULT_APPEARANCE, layout), make_face())
    assert not {ADDRESS, "Dr. Maria Álvarez", "Head of Learning"} & set(read_lines(pdf))
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    page: Any = reader.pages[0]
    (annotation,) = page["/Annots"]
    assert annotation.get_object()["/A"]["/URI"] == ADDRESS
    root: Any = reader.trailer["/Root"]
    link = root["/StructTreeRoot"]["/K"]["/K"][-1].get_object()
    figure, reference = (kid.get_object() for kid in link["/K"])
    assert (link["/S"], figure["/S"], figure["/Alt"]) == ("/Link", "/Figure", f"QR code of {ADDRESS}")
    assert figure["/P"].get_object() == link
    assert reference["/Obj"].get_object() == annotation.get_object()
    parents = root["/StructTreeRoot"]["/ParentTree"]["/Nums"]
    assert parents[parents.index(1) + 1].get_object() == link
    assert parents[1][-1].get_object() == figure


def test_the_structure_tree_has_every_line_in_reading_order(prepared: bytes, make_face: MakeFace) -> None:
    root: Any = PdfReader(io.BytesIO(render(prepared, make_face("محمد علي")))).trailer["/Root"]
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("en", True)
    elements = [element.get_object() for element in root["/StructTreeRoot"]["/K"]["/K"]]
    assert [(element["/S"], element.get("/ActualText", element.get("/Alt"))) for element in elements] == [
        ("/H1", "محمد علي"),
        ("/P", "has completed the course"),
        ("/P", "Foundations of Data Science"),
        ("/P", "20 November 2026"),
        ("/P", "Dr. Maria Álvarez"),
        ("/P", "Head of Learning"),
        ("/P", "Verification code"),
        ("/P", "ABCDE-FGHJK-MNPQR-STVWX"),
        ("/Link", ADDRESS),
        ("/Figure", f"QR code of {ADDRESS}"),
    ]


def test_the_document_has_a_title_and_the_date_of_issue(prepared: bytes, make_face: MakeFace) -> None:
    reader = PdfReader(io.BytesIO(render(prepared, make_face())))
    root: Any = reader.trailer["/Root"]
    assert reader.metadata
    assert reader.metadata.title == "Foundations of Data Science: Nguyễn Thị Ánh"
    assert reader.metadata.creation_date == make_face().issued_at
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_layers_that_a_template_hides_stay_hidden(make_face: MakeFace) -> None:
    upload = one_page(
        resources="/Properties<</L0 10 0 R>>",
        catalog="/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>",
        objects={10: "<</Type/OCG/Name(Guides)>>"},
    )
    root: Any = PdfReader(io.BytesIO(render(prepare(upload).pdf, make_face()))).trailer["/Root"]
    assert root["/OCProperties"]["/D"]["/OFF"][0]["/Name"] == "Guides"


def test_the_templates_bytes_are_unchanged(prepared: bytes, make_face: MakeFace) -> None:
    pdf = render(prepared, make_face())
    cut = unpack(prepared).cut
    assert pdf[:cut] == prepared[:cut]
    assert len(pdf) - cut < 40_000


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not installed")
@pytest.mark.parametrize("name", ["Ada", "محمد علي (Ali)", "किशोर 李小龙"])
def test_qpdf_reports_no_errors(name: str, prepared: bytes, make_face: MakeFace, tmp_path: Path) -> None:
    path = tmp_path / "certificate.pdf"
    path.write_bytes(render(prepared, make_face(name, sample=True)))
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)  # noqa: S603, S607
    assert "No syntax or stream encoding errors found" in checked.stdout
    assert "WARNING" not in checked.stderr


def test_an_unprepared_template_is_not_rendered(prepared: bytes, make_face: MakeFace) -> None:
    with pytest.raises(ValueError, match="not a prepared template"):
        render(default_template(), make_face())
    with pytest.raises(ValueError, match="another format"):
        render(prepared.replace(b'{"format":3,', b'{"format":0,'), make_face())


def test_a_url_with_non_ascii_letters_is_still_a_link(prepared: bytes, make_face: MakeFace) -> None:
    face = replace(make_face(), verification_url="https://zertifikate.example/prüfen/ABC")
    (page,) = PdfReader(io.BytesIO(render(prepared, face))).pages
    assert page.annotations
    assert page.annotations[0].get_object()["/A"]["/URI"] == "https://zertifikate.example/pr%C3%BCfen/ABC"


def test_a_sample_is_marked_as_such(prepared: bytes, make_face: MakeFace, read_lines: ReadLines) -> None:
    assert "SAMPLE" in read_lines(render(prepared, make_face(sample=True)))
    assert "SAMPLE" not in read_lines(render(prepared, make_face()))


@pytest.mark.parametrize("text", ["Ada\x07", "Ada \ue000", "🎓", "Ada\u2028", "Ada \ud800", "محمد 🎓", "Ada \u0378"])
def test_a_character_that_no_font_can_draw_is_refused_by_name(text: str) -> None:
    with pytest.raises(NameNotPrintable) as refusal:
        require_printable(text)
    assert refusal.value.character == text[-1]


def test_a_name_that_cannot_be_drawn_is_never_rendered_as_boxes(prepared: bytes, make_face: MakeFace) -> None:
    with pytest.raises(NameNotPrintable):
        render(prepared, make_face("Ada 🎓"))


@pytest.mark.parametrize(
    "name", ["\u200d\u200dAda", "Ada\u200f", "\u2067محمد\u2069", "\u200f", "\u061c\ufe0f", "\u0301"]
)
def test_invisible_characters_are_printable(name: str, prepared: bytes, make_face: MakeFace) -> None:
    assert render(prepared, make_face(name)).endswith(b"%%EOF\n")


def test_names_of_many_languages_are_printable() -> None:
    require_printable("Nguyễn Thị Ánh, Łukasz, Ελένη, Юлия, Zoë O'Neil-Ångström")
