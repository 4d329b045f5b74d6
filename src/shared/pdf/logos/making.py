"""Decodes an uploaded logo, and encodes its pixels anew."""

import io
from contextlib import suppress

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from shared.domain.errors import TemplateInvalid
from shared.domain.issuer import MAX_LOGO_BYTES
from shared.pdf.logos import TOO_MUCH

_MAX_PIXELS = 25_000_000
_MIN_SIDE = 64
# The longer side, tried in this order until the file is small enough.
_SIDES = (1000, 700, 500, 350)
_QUALITY = 90
_FORMATS = ("PNG", "JPEG")
_NOT_A_PICTURE = "This file is neither a PNG nor a JPEG. Save the logo as PNG, and upload it."
_DAMAGED = "This picture is damaged and cannot be read. Save it again, and upload it."
_TOO_MANY_PIXELS = "This picture has more than 25 million pixels. Save it with fewer, and upload it."
_TOO_SMALL = f"This picture is very small: each printed logo would be blurred. Use at least {_MIN_SIDE} pixels."
_EMPTY = "This picture is transparent everywhere."


def make(upload: bytes) -> bytes:
    """Check a logo and write it anew, as the format that it has.

    Raises:
        TemplateInvalid: it cannot be used; the message says why.
    """
    # The dimensions are checked here, by Laurel's own bound.
    Image.MAX_IMAGE_PIXELS = None
    try:
        with Image.open(io.BytesIO(upload), formats=_FORMATS) as image:
            return _make(image)
    except TemplateInvalid:
        raise
    except MemoryError as error:
        raise TemplateInvalid(TOO_MUCH) from error
    except UnidentifiedImageError as error:
        raise TemplateInvalid(_NOT_A_PICTURE) from error
    except Exception as error:
        # On damaged files Pillow raises OSError, SyntaxError, ValueError, struct.error and others.
        raise TemplateInvalid(_DAMAGED) from error


def _make(image: Image.Image) -> bytes:
    if image.width * image.height > _MAX_PIXELS:
        raise TemplateInvalid(_TOO_MANY_PIXELS)
    kind = image.format or "PNG"
    picture = _cropped(_in_srgb(ImageOps.exif_transpose(image)))
    if max(picture.size) < _MIN_SIDE:
        raise TemplateInvalid(_TOO_SMALL)
    # The last is always small enough: its pixels alone are.
    return next(file for side in _SIDES if len(file := _written(_within(picture, side), kind)) <= MAX_LOGO_BYTES)


def _within(picture: Image.Image, side: int) -> Image.Image:
    """The picture with at most so many pixels on each side; never enlarged."""
    smaller = picture.copy()
    smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
    return smaller


def _in_srgb(image: Image.Image) -> Image.Image:
    """The picture in the colours of sRGB, which files without a profile have; with transparency if it has any."""
    opaque = "transparency" not in image.info and not image.mode.endswith(("A", "a"))
    profile = image.info.get("icc_profile")
    alpha = None if opaque else image.convert("RGBA").getchannel("A")
    if profile and image.mode in {"RGB", "CMYK"}:
        # A profile that cannot be read is ignored, as browsers do.
        with suppress(ImageCms.PyCMSError, OSError):
            image = _converted(image, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    picture = image.convert("RGB")
    if alpha is not None:
        picture.putalpha(alpha)
    return picture


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    transform = ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), image.mode, "RGB")
    return transform.apply(image)


def _cropped(picture: Image.Image) -> Image.Image:
    """The picture without a transparent margin, which would shift it on a certificate."""
    if picture.mode != "RGBA":
        return picture
    box = picture.getchannel("A").getbbox()
    if box is None:
        raise TemplateInvalid(_EMPTY)
    return picture.crop(box)


def _written(picture: Image.Image, kind: str) -> bytes:
    file = io.BytesIO()
    # A new picture, to which nothing of the upload's metadata belongs.
    plain = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if kind == "JPEG":
        plain.save(file, "JPEG", quality=_QUALITY, optimize=True)
    else:
        plain.save(file, "PNG", optimize=True)
    return file.getvalue()
