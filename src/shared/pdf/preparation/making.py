"""Converts an upload to a prepared template."""

import hashlib

from pypdf import PdfReader
from pypdf.errors import LimitReachedError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from shared.domain.errors import TemplateInvalid
from shared.pdf.preparation import DAMAGED, TOO_LARGE, TOO_MUCH
from shared.pdf.preparation.allowlist import Kind
from shared.pdf.preparation.bounds import Bounds
from shared.pdf.preparation.claims import Claims
from shared.pdf.preparation.copying import Copier
from shared.pdf.preparation.drawing_cost import DrawingCost
from shared.pdf.preparation.first_page import FirstPage, first_page
from shared.pdf.preparation.opening import bounded, open_upload
from shared.pdf.preparation.srgb import profile
from shared.pdf.preparation.streams import is_whole, raw_data
from shared.pdf.prepared import pack
from shared.pdf.syntax import array, numbers, packed_stream
from shared.pdf.syntax import stream as stream_of

# Without its profile: what a template's colours are meant for that does not say it.
_SRGB = "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)"


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
    except LimitReachedError as error:
        # pypdf limits also cycles, depths and counts, which only damaged files exceed.
        raise TemplateInvalid(TOO_LARGE if "decod" in str(error) or "decomp" in str(error) else DAMAGED) from error
    except Exception as error:
        # On damaged files pypdf raises ValueError, IndexError, RecursionError and others besides its own.
        raise TemplateInvalid(DAMAGED) from error


def _make(reader: PdfReader, digest: str) -> bytes:
    page = first_page(reader)
    bounds, claims = Bounds(), Claims()
    copier = Copier(bounds, claims)
    contents = [bounds.content(stream) for stream in page.contents]
    DrawingCost(page.size[0] * page.size[1]).require_bounded(b"\n".join(contents), page.resources)
    form = copier.add(_form(page, contents, copier, claims))
    # How the page is composed belongs to the page: on the form, its colours and hairlines would be blended once more.
    group = copier.value(page.page["/Group"], Kind.GROUP) or ""
    intents = _output_intents(reader, copier, claims)
    bodies = copier.finish()
    claims.finish()
    if claims.pdf_a and not intents:
        bodies.append(stream_of(profile(), "/N 3"))
        intents = f"{_SRGB}/DestOutputProfile {len(bodies)} 0 R>>]"
    return pack(
        bodies,
        form=form,
        size=page.size,
        catalog=_layers(reader, copier) + intents,
        group=group,
        digest=digest,
        pdf_ua=claims.pdf_ua,
        pdf_a=claims.pdf_a,
    )


def _form(page: FirstPage, contents: list[bytes], copier: Copier, claims: Claims) -> bytes:
    """Write the page as a Form XObject, which isolates its graphics state and resource names."""
    entries = (
        f"/Type/XObject/Subtype/Form/BBox[{numbers(*page.shown)}]/Matrix[{numbers(*page.matrix)}]"
        f"/Resources {copier.value(page.resources, Kind.RESOURCES)}"
    )
    content = b"\n".join(contents)
    unmarked = claims.content(content, page.resources)
    if unmarked == content and len(page.contents) == 1 and is_whole(page.contents[0]):
        (stream,) = page.contents
        return packed_stream(raw_data(stream), f"{entries}{copier.entries(stream, Kind.GLYPH)}")
    return stream_of(unmarked, entries)


def _output_intents(reader: PdfReader, copier: Copier, claims: Claims) -> str:
    """Write what device the page's colours are meant for, by which viewers convert them."""
    intents = _entry(reader.trailer["/Root"], "/OutputIntents")
    if not isinstance(intents, ArrayObject):
        return ""
    claims.output_intents(intents)
    written = [copied for intent in intents if (copied := copier.value(intent, Kind.OUTPUT_INTENT))]
    return f"/OutputIntents{array(written)}" if written else ""


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
    return f"/OCProperties<</OCGs{groups}/D<</Name(Layers)/OFF{hidden_groups}>>>>"


def _dictionary(holder: object, name: str) -> DictionaryObject:
    value = _entry(holder, name)
    return value if isinstance(value, DictionaryObject) else DictionaryObject()


def _entry(holder: object, name: str) -> object:
    holder = holder.get_object() if isinstance(holder, PdfObject) else None
    value = holder.get(name) if isinstance(holder, DictionaryObject) else None
    return value.get_object() if value is not None else None


def _places(holder: DictionaryObject, name: str) -> set[tuple[int, int]]:
    value = holder.get(name)
    value = value.get_object() if value is not None else None
    items = value if isinstance(value, ArrayObject) else ()
    return {(item.idnum, item.generation) for item in items if isinstance(item, IndirectObject)}
