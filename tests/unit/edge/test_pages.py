"""Pagination: limits and cursors."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import InvalidCursor, InvalidRequest
from shared.edge.requests.paging import cursor, page
from tests.unit.edge.exchange import request

places = st.from_regex(r"[A-Za-z0-9_.:@-]{1,160}", fullmatch=True)


def encoded(document: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(document).encode()).decode().rstrip("=")


def test_the_default_is_the_first_25_items() -> None:
    assert page(request(), "learners") == (None, 25)
    assert page(request(query={}), "learners") == (None, 25)


@pytest.mark.parametrize("limit", ["1", "25", "100"])
def test_a_page_has_1_to_100_items(limit: str) -> None:
    assert page(request(query={"limit": limit}), "learners") == (None, int(limit))


@pytest.mark.parametrize("limit", ["", "0", "101", "-1", "1.0", "1e1", " 1", "abc", "²", "٣", "10,20", "1" * 5000])
def test_any_other_limit_is_refused(limit: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        page(request(query={"limit": limit}), "learners")
    assert [place for place, _ in refused.value.errors] == [("limit",)]


@given(places)
def test_a_cursor_decodes_to_its_position(place: str) -> None:
    token = cursor(place, "learners")
    assert token is not None
    assert page(request(query={"cursor": token}), "learners") == (place, 25)


@given(places)
def test_a_cursor_needs_no_percent_encoding_in_a_url(place: str) -> None:
    token = cursor(place, "learners")
    assert token is not None
    assert set(token) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_the_last_page_has_no_cursor() -> None:
    assert cursor(None, "learners") is None


@given(st.text())
def test_any_other_text_is_refused(token: str) -> None:
    with pytest.raises(InvalidCursor):
        page(request(query={"cursor": token}), "learners")


@given(places, st.data())
def test_a_cursor_changed_in_one_character_is_rejected_or_decodes_to_its_own_position(
    place: str, data: st.DataObject
) -> None:
    token = cursor(place, "learners")
    assert token is not None
    at = data.draw(st.integers(0, len(token) - 1))
    changed = token[:at] + data.draw(st.characters()) + token[at + 1 :]
    try:
        read, _ = page(request(query={"cursor": changed}), "learners")
    except InvalidCursor:
        return
    assert cursor(read, "learners") == changed


@pytest.mark.parametrize(
    "token",
    [
        "",
        "=",
        encoded(["my-courses", "a"]),
        encoded(["learners", ""]),
        encoded(["learners", "a b"]),
        encoded(["learners", "a\n"]),
        encoded(["learners", "a" * 258]),
        encoded(["learners", 1]),
        encoded(["learners", None]),
        encoded(["learners"]),
        encoded(["learners", "a", "b"]),
        encoded("learners"),
        encoded({"learners": "a"}),
        encoded(["learners", "a"]) + "=",
        encoded(["learners", "a"]) + "\n",
        encoded(["learners", "a"]) + "é",
        base64.urlsafe_b64encode(b'["learners","a"]').decode().rstrip("="),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
        base64.urlsafe_b64encode(b'["learners",' + b"1" * 5000 + b"]").decode().rstrip("="),
        base64.urlsafe_b64encode(b'["learners", "\xff"]').decode().rstrip("="),
    ],
)
def test_a_forged_cursor_is_refused(token: str) -> None:
    with pytest.raises(InvalidCursor):
        page(request(query={"cursor": token}), "learners")
