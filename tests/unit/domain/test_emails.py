"""E-mail addresses in the form in which they are compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.emails import MAX_EMAIL_LENGTH, email_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("anna@example.com", "anna@example.com"),
        (" Anna.B@Example.COM\n", "anna.b@example.com"),
        ("ÄNNA@bücher.example", "änna@bücher.example"),
        ('"a@b"@example.com', '"a@b"@example.com'),
    ],
)
def test_an_address_is_in_lower_case_without_white_space_around_it(text: str, address: str) -> None:
    assert email_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        " ",
        "anna",
        "@",
        "@example.com",
        "anna@",
        "an na@example.com",
        "anna@example.com, ben@example.com",
        "anna@exam\x00ple.com",
        "anna@exam\u00a0ple.com",
        "anna@example.com\nbcc:ben@example.com",
        "anna@exam\u202eple.com",
        "x" * MAX_EMAIL_LENGTH + "@example.com",
    ],
)
def test_a_text_that_is_no_address_is_none(text: str | None) -> None:
    assert email_address(text) is None


def test_the_longest_address_has_254_characters() -> None:
    assert email_address("@example.com".rjust(254, "x")) is not None
    assert email_address("@example.com".rjust(255, "x")) is None
    # Some letters are longer in lower case.
    assert email_address("@example.com".rjust(254, "İ")) is None


@given(st.text())
def test_an_address_stays_as_it_is(text: str) -> None:
    address = email_address(f"{text}@example.com")
    assert address is None or email_address(address) == address
