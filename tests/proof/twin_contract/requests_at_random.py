"""Random requests to DynamoDB: few keys and few values, so that requests meet each other."""

from typing import Any

from hypothesis import strategies as st

from tests.proof.twin_contract.backends import PEOPLE, STEPS, wires
from tests.proof.twin_contract.dynamo import request

type Json = dict[str, Any]
type Call = tuple[str, Json]
# An expression with a mark for each value, and the values.
type Phrase = tuple[str, list[Any]]


def mostly[T](usual: st.SearchStrategy[T], other: st.SearchStrategy[T], times: int = 2) -> st.SearchStrategy[T]:
    """Draw from the usual so many times as often as from the other; `one_of` counts what is named twice once."""
    return st.sampled_from([usual] * times + [other]).flatmap(lambda chosen: chosen)


numbers = st.integers(-2, 3)
texts = st.sampled_from(["", "a", "ab", "b"])
number_sets = st.sets(st.integers(0, 4), min_size=1, max_size=3)
lists = st.lists(st.one_of(numbers, texts), max_size=2)

KEYS: list[tuple[str, Json]] = [
    (PEOPLE, {"name": "anna"}),
    *((STEPS, {"keeper": keeper, "number": number}) for keeper, number in (("a", 1), ("a", 10), ("b", 1))),
]
keys = st.sampled_from(KEYS)

# `n` is a number or, now and then, text; the others keep their types. Every attribute may be missing, but most items
# have all of them: an update of what is not there is refused, or says little.
_kinds: dict[str, st.SearchStrategy[Any]] = {
    "n": mostly(numbers, texts, 3),
    "s": texts,
    "t": number_sets,
    "parts": lists,
    "inside": st.fixed_dictionaries({}, optional={"x": numbers, "y": texts}),
    "room": st.sampled_from(["x", "y"]),
    "at": st.sampled_from(["1", "2"]),
}
attributes = mostly(st.fixed_dictionaries(_kinds), st.fixed_dictionaries({}, optional=_kinds))

atoms: st.SearchStrategy[Phrase] = st.one_of(
    st.sampled_from(["n", "s", "t", "inside.x", "parts[0]"]).map(lambda path: (f"attribute_exists({path})", [])),
    st.sampled_from(["n", "s", "t", "inside.x", "parts[1]"]).map(lambda path: (f"attribute_not_exists({path})", [])),
    st.tuples(st.sampled_from(["=", "<>"]), numbers).map(lambda one: (f"n {one[0]} ?", [one[1]])),
    st.tuples(st.sampled_from(["=", "<>", "<", ">="]), texts).map(lambda one: (f"s {one[0]} ?", [one[1]])),
    # The emulator fails with an error of its own when the types differ.
    st.tuples(st.sampled_from(["<", "<=", ">", ">="]), numbers).map(
        lambda one: (f"attribute_type(n, ?) AND n {one[0]} ?", ["N", one[1]])
    ),
    st.tuples(numbers, st.integers(0, 3)).map(
        lambda one: ("attribute_type(n, ?) AND n BETWEEN ? AND ?", ["N", one[0], one[0] + one[1]])
    ),
    st.lists(numbers, min_size=1, max_size=3).map(lambda some: (f"n IN ({', '.join('?' * len(some))})", some)),
    texts.filter(bool).map(lambda text: ("begins_with(s, ?)", [text])),
    texts.filter(bool).map(lambda text: ("contains(s, ?)", [text])),
    numbers.map(lambda number: ("contains(t, ?)", [number])),
    number_sets.map(lambda some: ("t = ?", [some])),
    lists.map(lambda some: ("parts = ?", [some])),
    st.integers(0, 3).map(lambda number: ("attribute_exists(t) AND size(t) > ?", [number])),
    numbers.map(lambda number: ("inside.x = ?", [number])),
    st.sampled_from(["S", "N", "NS", "L"]).map(lambda kind: ("attribute_type(n, ?)", [kind])),
)


def _joined(one: Phrase, word: str, other: Phrase, brackets: int) -> Phrase:
    left = f"({one[0]})" if brackets & 1 else one[0]
    right = f"({other[0]})" if brackets & 2 else other[0]
    return f"{left} {word} {right}", [*one[1], *other[1]]


conditions: st.SearchStrategy[Phrase] = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.builds(_joined, inner, st.sampled_from(["AND", "OR"]), inner, st.integers(0, 3)),
        inner.map(lambda one: (f"NOT ({one[0]})", one[1])),
    ),
    max_leaves=4,
)

# What may be done to an attribute: the attribute, a section, and the phrase in it.
changes: list[st.SearchStrategy[tuple[str, str, Phrase]]] = [
    st.one_of(numbers, texts).map(lambda value: ("n", "SET", ("n = ?", [value]))),
    numbers.map(lambda number: ("n", "SET", ("n = if_not_exists(n, ?)", [number]))),
    numbers.map(lambda number: ("n", "SET", ("n = n + ?", [number]))),
    numbers.map(lambda number: ("n", "SET", ("n = if_not_exists(n, ?) - ?", [0, number]))),
    numbers.map(lambda number: ("n", "ADD", ("n ?", [number]))),
    texts.map(lambda text: ("s", "SET", ("s = ?", [text]))),
    st.sampled_from(["n", "s", "t", "parts", "inside.y"]).map(
        lambda path: (path.partition(".")[0], "REMOVE", (path, []))
    ),
    number_sets.map(lambda some: ("t", "ADD", ("t ?", [some]))),
    number_sets.map(lambda some: ("t", "DELETE", ("t ?", [some]))),
    number_sets.map(lambda some: ("t", "SET", ("t = if_not_exists(t, ?)", [some]))),
    lists.map(lambda some: ("parts", "SET", ("parts = list_append(if_not_exists(parts, ?), ?)", [[], some]))),
    # The emulator fails with an error of its own when the second list is an attribute that is not there.
    lists.map(lambda some: ("parts", "SET", ("parts = list_append(?, if_not_exists(parts, ?))", [some, []]))),
    texts.map(lambda text: ("parts", "SET", ("parts[0] = ?", [text]))),
    numbers.map(lambda number: ("inside", "SET", ("inside.x = ?", [number]))),
    numbers.map(lambda number: ("inside", "SET", ("inside = ?", [{"x": number}]))),
    st.just(("twice", "SET", ("twice = n", []))),
    st.sampled_from(["x", "y"]).map(lambda room: ("room", "SET", ("room = ?", [room]))),
    st.one_of(st.just(("at", "SET", ("#at = if_not_exists(#at, ?)", ["1"]))), st.just(("at", "REMOVE", ("#at", [])))),
]


