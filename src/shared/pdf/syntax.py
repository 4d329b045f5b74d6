"""The syntax of PDF (ISO 32000-1), written as bytes."""

import hashlib
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote

# Characters that are not percent-encoded in a URI, besides letters and digits (RFC 3986).
_URI_CHARACTERS = "%:/?#[]@!$&'()*+,;=~-._"


def number(value: float) -> str:
    """Write a number with at most three digits after the point."""
    return f"{value:.3f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def numbers(*values: float) -> str:
    """Write numbers with spaces between them."""
    return " ".join(map(number, values))


def text_string(text: str) -> str:
    """Write a text string in UTF-16, which every viewer supports, as hexadecimal."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def uri(address: str) -> str:
    """Write a URI, in ASCII, as the byte string of a link's action."""
    return f"<{quote(address, safe=_URI_CHARACTERS).encode().hex().upper()}>"


def date(moment: datetime) -> str:
    """Write a date, in UTC."""
    utc = moment.astimezone(UTC)
    return f"(D:{utc.year:04}{utc.month:02}{utc.day:02}{utc.hour:02}{utc.minute:02}{utc.second:02}Z)"


def stream(data: bytes, entries: str = "", *, level: int = 6) -> bytes:
    """Write a stream object's body, compressed.

    Args:
        data: the stream's content.
        entries: entries of its dictionary besides filter and length.
        level: zlib's level, 1 fastest to 9 smallest.
    """
    packed = zlib.compress(data, level)
    return packed_stream(packed, f"{entries}/Filter/FlateDecode")


def packed_stream(packed: bytes, entries: str) -> bytes:
    """Write a stream object's body whose data is already encoded as its entries say."""
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (entries.encode(), len(packed), packed)


class Objects:
    """Numbers and collects the objects that follow others in a file.

    Args:
        first: the number of the first object.
        offset: its offset in the file.
    """

    def __init__(self, *, first: int, offset: int) -> None:
        self._first = first
        self._offset = offset
        self._bodies: list[bytes | None] = []

    def reserve(self) -> int:
        """Take a number for an object that is written later."""
        self._bodies.append(None)
        return self._first + len(self._bodies) - 1

    def write(self, reserved: int, body: bytes | str) -> None:
        """Write the object of a reserved number."""
        self._bodies[reserved - self._first] = body.encode() if isinstance(body, str) else body

    def add(self, body: bytes | str) -> int:
        """Write an object, and return its number."""
        reserved = self.reserve()
        self.write(reserved, body)
        return reserved

    def digest(self) -> bytes:
        """Hash what is written so far."""
        return hashlib.sha256(b"\0".join(body or b"" for body in self._bodies)).digest()

    def finish(self, entries: bytes, trailer: str, comment: bytes = b"") -> list[bytes]:
        """Return the objects and a complete cross-reference table, ready to be appended.

        Args:
            entries: the table's entries for the objects before these.
            trailer: the trailer's entries, without its size.
            comment: a line before the last ones.
        """
        parts: list[bytes] = []
        lines: list[bytes] = []
        offset = self._offset
        for count, body in enumerate(self._bodies):
            if body is None:
                raise LookupError(f"object {self._first + count} was reserved and not written")
            part = b"%d 0 obj\n%b\nendobj\n" % (self._first + count, body)
            lines.append(cross_reference(offset))
            offset += len(part)
            parts.append(part)
        size = self._first + len(self._bodies)
        parts += [b"xref\n0 %d\n" % size, entries, *lines]
        parts.append(b"trailer\n<<%b/Size %d>>\n%bstartxref\n%d\n%%%%EOF\n" % (trailer.encode(), size, comment, offset))
        return parts


def cross_reference(offset: int) -> bytes:
    """Write the table's entry, of 20 bytes, for an object at `offset`."""
    return b"%010d 00000 n\r\n" % offset


# The entry of object 0, which never exists.
NO_OBJECT = b"0000000000 65535 f\r\n"


def array(items: Iterable[object]) -> str:
    """Write an array of items that are written already, or are whole numbers."""
    return f"[{' '.join(map(str, items))}]"
