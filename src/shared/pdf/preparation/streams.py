"""Streams: their encoded data, and decoding within limits."""

import zlib

from pypdf.generic import StreamObject

_CHUNK_BYTES = 1 << 20


def raw_data(stream: StreamObject) -> bytes:
    """Return a stream's encoded data, only decrypted."""
    data: bytes = stream._data  # noqa: SLF001 - pypdf has no other way to it, and decoding costs time and memory
    return data


def filters(stream: StreamObject) -> tuple[str, ...]:
    """List a stream's filters, the outermost first."""
    value = stream.get("/Filter")
    value = None if value is None else value.get_object()
    if value is None:
        return ()
    return tuple(str(name.get_object()) for name in value) if isinstance(value, list) else (str(value),)


def is_whole(stream: StreamObject) -> bool:
    """Return whether every viewer would decode a stream to the same data.

    Deflated data may be truncated or damaged, and viewers differ in how they decode damaged data of other filters.
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
    """Return whether deflated data inflates to at most `limit` bytes, without storing them."""
    inflating = zlib.decompressobj()
    length = 0
    while data and not inflating.eof:
        length += len(inflating.decompress(data, _CHUNK_BYTES))
        if length > limit:
            return False
        data = inflating.unconsumed_tail
    return True
