"""Random requests to DynamoDB of the forms that the product sends; with few keys and values, so that they collide."""

import re
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.proof.twin_contract.backends import COURSES, ORDERS, TEMPLATES, request, wires

type Json = dict[str, Any]
type Call = tuple[str, Json]
# An expression with a placeholder for each value, and the values.
type Phrase = tuple[str, list[Any]]

ITEMS: list[tuple[str, Json]] = [
    *((ORDERS, {"order_id": order_id}) for order_id in ("a", "b")),
    *(
        (TEMPLATES, {"course_id": course_id, "version": number})
        for course_id, number in (("a", 1), ("a", 10), ("b", 1))
    ),
    *((COURSES, {"course_id": course_id}) for course_id in ("a", "b")),
]
some_item = st.sampled_from(ITEMS)
numbers = st.integers(-2, 3)
texts = st.sampled_from(["", "a", "ab", "b"])
# The values of each attribute. Only `listing` and `slug` are keys of an index of courses.
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "n": numbers,
    "m": numbers,
    "s": texts,
    "b": st.booleans(),
    "bytes": st.binary(max_size=2),
    "t": st.sets(st.integers(0, 4), min_size=1, max_size=3),
    "w": st.sets(st.sampled_from(["x", "y", "z"]), min_size=1, max_size=3),
    "parts": st.lists(st.fixed_dictionaries({"x": numbers}, optional={"y": texts}), max_size=2),
    "listing": st.just("courses"),
    "slug": st.sampled_from(["x", "y"]),
}
ADDED, SETS, ORDERED = ("n", "t", "w"), ("t", "w"), ("n", "s")
items = st.fixed_dictionaries({}, optional=VALUES)
names = st.sampled_from(list(VALUES))


def _with_value(form: str, of: Sequence[str] = tuple(VALUES)) -> st.SearchStrategy[Phrase]:
    return st.sampled_from(of).flatmap(lambda name: VALUES[name].map(lambda value: (form.format(name), [value])))


terms: st.SearchStrategy[Phrase] = st.one_of(
    names.map(lambda name: (f"attribute_exists(#{name})", [])),
    names.map(lambda name: (f"attribute_not_exists(#{name})", [])),
    _with_value("#{} = ?"),
    _with_value("#{} < ?", ORDERED),
    _with_value("#{} <= ?", ORDERED),
    _with_value("#{} > ?", ORDERED),
)


def _joined(one: Phrase, word: str, other: Phrase) -> Phrase:
    return f"({one[0]} {word} {other[0]})", [*one[1], *other[1]]


conditions: st.SearchStrategy[Phrase] = st.recursive(
    terms, lambda inner: st.builds(_joined, inner, st.sampled_from(["AND", "OR"]), inner), max_leaves=4
)


@st.composite
def updates(draw: st.DrawFn) -> Phrase:
    """An update of some attributes, each with one action."""
    sections: dict[str, list[str]] = {}
    values: dict[str, list[Any]] = {}
    for name in draw(st.lists(names, min_size=1, max_size=4, unique=True)):
        forms = [
            ("SET", "#{0} = ?"),
            ("SET", "#{0} = if_not_exists(#{0}, ?)"),
            *([("SET", "#{0} = if_not_exists(#m, ?)")] * (name == "n")),
            ("REMOVE", "#{0}"),
        ]
        changes = [("ADD", "#{0} ?")] * 2 * (name in ADDED) + [("DELETE", "#{0} ?")] * (name in SETS)
        section, form = draw(st.sampled_from([*forms, *changes]))
        sections.setdefault(section, []).append(form.format(name))
        values.setdefault(section, []).extend([draw(VALUES[name])] if "?" in form else [])
    text = " ".join(f"{section} {', '.join(parts)}" for section, parts in sections.items())
    return text, [value for some in values.values() for value in some]


def _parameters(table: str, given: Json, phrases: dict[str, Phrase | None]) -> Json:
    """Number the values of all expressions of a request, and add the names that they use."""
    parameters, values, text = dict(given), dict[str, Any](), ""
    for kind, phrase in phrases.items():
        if phrase is not None:
            parameters[kind], some = phrase
            for value in some:
                parameters[kind] = parameters[kind].replace("?", f":v{len(values)}", 1)
                values[f"v{len(values)}"] = value
            text += f" {parameters[kind]}"
    if values:
        parameters["values"] = values
    if used := set(re.findall(r"#(\w+)", text)):
        parameters["names"] = sorted(used)
    return request(table, **parameters)


@st.composite
def writes(draw: st.DrawFn, table: str, key: Json, *, alone: bool) -> tuple[str, Json]:
    """A write of one item: its kind and its parameters."""
    kind = draw(st.sampled_from(["Put", *["Update"] * 4, "Delete", *([] if alone else ["ConditionCheck"])]))
    condition = draw(conditions if kind == "ConditionCheck" else st.one_of(st.none(), conditions))
    given: Json = {"item": {**key, **draw(items)}} if kind == "Put" else {"key": key}
    update = draw(updates()) if kind == "Update" else None
    if alone and update is not None:
        given["ReturnValues"] = "ALL_NEW"
    return kind, _parameters(table, given, {"update": update, "condition": condition})


@st.composite
def queries(draw: st.DrawFn) -> Call:
    """A query of all templates of a course, or of the index of courses."""
    table, hash_key, range_key, more = draw(
        st.sampled_from(
            [(TEMPLATES, "a", ("version", 10), {}), (COURSES, "courses", ("slug", "x"), {"IndexName": "by_listing"})]
        )
    )
    phrase: Phrase = ("#course_id = ?" if table == TEMPLATES else "#listing = ?", [hash_key])
    if draw(st.booleans()):
        phrase = _joined(phrase, "AND", (f"#{range_key[0]} {draw(st.sampled_from(['<', '>']))} ?", [range_key[1]]))
    given = {**more, "ScanIndexForward": draw(st.booleans()), "Limit": draw(st.integers(1, 3))}
    return "Query", _parameters(table, given, {"key_condition": phrase})


single = some_item.flatmap(lambda one: writes(*one, alone=True)).map(lambda write: (f"{write[0]}Item", write[1]))
transactions = (
    st.lists(some_item, min_size=1, max_size=3, unique_by=str)
    .flatmap(lambda some: st.tuples(*(writes(*one, alone=False) for one in some)))
    .map(lambda some: ("TransactWriteItems", {"TransactItems": [{kind: parameters} for kind, parameters in some]}))
)
gets = some_item.map(lambda one: ("GetItem", {"TableName": one[0], "Key": wires(one[1]), "ConsistentRead": True}))


def _batch(keys: list[Json]) -> Call:
    return "BatchGetItem", {"RequestItems": {TEMPLATES: {"Keys": [wires(key) for key in keys], "ConsistentRead": True}}}


batches = st.lists(
    st.sampled_from([key for table, key in ITEMS if table == TEMPLATES]), min_size=1, max_size=3, unique_by=str
).map(_batch)
calls: st.SearchStrategy[Call] = st.sampled_from(
    [single] * 4 + [transactions] * 4 + [queries()] * 2 + [gets, batches]
).flatmap(lambda kind: kind)

# The initial items: most of those that requests refer to.
beginnings: st.SearchStrategy[list[Call]] = st.tuples(*(st.one_of(items, items, st.none()) for _ in ITEMS)).map(
    lambda some: [
        ("PutItem", {"TableName": table, "Item": wires({**key, **more})})
        for (table, key), more in zip(ITEMS, some, strict=True)
        if more is not None
    ]
)
