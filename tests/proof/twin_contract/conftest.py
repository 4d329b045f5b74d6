from collections.abc import Iterator
from typing import Any

import pytest

from tests.proof.twin_contract.backends import Backend, Dynamo, Twin, moto


@pytest.fixture(params=["twin", "moto"])
def backend(request: Any) -> Iterator[Backend]:  # noqa: ANN401 - pytest's own
    if request.param == "twin":
        yield Twin()
    else:
        with moto() as service:
            yield service


@pytest.fixture
def dynamo(backend: Backend) -> Dynamo:
    return Dynamo(backend)
