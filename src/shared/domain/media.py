"""Addresses of lessons' media and of courses' pictures: files of the pages, or of origins that the deployment lists."""

import re
from collections.abc import Collection

# A file beside the pages. No segment begins with a dot, and none is percent-encoded: it never leads out of the folder.
_OWN_FILE = re.compile(r"/media(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+")
_ORIGIN = r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]+)(?::(?P<port>[0-9]{1,5}))?"
# Only what every program understands in the same way: browsers (https://url.spec.whatwg.org) remove tabs and line
# breaks, take a backslash for a slash and what is before an @ for a user name, and map letters of other scripts.
_ADDRESS = re.compile(_ORIGIN + r"(?:[/?#][a-z0-9._~:/?#\[\]@!$&'()*+,;=%-]*)?", re.IGNORECASE | re.ASCII)
_DEFAULT_PORTS = {"http": 80, "https": 443}


def media_error(address: str, origins: Collection[str]) -> str | None:
    """Say why an address cannot be that of media; None if it can.

    Args:
        address: of a video, its captions, an article or a picture.
        origins: those that the deployment lists, such as `https://media.example`.
    """
    if _OWN_FILE.fullmatch(address):
        return None
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return (
            "This is not a complete address, such as https://media.example/lesson.mp4. It has no user name, and only "
            "ASCII characters without spaces, backslashes and braces."
        )
    if _origin(found) in {_origin(listed) for origin in origins if (listed := _ADDRESS.fullmatch(origin))}:
        return None
    if not origins:
        return (
            "Media of other hosts are not allowed here; the deployment's parameter MediaOrigins lists the allowed ones."
        )
    return f"Media are allowed from {', '.join(origins)} only."


def _origin(address: re.Match[str]) -> tuple[str, str, int]:
    """The origin of an address, as browsers compare it."""
    scheme, port = address["scheme"].lower(), address["port"]
    return scheme, address["host"].lower(), _DEFAULT_PORTS[scheme] if port is None else int(port)
