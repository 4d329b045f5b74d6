"""Uploaded logos: which are refused, and how the others are written anew."""

import io
import random
import struct
import zlib

import pytest
from PIL import Image, PngImagePlugin
from PIL.ImageCms import ImageCmsProfile, createProfile

from shared.domain.errors import LogoInvalid, TemplateInvalid
from shared.domain.issuer import MAX_LOGO_BYTES
from shared.pdf import logos, worker
from shared.pdf.logos.making import make
from tests.unit.pdf.pictures import encoded, mark, opened


def test_a_png_stays_a_png_with_its_transparency() -> None:
    logo = opened(make(encoded(mark())))
    assert (logo.format, logo.mode, logo.size) == ("PNG", "RGBA", (600, 200))
    assert logo.getpixel((100, 100)) == (0xC8, 0x3C, 0x28, 255)
    assert logo.getpixel((230, 10)) == (0, 0, 0, 0)


def test_a_jpeg_stays_a_jpeg() -> None:
    logo = opened(make(encoded(mark(mode="RGB"), "JPEG")))
    assert (logo.format, logo.mode) == ("JPEG", "RGB")


def test_the_same_picture_gives_the_same_bytes() -> None:
    upload = encoded(mark())
    assert make(upload) == make(upload)
    assert make(make(upload)) == make(upload)


def test_a_large_picture_gets_a_thousand_pixels() -> None:
    assert opened(make(encoded(mark((3000, 900))))).size == (1000, 300)
    assert opened(make(encoded(mark((3000, 900)).rotate(90, expand=True)))).size == (300, 1000)


def test_a_picture_that_does_not_compress_gets_smaller_until_it_fits() -> None:
    noise = Image.frombytes("RGBA", (1000, 1000), random.Random(2).randbytes(4_000_000))  # noqa: S311
    for kind, picture in (("PNG", noise), ("JPEG", noise.convert("RGB"))):
        logo = make(encoded(picture, kind))
        assert len(logo) <= MAX_LOGO_BYTES
        assert opened(logo).size == {"PNG": (500, 500), "JPEG": (1000, 1000)}[kind]


def test_metadata_is_dropped() -> None:
    secret = b"51.5007N 0.1246W"
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", secret.decode())
    exif = Image.Exif()
    exif[0x010E] = secret.decode()
    for upload in (
        encoded(mark(), pnginfo=text, exif=exif),
        encoded(mark(mode="RGB"), "JPEG", exif=exif, comment=secret),
        encoded(mark()) + secret,
    ):
        assert secret in upload
        logo = make(upload)
        assert secret not in logo
        assert not opened(logo).getexif()


def test_a_photograph_is_turned_as_its_camera_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert opened(make(encoded(mark((600, 200), "RGB"), "JPEG", exif=exif))).size == (200, 600)


def test_a_transparent_margin_is_cut_off() -> None:
    image = Image.new("RGBA", (1000, 1000), (0, 0, 0, 0))
    image.paste(mark(), (150, 300))
    assert opened(make(encoded(image))).size == (600, 200)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "I;16"])
def test_every_mode_of_png_is_read(mode: str) -> None:
    image = mark(mode="RGB").convert("I" if mode == "I;16" else mode)
    logo = opened(make(encoded(image.convert(mode))))
    assert logo.size == (600, 200)
    assert logo.mode in {"RGB", "RGBA"}


def test_a_palette_with_a_transparent_colour_stays_transparent() -> None:
    image = mark(mode="RGB").convert("P")
    logo = opened(make(encoded(image, transparency=image.getpixel((230, 10)))))
    assert logo.mode == "RGBA"
    assert logo.getpixel((210, 5)) == (255, 255, 255, 0)


def test_colours_for_print_become_those_of_a_screen() -> None:
    logo = opened(make(encoded(Image.new("CMYK", (200, 200), (0, 255, 255, 0)), "JPEG")))
    red, green, blue = logo.getpixel((100, 100))  # type: ignore[misc]
    assert red > 180
    assert max(green, blue) < 90


def test_a_profile_decides_about_colours_and_one_that_cannot_be_read_is_ignored() -> None:
    flat = Image.new("RGB", (200, 200), (200, 60, 40))
    usual = ImageCmsProfile(createProfile("sRGB")).tobytes()
    swapped = usual.replace(b"rXYZ", b"????").replace(b"gXYZ", b"rXYZ").replace(b"????", b"gXYZ")
    for profile, colour in ((usual, (200, 60, 40)), (swapped, (60, 200, 40)), (b"no profile", (200, 60, 40))):
        assert opened(make(encoded(flat, icc_profile=profile))).getpixel((9, 9)) == pytest.approx(colour, abs=3)


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is large."""
    file = encoded(Image.new("L", (100, 100)))
    header = b"IHDR" + struct.pack(">II5B", width, height, 8, 0, 0, 0, 0)
    return file[:12] + header + struct.pack(">I", zlib.crc32(header)) + file[33:]


@pytest.mark.parametrize(
    ("upload", "reason"),
    [
        (b"", "neither a PNG nor a JPEG"),
        (b"hello", "neither a PNG nor a JPEG"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither a PNG nor a JPEG"),
        (encoded(mark(mode="RGB"), "GIF"), "neither a PNG nor a JPEG"),
        (encoded(mark(mode="RGB"), "WEBP"), "neither a PNG nor a JPEG"),
        (encoded(mark(mode="RGB"), "TIFF"), "neither a PNG nor a JPEG"),
        (encoded(mark())[:300], "damaged"),
        (encoded(mark(mode="RGB"), "JPEG")[:700], "damaged"),
        (bomb(30_000, 30_000), "25 million pixels"),
        (bomb(5000, 5001), "25 million pixels"),
        (bomb(2000, 2000), "damaged"),
        (encoded(mark((63, 20))), "very small"),
        (encoded(Image.new("RGBA", (200, 200), (9, 9, 9, 0))), "transparent everywhere"),
    ],
)
def test_what_cannot_be_a_logo_is_refused_with_the_reason(upload: bytes, reason: str) -> None:
    with pytest.raises(TemplateInvalid, match=reason):
        make(upload)


def test_a_logo_is_decoded_in_another_process() -> None:
    upload = encoded(mark())
    assert logos.prepare(upload) == make(upload)
    with pytest.raises(LogoInvalid, match="neither a PNG nor a JPEG"):
        logos.prepare(b"%PDF-1.7")


def test_a_logo_that_makes_the_process_reach_its_limits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logos, "LIMITS", worker.Limits(cpu_seconds=5, memory_bytes=160 * 1024 * 1024))
    large = io.BytesIO()
    Image.new("RGBA", (4000, 4000), (1, 2, 3, 255)).save(large, "PNG")
    with pytest.raises(LogoInvalid, match="too much memory"):
        logos.prepare(large.getvalue())
