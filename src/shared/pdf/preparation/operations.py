"""The operations of a content stream that matter for PDF/A and PDF/UA, read strictly: what is unusual is refused."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_REGULAR = rb"[^\x00\t\n\f\r /<>\[\](){}%]"
# Paths, text positions, and colours in gray or RGB, which every claim allows.
_HARMLESS = (
    rb"(?:BT|ET|Tc|Tw|Tz|TL|Ts|Td|TD|Tm|T\*|Tr|re|rg|RG|cm|f\*?|F|B\*?|b\*?|S|s|W\*?|true|false|null|[mlcvyhnwJjMdigG])"
    rb"(?!" + _REGULAR + rb")"
)
_TOKEN = re.compile(
    rb"(?:[\x00\t\n\f\r \[\]0-9+.\-]++|" + _HARMLESS + rb"|<<|>>|%[^\r\n]*+)*+"
    rb"(?:(?P<name>/" + _REGULAR + rb"*+)|<(?P<hex>[0-9A-Fa-f\x00\t\n\f\r ]*+)>|(?P<literal>\()"
    rb"|(?P<operator>" + _REGULAR + rb"++)|(?P<end>\Z))"
)  # fmt: skip
_IN_LITERAL = re.compile(rb"[()]|\\.", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{1,3})|\r\n|(.))|\r\n?", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b""}
_IN_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
# ISO 32000-1, annex C: what a viewer must be able to read.
_MAX_STRING_BYTES = 32_767
_TOO_LONG_NUMBER = re.compile(rb"[0-9]{10}")


class Unusual(Exception):
    """The content has something that is not standard, or that is not read here."""


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator with the names and strings before it, from `start` to `end` in the content."""

    operator: str
    names: tuple[str, ...]
    strings: tuple[bytes, ...]
    start: int
    end: int


def operations(data: bytes) -> Iterator[Operation]:
    """Read a content stream; operators that every claim allows are left out.

    Raises:
        Unusual: it cannot be read, or has an inline image.
    """
    if _TOO_LONG_NUMBER.search(data):
        raise Unusual
    names: list[str] = []
    strings: list[bytes] = []
    start: int | None = None
    at = 0
    while match := _TOKEN.match(data, at):
        kind, at = str(match.lastgroup), match.end()
        if kind == "end":
            return
        start = match.start(kind) if start is None else start
        if kind == "name":
            names.append("/" + _IN_NAME.sub(_byte, match[kind][1:]).decode("latin-1"))
        elif kind == "hex":
            strings.append(_hexadecimal(match[kind]))
        elif kind == "literal":
            text, at = _literal(data, at)
            strings.append(text)
        elif match[kind] == b"BI":
            raise Unusual
        else:
            yield Operation(match[kind].decode("latin-1"), tuple(names), tuple(strings), start, at)
            names, strings, start = [], [], None
    raise Unusual


def without_marks(data: bytes) -> bytes:
    """Leave out marked content: what a template marks has no meaning on a certificate. Layers are kept.

    Raises:
        Unusual: it cannot be read, or its marks are not nested.
    """
    kept: list[bytes] = []
    open_layers: list[bool] = []
    at = 0
    for operation in operations(data):
        if operation.operator in {"BMC", "BDC"}:
            is_layer = operation.names[:1] == ("/OC",) and b"<<" not in data[operation.start : operation.end]
            open_layers.append(operation.operator == "BDC" and is_layer)
            drops = not open_layers[-1]
        elif operation.operator == "EMC":
            if not open_layers:
                raise Unusual
            drops = not open_layers.pop()
        else:
            drops = operation.operator in {"MP", "DP"}
        if drops:
            kept.append(data[at : operation.start])
            at = operation.end
    if open_layers:
        raise Unusual
    return b"\n".join((*kept, data[at:]))


def _byte(escaped: re.Match[bytes]) -> bytes:
    return bytes.fromhex(escaped[1].decode())


def _hexadecimal(digits: bytes) -> bytes:
    written = b"".join(digits.replace(b"\0", b"").split())
    if len(written) % 2 or len(written) > 2 * _MAX_STRING_BYTES:
        raise Unusual
    return bytes.fromhex(written.decode())


def _literal(data: bytes, at: int) -> tuple[bytes, int]:
    """Read a string after its first parenthesis; return it, and where it ends."""
    depth, start = 1, at
    while match := _IN_LITERAL.search(data, at):
        at = match.end()
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if not depth:
            text = _ESCAPE.sub(_unescaped, data[start : at - 1])
            if len(text) > _MAX_STRING_BYTES:
                raise Unusual
            return text, at
    raise Unusual


def _unescaped(match: re.Match[bytes]) -> bytes:
    if match[1]:
        return bytes([int(match[1], 8) & 0xFF])
    if match[2]:
        return _ESCAPED.get(match[2], match[2])
    return b"" if match[0].startswith(b"\\") else b"\n"
