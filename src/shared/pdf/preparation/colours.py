"""Colours of an upload, as PDF/A-2 (6.2.4) restricts them: those of an RGB device, or of none."""

from typing import Any

from pypdf.generic import ArrayObject, NameObject, StreamObject

_NAMED = frozenset({"/DeviceGray", "/DeviceRGB", "/Pattern"})
_CALIBRATED = frozenset({"/CalGray", "/CalRGB", "/Lab"})
_MAX_DEPTH = 4
# A profile's header (ISO 15076-1): version, class, colour space, signature.
_VERSION_AT, _CLASS, _SPACE, _SIGNATURE = 8, slice(12, 16), slice(16, 20), slice(36, 40)
_NEWEST_VERSION = 4
_CLASSES = frozenset({b"scnr", b"mntr", b"prtr", b"spac"})
_SPACES = {1: frozenset({b"GRAY"}), 3: frozenset({b"RGB ", b"Lab "})}


def is_covered(space: Any, depth: int = 0) -> bool:  # noqa: ANN401 - any PDF object
    """Whether a colour space needs no more than an output intent for an RGB device.

    Spaces for CMYK are not, nor spot colours, whose definitions would have to agree throughout the file.
    """
    space = space.get_object() if space is not None else None
    if isinstance(space, NameObject):
        return space in _NAMED
    if not isinstance(space, ArrayObject) or not space or depth > _MAX_DEPTH:
        return False
    kind = space[0].get_object()
    if kind in {"/Indexed", "/Pattern"}:
        return is_covered(space[1], depth + 1) if len(space) > 1 else kind == "/Pattern"
    if kind == "/ICCBased":
        return len(space) > 1 and is_profile(space[1].get_object())
    return kind in _CALIBRATED or (len(space) == 1 and kind in _NAMED)


def is_profile(stream: Any) -> bool:  # noqa: ANN401 - any PDF object
    """Whether a stream is an ICC profile for gray, RGB or Lab."""
    if not isinstance(stream, StreamObject):
        return False
    data = bytes(stream.get_data())
    return (
        data[_SIGNATURE] == b"acsp"
        and data[_VERSION_AT] <= _NEWEST_VERSION
        and data[_CLASS] in _CLASSES
        and data[_SPACE] in _SPACES.get(int(stream.get("/N", 0)), frozenset())
    )
