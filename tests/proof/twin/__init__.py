"""A twin of the AWS services that our functions call: a pure function over an immutable state.

It implements what our code sends, as DynamoDB's documentation says it works, and raises `Unsupported` for everything
else, requests that AWS would refuse for their form among it. It has no clock and no randomness; streams, item sizes and
page sizes in bytes are left out.
"""

from tests.proof.twin.calls import apply
from tests.proof.twin.errors import Unsupported
from tests.proof.twin.messaging import events, messages
from tests.proof.twin.state import Item, Key, State, empty, items, objects, replaced, with_items

__all__ = [
    "Item",
    "Key",
    "State",
    "Unsupported",
    "apply",
    "empty",
    "events",
    "items",
    "messages",
    "objects",
    "replaced",
    "with_items",
]
