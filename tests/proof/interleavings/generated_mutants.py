"""Mutants of every request that the product sends in a scenario.

For each conditional write, alone or in a transaction, one attribute is removed from its condition; and each consistent
read is made eventually consistent.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tests.proof.interleavings.executions import Crashed, Mutant
from tests.proof.interleavings.graph import Graph
from tests.proof.interleavings.model_checker import explore
from tests.proof.interleavings.requests import Json, Request
from tests.proof.interleavings.scenario import Scenario
from tests.proof.interleavings.scenarios import SCENARIOS
from tests.support.template import tables

_KINDS = {"UpdateItem": "Update", "PutItem": "Put", "DeleteItem": "Delete"}
_KEYS = {table["TableName"]: table["KeySchema"][0]["AttributeName"] for table in tables()}


@dataclass(frozen=True, order=True)
class _Write:
    """A conditional write of the product, identified by the attributes in its condition."""

    kind: str
    table: str
    attributes: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.kind} {self.table} if {', '.join(self.attributes)}"


def _writes(request: Request) -> list[tuple[str, Json]]:
    if request.operation == "TransactWriteItems":
        return [next(iter(item.items())) for item in request.parameters["TransactItems"]]
    return [(_KINDS[request.operation], request.parameters)] if request.operation in _KINDS else []


def _write(kind: str, parameters: Json) -> _Write | None:
    if "ConditionExpression" not in parameters:
        return None
    contained = _attributes(parameters["ConditionExpression"], parameters)
    return _Write(kind, parameters["TableName"].removeprefix("test-"), tuple(sorted(contained)))


def _attributes(expression: str, parameters: Json) -> set[str]:
    return {parameters["ExpressionAttributeNames"][name] for name in re.findall(r"#\w+", expression)}


def terms(expression: str) -> list[str]:
    """Split an expression at AND, through parentheses; terms joined by OR are one term."""
    depth, start, parts, is_choice = 0, 0, list[str](), False
    for match in re.finditer(r"[()]|\s(?:AND|OR)\s", expression):
        word = match[0].strip()
        depth += {"(": 1, ")": -1}.get(word, 0)
        if depth == 0 and word == "AND":
            parts.append(expression[start : match.start()])
            start = match.end()
        is_choice |= depth == 0 and word == "OR"
    if is_choice:
        return [expression]
    if parts:
        return [term for part in [*parts, expression[start:]] for term in terms(part)]
    # No AND at this depth: parentheses around the whole expression, or a single term.
    return terms(expression[1:-1]) if expression.startswith("(") else [expression]


def _without(parameters: Json, attribute: str) -> Json:
    """Remove from a condition every term that contains an attribute."""
    kept = [one for one in terms(parameters["ConditionExpression"]) if attribute not in _attributes(one, parameters)]
    names = dict(parameters["ExpressionAttributeNames"])
    if not kept:
        names["#key"] = _KEYS[parameters["TableName"]]
        kept = ["attribute_exists (#key) OR attribute_not_exists (#key)"]
    changed = {**parameters, "ConditionExpression": " AND ".join(f"({term})" for term in kept)}
    expressions = " ".join(text for name, text in changed.items() if name.endswith("Expression"))
    used = set(re.findall(r"[#:]\w+", expressions))
    for name, entries in (
        ("ExpressionAttributeNames", names),
        ("ExpressionAttributeValues", parameters.get("ExpressionAttributeValues", {})),
    ):
        changed[name] = {key: entry for key, entry in entries.items() if key in used}
        if not changed[name]:
            del changed[name]
    return changed


def _without_attribute(write: _Write, attribute: str) -> Mutant:
    def rewrite(request: Request) -> Request:
        writes = [
            (kind, _without(one, attribute) if _write(kind, one) == write else one) for kind, one in _writes(request)
        ]
        if request.operation == "TransactWriteItems":
            return Request("dynamodb", request.operation, {"TransactItems": [{kind: one} for kind, one in writes]})
        return Request("dynamodb", request.operation, writes[0][1]) if writes else request

    return Mutant(name=f"{write}: without {attribute}", rewrite=rewrite)


def _read(request: Request) -> str | None:
    """Name a consistent read by its table and the items or query."""
    asked = request.parameters
    if request.operation == "BatchGetItem":
        return str(request) if any(part.get("ConsistentRead") for part in asked["RequestItems"].values()) else None
    if not asked.get("ConsistentRead"):
        return None
    if request.operation == "GetItem":
        hash_key = str(asked["Key"][_KEYS[asked["TableName"]]]["S"])
        which = f" {hash_key.partition('#')[0]}#…" if "#" in hash_key else ""
    else:
        condition = asked["KeyConditionExpression"]
        for placeholder, name in asked["ExpressionAttributeNames"].items():
            condition = condition.replace(placeholder, name)
        which = f" if {re.sub(r':[0-9]+', '…', condition)}"
    return f"{request}{which}"


def _eventual(read: str) -> Mutant:
    def rewrite(request: Request) -> Request:
        if _read(request) != read:
            return request
        asked = {**request.parameters, "ConsistentRead": False}
        if request.operation == "BatchGetItem":
            parts = {table: {**part, "ConsistentRead": False} for table, part in asked["RequestItems"].items()}
            asked = {"RequestItems": parts}
        return Request(request.service, request.operation, asked)

    return Mutant(name=f"{read}: eventually consistent", rewrite=rewrite)


@dataclass(frozen=True)
class Candidate:
    """A mutant, and the scenarios that send the request that it changes, smallest first."""

    mutant: Mutant
    scenarios: Sequence[Scenario]

    def killed_by(self) -> str | None:
        """Return the name of the first scenario that kills the mutant; None if it survives all of them."""
        return next((scenario.name for scenario in self.scenarios if self._is_killed_by(scenario)), None)

    def _is_killed_by(self, scenario: Scenario) -> bool:
        try:
            return explore(scenario, self.mutant).violation is not None
        except Crashed:
            return True


@cache
def candidates() -> list[Candidate]:
    """Explore every scenario, and generate the mutants of all requests that it sends."""
    graphs = sorted(((scenario, explore(scenario)) for scenario in SCENARIOS), key=lambda pair: len(pair[1].nodes))
    senders: dict[tuple[_Write, str] | str, list[Scenario]] = {}
    for scenario, graph in graphs:
        assert graph.violation is None, scenario.name
        for change in set(_changes(graph)):
            senders.setdefault(change, []).append(scenario)
    return [
        Candidate(_eventual(change) if isinstance(change, str) else _without_attribute(*change), found)
        for change, found in sorted(senders.items(), key=lambda pair: str(pair[0]))
    ]


def _changes(graph: Graph) -> Iterator[tuple[_Write, str] | str]:
    for request in graph.requests.values():
        read = _read(request)
        if read is not None:
            yield read
        for kind, one in _writes(request):
            write = _write(kind, one)
            if write is not None:
                yield from ((write, attribute) for attribute in write.attributes)
