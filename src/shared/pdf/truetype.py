"""Changes to a TrueType font program (the OpenType specification's tables)."""

import struct
from collections.abc import Sequence

_OFFSET_TABLE, _TABLE_RECORD = ">4sHHHH", ">4sIII"
_HEAD_ADJUSTMENT, _HEAD_LOCA_FORMAT, _MAXP_GLYPHS, _HHEA_METRICS = 8, 50, 4, 34
_CHECKSUM = 0xB1B0AFBA
# An advance width is a whole number of 16 bits.
MAX_WIDTH = 0xFFFF


def with_copies(program: bytes, copies: Sequence[tuple[int, int]]) -> bytes:
    """Append copies of glyphs that have other widths.

    PDF/A and PDF/UA require that a glyph is as wide in the document as in its font program.

    Args:
        program: the font.
        copies: a glyph's number and the copy's width, in font units; the first copy is numbered after the last glyph.
    """
    tables = _tables(program)
    count, long_metrics = _word(tables["maxp"], _MAXP_GLYPHS), _word(tables["hhea"], _HHEA_METRICS)
    long_offsets = _word(tables["head"], _HEAD_LOCA_FORMAT) == 1
    offsets = [offset * (1 if long_offsets else 2) for offset in _words(tables["loca"], "I" if long_offsets else "H")]
    metrics = tables["hmtx"]
    widths = list(_words(metrics[: 4 * long_metrics], "H"))[::2]
    widths += widths[-1:] * (count - long_metrics)
    bearings = [*_words(metrics[: 4 * long_metrics], "h")[1::2], *_words(metrics[4 * long_metrics :], "h")]
    glyphs = bytearray(tables["glyf"])
    for number, width in copies:
        outline = glyphs[offsets[number] : offsets[number + 1]]
        glyphs += outline + bytes(-len(outline) % 4)
        offsets.append(len(glyphs))
        widths.append(width)
        bearings.append(bearings[number])
    total = count + len(copies)
    tables["glyf"] = bytes(glyphs)
    tables["loca"] = struct.pack(f">{total + 1}I", *offsets)
    tables["hmtx"] = b"".join(map(struct.Struct(">Hh").pack, widths, bearings))
    tables["head"] = _replaced(tables["head"], _HEAD_LOCA_FORMAT, 1)
    tables["maxp"] = _replaced(tables["maxp"], _MAXP_GLYPHS, total)
    tables["hhea"] = _replaced(tables["hhea"], _HHEA_METRICS, total)
    return _font(program[:4], tables)


def _tables(program: bytes) -> dict[str, bytes]:
    records = (struct.unpack_from(_TABLE_RECORD, program, 12 + 16 * at) for at in range(_word(program, 4)))
    return {tag.decode("latin-1"): program[offset : offset + length] for tag, _, offset, length in records}


def _font(version: bytes, tables: dict[str, bytes]) -> bytes:
    tables["head"] = tables["head"][:_HEAD_ADJUSTMENT] + bytes(4) + tables["head"][_HEAD_ADJUSTMENT + 4 :]
    power = len(tables).bit_length() - 1
    header = struct.pack(
        _OFFSET_TABLE, version, len(tables), 16 << power, power, (len(tables) << 4) - (16 << power)
    )  # fmt: skip
    head = offset = len(header) + 16 * len(tables)
    records = bodies = b""
    for tag in sorted(tables):
        body = tables[tag] + bytes(-len(tables[tag]) % 4)
        head = offset if tag == "head" else head
        records += struct.pack(_TABLE_RECORD, tag.encode("latin-1"), _sum(body), offset, len(tables[tag]))
        bodies += body
        offset += len(body)
    font = header + records + bodies
    adjustment = (_CHECKSUM - _sum(font)) & 0xFFFFFFFF
    return font[: head + _HEAD_ADJUSTMENT] + adjustment.to_bytes(4) + font[head + _HEAD_ADJUSTMENT + 4 :]


def _sum(data: bytes) -> int:
    return sum(_words(data, "I")) & 0xFFFFFFFF


def _words(data: bytes, kind: str) -> tuple[int, ...]:
    return struct.unpack(f">{len(data) // struct.calcsize(kind)}{kind}", data)


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2])


def _replaced(table: bytes, at: int, word: int) -> bytes:
    return table[:at] + word.to_bytes(2) + table[at + 2 :]
