import io
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pypdfium2
import pytest
from pypdf import PdfReader

from shared.domain.certificate import CertificateFace
from shared.pdf.default_template import default_template
from shared.pdf.fitting import Typeface
from shared.pdf.preparation.making import make
from shared.pdf.render import render
from shared.pdf.shaping import Shaper
from tests.unit.pdf.names import LOST_BY_PDFIUM, NAMES, NAMES_FOR_PYPDF

type MakeFace = Callable[..., CertificateFace]
type ReadLines = Callable[[bytes], list[str]]
EVERY_NAME = [name for names in (NAMES, NAMES_FOR_PYPDF) for written in names.values() for name in written]
# The characters that pdftotext adds around right-to-left text: embeddings, and their end.
EMBEDDINGS = dict.fromkeys((0x202A, 0x202B, 0x202C))


def listed(names: Mapping[str, Sequence[str]]) -> list[object]:
    return [
        pytest.param(unicodedata.normalize("NFC", name), id=f"{script} {number}")
        for script, written in names.items()
        for number, name in enumerate(written, 1)
    ]


@pytest.fixture(scope="module")
def prepared() -> bytes:
    return make(default_template())


def lines_by_pdftotext(pdf: bytes) -> list[str]:
    read = subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)  # noqa: S607
    return [line.strip() for line in read.stdout.decode().translate(EMBEDDINGS).splitlines()]


def lines_by_pdfium(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return str(document[0].get_textpage().get_text_range()).splitlines()


def lines_by_mutool(pdf: bytes, folder: Path) -> list[str]:
    (folder / "certificate.pdf").write_bytes(pdf)
    command = ["mutool", "draw", "-q", "-F", "txt", str(folder / "certificate.pdf")]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode().splitlines()  # noqa: S603


def is_rightwards(name: str) -> bool:
    return not any(unicodedata.bidirectional(character) in {"R", "AL"} for character in name)


def test_the_names_are_of_many_scripts() -> None:
    assert sum(map(len, NAMES.values())) >= 60
    assert len(NAMES.keys() - {"mixtures"}) >= 12


@pytest.mark.parametrize("name", listed(NAMES) + listed(NAMES_FOR_PYPDF))
def test_pypdf_extracts_names_exactly(name: str, prepared: bytes, make_face: MakeFace, read_lines: ReadLines) -> None:
    assert name in read_lines(render(prepared, make_face(name)))


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("name", listed(NAMES))
def test_pdftotext_extracts_names_exactly(name: str, prepared: bytes, make_face: MakeFace) -> None:
    assert name in lines_by_pdftotext(render(prepared, make_face(name)))


@pytest.mark.parametrize("name", [name for name in EVERY_NAME if name not in LOST_BY_PDFIUM])
def test_pdfium_extracts_names_exactly(name: str, prepared: bytes, make_face: MakeFace) -> None:
    name = unicodedata.normalize("NFC", name)
    assert name in lines_by_pdfium(render(prepared, make_face(name)))


@pytest.mark.skipif(shutil.which("mutool") is None, reason="mupdf-tools is not installed")
def test_mutool_extracts_names_exactly_that_are_read_from_left_to_right(
    prepared: bytes, make_face: MakeFace, tmp_path: Path
) -> None:
    one_each = [unicodedata.normalize("NFC", written[-1]) for written in NAMES.values()]
    names = list(filter(is_rightwards, one_each))
    lost = [name for name in names if name not in lines_by_mutool(render(prepared, make_face(name)), tmp_path)]
    assert names
    assert not lost


def coded_texts(name: str) -> list[str]:
    """The text of each code of a name, in the order in which they are drawn."""
    shaped = Shaper().shape(name, Typeface.DISPLAY)
    return [shown.text for run in shaped.runs for shown in run.shown]


@pytest.mark.parametrize("name", ["किशोर कुमार", "Kumar कुमार", "น้ำผึ้ง ศักดิ์สิทธิ์"])
def test_the_first_letter_after_a_space_has_a_code_without_its_marks(name: str) -> None:
    """pdf.js takes a code with marks for one without width, and the letter's width for another space."""
    texts = coded_texts(name)
    first = texts[texts.index(" ") + 1]
    assert not any(unicodedata.category(character) == "Mn" for character in first)
    assert "".join(texts) == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("name", listed(NAMES_FOR_PYPDF))
def test_where_glyphs_are_ambiguous_the_structure_tree_has_the_name(
    name: str, prepared: bytes, make_face: MakeFace
) -> None:
    reader = PdfReader(io.BytesIO(render(prepared, make_face(name))))
    root = reader.trailer["/Root"].get_object()
    elements = root["/StructTreeRoot"]["/K"]["/K"]  # type: ignore[index]
    assert elements[0].get_object()["/ActualText"] == name
