"""Responding with JSON of any size: in the body, or by a redirect where it is too large for it."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from itertools import chain

from shared.edge.http import JSON, Response
from shared.edge.sizes import payload_bytes

# Of a response of Lambda, which has at most 6 MB, headers included.
MAX_INLINE_BYTES = 5 * 1024 * 1024


def json_or_link(pieces: Iterable[str], store: Callable[[Iterable[bytes]], str]) -> Response[str]:
    """Answer with JSON.

    Args:
        pieces: of its text.
        store: stores the text that it is given in chunks, and returns a link to it; called only if the response would
            take more than 5 MiB.
    """
    held, size, rest = [], 0, iter(pieces)
    for piece in rest:
        held.append(piece)
        size += payload_bytes(piece)
        if size > MAX_INLINE_BYTES:
            link = store(text.encode() for text in chain(held, rest))
            return Response(int(HTTPStatus.FOUND), headers={"Location": link})
    return Response(int(HTTPStatus.OK), JSON, "".join(held))
