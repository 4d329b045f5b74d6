"""Random requests of the forms that the product sends: the twin responds and stores the same as moto."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.proof.twin_contract.backends import COURSES, KEYS, ORDERS, TEMPLATES, Dynamo, Moto, Twin, moto
from tests.proof.twin_contract.random_requests import Call, beginnings, calls
from tests.support.sizes import size

TABLES = (COURSES, ORDERS, TEMPLATES)


@pytest.fixture(scope="module")
def moto_service() -> Iterator[Moto]:
    with moto() as backend:
        yield backend


def emptied(backend: Moto) -> Dynamo:
    for table in TABLES:
        for item in backend.call("dynamodb", "Scan", {"TableName": table})["Items"]:
            key = {name: item[name] for name in KEYS[table]}
            backend.call("dynamodb", "DeleteItem", {"TableName": table, "Key": key})
    return Dynamo(backend)


def comparable(answer: Any) -> Any:  # noqa: ANN401
    """Leave out LastEvaluatedKey: at a limit, DynamoDB returns it even if no item follows, and moto does not."""
    if isinstance(answer, dict):
        return {name: part for name, part in answer.items() if name != "LastEvaluatedKey"}
    return answer


# Shrinking would call moto for minutes, without a limit; the failure names the request that differs.
@settings(
    max_examples=size(25, full=100),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(before=beginnings, asked=st.lists(calls, min_size=10, max_size=20))
def test_the_twin_answers_and_keeps_what_moto_does(moto_service: Moto, before: list[Call], asked: list[Call]) -> None:
    both = Dynamo(Twin()), emptied(moto_service)
    for operation, parameters in (*before, *asked):
        one, other = (comparable(dynamo.call(operation, parameters)) for dynamo in both)
        assert one == other, (operation, parameters)
        if operation not in {"BatchGetItem", "GetItem", "Query"}:
            for table in TABLES:
                assert both[0].items(table) == both[1].items(table), (operation, parameters)
