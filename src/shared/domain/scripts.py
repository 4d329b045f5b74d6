"""The scripts of a name: those that people do not mix are a sign of letters that only look like others."""

import unicodedata

# The first word of a character's name in Unicode is its script, with these exceptions.
_SCRIPTS = {"CJK": "HAN", "IDEOGRAPHIC": "HAN", "FEMININE": "LATIN", "MASCULINE": "LATIN", "ANGSTROM": "LATIN"}
_WIDTHS = ("FULLWIDTH ", "HALFWIDTH ")
# Modifier letters, such as apostrophes, occur in many scripts.
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo"})
# What Japanese, Korean and Chinese are written with counts as one script.
_EAST_ASIAN = tuple(map(frozenset, (("HAN", "HIRAGANA", "KATAKANA"), ("HAN", "HANGUL"), ("HAN", "BOPOMOFO"))))
# Their letters look like Latin ones.
_LOOK_LIKE_LATIN = frozenset({"CYRILLIC", "GREEK", "CHEROKEE", "COPTIC", "LISU"})


def mixes_scripts(name: str) -> bool:
    """Whether a name has letters of scripts that are not usually mixed.

    These are names that are not at least "moderately restrictive" by Unicode's restriction levels (UTS 39, 5.2): Latin
    may be together with one other script, unless its letters look like Latin ones, and no other two scripts may, except
    those that East Asian languages are written with.
    """
    scripts = {_script(character) for character in name if unicodedata.category(character) in _LETTERS}
    others = scripts - {"LATIN"}
    if any(others <= mixed for mixed in _EAST_ASIAN):
        return False
    return len(others) > 1 or ("LATIN" in scripts and not _LOOK_LIKE_LATIN.isdisjoint(others))


def _script(letter: str) -> str:
    words = unicodedata.name(letter, "UNKNOWN")
    for width in _WIDTHS:
        words = words.removeprefix(width)
    first = words.split()[0]
    return _SCRIPTS.get(first, first)
