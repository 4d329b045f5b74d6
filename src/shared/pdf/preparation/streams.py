"""Streams: their data as it stands in the file, and decoded within bounds."""

import zlib

from pypdf.generic import StreamObject

_CHUNK_BYTES = 1 << 20


def raw_data(stream: StreamObject) -> bytes:
    """Give a stream's data as its filters left it, only decrypted."""
    data: bytes = stream._data  # noqa: SLF001 - pypdf has no other way to it, and decoding costs time and memory
    return data


def filters(stream: StreamObject) -> tuple[str, ...]:
    """Name a stream's filters, the outermost first."""
    value = stream.get("/Filter")
    value = None if value is None else value.get_object()
    if value is None:
        return ()
    return tuple(str(name.get_object()) for name in value) if isinstance(value, list) else (str(value),)


def is_whole(stream: StreamObject) -> bool:
    """Say whether every reader would undo a stream's filters alike.

    Deflated data may be cut off or damaged, and of damage to what other filters left every reader makes its own.
    """
    if filters(stream) != ("/FlateDecode",):
        return not filters(stream)
    inflating = zlib.decompressobj()
    data = raw_data(stream)
    try:
        while data and not inflating.eof:
            inflating.decompress(data, _CHUNK_BYTES)
            data = inflating.unconsumed_tail
    except zlib.error:
        return False
    return inflating.eof


def inflates_within(data: bytes, limit: int) -> bool:
    """Say whether deflated data stays within so many bytes, without keeping them."""
    inflating = zlib.decompressobj()
    length = 0
    while data and not inflating.eof:
        length += len(inflating.decompress(data, _CHUNK_BYTES))
        if length > limit:
            return False
        data = inflating.unconsumed_tail
    return True
