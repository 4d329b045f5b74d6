"""The twin: an in-memory model of the AWS services that the functions call, as a pure function of an immutable state.

It implements the requests that the product sends, by DynamoDB's documentation, and raises `Unsupported` for all others,
malformed requests included. It has no clock and no randomness; streams, item sizes and page sizes in bytes are not
implemented.
"""

from tests.support.twin.calls import apply
from tests.support.twin.errors import Unsupported
from tests.support.twin.messaging import events, messages
from tests.support.twin.state import Item, Key, State, empty, items, loaded, objects, replaced, with_items
from tests.support.twin.values import wires

__all__ = [
    "Item",
    "Key",
    "State",
    "Unsupported",
    "apply",
    "empty",
    "events",
    "items",
    "loaded",
    "messages",
    "objects",
    "replaced",
    "wires",
    "with_items",
]
