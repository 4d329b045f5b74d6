"""Writes PDFs object by object, so that tests control their exact content."""

import zlib
from collections.abc import Mapping

type Body = str | bytes


def stream(data: bytes, entries: str = "", *, packed: bool = False) -> bytes:
    if packed:
        data, entries = zlib.compress(data), f"{entries}/Filter/FlateDecode"
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries.encode(), len(data), data)


def raw_pdf(objects: Mapping[int, Body], *, trailer: str = "") -> bytes:
    """Write a file of these objects; number 1 is the catalog."""
    output = b"%PDF-1.7\n"
    offsets = {}
    for number, body in objects.items():
        offsets[number] = len(output)
        written = body.encode("latin-1") if isinstance(body, str) else body
        output += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    table = len(output)
    size = max(objects) + 1
    output += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        output += b"%010d 00000 %b \n" % (offsets.get(number, 0), b"n" if number in offsets else b"f")
    return output + b"trailer\n<</Root 1 0 R/Size %d%b>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer.encode(), table)


def one_page(
    content: bytes = b"0 0 100 100 re f",
    *,
    page: str = "",
    resources: str = "",
    catalog: str = "",
    objects: Mapping[int, Body] | None = None,
) -> bytes:
    """Write a file with an A4 page in landscape; further objects are numbered from 10."""
    box = "" if "/MediaBox" in page else "/MediaBox[0 0 842 595]"
    return raw_pdf(
        {
            1: f"<</Type/Catalog/Pages 2 0 R{catalog}>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: f"<</Type/Page/Parent 2 0 R{box}/Contents 4 0 R/Resources<<{resources}>>{page}>>",
            4: stream(content),
            **(objects or {}),
        }
    )
