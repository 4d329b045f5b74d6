"""Words by which names are found: from their beginning, whatever their case and accents."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

# A longer word is found by its beginning alone. With a user id, its bytes fit into a sort key: 1,024 of them.
MAX_WORD_LENGTH = 40
# More than a name of 120 characters usually has: all of an old and of a new name fit into one transaction.
MAX_WORDS = 32
# Letters that Unicode does not decompose, in lower case, and that people type otherwise.
_TYPED = {"æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "\N{LATIN SMALL LETTER DOTLESS I}": "i"}
_WITH_A_STROKE = "LATIN SMALL LETTER "
# Written without spaces: the given name does not begin a word.
_WITHOUT_SPACES = ("CJK ", "HIRAGANA ", "KATAKANA ", "HANGUL ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is searched for.

    Attributes:
        words: each begins a word of the name; the longest first.
        user_id: what the user id may begin with; None where no id has such characters.
    """

    words: Sequence[str]
    user_id: str | None


def name_words(name: str | None) -> tuple[str, ...]:
    """List the words of a name, by which it is found, sorted.

    In a script without spaces, every character begins a word as well: the given name follows the family name.
    """
    words = list(_words(name or ""))
    words += [word[at:] for word in words for at in range(1, len(word)) if _is_without_spaces(word[at])]
    return tuple(sorted({word[:MAX_WORD_LENGTH] for word in words[:MAX_WORDS]}))


def query_words(text: str) -> tuple[str, ...]:
    """List the words that somebody searches for, the longest first."""
    words = {word[:MAX_WORD_LENGTH] for word in _words(text)}
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def matches(words: Sequence[str], query: Sequence[str]) -> bool:
    """Whether each word of a query begins one of the words of a name."""
    return all(any(word.startswith(wanted) for word in words) for wanted in query)


def _words(text: str) -> Iterator[str]:
    """Split a text at all that is neither letter nor digit."""
    word = ""
    for character in _normalized(text):
        if unicodedata.category(character)[0] in "LNM":
            word += character
        elif word:
            yield word
            word = ""
    if word:
        yield word


def _normalized(text: str) -> str:
    """Write a text without case, accents, vowel points and invisible characters."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    # Vowel signs of Indic scripts have the combining class 0, and are letters of the name.
    plain = "".join(_plain(character) for character in folded if not unicodedata.combining(character))
    return unicodedata.normalize("NFC", plain)


def _plain(character: str) -> str:
    if character.isascii():
        return character
    if unicodedata.category(character) == "Cf" or character == "\N{ARABIC TATWEEL}":
        return ""
    if character in _TYPED:
        return _TYPED[character]
    letter = _name(character)
    if letter.startswith(_WITH_A_STROKE) and " WITH " in letter:
        base = letter.removeprefix(_WITH_A_STROKE).partition(" WITH ")[0]
        return base.lower() if len(base) == 1 else character
    return character


def _is_without_spaces(character: str) -> bool:
    return _name(character).startswith(_WITHOUT_SPACES)


@cache
def _name(character: str) -> str:
    return unicodedata.name(character, "")
