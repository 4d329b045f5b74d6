"""States in memory: those of the twin, with the previous versions that eventually consistent reads may return."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from tests.proof.facts import Facts, of_twin
from tests.proof.interleavings.requests import Json, Reply, Request, not_stored, reply_to
from tests.support import twin

type Previous = frozenset[tuple[tuple[str, twin.Key], twin.Item | None]]


@dataclass(eq=False)
class Stored:
    """A state of the twin.

    Attributes:
        previous: the version of each written item before its last write; None if it did not exist.
    """

    state: twin.State
    previous: Previous

    @cached_property
    def facts(self) -> Facts:
        return of_twin(self.state)


class Storage:
    """Applies requests; each distinct state is one object, and each call in it is made once.

    An eventually consistent read of a table or an index returns either the last version of each item or the one before.
    Previous versions are part of a state, so they are kept only for the tables that are read that way.

    Attributes:
        eventual: tables that were read with eventual consistency.
    """

    def __init__(self, start: twin.State, rewrite: Callable[[Request], Request], lagging: frozenset[str]) -> None:
        self.eventual = lagging
        self._lagging = lagging
        self._rewrite = rewrite
        self._known: dict[tuple[twin.State, Previous], Stored] = {}
        self._steps: dict[tuple[Stored, str], list[tuple[Stored, Reply]]] = {}
        self.start = self._stored(start, frozenset())

    def steps(self, stored: Stored, request: Request) -> list[tuple[Stored, Reply]]:
        """Make a call; return the state after it and the reply; a read of old versions is a second result."""
        key = stored, request.text
        if key not in self._steps:
            self._steps[key] = self._make(stored, self._rewrite(request))
        return self._steps[key]

    def converged(self, stored: Stored) -> Stored:
        """The state after every replica has caught up."""
        return self._stored(stored.state, frozenset())

    def _make(self, stored: Stored, request: Request) -> list[tuple[Stored, Reply]]:
        state, reply = _applied(stored.state, request)
        previous = dict(stored.previous) | twin.replaced(stored.state, state, self._lagging)
        made = [(self._stored(state, frozenset(previous.items())), reply)]
        if read := eventually_read(request):
            self.eventual |= read
            old = twin.with_items(stored.state, {key: item for key, item in stored.previous if key[0] in read})
            _, old_reply = _applied(old, request)
            if old_reply.text != reply.text:
                made.append((stored, replace(old_reply, is_old=True)))
        return made

    def _stored(self, state: twin.State, previous: Previous) -> Stored:
        return self._known.setdefault((state, previous), Stored(state, previous))


def eventually_read(request: Request) -> frozenset[str]:
    """The tables that a request reads with eventual consistency; reads of an index always are."""
    asked = request.parameters
    if request.operation == "BatchGetItem":
        return frozenset(name for name, part in asked["RequestItems"].items() if not part.get("ConsistentRead"))
    if request.operation in {"GetItem", "Query"} and not asked.get("ConsistentRead"):
        return frozenset({asked["TableName"]})
    return frozenset()


def _applied(state: twin.State, request: Request) -> tuple[twin.State, Reply]:
    def send(request: Request) -> Json:
        nonlocal state
        answer = not_stored(request)
        if answer is None:
            state, answer = twin.apply(state, request.service, request.operation, request.parameters)
        return answer

    reply = reply_to(request, send)
    # A mutant whose request DynamoDB would refuse proves nothing.
    assert reply.refused is None or reply.content["Error"]["Code"] != "ValidationException", request
    return state, reply
