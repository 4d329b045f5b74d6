from pathlib import Path

import pytest

from shared.pdf.bidi import levels, visual_runs

CASES = [
    line
    for line in Path(__file__).with_name("data").joinpath("bidi_cases.txt").read_text().splitlines()
    if not line.startswith("#")
]


def visual_order(text_levels: list[int | None]) -> list[int]:
    return [
        at
        for start, end, level in visual_runs(text_levels)
        for at in (range(end - 1, start - 1, -1) if level % 2 else range(start, end))
        if text_levels[at] is not None
    ]


@pytest.mark.parametrize("case", CASES)
def test_lines_are_ordered_as_in_unicodes_own_test_cases(case: str) -> None:
    points, direction, base, expected, order = case.split(";")
    text = "".join(chr(int(point, 16)) for point in points.split())
    found_base, found = levels(text, {"0": 0, "1": 1, "2": None}[direction])
    assert found_base == int(base)
    assert found == [None if level == "x" else int(level) for level in expected.split()]
    assert visual_order(found) == [int(place) for place in order.split()]


def test_brackets_around_a_latin_word_in_arabic_stay_around_it() -> None:
    text = "محمد علي (Ali) 2026"
    _, found = levels(text)
    shown = "".join(text[at] for at in visual_order(found))
    # Brackets are mirrored in right-to-left text: the shaper does that.
    assert shown == "2026 )Ali( يلع دمحم"


def test_an_empty_line_has_no_runs() -> None:
    assert visual_runs(levels("")[1]) == []


def test_embeddings_deeper_than_the_algorithms_limit_are_ignored() -> None:
    text = "\u202b" * 130 + "a" + "\u202c" * 131 + "b"
    _, found = levels(text, 0)
    assert (found[130], found[-1]) == (126, 0)


def test_isolates_deeper_than_the_algorithms_limit_are_ignored() -> None:
    text = "\u2067" * 130 + "\u202aa\u202c" + "\u2069" * 131 + "b"
    _, found = levels(text, 0)
    assert found[-1] == 0


def test_brackets_beyond_the_algorithms_limit_are_not_paired() -> None:
    text = "א" + "(" * 64 + "a" + ")" * 64
    assert levels(text, 1)[1][1] == 1
