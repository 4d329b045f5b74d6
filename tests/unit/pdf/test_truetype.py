import uharfbuzz as hb

from shared.pdf.fitting import Typeface
from shared.pdf.fonts import primary_font
from shared.pdf.truetype import with_copies


def font(program: bytes) -> hb.Font:
    return hb.Font(hb.Face(program))


def table_sum(program: bytes) -> int:
    program += bytes(-len(program) % 4)
    return sum(int.from_bytes(program[at : at + 4]) for at in range(0, len(program), 4)) & 0xFFFFFFFF


def test_a_copy_of_a_glyph_has_its_shape_and_another_width() -> None:
    whole = primary_font(Typeface.TEXT)
    program = whole.face.blob.data
    letters = [whole.font.get_nominal_glyph(ord(letter)) or 0 for letter in "AÁ "]
    count = whole.face.glyph_count
    copied = font(with_copies(program, [(number, 4321 + number) for number in letters]))
    assert copied.face.glyph_count == count + 3
    for place, number in enumerate(letters):
        assert copied.get_glyph_h_advance(count + place) == 4321 + number
        assert copied.get_glyph_extents(count + place) == whole.font.get_glyph_extents(number)


def test_the_glyphs_that_are_copied_stay_as_they_are() -> None:
    whole = primary_font(Typeface.TEXT)
    copied = font(with_copies(whole.face.blob.data, [(5, 100)]))
    for number in range(0, whole.face.glyph_count, 97):
        assert copied.get_glyph_h_advance(number) == whole.font.get_glyph_h_advance(number)
        assert copied.get_glyph_extents(number) == whole.font.get_glyph_extents(number)


def test_the_checksum_of_the_font_is_right() -> None:
    assert table_sum(with_copies(primary_font(Typeface.TEXT).face.blob.data, [(5, 100)])) == 0xB1B0AFBA
