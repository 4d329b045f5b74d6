"""Converts an upload to a prepared template."""

import hashlib

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from shared.domain.errors import TemplateInvalid
from shared.pdf.preparation import TOO_MUCH
from shared.pdf.preparation.allowlist import Kind
from shared.pdf.preparation.bounds import Bounds
from shared.pdf.preparation.copying import Copier
from shared.pdf.preparation.first_page import FirstPage, first_page
from shared.pdf.preparation.opening import DAMAGED, bounded, open_upload
from shared.pdf.preparation.streams import is_whole, raw_data
from shared.pdf.prepared import pack
from shared.pdf.syntax import array, numbers, packed_stream
from shared.pdf.syntax import stream as stream_of


def make(upload: bytes) -> bytes:
    """Check an upload, and convert its first page to a prepared template.

    Raises:
        TemplateInvalid: it cannot be a template; the message says why.
    """
    try:
        with bounded():
            return _make(open_upload(upload), hashlib.sha256(upload).hexdigest())
    except TemplateInvalid:
        raise
    except MemoryError as error:
        raise TemplateInvalid(TOO_MUCH) from error
    except Exception as error:
        # On damaged files pypdf raises ValueError, IndexError, RecursionError and others besides its own.
        raise TemplateInvalid(DAMAGED) from error


def _make(reader: PdfReader, digest: str) -> bytes:
    page = first_page(reader)
    bounds = Bounds()
    copier = Copier(bounds)
    contents = [bounds.content(stream) for stream in page.contents]
    bounds.drawn(b"\n".join(contents), page.resources)
    form = copier.add(_form(page, contents, copier))
    bodies = copier.finish()
    return pack(bodies, form=form, size=page.size, catalog=_layers(reader, copier), digest=digest)


def _form(page: FirstPage, contents: list[bytes], copier: Copier) -> bytes:
    """Write the page as a Form XObject, which isolates its graphics state and resource names."""
    entries = (
        f"/Type/XObject/Subtype/Form/BBox[{numbers(*page.shown)}]/Matrix[{numbers(*page.matrix)}]"
        f"/Resources {copier.value(page.resources, Kind.RESOURCES)}"
    )
    group = copier.value(page.page["/Group"], Kind.GROUP)
    if group:
        entries += f"/Group {group}"
    if len(page.contents) == 1 and is_whole(page.contents[0]):
        (stream,) = page.contents
        return packed_stream(raw_data(stream), f"{entries}{copier.entries(stream, Kind.GLYPH)}")
    return stream_of(b"\n".join(contents), entries)


def _layers(reader: PdfReader, copier: Copier) -> str:
    """Write which layers are hidden initially, without the entries by which that could change."""
    if not copier.layers:
        return ""
    properties = _dictionary(reader.trailer["/Root"], "/OCProperties")
    default = _dictionary(properties, "/D")
    shown, hidden = _places(default, "/ON"), _places(default, "/OFF")
    all_hidden = default.get("/BaseState") == "/OFF"
    off = [number for place, number in copier.layers.items() if place in hidden or (all_hidden and place not in shown)]
    groups = array(f"{number} 0 R" for number in copier.layers.values())
    hidden_groups = array(f"{number} 0 R" for number in off)
    return f"/OCProperties<</OCGs{groups}/D<</Order[]/OFF{hidden_groups}>>>>"


def _dictionary(holder: object, name: str) -> DictionaryObject:
    holder = holder.get_object() if isinstance(holder, PdfObject) else None
    value = holder.get(name) if isinstance(holder, DictionaryObject) else None
    value = value.get_object() if value is not None else None
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _places(holder: DictionaryObject, name: str) -> set[tuple[int, int]]:
    value = holder.get(name)
    value = value.get_object() if value is not None else None
    items = value if isinstance(value, ArrayObject) else ()
    return {(item.idnum, item.generation) for item in items if isinstance(item, IndirectObject)}
