"""A twin of the AWS services that our functions call: a pure function over an immutable state.

It knows what our stores send and the natural neighbours of that, as DynamoDB's documentation says it works, and raises
NotImplementedError for everything else. It has no clock and no chance; streams, item sizes and page sizes in bytes are
left out.
"""

from tests.proof.twin.calls import apply
from tests.proof.twin.messages import events, messages
from tests.proof.twin.state import State, empty, items, objects

__all__ = ["State", "apply", "empty", "events", "items", "messages", "objects"]
