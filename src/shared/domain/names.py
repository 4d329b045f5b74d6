"""Names of people and courses, as they may stand on a certificate."""

import unicodedata

MAX_NAME_LENGTH = 120
# Joiners belong to the spelling of several scripts; every other invisible character could only mislead a reader.
_JOINERS = {"\u200c", "\u200d"}


def printed_name(name: str | None) -> str:
    """Make a name fit to be printed.

    Args:
        name: as it came; None where there is none.

    Returns:
        The name in normal form C, without control, bidi-override and other invisible characters, its white space
        folded, at most `MAX_NAME_LENGTH` characters; empty where nothing is left.
    """
    normal = unicodedata.normalize("NFC", name or "")
    visible = "".join(
        character
        for character in normal
        if character in _JOINERS or character.isspace() or not unicodedata.category(character).startswith("C")
    )
    folded = " ".join(visible.split())
    return folded[:MAX_NAME_LENGTH].strip() if folded.strip("\u200c\u200d ") else ""
