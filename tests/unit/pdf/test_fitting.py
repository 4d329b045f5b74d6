import pytest

from shared.pdf.fitting import Extent, FittedText, Typeface, fit, fit_one_line


def by_length(text: str, typeface: Typeface) -> Extent:
    """A text measure in which the width of every character is half the font size."""
    assert typeface is Typeface.DISPLAY
    return Extent(width=len(text) / 2, ascent=1.1, descent=0.4)


def fitted(text: str, *, size: float = 10, width: float = 100) -> FittedText:
    return fit(text, Typeface.DISPLAY, size=size, width=width, measure=by_length)


def words(text: FittedText) -> list[str]:
    return [line for line, _ in text.lines]


def test_a_short_text_keeps_its_size() -> None:
    assert fitted("Ada") == FittedText(size=10, lines=(("Ada", Extent(15, 11, 4)),))


def test_a_somewhat_long_text_shrinks_on_one_line() -> None:
    text = fitted("A" * 25)
    assert text.size == pytest.approx(8)
    assert text.lines[0][1].width == pytest.approx(100)


def test_a_long_text_breaks_into_two_even_lines_at_a_space() -> None:
    assert words(fitted("Maria da Conceição dos Santos Oliveira Nunes")) == [
        "Maria da Conceição dos",
        "Santos Oliveira Nunes",
    ]


def test_a_text_that_would_be_tiny_on_two_lines_is_set_on_four() -> None:
    text = "Maria Francisca Isabel Josefa Gertrudes Rita Joana " * 3
    quarters = fitted(text.strip())
    assert len(quarters.lines) == 4
    assert " ".join(words(quarters)) == text.strip()
    assert quarters.size == pytest.approx(max(extent.width for _, extent in quarters.lines) and 100 / (39 / 2), rel=0.1)


def test_a_long_text_without_spaces_breaks_anyway() -> None:
    assert words(fitted("A" * 60)) == ["A" * 30, "A" * 30]


def test_a_line_break_never_separates_a_letter_from_its_marks() -> None:
    upper, lower = words(fitted("e\u0301" * 40))
    assert upper + lower == "e\u0301" * 40
    assert lower[0] == "e"


def test_no_line_exceeds_the_width_however_long_the_text() -> None:
    for length in (10, 50, 300, 2000):
        assert all(extent.width <= 100.001 for _, extent in fitted("ab c" * length).lines)


def test_a_single_letter_that_exceeds_the_width_shrinks() -> None:
    assert fitted("A", width=2).size == pytest.approx(4)


def test_an_empty_text_is_an_empty_line() -> None:
    empty = fit_one_line("", Typeface.DISPLAY, size=10, width=100, measure=by_length)
    assert empty == FittedText(size=10, lines=(("", Extent(0, 11, 4)),))


def test_no_break_at_a_space_that_ends_the_text_is_tried() -> None:
    measured: list[str] = []

    def measure(text: str, typeface: Typeface) -> Extent:
        measured.append(text)
        return by_length(text, typeface)

    fit("a b c ", Typeface.DISPLAY, size=10, width=4, measure=measure)
    assert len(measured) > 2
    assert "" not in measured
