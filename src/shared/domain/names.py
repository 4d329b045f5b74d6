"""Names of people and courses, as they may stand on a certificate."""

import unicodedata

MAX_NAME_LENGTH = 120
# Joiners belong to the spelling of several scripts; every other invisible character could only mislead a reader.
_JOINERS = {"\u200c", "\u200d"}
# Control and format characters, and halves of surrogate pairs. A character that Unicode does not know yet, or leaves to
# private use, is part of the name: whether it can be drawn is the fonts' to say.
_INVISIBLE = {"Cc", "Cf", "Cs"}


def printed_name(name: str | None) -> str:
    """Make a name fit to be printed.

    Args:
        name: as it came; None where there is none.

    Returns:
        The name in normal form C, without control, bidi-override and other invisible characters, its white space
        folded, at most `MAX_NAME_LENGTH` characters; empty where nothing is left.
    """
    visible = "".join(
        character
        for character in name or ""
        if character in _JOINERS or character.isspace() or unicodedata.category(character) not in _INVISIBLE
    )
    # Brought to normal form last: what stood around an invisible character may belong together.
    folded = " ".join(unicodedata.normalize("NFC", visible).split())
    printed = folded[:MAX_NAME_LENGTH].strip()
    return printed if printed.strip("\u200c\u200d ") else ""
