"""Which of two media types a caller prefers (RFC 9110, section 12.5.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.edge.requests.context import prefers
from tests.unit.edge.exchange import request

CHROME = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"


def prefers_page(accept: str) -> bool:
    return prefers(request(headers={"Accept": accept}), "text/html", over="application/json")


@pytest.mark.parametrize(
    "accept",
    [
        "text/html",
        CHROME,
        "TEXT/HTML",
        "text/*",
        "text/html;charset=utf-8",
        "text/html; q=0.2, application/json; q=0.1",
        "application/json;q=0.9, text/html",
        "*/*;q=0.1, text/html;q=0.2",
        "text/html, application/json;q=0",
        "text/html, */*;q=0",
        "application/*;q=0.5, text/*",
        "text/html;level=1;q=0.7, application/json;q=0.699",
    ],
)
def test_a_caller_that_prefers_html_gets_a_page(accept: str) -> None:
    assert prefers_page(accept)


@pytest.mark.parametrize(
    "accept",
    [
        "*/*",
        "",
        "application/json",
        "text/html, application/json",
        "text/html;q=0.5, application/json;q=0.5",
        "text/html;q=0, */*",
        "image/png",
        "text/plain",
        "text/*;q=0.3, text/html;q=0, application/json;q=0.1",
        "application/*, text/*",
        # Invalid weights: over 1, below 0, not a number.
        "text/html;q=1.5, application/json",
        "text/html;q=-1",
        "text/html;q=NaN",
        "text/html;q=",
        "text/html;q=٣",
        "text/html;q=0.٣",
        ";;;,,,",
    ],
)
def test_any_other_caller_gets_the_default(accept: str) -> None:
    assert not prefers_page(accept)


def test_a_caller_without_an_accept_header_gets_the_default() -> None:
    assert not prefers(request(), "text/html", over="application/json")


@given(st.text() | st.lists(st.sampled_from(["text/html", "*/*", ";", "q=", "0.5", "1.", ",", " ", "x"])).map("".join))
def test_any_header_is_parsed_without_an_error(accept: str) -> None:
    page, data = request(headers={"Accept": accept}), "application/json"
    both = prefers(page, "text/html", over=data) and prefers(page, data, over="text/html")
    assert not both


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_the_greater_weight_wins(page: int, data: int) -> None:
    accept = f"text/html;q={page / 1000:.3f}, application/json;q={data / 1000:.3f}"
    assert prefers_page(accept) == (page > data)
