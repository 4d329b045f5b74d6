"""An ICC profile of sRGB (ISO 15076-1, version 4.3), as small as the standard allows."""

import struct

# Adapted from D65 to D50, the white of profiles (IEC 61966-2-1; Bradford's transformation).
_WHITE = (0.9642, 1.0, 0.8249)
_RED = (0.4360657, 0.2224884, 0.013916)
_GREEN = (0.3851471, 0.7168732, 0.0970764)
_BLUE = (0.1430664, 0.0606079, 0.7140961)
_ADAPTATION = (
    1.0478112, 0.0228866, -0.0501270,
    0.0295424, 0.9904844, -0.0170491,
    -0.0092345, 0.0150436, 0.7521316,
)  # fmt: skip
# Y = ((X + 0.055) / 1.055) ^ 2.4 from X = 0.04045 upwards, and X / 12.92 below.
_CURVE = (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045)
_HEADER_BYTES = 128
_CREATED = (2026, 1, 1, 0, 0, 0)


def profile() -> bytes:
    """The profile: always the same bytes."""
    curve = b"para" + bytes(4) + struct.pack(">HH", 3, 0) + _fixed(*_CURVE)
    tags = {
        b"desc": _text("sRGB"),
        b"cprt": _text("No rights reserved"),
        b"wtpt": b"XYZ " + bytes(4) + _fixed(*_WHITE),
        b"chad": b"sf32" + bytes(4) + _fixed(*_ADAPTATION),
        b"rXYZ": b"XYZ " + bytes(4) + _fixed(*_RED),
        b"gXYZ": b"XYZ " + bytes(4) + _fixed(*_GREEN),
        b"bXYZ": b"XYZ " + bytes(4) + _fixed(*_BLUE),
        b"rTRC": curve,
        b"gTRC": curve,
        b"bTRC": curve,
    }
    at = _HEADER_BYTES + 4 + 12 * len(tags)
    places: dict[bytes, int] = {}
    data = b""
    for value in tags.values():
        if value not in places:
            places[value] = at + len(data)
            data += value + bytes(-len(value) % 4)
    table = struct.pack(">I", len(tags)) + b"".join(
        struct.pack(">4sII", tag, places[value], len(value)) for tag, value in tags.items()
    )
    header = struct.pack(
        ">I4sI4s4s4s6H4s4sI16xI12s4s16x28x",
        _HEADER_BYTES + len(table) + len(data), b"\0\0\0\0", 0x04300000, b"mntr", b"RGB ", b"XYZ ", *_CREATED, b"acsp",
        b"\0\0\0\0", 0, 0, _fixed(*_WHITE), b"\0\0\0\0",
    )  # fmt: skip
    return header + table + data


def _fixed(*values: float) -> bytes:
    return struct.pack(f">{len(values)}i", *(round(value * 65536) for value in values))


def _text(text: str) -> bytes:
    written = text.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(written), 28) + written
