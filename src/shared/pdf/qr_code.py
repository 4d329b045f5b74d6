"""QR codes (ISO/IEC 18004) of short texts: byte mode, error correction level M, always the same mask.

The standard recommends the best of eight masks; readers accept any of them, and with a fixed one a code costs a
fraction of a millisecond. What depends on the length alone is computed once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product, zip_longest
from operator import itemgetter

# For level M, by version from 1: error correction bytes of each block, and the number of blocks.
_CORRECTION = (10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26)
_BLOCKS = (1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16)
_LEVEL_AND_MASK = 0b00_000  # level M, mask 0: the sum of row and column is even
_FORMAT_GENERATOR, _FORMAT_MASK, _VERSION_GENERATOR = 0b10100110111, 0b101010000010010, 0b1111100100101
_FIELD = 0x11D  # x^8 + x^4 + x^3 + x^2 + 1
_FIRST_VERSION_WITH_ITS_NUMBER = 7
_LAST_VERSION_WITH_A_SHORT_COUNT = 9

type Cell = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What all codes of one version share."""

    version: int
    size: int
    blocks: tuple[int, ...]
    correction: int
    arrange: Callable[[str], tuple[str, ...]]
    mask: int


def qr_code(text: str) -> list[str]:
    """Encode a text.

    Returns:
        The code's rows from top to bottom, one character a module: `1` is dark. No quiet zone around it.

    Raises:
        ValueError: the text is longer than 666 bytes.
    """
    data = text.encode()
    plan = _plan(_version(len(data)))
    codewords = _codewords(data, plan)
    # Two more characters: the values of the cells that never change.
    bits = f"{int.from_bytes(codewords):0{len(codewords) * 8}b}01"
    cells = int("".join(plan.arrange(bits)), 2) ^ plan.mask
    rows = f"{cells:0{plan.size**2}b}"
    return [rows[start : start + plan.size] for start in range(0, plan.size**2, plan.size)]


def dark_shape(rows: list[str]) -> str:
    """Write the dark modules, run by run, as rectangles of a PDF path; a module has width 1, the lowest row is at 0."""
    sizes = _sizes(len(rows))
    written: list[str] = []
    for row, corners in zip(rows, _corners(len(rows)), strict=True):
        column = 0
        # Faster than a search for each run.
        for run in row.split("0"):
            if run:
                written.append(corners[column] + sizes[len(run)])
            column += len(run) + 1
    return "".join(written)


@cache
def _corners(size: int) -> list[list[str]]:
    """The lower left corner of each module, as written, by row and column."""
    return [[f"{column} {size - 1 - row} " for column in range(size)] for row in range(size)]


@cache
def _sizes(size: int) -> list[str]:
    return [f"{length} 1 re\n" for length in range(size + 1)]


def _data_bytes(version: int) -> int:
    return _codeword_count(version) - _CORRECTION[version - 1] * _BLOCKS[version - 1]


def _count_bits(version: int) -> int:
    return 8 if version <= _LAST_VERSION_WITH_A_SHORT_COUNT else 16


@cache
def _version(length: int) -> int:
    for version in range(1, len(_BLOCKS) + 1):
        if 4 + _count_bits(version) + 8 * length <= 8 * _data_bytes(version):
            return version
    raise ValueError(f"{length} bytes are too many for a QR code of these versions")


