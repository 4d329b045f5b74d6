"""Ids and text in paths and bodies."""

import re
from urllib.parse import unquote

from shared.domain.errors import InvalidRequest

IDENTIFIER = re.compile(r"[A-Za-z0-9_.:@-]{1,128}")


def path_identifier(raw: str, name: str) -> str:
    """Read an id or slug from a path, where it may be percent-encoded.

    Raises:
        InvalidRequest: it does not have the format of an id.
    """
    return identifier(unquote(raw), name)


def path_text(raw: str) -> str:
    """Read free text from a path."""
    return unquote(raw)


def identifier(value: str, name: str) -> str:
    """Read an id.

    Raises:
        InvalidRequest: it does not have the format of an id.
    """
    if not IDENTIFIER.fullmatch(value):
        message = "An id is 1 to 128 characters of A-Z a-z 0-9 _ . : @ -"
        raise InvalidRequest("An identifier in the request has an invalid format.", [((name,), message)])
    return value
