"""Condition, key condition and update expressions (Amazon DynamoDB developer guide, expressions).

A parsed expression is a tree of tuples: `("AND", left, right)`, `("OR", left, right)`, a function with an
attribute, or a comparison of an attribute with the placeholder of a value, or of two for `BETWEEN`.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Never

from tests.support.twin.errors import Unsupported, require
from tests.support.twin.values import Attributes, Value, added, sort_key, without

type Values = Mapping[str, Value]
type Condition = tuple[Any, ...]

_TOKEN = re.compile(r"\s*(#\w+|:\w+|\w+|<=|>=|[=<>(),])")
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    **_COMPARE,
    "begins_with": lambda found, beginning: bool(found.startswith(beginning)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """An update expression.

    Attributes:
        sets: attribute, placeholder of its value, and the attribute whose value it takes instead, if that exists.
        removes: attributes.
        adds: attribute, and placeholder of the number or set that is added.
        deletes: attribute, and placeholder of the members that are removed from its set.
    """

    sets: tuple[tuple[str, str, str | None], ...]
    removes: tuple[str, ...]
    adds: tuple[tuple[str, str], ...]
    deletes: tuple[tuple[str, str], ...]

    @property
    def attributes(self) -> list[str]:
        changed = (*((name, value) for name, value, _ in self.sets), *self.adds, *self.deletes)
        return [*(name for name, _ in changed), *self.removes]

    def apply(self, before: Attributes, values: Values) -> dict[str, Value]:
        """Compute the attributes of an item; a new item has only those of its key before."""
        after = dict(before)
        for name, placeholder, existing in self.sets:
            known = None if existing is None else before.get(existing)
            after[name] = known or values[placeholder]
        for name in self.removes:
            after.pop(name, None)
        for name, placeholder in self.adds:
            after[name] = added(before[name], values[placeholder]) if name in before else values[placeholder]
        for name, placeholder in self.deletes:
            rest = without(after.pop(name), values[placeholder]) if name in before else None
            if rest is not None:
                after[name] = rest
        return after


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed[Tree]:
    """A parsed expression, with its placeholders."""

    tree: Tree
    names: frozenset[str]
    values: frozenset[str]


@lru_cache(maxsize=10_000)
def parse_condition(text: str, names: tuple[tuple[str, str], ...]) -> Parsed[Condition]:
    """Parse a condition or key condition; `names` are ExpressionAttributeNames."""
    parser = _Parser(text, dict(names))
    return parser.parsed(parser.either())


@lru_cache(maxsize=10_000)
def parse_update(text: str, names: tuple[tuple[str, str], ...]) -> Parsed[Update]:
    """Parse an update expression; `names` are ExpressionAttributeNames."""
    parser = _Parser(text, dict(names))
    return parser.parsed(parser.update())


def holds(condition: Condition, attributes: Attributes, values: Values) -> bool:
    """Whether a condition holds for an item; without attributes, for one that does not exist."""
    match condition:
        case ("AND" | "OR") as word, left, right:
            one = holds(left, attributes, values)
            return holds(right, attributes, values) if one is (word == "AND") else one
        case ("attribute_exists" | "attribute_not_exists") as function, name:
            return (name in attributes) is (function == "attribute_exists")
        case ("BETWEEN", name, first, last):
            return holds((">=", name, first), attributes, values) and holds(("<=", name, last), attributes, values)
    comparison, name, placeholder = condition
    found, expected = attributes.get(name), values[placeholder]
    if comparison == "=":
        return found == expected
    key = sort_key(expected)
    return found is not None and found[0] == expected[0] and _TESTS[comparison](sort_key(found), key)


class _Parser:
    """Parses an expression token by token."""

    def __init__(self, text: str, names: Mapping[str, str]) -> None:
        self._text = text
        self._given = names
        self._names: set[str] = set()
        self._values: set[str] = set()
        self._tokens: list[str] = _TOKEN.findall(text)
        if "".join(self._tokens) != re.sub(r"\s", "", text):
            self._fail()

    def _fail(self) -> Never:
        raise Unsupported(f"the expression {self._text}")

    def parsed[Tree](self, tree: Tree) -> Parsed[Tree]:
        if self._tokens:
            self._fail()
        return Parsed(tree=tree, names=frozenset(self._names), values=frozenset(self._values))

    def _next(self, *expected: str) -> bool:
        return bool(self._tokens) and self._tokens[0] in expected

    def _take(self) -> str:
        return self._tokens.pop(0) if self._tokens else self._fail()

    def _must(self, expected: str) -> None:
        if self._take() != expected:
            self._fail()

    def _attribute(self) -> str:
        token = self._take()
        if token.startswith("#"):
            require(token in self._given, f"the name {token}, which is not given")
            self._names.add(token)
            return self._given[token]
        return token if token.isidentifier() else self._fail()

    def _placeholder(self) -> str:
        token = self._take()
        if not token.startswith(":"):
            self._fail()
        self._values.add(token)
        return token

    def either(self) -> Condition:
        left = self._both()
        while self._next("OR"):
            left = (self._take(), left, self._both())
        return left

    def _both(self) -> Condition:
        left = self._term()
        while self._next("AND"):
            left = (self._take(), left, self._term())
        return left

    def _term(self) -> Condition:
        if self._next("("):
            self._take()
            inner = self.either()
            self._must(")")
            return inner
        if self._next("attribute_exists", "attribute_not_exists", "begins_with"):
            function = self._take()
            self._must("(")
            term: Condition = (function, self._attribute())
            if function == "begins_with":
                self._must(",")
                term = (*term, self._placeholder())
            self._must(")")
            return term
        name, comparison = self._attribute(), self._take()
        if comparison == "BETWEEN":
            first = self._placeholder()
            self._must("AND")
            return comparison, name, first, self._placeholder()
        if comparison != "=" and comparison not in _COMPARE:
            self._fail()
        return comparison, name, self._placeholder()

    def update(self) -> Update:
        sections: dict[str, list[Any]] = {}
        read: Mapping[str, Callable[[], Any]] = {
            "SET": self._set,
            "REMOVE": self._attribute,
            "ADD": self._change,
            "DELETE": self._change,
        }
        while self._tokens:
            section = self._take()
            if section not in read or section in sections:
                self._fail()
            sections[section] = [read[section]()]
            while self._next(","):
                self._take()
                sections[section].append(read[section]())
        sets, removes, adds, deletes = (tuple(sections.get(name, ())) for name in read)
        update = Update(sets=sets, removes=removes, adds=adds, deletes=deletes)
        require(len(set(update.attributes)) == len(update.attributes), f"two changes of one attribute: {self._text}")
        return update

    def _set(self) -> tuple[str, str, str | None]:
        name = self._attribute()
        self._must("=")
        if not self._next("if_not_exists"):
            return name, self._placeholder(), None
        self._take()
        self._must("(")
        existing = self._attribute()
        self._must(",")
        placeholder = self._placeholder()
        self._must(")")
        return name, placeholder, existing

    def _change(self) -> tuple[str, str]:
        return self._attribute(), self._placeholder()
