from collections.abc import Iterator
from typing import Any

import pytest

from tests.proof.twin_contract.backends import Backend, Twin, emulated
from tests.proof.twin_contract.dynamo import Dynamo


@pytest.fixture(params=["twin", "emulator"])
def backend(request: Any) -> Iterator[Backend]:  # noqa: ANN401 - pytest's own
    if request.param == "twin":
        yield Twin()
    else:
        with emulated() as emulator:
            yield emulator


@pytest.fixture
def dynamo(backend: Backend) -> Dynamo:
    return Dynamo(backend)
