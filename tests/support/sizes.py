"""Sizes of the tests that take long: small in `make check`, full in `make verify`, which sets `TEST_SIZES=full`."""

import os

FULL = os.environ.get("TEST_SIZES") == "full"


def size(small: int, *, full: int) -> int:
    """Choose the size of a test."""
    return full if FULL else small
