"""What a TrueType font program says about its glyphs; unlike in `shared.pdf.truetype`, the program is an upload's."""

import struct
from collections.abc import Mapping

_HEADER_BYTES = 12
_RECORD_BYTES = 16
# Twice as many as there are character codes.
_MAX_MAPPED = 0x20000
type Encoding = tuple[int, int]


class FontProgram:
    """A TrueType font program.

    Attributes:
        glyphs: how many it has.
        encodings: glyph numbers by character, for each platform and encoding.

    Raises:
        ValueError, KeyError, IndexError, struct.error: from anything here, if the program is damaged.
    """

    def __init__(self, data: bytes) -> None:
        (count,) = struct.unpack_from(">H", data, 4)
        self._tables: dict[bytes, bytes] = {}
        for at in range(_HEADER_BYTES, _HEADER_BYTES + count * _RECORD_BYTES, _RECORD_BYTES):
            tag, _, offset, length = struct.unpack_from(">4sIII", data, at)
            self._tables[tag] = data[offset : offset + length]
        if not self._tables.keys() >= {b"glyf", b"loca"}:
            raise ValueError("a font without outlines")
        (self._units,) = struct.unpack_from(">H", self._tables[b"head"], 18)
        (self._metrics,) = struct.unpack_from(">H", self._tables[b"hhea"], 34)
        (self.glyphs,) = struct.unpack_from(">H", self._tables[b"maxp"], 4)
        self.encodings = dict(self._encodings(self._tables[b"cmap"])) if b"cmap" in self._tables else {}

    def width(self, glyph: int) -> float:
        """A glyph's width, in thousandths of an em."""
        (width,) = struct.unpack_from(">H", self._tables[b"hmtx"], 4 * min(glyph, self._metrics - 1))
        return float(width * 1000 / self._units)

    def _encodings(self, table: bytes) -> list[tuple[Encoding, Mapping[int, int]]]:
        (count,) = struct.unpack_from(">H", table, 2)
        records = (struct.unpack_from(">HHI", table, 4 + 8 * at) for at in range(count))
        return [((platform, encoding), _mapping(table[offset:])) for platform, encoding, offset in records]


def _mapping(table: bytes) -> Mapping[int, int]:
    """Read a subtable of formats 0, 4 and 6, which are those of simple fonts; others are empty."""
    (kind,) = struct.unpack_from(">H", table)
    if kind == 0:
        return dict(enumerate(struct.unpack_from(">256B", table, 6)))
    if kind == 6:  # noqa: PLR2004 - the format's number
        first, count = struct.unpack_from(">HH", table, 6)
        return dict(enumerate(struct.unpack_from(f">{count}H", table, 10), first))
    return _segments(table) if kind == 4 else {}  # noqa: PLR2004 - the format's number


def _segments(table: bytes) -> Mapping[int, int]:
    count = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", table, 14)
    starts, deltas, offsets = (
        struct.unpack_from(f">{count}H", table, 16 + 2 * count * number) for number in (1, 2, 3)
    )  # fmt: skip
    if sum(max(0, end - start + 1) for start, end in zip(starts, ends, strict=True)) > _MAX_MAPPED:
        raise ValueError("more than all characters")
    at = 16 + 6 * count
    found: dict[int, int] = {}
    for number, (start, end, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(start, end + 1):
            if not offset:
                found[code] = (code + delta) & 0xFFFF
            elif code != 0xFFFF:  # noqa: PLR2004 - the last segment, which maps nothing
                (glyph,) = struct.unpack_from(">H", table, at + 2 * number + offset + 2 * (code - start))
                found[code] = (glyph + delta) & 0xFFFF if glyph else 0
    return found
