"""Small uploads that take much time or memory to read."""

import zlib
from collections.abc import Callable, Mapping

from tests.unit.pdf.raw import one_page, raw_pdf, stream

MEGABYTE = 1 << 20


def image(width: int, height: int, data: bytes = b"", entries: str = "") -> bytes:
    return stream(
        data,
        f"/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8{entries}",
        packed=not entries,
    )


def with_image(body: bytes) -> bytes:
    return one_page(b"/I Do", resources="/XObject<</I 10 0 R>>", objects={10: body})


def jpeg(width: int, height: int) -> bytes:
    frame = b"\xff\xc0\x00\x0b\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x01\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04JF\xff" + frame + b"\xff\xd9"


def nested_forms(depth: int, copies: int) -> bytes:
    """Each form draws the next one many times."""
    forms = {
        10 + level: stream(
            b"/F Do " * copies if level < depth else b"0 0 1 1 re f ",
            f"/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F {11 + level} 0 R>>>>",
        )
        for level in range(depth + 1)
    }
    return one_page(b"/F Do", resources="/XObject<</F 10 0 R>>", objects=forms)


def bomb(megabytes: int) -> bytes:
    """Zero bytes, deflated once; deflated twice, they would be even smaller."""
    packer = zlib.compressobj(9)
    return b"".join([*(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)), packer.flush()])


def packed_bomb(megabytes: int, entries: str = "") -> bytes:
    return stream(bomb(megabytes), f"/Filter/FlateDecode{entries}")


BOMBS: Mapping[str, Callable[[], bytes]] = {
    "content that inflates to 200 MB": lambda: raw_pdf(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents 4 0 R>>",
            4: packed_bomb(200),
        }
    ),
    "content in many parts of 30 MB": lambda: one_page(
        page="/Contents[10 0 R 10 0 R 10 0 R 10 0 R]", objects={10: packed_bomb(30)}
    ).replace(b"/Contents 4 0 R", b""),
    "a font program that inflates to 200 MB": lambda: one_page(
        resources="/Font<</F 10 0 R>>",
        objects={
            10: "<</Type/Font/Subtype/TrueType/FontDescriptor 11 0 R>>",
            11: "<</FontFile2 12 0 R>>",
            12: packed_bomb(200),
        },
    ),
    "an image of 100,000 by 100,000": lambda: with_image(image(100_000, 100_000)),
    "many images that are large together": lambda: one_page(
        resources="/XObject<</A 10 0 R/B 11 0 R/C 12 0 R>>",
        objects=dict.fromkeys((10, 11, 12), image(7000, 7000)),
    ),
    "a small image with 300 MB of data": lambda: with_image(
        packed_bomb(300, "/Subtype/Image/Width 9/Height 9/ColorSpace/DeviceGray/BitsPerComponent 8")
    ),
    "a small image that is a huge JPEG": lambda: with_image(image(9, 9, jpeg(65_000, 65_000), "/Filter/DCTDecode")),
    "the same, deflated": lambda: with_image(
        image(9, 9, zlib.compress(jpeg(65_000, 65_000)), "/Filter[/FlateDecode/DCTDecode]")
    ),
    "a small image that is a huge JPEG 2000": lambda: with_image(
        image(9, 9, b"\0\0\0\x16ihdr" + (1 << 20).to_bytes(4) * 2, "/Filter/JPXDecode")
    ),
    "forms in forms, ten times ten times": lambda: nested_forms(8, 10),
    "forms in forms, very deep": lambda: nested_forms(30, 1),
    "a form that draws itself": lambda: one_page(
        b"/F#6F Do",
        resources="/XObject<</Fo 10 0 R>>",
        objects={10: stream(b"/F Do", "/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 10 0 R>>>>")},
    ),
    "arrays in arrays": lambda: one_page(resources=f"/ColorSpace<</C {'[' * 90}{']' * 90}>>"),
    "very many arrays in arrays": lambda: one_page(resources=f"/ColorSpace<</C {'[' * 90_000}{']' * 90_000}>>"),
    "a filter that needs a key": lambda: with_image(image(9, 9, bytes(81), "/Filter/Crypt")),
    "content behind a filter that needs a key": lambda: one_page(
        page="/Contents 10 0 R", objects={10: stream(b"", "/Filter/Crypt")}
    ).replace(b"/Contents 4 0 R", b""),
    "an endless page tree": lambda: raw_pdf(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: "<</Type/Pages/Kids[2 0 R]/Count 1>>",
        }
    ),
    "a catalog that is not a dictionary": lambda: raw_pdf({1: "[1 2 3]"}),
    "invalid numbers": lambda: one_page(page="/MediaBox[0 0/a/b]"),
    "a box with huge numbers": lambda: one_page(page=f"/MediaBox[0 0 {'9' * 400} {'9' * 400}]"),
}
