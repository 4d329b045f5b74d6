import io
import shutil
import subprocess
import unicodedata
from collections.abc import Callable, Mapping, Sequence

import pytest
from pypdf import PdfReader

from shared.domain.certificate import CertificateFace
from shared.pdf.default_template import default_template
from shared.pdf.preparation.making import make
from shared.pdf.render import render
from tests.unit.pdf.names import NAMES, NAMES_FOR_PYPDF

type MakeFace = Callable[..., CertificateFace]
type ReadLines = Callable[[bytes], list[str]]
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


@pytest.mark.parametrize("name", listed(NAMES_FOR_PYPDF))
def test_where_glyphs_are_ambiguous_the_structure_tree_has_the_name(
    name: str, prepared: bytes, make_face: MakeFace
) -> None:
    reader = PdfReader(io.BytesIO(render(prepared, make_face(name))))
    root = reader.trailer["/Root"].get_object()
    elements = root["/StructTreeRoot"]["/K"]["/K"]  # type: ignore[index]
    assert elements[0].get_object()["/ActualText"] == name
