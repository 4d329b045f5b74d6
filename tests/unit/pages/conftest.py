"""One Node.js process for all tests of the CloudFront function."""

from collections.abc import Iterator

import pytest

from tests.support.edge import Edge


@pytest.fixture(scope="session")
def edge() -> Iterator[Edge]:
    with Edge() as edge:
        yield edge
