"""The file of a design: one page of drawing operators, with at most one picture."""

from shared.pdf.designs.logo import Picture
from shared.pdf.prepared import HEADER
from shared.pdf.syntax import NO_OBJECT, Objects, numbers, packed_stream, stream


def document(operators: str, *, size: tuple[float, float], picture: Picture | None) -> bytes:
    """Write a PDF of one page.

    Args:
        operators: what it draws; the picture's name in it is `Logo`.
        size: the page's width and height in points.
        picture: what the operators refer to.
    """
    objects = Objects(first=1, offset=len(HEADER))
    pages, page = objects.reserve(), objects.reserve()
    content = objects.add(stream(operators.encode(), level=9))
    resources = ""
    if picture is not None:
        image = objects.add(
            packed_stream(
                picture.packed,
                f"/Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}"
                "/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/FlateDecode",
            )
        )
        resources = f"/XObject<</Logo {image} 0 R>>"
    objects.write(pages, f"<</Type/Pages/Count 1/Kids[{page} 0 R]>>")
    objects.write(
        page,
        f"<</Type/Page/Parent {pages} 0 R/MediaBox[0 0 {numbers(*size)}]/Contents {content} 0 R"
        f"/Resources<<{resources}>>>>",
    )
    root = objects.add(f"<</Type/Catalog/Pages {pages} 0 R>>")
    identity = objects.digest().hex()[:32]
    parts = objects.finish(NO_OBJECT, f"/Root {root} 0 R/ID[<{identity}><{identity}>]")
    return b"".join((HEADER, *parts))
