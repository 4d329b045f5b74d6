"""Count the texts that programs extract from certificates exactly as they were written.

`python bench/extraction.py [--texts] [--pdfjs FOLDER]`. The texts are the names of tests/unit/pdf/names.py, each
printed on a certificate. Programs that are not installed are left out: pdftotext is in Debian's poppler-utils, mutool
in mupdf-tools, and pdf.js in the npm package pdfjs-dist, whose folder is given with `--pdfjs`. With `--texts`, the
texts that a program does not return are listed.
"""

import argparse
import io
import json
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / folder) for folder in ("src", "layers/pdf", ".")]

import pypdfium2
from pypdf import PdfReader

from shared.domain.certificate import CertificateFace, printed_code
from shared.pdf.default_template import default_template
from shared.pdf.preparation.making import make
from shared.pdf.render import render
from tests.unit.pdf.names import NAMES, NAMES_FOR_PYPDF

type Extract = Callable[[Sequence[Path]], list[str]]
# What programs add around right-to-left text, and does not count as text: embeddings, isolates and marks.
_DIRECTIONS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F))
# pdf.js gives items; one that is on another line than the item before begins a line.
_PDFJS = """
globalThis.DOMMatrix ??= class {}; // of the browser; reading text does not use it
const [folder, ...files] = process.argv.slice(1);
const { getDocument } = await import(`file://${folder}/legacy/build/pdf.mjs`);
const { readFile } = await import("node:fs/promises");
const texts = [];
for (const file of files) {
  const data = new Uint8Array(await readFile(file));
  const document = await getDocument({ data, verbosity: 0, cMapUrl: `${folder}/cmaps/` }).promise;
  const { items } = await (await document.getPage(1)).getTextContent();
  let text = "", baseline;
  for (const item of items) {
    if (baseline !== undefined && item.transform[5] !== baseline) text += "\\n";
    text += item.str + (item.hasEOL ? "\\n" : "");
    baseline = item.transform[5];
  }
  texts.push(text);
  await document.destroy();
}
console.log(JSON.stringify(texts));
"""


def face(text: str) -> CertificateFace:
    """A certificate with a text as the name."""
    code = printed_code(f"{1:020d}")
    return CertificateFace(
        issued_name=text,
        issued_course_title="Foundations of Data Science",
        issued_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        signatory_name="Dr. Maria Álvarez",
        signatory_title="Head of Learning",
        verification_url=f"https://certificates.example.com/certificates/verify/{code}",
        verification_code=code,
    )


def by_pypdf(files: Sequence[Path]) -> list[str]:
    return [PdfReader(io.BytesIO(file.read_bytes())).pages[0].extract_text() for file in files]


def by_pdfium(files: Sequence[Path]) -> list[str]:
    texts = []
    for file in files:
        with pypdfium2.PdfDocument(file) as document:
            texts.append(document[0].get_textpage().get_text_range())
    return texts


def by_command(*command: str) -> Extract:
    """Run a program once for each file, which stands for the `{}` of its arguments."""

    def extract(file: Path) -> str:
        arguments = [argument.format(file) for argument in command]
        return subprocess.run(arguments, capture_output=True, check=True).stdout.decode(errors="replace")

    def extract_all(files: Sequence[Path]) -> list[str]:
        with ThreadPoolExecutor(max_workers=2) as pool:
            return list(pool.map(extract, files))

    return extract_all


def by_pdfjs(folder: Path) -> Extract:
    def extract(files: Sequence[Path]) -> list[str]:
        arguments = ["node", "--input-type=module", "-e", _PDFJS, str(folder.resolve()), *map(str, files)]
        done = subprocess.run(arguments, capture_output=True, check=True)
        texts: list[str] = json.loads(done.stdout.splitlines()[-1])
        return texts

    return extract


def programs(pdfjs: Path | None) -> Mapping[str, Extract]:
    """The programs that are here, by name."""
    found: dict[str, Extract] = {"pypdf": by_pypdf, "pdfium": by_pdfium}
    if shutil.which("pdftotext"):
        found["pdftotext"] = by_command("pdftotext", "-enc", "UTF-8", "{}", "-")
    if pdfjs is not None:
        found["pdf.js"] = by_pdfjs(pdfjs)
    if shutil.which("mutool"):
        found["mutool"] = by_command("mutool", "draw", "-q", "-F", "txt", "{}")
    return found


def has(extracted: str, text: str) -> bool:
    """Whether a text is a line of what was extracted, character by character."""
    return text in [line.strip() for line in extracted.translate(_DIRECTIONS).splitlines()]


def main() -> None:
    """Print how many texts each program extracts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", action="store_true")
    parser.add_argument("--pdfjs", type=Path)
    arguments = parser.parse_args()
    written = [text for group in (NAMES, NAMES_FOR_PYPDF) for texts in group.values() for text in texts]
    texts = [unicodedata.normalize("NFC", text) for text in written]
    prepared = make(default_template())
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.pdf" for number in range(len(texts))]
        for file, text in zip(files, texts, strict=True):
            file.write_bytes(render(prepared, face(text)))
        for name, extract in programs(arguments.pdfjs).items():
            lost = [text for text, found in zip(texts, extract(files), strict=True) if not has(found, text)]
            print(f"{name:10} {len(texts) - len(lost):4} of {len(texts)}")
            if arguments.texts:
                for text in lost:
                    print(f"           {text}")


if __name__ == "__main__":
    main()
