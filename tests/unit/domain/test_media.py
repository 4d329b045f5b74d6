"""Addresses of media: whatever is accepted, every program loads it from an allowed origin."""

import re
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.media import media_error

ORIGINS = ("https://media.example", "http://127.0.0.1:9000")
# Pieces of addresses, so that many are almost right.
PARTS = [
    *("https:", "http:", "HTTPS:", "javascript:", "data:", "//", "/", "\\", "media.example", "MEDIA.example"),
    *("evil.test", "@", ":", ":443", ":9000", "127.0.0.1", "/media", "/media/a.mp4", "..", "%2e%2e", "%2F", "?", "#"),
    *(".", "\t", "\n", " ", "é", "\uff0e", "\u212a", "\u017f", "\u0000", "user", "alert(1)", "[::1]", "-", "{x}"),
]
SOME = st.lists(st.sampled_from(PARTS), max_size=6).map("".join)


@given(SOME | SOME.map(lambda rest: f"https://media.example{rest}") | st.text())
def test_what_is_accepted_is_a_file_of_the_pages_or_of_an_allowed_origin(address: str) -> None:
    if media_error(address, ORIGINS) is not None:
        return
    assert address.isascii()
    assert not re.search(r"[\s\\{}\x00]", address)
    found = urlsplit(address)
    assert found.username is None
    assert found.password is None
    if found.scheme:
        port = found.port or {"https": 443, "http": 80}[found.scheme]
        assert (found.scheme, found.hostname, port) in {("https", "media.example", 443), ("http", "127.0.0.1", 9000)}
    else:
        assert re.fullmatch(r"/media/[^%]+", address)
        assert not {".", "..", ""} & set(found.path.split("/")[2:])


@pytest.mark.parametrize(
    "address",
    [
        *("/media/clip.webm", "/media/course-1/lesson_2.mp4", "https://media.example", "HTTPS://Media.Example:443/a"),
        *("https://media.example/lesson%201.mp4?version=2&x=(y)#t=5", "http://127.0.0.1:9000/a.vtt"),
    ],
)
def test_an_allowed_address_has_no_error(address: str) -> None:
    assert media_error(address, ORIGINS) is None


@pytest.mark.parametrize(
    "address",
    [
        *(
            "javascript:alert(1)",
            "data:text/html,x",
            "//media.example/a",
            "media.example/a",
            "/manage",
            "/media",
            "/media/",
        ),
        *("/media/../manage", "/media/%2e%2e/manage", "/media/.hidden", "/media//a", "/media/a\n", "", " /media/a"),
        *(
            "https://media.example@evil.test/",
            "https://user:secret@media.example/",
            "https://evil.test\\@media.example/",
        ),
        *(
            "https://média.example/a",
            "https://medi\u212a.example/",
            "https://media.example/a b",
            "https://media.example\t/",
        ),
        *("https:///media.example/a", "https:/media.example/a", "https://[::1]/a", "https://media.example:99999999/"),
    ],
)
def test_what_not_every_program_reads_in_the_same_way_is_no_address(address: str) -> None:
    error = media_error(address, ORIGINS)
    assert error is not None
    assert "not a complete address" in error


@pytest.mark.parametrize(
    "address",
    [
        *(
            "https://evil.test/a",
            "https://media.example.evil.test/a",
            "https://media.example./a",
            "http://media.example/a",
        ),
        *("https://media.example:8443/a", "https://127.0.0.1:9000/a", "http://127.0.0.1/a"),
    ],
)
def test_another_origin_is_refused_with_those_that_are_allowed(address: str) -> None:
    assert media_error(address, ORIGINS) == "Media are allowed from https://media.example, http://127.0.0.1:9000 only."


def test_without_allowed_origins_only_files_of_the_pages_are_accepted() -> None:
    assert media_error("/media/clip.webm", ()) is None
    error = media_error("https://media.example/a", ())
    assert error is not None
    assert "MediaOrigins" in error
