"""What all expressions are made of: tokens, and document paths with their names resolved."""

import re
from collections.abc import Mapping
from typing import Never

from moto.dynamodb.parsing.reserved_keywords import ReservedKeywords

from tests.proof.twin.refusals import Invalid
from tests.proof.twin.values import Attributes, Value

type Path = tuple[str | int, ...]

_TOKEN = re.compile(r"\s*(#\w+|:\w+|[A-Za-z_]\w*|\d+|<=|>=|<>|[=<>(),.\[\]+-])", re.ASCII)
_END = ""


class Reader:
    """Goes through an expression token by token, and notes which placeholders it uses.

    Attributes:
        kind: as the parameter is named, such as `ConditionExpression`.
        names: placeholders of names that were used.
        values: placeholders of values that were used.
        attributes: top-level attributes that paths begin with.
    """

    def __init__(self, kind: str, text: str, names: Mapping[str, str]) -> None:
        self.kind = kind
        self.text = text
        self.names: set[str] = set()
        self.values: set[str] = set()
        self.attributes: set[str] = set()
        self._given = names
        self._tokens = self._split()
        self._position = 0

    def _split(self) -> list[str]:
        tokens, position, end = [], 0, len(self.text.rstrip())
        if not end:
            raise self.invalid("The expression can not be empty;")
        while position < end:
            match = _TOKEN.match(self.text, position)
            if match is None:
                self.unknown()
            tokens.append(match.group(1))
            position = match.end()
        return [*tokens, _END, _END]

    def invalid(self, message: str) -> Invalid:
        return Invalid(f"Invalid {self.kind}: {message}")

    def unknown(self) -> Never:
        """Refuse to guess: the expression is wrong, or nobody taught it to us."""
        raise NotImplementedError(f"{self.kind}: {self.text}")

    @property
    def next(self) -> str:
        return self._tokens[self._position]

    @property
    def after_next(self) -> str:
        return self._tokens[self._position + 1]

    def take(self) -> str:
        token = self._tokens[self._position]
        self._position += 1
        return token

    def taken(self, token: str) -> bool:
        """Take the next token if it is this one; words in capitals are written in any case."""
        if self.next == token or (token.isalpha() and token.isupper() and self.next.upper() == token):
            self._position += 1
            return True
        return False

    def must(self, token: str) -> None:
        if not self.taken(token):
            self.unknown()

    def end(self) -> None:
        if self.next != _END:
            self.unknown()

    def value(self) -> str:
        """Take a value's placeholder."""
        if not self.next.startswith(":"):
            self.unknown()
        self.values.add(self.next)
        return self.take()

    def path(self) -> Path:
        """Take a document path: `a.b[0].#c`."""
        name = self._name()
        self.attributes.add(name)
        steps: list[str | int] = [name]
        while True:
            if self.taken("."):
                steps.append(self._name())
            elif self.taken("["):
                if not self.next.isdigit():
                    self.unknown()
                steps.append(int(self.take()))
                self.must("]")
            else:
                return tuple(steps)

    def _name(self) -> str:
        token = self.take()
        if token.startswith("#"):
            self.names.add(token)
            if token not in self._given:
                raise self.invalid(
                    f"An expression attribute name used in the document path is not defined; attribute name: {token}"
                )
            return self._given[token]
        if not token.replace("_", "a")[:1].isalpha():
            self.unknown()
        if token.upper() in ReservedKeywords.get_reserved_keywords():
            raise self.invalid(f"Attribute name is a reserved keyword; reserved keyword: {token}")
        return token


def found(attributes: Attributes, path: Path) -> Value | None:
    """Follow a document path; None when it leads nowhere."""
    at: Value | None = attributes.get(str(path[0]))
    for step in path[1:]:
        if at is None:
            return None
        kind, content = at
        if isinstance(step, int):
            at = content[step] if kind == "L" and step < len(content) else None
        else:
            at = dict(content).get(step) if kind == "M" else None
    return at
