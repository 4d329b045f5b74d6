"""The operators of a content stream that decide what drawing it costs, with their operands."""

import re
from collections.abc import Iterator
from enum import Enum, auto

_REGULAR = rb"[^\x00\t\n\f\r /<>\[\](){}%]"
_NAME = rb"/(" + _REGULAR + rb"*+)"
# Painting, strings, state, colours, and inline images; all other operators cost what they are long.
_OPERATOR = (
    rb"(Do|gs|Tf|Tj|TJ|'|\"|BI|f\*?|F|B\*?|b\*?|S|s|sh|q|Q|cs|CS|scn?|SCN?|rg|RG|g|G|k|K)(?!" + _REGULAR + rb")"
)  # fmt: skip
# Numbers, spaces, other operators: nothing is tried twice, since content has megabytes of them.
_NUMBERS = rb"\x00\t\n\f\r 0-9+.\-\[\]{})>"
_OTHER_OPERATOR = rb"(?!" + _OPERATOR.replace(b"(Do", b"(?:Do") + rb")" + _REGULAR + rb"++"
_TOKEN = re.compile(
    rb"(?:[" + _NUMBERS + rb"]++|%[^\r\n]*+|<<|" + _OTHER_OPERATOR + rb")*+"
    rb"(?:" + _NAME + rb"|" + _OPERATOR + rb"|(<[^<>]*+>)|(\()|<)"
)
# Without strings and comments, because it is unknown where they begin.
_LOOSE_TOKEN = re.compile(
    rb"(?:[%(<" + _NUMBERS + rb"]++|" + _OTHER_OPERATOR + rb")*+(?:" + _NAME + rb"|" + _OPERATOR + rb")"
)
_IN_STRING = re.compile(rb"[()]|\\.", re.DOTALL)
_IN_IMAGE = re.compile(_NAME + rb"|(?<!" + _REGULAR + rb")(?:[+-]?(\d+)|(ID)(?!" + _REGULAR + rb"))|%[^\r\n]*+")
_SIDES = {b"W": 0, b"Width": 0, b"H": 1, b"Height": 1}
_ESCAPED = re.compile(r"#([0-9A-Fa-f]{2})")


class Token(Enum):
    """What is read of a content stream, and what comes with it."""

    NAME = auto()  # the name, without its slash
    STRING = auto()  # how many bytes it has at most
    OPERATOR = auto()  # the operator
    INLINE_IMAGE = auto()  # how many pixels it declares
    LOOSE = auto()  # nothing: from here on, tokens may be more than what a viewer reads, never fewer


def tokens(data: bytes) -> Iterator[tuple[Token, str | int]]:
    """Read a content stream as viewers do (ISO 32000-1, 7.8.2): a comment may stand wherever a space may.

    Viewers disagree about where the data of an inline image ends. So everything after the first one's dictionary is
    read as if it were operators, the image's data and what seems to be a string or a comment included.
    """
    at = before = 0
    match_at = _TOKEN.match
    loose = False
    while match := match_at(data, at):
        name, operator = match[1], match[2]
        at = match.end()
        if name is not None:
            yield Token.NAME, _unescaped(name)
        elif operator == b"BI":
            pixels, at = _inline_image(data, at)
            if not loose:
                loose, match_at = True, _LOOSE_TOKEN.match
                yield Token.LOOSE, 0
            yield Token.INLINE_IMAGE, pixels
        elif operator is not None:
            if loose:
                yield Token.STRING, at - before
            yield Token.OPERATOR, operator.decode()
            before = at
        elif not loose and match[3] is not None:
            yield Token.STRING, len(match[3])
        elif not loose and match[4] is not None:
            start, at = at, _end_of_string(data, at)
            yield Token.STRING, at - start


def _unescaped(name: bytes) -> str:
    text = name.decode("latin-1")
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "#" in text else text


def _end_of_string(data: bytes, at: int) -> int:
    """Find the parenthesis that closes a string; a string that nothing closes is none."""
    depth, start = 1, at
    while match := _IN_STRING.search(data, at):
        at = match.end()
        depth += {b"(": 1, b")": -1}.get(match[0], 0)
        if not depth:
            return at
    return start


def _inline_image(data: bytes, at: int) -> tuple[int, int]:
    """Read an inline image's dictionary; return how many pixels it declares, and where its data begins."""
    sides, start = [0, 0], at
    side: int | None = None
    while match := _IN_IMAGE.search(data, at):
        name, number, end = match.groups()
        at = match.end()
        if end:
            return sides[0] * sides[1], at
        if name is not None:
            side = _SIDES.get(name)
        elif number and side is not None:
            sides[side] = max(sides[side], int(number[:12]))
    return sides[0] * sides[1], start
