"""Whether a font of an upload, for the text that it shows, is as PDF/A-2 (6.2.11) and PDF/UA-1 (7.21) require."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from shared.pdf.preparation.font_programs import FontProgram

_SYMBOLIC, _NONSYMBOLIC = 4, 32
_ENCODINGS = {"/WinAnsiEncoding": "cp1252", "/MacRomanEncoding": "mac_roman"}
_WINDOWS_SYMBOL, _WINDOWS_UNICODE = (3, 0), (3, 1)
_SYMBOLS_AT = 0xF000
_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_MAPPED = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f ]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
# Twice as many as there are character codes.
_MAX_MAPPED = 0x20000
_NO_TEXT = frozenset("\0\ufeff\ufffe")


def is_sound(font: DictionaryObject, shown: Iterable[bytes]) -> bool:
    """Whether a font is embedded, and has each glyph that is shown, as wide as the document says.

    Only TrueType programs are read; other fonts are not sound, as far as is known here. Damaged fonts raise what
    pypdf and `FontProgram` raise.
    """
    return _composite(font, shown) if _get(font, "/Subtype") == "/Type0" else _simple(font, shown)


def is_readable(font: DictionaryObject, shown: Iterable[bytes]) -> bool:
    """Whether each character that is shown has a text."""
    if str(_get(font, "/Encoding")) in _ENCODINGS and "/ToUnicode" not in font:
        return True
    texts = _texts(_stream(font, "/ToUnicode"))
    size = 2 if _get(font, "/Subtype") == "/Type0" else 1
    return all((text := texts.get(code)) and not _NO_TEXT & set(text) for code in _codes(shown, size))


def _composite(font: DictionaryObject, shown: Iterable[bytes]) -> bool:
    (descendant,) = (item.get_object() for item in _get(font, "/DescendantFonts"))
    if _get(font, "/Encoding") != "/Identity-H" or _get(descendant, "/Subtype") != "/CIDFontType2":
        return False
    program = FontProgram(_stream(_get(descendant, "/FontDescriptor"), "/FontFile2"))
    mapping = _get(descendant, "/CIDToGIDMap")
    widths = _widths(_get(descendant, "/W") or ArrayObject())
    default = float(_get(descendant, "/DW") or 1000)
    if isinstance(mapping, StreamObject):
        numbers = bytes(mapping.get_data())
        glyph: Callable[[int], int] = lambda code: int.from_bytes(numbers[2 * code : 2 * code + 2])  # noqa: E731
    elif mapping == "/Identity":
        glyph = lambda code: code  # noqa: E731
    else:
        return False
    return _agree(program, {code: (glyph(code), widths.get(code, default)) for code in _codes(shown, 2)})


def _simple(font: DictionaryObject, shown: Iterable[bytes]) -> bool:
    descriptor = _get(font, "/FontDescriptor")
    if _get(font, "/Subtype") != "/TrueType":
        return False
    program = FontProgram(_stream(descriptor, "/FontFile2"))
    first = int(_get(font, "/FirstChar"))
    widths = [float(width.get_object()) for width in _get(font, "/Widths")]
    characters = _characters(font, int(_get(descriptor, "/Flags")), program)
    return _agree(
        program, {code: (characters(code), widths[code - first]) for code in _codes(shown, 1) if code >= first}
    )


def _characters(font: DictionaryObject, flags: int, program: FontProgram) -> Callable[[int], int]:
    """The glyph of each character of a simple font."""
    encoding = _get(font, "/Encoding")
    if flags & _SYMBOLIC and not flags & _NONSYMBOLIC and encoding is None:
        if _WINDOWS_SYMBOL in program.encodings:
            symbols = program.encodings[_WINDOWS_SYMBOL]
            return lambda code: symbols.get(_SYMBOLS_AT + code) or symbols.get(code, 0)
        (only,) = program.encodings.values()
        return lambda code: only.get(code, 0)
    if flags & _NONSYMBOLIC and not flags & _SYMBOLIC:
        letters, codec = program.encodings[_WINDOWS_UNICODE], _ENCODINGS[str(encoding)]
        return lambda code: letters.get(ord(bytes([code]).decode(codec)), 0)
    raise ValueError("an encoding that viewers do not agree about")


def _agree(program: FontProgram, characters: Mapping[int, tuple[int, float]]) -> bool:
    return all(
        0 < glyph < program.glyphs and abs(program.width(glyph) - width) <= 1 for glyph, width in characters.values()
    )


def _codes(shown: Iterable[bytes], size: int) -> set[int]:
    if any(len(text) % size for text in shown):
        raise ValueError("half a character")
    return {int.from_bytes(text[at : at + size]) for text in shown for at in range(0, len(text), size)}


def _widths(array: ArrayObject) -> Mapping[int, float]:
    """Read `[first [width ...]]` and `[first last width]`."""
    found: dict[int, float] = {}
    items = (item.get_object() for item in array)
    budget = _MAX_MAPPED
    for first, second in zip(items, items, strict=True):
        if isinstance(second, ArrayObject):
            found |= {int(first) + at: float(width.get_object()) for at, width in enumerate(second)}
        else:
            codes = range(int(first), int(second) + 1)
            budget = _spent(budget, len(codes))
            found |= dict.fromkeys(codes, float(next(items)))
    return found


def _texts(character_map: bytes) -> Mapping[int, str]:
    found: dict[int, str] = {}
    budget = _MAX_MAPPED
    for kind, section in _SECTION.findall(character_map):
        if kind == b"char":
            found |= {int(code, 16): _text(text) for code, text in _MAPPED.findall(section)}
            continue
        for low, high, text, texts in _RANGE.findall(section):
            codes = range(int(low, 16), int(high, 16) + 1)
            budget = _spent(budget, len(codes))
            if texts:
                listed = re.findall(rb"<([0-9A-Fa-f ]+)>", texts)
                found |= {code: _text(each) for code, each in zip(codes, listed, strict=False)}
            else:
                begin = _text(text)
                found |= {code: begin[:-1] + chr(ord(begin[-1]) + at) for at, code in enumerate(codes)}
    return found


def _spent(budget: int, count: int) -> int:
    if count > budget:
        raise ValueError("more than all characters")
    return budget - count


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _stream(holder: DictionaryObject, name: str) -> bytes:
    stream = _get(holder, name)
    if not isinstance(stream, StreamObject):
        raise TypeError("not a stream")
    return bytes(stream.get_data())


def _get(holder: DictionaryObject, name: str) -> Any:  # noqa: ANN401 - any PDF object
    value = holder.get(name)
    return None if value is None else value.get_object()
