"""Sizes of the tests that take long: small in `make check`, full in `make verify`, which sets `TEST_SIZES=full`."""

import os

import pytest

FULL = os.environ.get("TEST_SIZES") == "full"
at_full_size_only = pytest.mark.skipif(not FULL, reason="takes a minute: at full size only")


def size(small: int, *, full: int) -> int:
    """Choose the size of a test."""
    return full if FULL else small