@st.composite
def updates(draw: st.DrawFn) -> Phrase:
    """An update of some attributes, each in one way."""
    one = st.sampled_from(changes).flatmap(lambda change: change)
    chosen = draw(st.lists(one, min_size=1, max_size=3, unique_by=lambda change: change[0]))
    sections: dict[str, list[Phrase]] = {}
    for _, section, phrase in chosen:
        sections.setdefault(section, []).append(phrase)
    text = " ".join(f"{section} {', '.join(text for text, _ in some)}" for section, some in sections.items())
    return text, [value for some in sections.values() for _, values in some for value in values]


def _parameters(table: str, given: Json, phrases: dict[str, Phrase | None]) -> Json:
    """Number the values of all expressions of a request."""
    parameters, values = dict(given), dict[str, Any]()
    for kind, phrase in phrases.items():
        if phrase is not None:
            text, some = phrase
            for value in some:
                text = text.replace("?", f":v{len(values)}", 1)
                values[f"v{len(values)}"] = value
            parameters[kind] = text
    if values:
        parameters["values"] = values
    if any("#at" in str(text) for text in parameters.values()):
        parameters["names"] = {"at": "at"}
    return request(parameters, table)


@st.composite
def writes(draw: st.DrawFn, table: str, key: Json, *, alone: bool) -> tuple[str, Json]:
    """A write of one item: its kind, and its parameters."""
    kind = draw(st.sampled_from(["Put", *["Update"] * 4, "Delete", *([] if alone else ["ConditionCheck"])]))
    condition = draw(conditions if kind == "ConditionCheck" else mostly(st.none(), conditions))
    given: Json = {"key": key} if kind != "Put" else {"item": {**key, **draw(attributes)}}
    if condition is not None and draw(st.booleans()):
        given["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
    update = draw(updates()) if kind == "Update" else None
    if alone:
        wanted = ["NONE", "ALL_OLD"]
        if update is not None:
            wanted += ["ALL_NEW"] * 2
        given["ReturnValues"] = draw(st.sampled_from(wanted))
    return kind, _parameters(table, given, {"update": update, "condition": condition})


@st.composite
def queries(draw: st.DrawFn) -> Call:
    by_room = draw(st.booleans())
    if by_room:
        phrase: Phrase = ("room = ?", [draw(st.sampled_from(["x", "y"]))])
        if draw(st.booleans()):
            phrase = _joined(phrase, "AND", ("#at >= ?", [draw(st.sampled_from(["1", "2"]))]), 0)
        given: Json = {"IndexName": draw(st.sampled_from(["by_room", "by_time"]))}
    else:
        phrase = ("keeper = ?", [draw(st.sampled_from(["a", "b"]))])
        if draw(st.booleans()):
            number = draw(st.sampled_from([1, 2, 10]))
            phrase = _joined(phrase, "AND", (f"#n {draw(st.sampled_from(['<', '>=', '=']))} ?", [number]), 0)
        given = {"ConsistentRead": True}
    filtered = None if by_room else draw(st.one_of(st.none(), conditions))
    given["ScanIndexForward"] = draw(st.booleans())
    parameters = _parameters(STEPS, given, {"key_condition": phrase, "filter": filtered})
    if "#n" in parameters["KeyConditionExpression"]:
        parameters["ExpressionAttributeNames"] = {"#n": "number"}
    return "Query", parameters


single = keys.flatmap(lambda one: writes(*one, alone=True)).map(lambda write: (f"{write[0]}Item", write[1]))
# Two writes of one item are refused whatever they say, so most transactions have none.
transactions = (
    mostly(st.lists(keys, min_size=1, max_size=3, unique_by=str), st.lists(keys, min_size=2, max_size=2), 10)
    .flatmap(lambda some: st.tuples(*(writes(*one, alone=False) for one in some)))
    .map(lambda some: ("TransactWriteItems", {"TransactItems": [{kind: parameters} for kind, parameters in some]}))
)
gets = keys.map(lambda one: ("GetItem", {"TableName": one[0], "Key": wires(one[1]), "ConsistentRead": True}))
calls: st.SearchStrategy[Call] = st.sampled_from([single] * 4 + [transactions] * 4 + [queries()] * 2 + [gets]).flatmap(
    lambda kind: kind
)

# What is there at first: most of the items that requests may be about.
beginnings: st.SearchStrategy[list[Call]] = st.tuples(*(mostly(attributes, st.none(), 3) for _ in KEYS)).map(
    lambda some: [
        ("PutItem", {"TableName": table, "Item": wires({**key, **more})})
        for (table, key), more in zip(KEYS, some, strict=True)
        if more is not None
    ]
)
