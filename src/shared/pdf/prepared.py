"""The file that preparation stores and rendering appends to.

It is a PDF of one page that any viewer opens. The template is one Form XObject in it; the few objects of the page
itself come last, so that a certificate consists of everything before them, followed by its own page. A comment before
the last lines contains the offset at which to cut.
"""

import json
from dataclasses import asdict, dataclass, replace
from functools import lru_cache

from shared.domain.template import Placement, TemplateLayout, TextSize
from shared.pdf.appearance import DEFAULT_APPEARANCE, Appearance, from_json
from shared.pdf.syntax import NO_OBJECT, Objects, cross_reference, numbers, stream

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_MARK = b"%Laurel "
_FORMAT = 3
# Format 1 was without group and appearance: the group was part of the form, and texts had the default appearance.
_FORMATS_WITH_APPEARANCE = {2, 3}
# Formats 1 and 2 were without layout: there was one, which is that of None.
_FORMATS = {1, 2, 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What rendering needs to know of a prepared template; lengths are points.

    Attributes:
        cut: how many bytes are copied.
        objects: how many objects they contain, including object 0.
        table: the offset of the cross-reference entries of those objects, 20 bytes each.
        form: the number of the template's Form XObject.
        catalog: entries that the catalog needs for the template's layers and colours.
        digest: hash of the upload, in hexadecimal.
        group: the page's transparency group; empty if it has none.
        appearance: how a certificate's texts look on it.
        pdf_ua: whether certificates over it may claim PDF/UA-1.
        pdf_a: whether certificates over it may claim PDF/A-2.
        layout: how they are laid out; None if it was prepared before there was a choice.
    """

    cut: int
    objects: int
    table: int
    form: int
    width: float
    height: float
    catalog: str
    digest: str
    group: str = ""
    appearance: Appearance = DEFAULT_APPEARANCE
    pdf_ua: bool = False
    pdf_a: bool = False
    layout: TemplateLayout | None = None

    @property
    def page_entries(self) -> str:
        """The entries of its page, be it alone or under a certificate."""
        return _page_entries((self.width, self.height), self.group)


def pack(  # noqa: PLR0913 - the parts of a file, each named by the caller
    bodies: list[bytes],
    *,
    form: int,
    size: tuple[float, float],
    catalog: str,
    group: str,
    digest: str,
    pdf_ua: bool,
    pdf_a: bool,
) -> bytes:
    """Write a prepared template.

    Args:
        bodies: the template's objects, numbered from 1.
        form: the number of its Form XObject.
        size: the page's width and height in points.
        catalog: entries for the catalog.
        group: the page's transparency group, or empty.
        digest: hash of the upload.
        pdf_ua: whether certificates over it may claim PDF/UA-1.
        pdf_a: whether certificates over it may claim PDF/A-2.
    """
    parts = [HEADER]
    table = [NO_OBJECT]
    offset = len(HEADER)
    for count, body in enumerate(bodies, 1):
        part = b"%d 0 obj\n%b\nendobj\n" % (count, body)
        table.append(cross_reference(offset))
        offset += len(part)
        parts.append(part)
    objects = Objects(first=len(table), offset=offset)
    page, pages = objects.reserve(), objects.reserve()
    content = objects.add(stream(b"q /Template Do Q"))
    objects.write(pages, f"<</Type/Pages/Count 1/Kids[{page} 0 R]>>")
    objects.write(
        page,
        f"<</Type/Page/Parent {pages} 0 R{_page_entries(size, group)}/Contents {content} 0 R"
        f"/Resources<</XObject<</Template {form} 0 R>>>>>>",
    )
    root = objects.add(f"<</Type/Catalog/Pages {pages} 0 R{catalog}>>")
    entries = b"".join(table)
    trailer = f"/Root {root} 0 R/ID[<{digest[:32]}><{digest[:32]}>]"
    # The table follows the objects, and its first entry follows "xref\n0 N\n".
    before = b"".join(objects.finish(b"", trailer))
    table_at = offset + before.index(b"xref\n0 ") + len(b"xref\n0 %d\n" % (len(table) + 4))
    base = Base(
        cut=offset,
        objects=len(table),
        table=table_at,
        form=form,
        width=size[0],
        height=size[1],
        catalog=catalog,
        digest=digest,
        group=group,
        pdf_ua=pdf_ua,
        pdf_a=pdf_a,
        layout=TemplateLayout(),
    )
    return b"".join((*parts, *objects.finish(entries, trailer, _comment(base))))


def _page_entries(size: tuple[float, float], group: str) -> str:
    return f"/MediaBox[0 0 {numbers(*size)}]{f'/Group {group}' if group else ''}"


def with_texts(prepared: bytes, appearance: Appearance, layout: TemplateLayout) -> bytes:
    """The same prepared template, with how texts look on it and are laid out."""
    start = prepared.rindex(_MARK)
    rest = prepared[prepared.index(b"\n", start) + 1 :]
    # The comment follows everything that the file has offsets of.
    return prepared[:start] + _comment(replace(unpack(prepared), appearance=appearance, layout=layout)) + rest


def _comment(base: Base) -> bytes:
    values = {"format": _FORMAT, **asdict(replace(base, appearance=DEFAULT_APPEARANCE))}
    values["appearance"] = base.appearance.to_json()
    return b"%b%b\n" % (_MARK, json.dumps(values, separators=(",", ":")).encode())


def unpack(prepared: bytes) -> Base:
    """Read what rendering needs to know.

    Raises:
        ValueError: these are not the bytes of a prepared template of this format.
    """
    start = prepared.rfind(_MARK)
    if start < 0:
        raise ValueError("not a prepared template")
    return _base(prepared[start + len(_MARK) : prepared.index(b"\n", start)])


@lru_cache(maxsize=64)
def _base(comment: bytes) -> Base:
    values = json.loads(comment)
    if (written := values.pop("format")) not in _FORMATS:
        raise ValueError("a prepared template of another format")
    if written in _FORMATS_WITH_APPEARANCE:
        values["appearance"] = from_json(values["appearance"])
    if written == _FORMAT:
        values["layout"] = _layout(**values["layout"])
    return Base(**values)


def _layout(placement: str, size: str, *, signature: bool, printed_url: bool) -> TemplateLayout:
    return TemplateLayout(
        placement=Placement(placement), size=TextSize(size), signature=signature, printed_url=printed_url
    )
