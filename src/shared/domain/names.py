"""Names of people and courses, as they are printed on certificates."""

import unicodedata

MAX_NAME_LENGTH = 120
# Joiners belong to the spelling of several scripts; every other invisible character could only mislead a reader.
_JOINERS = {"\u200c", "\u200d"}
# Control and format characters, and halves of surrogate pairs. A character that Unicode does not know yet, or leaves to
# private use, is part of the name: whether it can be printed depends on the fonts.
_INVISIBLE = {"Cc", "Cf", "Cs"}
# Marks are visible only on a letter; separators are blank.
_INVISIBLE_ALONE = {"Mn", "Mc", "Me", "Zs", "Zl", "Zp"}
# Characters of other kinds that have no shape of their own, first and last of each range: those with the property
# Default_Ignorable_Code_Point (https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point), such as the Hangul
# fillers and variation selectors, which may be part of a name but are not a name alone; and two blank symbols, the
# empty Braille pattern and the musical null notehead.
_BLANK = (
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x061C, 0x061C),
    (0x115F, 0x1160),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x200B, 0x200F),
    (0x202A, 0x202E),
    (0x2060, 0x206F),
    (0x2800, 0x2800),
    (0x3164, 0x3164),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFF8),
    (0x1BCA0, 0x1BCA3),
    (0x1D159, 0x1D159),
    (0x1D173, 0x1D17A),
    (0xE0000, 0xE0FFF),
)


def printed_name(name: str | None) -> str:
    """Make a name fit to be printed.

    Args:
        name: as received; None for none.

    Returns:
        The name in normalization form C, without control, bidi-override and other invisible characters, its white space
        collapsed, at most `MAX_NAME_LENGTH` characters; empty if nothing visible is left.
    """
    visible = "".join(
        character
        for character in name or ""
        if character in _JOINERS or character.isspace() or unicodedata.category(character) not in _INVISIBLE
    )
    # Normalized last: the characters around a removed one may combine.
    collapsed = " ".join(unicodedata.normalize("NFC", visible).split())
    printed = collapsed[:MAX_NAME_LENGTH].strip()
    return printed if any(map(_is_visible, printed)) else ""


def _is_visible(character: str) -> bool:
    """Whether a character has a shape by itself, so that a name of it alone can be read."""
    return unicodedata.category(character) not in _INVISIBLE_ALONE and not any(
        first <= ord(character) <= last for first, last in _BLANK
    )
