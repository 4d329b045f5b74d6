"""Which characters can be printed on certificates, as it is known where no fonts are."""

from bisect import bisect_right
from functools import cache


def unprintable_characters(text: str) -> tuple[str, ...]:
    """List the characters of a text that none of the certificates' fonts contains, each once, in the text's order.

    Args:
        text: in normalization form C, as `shared.domain.names.printed_name` returns it.
    """
    starts, ends = _printable()
    found = (character for character in text if not _contains(starts, ends, ord(character)))
    return tuple(dict.fromkeys(found))


def _contains(starts: list[int], ends: list[int], code: int) -> bool:
    place = bisect_right(starts, code) - 1
    return place >= 0 and code <= ends[place]


@cache
def _printable() -> tuple[list[int], list[int]]:
    """The first and last character of each range."""
    # Imported when it is first needed: most requests need none of it.
    from shared.domain.printable_table import RANGES  # noqa: PLC0415

    starts, ends, code = [], [], 0
    for written in RANGES.split():
        step, _, length = written.partition(",")
        starts.append(code + int(step, 36))
        code = starts[-1] + int(length or "0", 36)
        ends.append(code)
    return starts, ends