def _codewords(data: bytes, plan: _Plan) -> bytes:
    """Split the text into blocks, each with its error correction, and interleave them."""
    capacity = sum(plan.blocks)
    count_bits = _count_bits(plan.version)
    # Mode 4 (bytes), the length, the text, four zero bits; then padding up to the capacity.
    value = ((4 << count_bits | len(data)) << 8 * len(data) | int.from_bytes(data)) << 4
    message = value.to_bytes((8 + count_bits + 8 * len(data)) // 8)[:capacity]
    message += (b"\xec\x11" * capacity)[: capacity - len(message)]
    blocks, start = [], 0
    for length in plan.blocks:
        blocks.append(message[start : start + length])
        start += length
    corrections = [_correction(block, plan.correction) for block in blocks]
    return bytes(
        byte
        for rank in (zip_longest(*blocks), zip(*corrections, strict=True))
        for column in rank
        for byte in column
        if byte is not None
    )


def _correction(block: bytes, length: int) -> bytes:
    """Reed-Solomon: the remainder of a block divided by the generator of that length."""
    multiples = _generator_multiples(length)
    top, keep = 8 * (length - 1), (1 << 8 * length) - 1
    remainder = 0
    for byte in block:
        remainder = (remainder << 8 & keep) ^ multiples[byte ^ remainder >> top]
    return remainder.to_bytes(length)


def _times(left: int, right: int) -> int:
    result = 0
    while right:
        if right & 1:
            result ^= left
        left = left << 1 ^ (_FIELD if left & 0x80 else 0)
        right >>= 1
    return result


@cache
def _generator_multiples(length: int) -> list[int]:
    """Every byte times the generator polynomial without its leading one, as one number each."""
    generator = [1]
    root = 1
    for _ in range(length):
        generator = [left ^ _times(right, root) for left, right in zip([*generator, 0], [0, *generator], strict=True)]
        root = _times(root, 2)
    return [int.from_bytes(bytes(_times(byte, factor) for factor in generator[1:])) for byte in range(256)]


@cache
def _plan(version: int) -> _Plan:
    size = 17 + 4 * version
    fixed = _fixed_cells(version, size)
    codewords = _codeword_count(version)
    zero, one = codewords * 8, codewords * 8 + 1
    order = {cell: one if dark else zero for cell, dark in fixed.items()}
    mask = 0
    for number, (row, column) in enumerate(_free_cells(size, fixed)):
        order[row, column] = min(number, zero)  # bits left over are zero
        if (row + column) % 2 == 0:
            mask |= 1 << (size**2 - 1 - (row * size + column))
    short, longer = divmod(codewords, _BLOCKS[version - 1])
    short -= _CORRECTION[version - 1]
    return _Plan(
        version=version,
        size=size,
        blocks=(short,) * (_BLOCKS[version - 1] - longer) + (short + 1,) * longer,
        correction=_CORRECTION[version - 1],
        arrange=itemgetter(*(order[row, column] for row in range(size) for column in range(size))),
        mask=mask,
    )


@cache
def _codeword_count(version: int) -> int:
    size = 17 + 4 * version
    return (size**2 - len(_fixed_cells(version, size))) // 8


def _free_cells(size: int, fixed: dict[Cell, bool]) -> Iterator[Cell]:
    """Walk the cells for data: pairs of columns from the right, alternately up and down, without the timing column."""
    upwards = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in range(size - 1, -1, -1) if upwards else range(size):
            for column in (right, right - 1):
                if (row, column) not in fixed:
                    yield row, column
        upwards = not upwards


def _fixed_cells(version: int, size: int) -> dict[Cell, bool]:
    """The function patterns, and the format and version information; True is dark."""
    cells = _alignment_patterns(version, size)
    for at in range(8, size - 8):
        cells[6, at] = cells[at, 6] = at % 2 == 0
    for row, column in ((3, 3), (3, size - 4), (size - 4, 3)):
        for down, across in product(range(-4, 5), repeat=2):
            if 0 <= row + down < size and 0 <= column + across < size:
                cells[row + down, column + across] = max(abs(down), abs(across)) not in {2, 4}
    format_bits = (_LEVEL_AND_MASK << 10 | _remainder(_LEVEL_AND_MASK << 10, _FORMAT_GENERATOR)) ^ _FORMAT_MASK
    around = [*((8, at) for at in (0, 1, 2, 3, 4, 5, 7, 8)), *((at, 8) for at in (7, 5, 4, 3, 2, 1, 0))]
    apart = [*((size - 1 - at, 8) for at in range(7)), *((8, size - 8 + at) for at in range(8))]
    for number, cell in [*enumerate(around), *enumerate(apart)]:
        cells[cell] = bool(format_bits >> (14 - number) & 1)
    cells[size - 8, 8] = True
    if version >= _FIRST_VERSION_WITH_ITS_NUMBER:
        version_bits = version << 12 | _remainder(version << 12, _VERSION_GENERATOR)
        for number in range(18):
            down, across = number // 3, size - 11 + number % 3
            cells[down, across] = cells[across, down] = bool(version_bits >> number & 1)
    return cells


def _alignment_patterns(version: int, size: int) -> dict[Cell, bool]:
    places = _alignment_places(version, size)
    # Not at the three finder patterns.
    corners = {(6, 6), (6, size - 7), (size - 7, 6)}
    return {
        (row + down, column + across): max(abs(down), abs(across)) != 1
        for row, column in product(places, repeat=2)
        if (row, column) not in corners
        for down, across in product(range(-2, 3), repeat=2)
    }


def _alignment_places(version: int, size: int) -> list[int]:
    """Rows, and columns, of the alignment patterns: from 6 to the far side, in equal, even steps."""
    if version == 1:
        return []
    count = version // 7 + 2
    step = -(-(size - 13) // (count - 1) // 2) * 2
    return [6, *(size - 7 - step * number for number in range(count - 2, -1, -1))]


def _remainder(value: int, generator: int) -> int:
    while value.bit_length() >= generator.bit_length():
        value ^= generator << (value.bit_length() - generator.bit_length())
    return value
