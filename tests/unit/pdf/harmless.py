"""Searches every object of a PDF for active content."""

import io
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, NameObject

from tests.unit.pdf.conftest import ADDRESS

_ACTING = (
    "/JavaScript /JS /Launch /OpenAction /AA /EmbeddedFile /EmbeddedFiles /EF /Filespec /AF /AcroForm /XFA /RichMedia "
    "/SubmitForm /ImportData /GoToR /GoToE /GoTo3DView /Rendition /Movie /Sound /SetOCGState /Names /Requirements "
    "/Ref /Alternates /OPI /PS"
)


def _dictionaries(value: object) -> Iterator[DictionaryObject]:
    """A value's dictionaries, without following references."""
    if isinstance(value, DictionaryObject):
        yield value
    if isinstance(value, (DictionaryObject, ArrayObject)):
        for item in value.values() if isinstance(value, DictionaryObject) else value:
            yield from _dictionaries(item)


def complaints(pdf: bytes) -> list[str]:
    """List the active content of a certificate, and every link and all metadata that are not the certificate's own."""
    reader = PdfReader(io.BytesIO(pdf), strict=True)
    numbers = {number for table in reader.xref.values() for number in table} | set(reader.xref_objStm)
    root = reader.trailer.raw_get("/Root")
    own = {root.idnum}
    metadata = root.get_object().get("/Metadata")
    if metadata is not None and b"<pdf:Producer>Laurel</pdf:Producer>" in metadata.get_object().get_data():
        own.add(root.get_object().raw_get("/Metadata").idnum)
    found = []
    links = 0
    for number in sorted(numbers - {0}):
        for dictionary in _dictionaries(reader.get_object(number)):
            names = {*dictionary, *(value for value in dictionary.values() if isinstance(value, NameObject))}
            found += [f"{number}: {name}" for name in sorted(names.intersection(_ACTING.split()))]
            if "/Metadata" in names and number not in own:
                found.append(f"{number}: /Metadata")
            if "/Rect" in dictionary or dictionary.get("/Type") == "/Annot":
                links += 1
                if (dictionary.get("/Subtype"), dictionary.get("/A")) != ("/Link", {"/S": "/URI", "/URI": ADDRESS}):
                    found.append(f"{number}: {dictionary}")
            elif "/URI" in dictionary and str(dictionary["/URI"]) != ADDRESS:
                found.append(f"{number}: {dictionary}")
    # The printed address and the QR code.
    return found if links == 2 else [*found, f"{links} links"]
