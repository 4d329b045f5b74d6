"""The formulas of docs/scale.md, measured; and the document, which has their table."""

import pytest

from tests.integration.scale.operations import OPERATIONS, Operation, measured, table
from tests.support.service import Service
from tests.support.sizes import size
from tests.support.template import ROOT


@pytest.mark.parametrize("n", [10, 30, size(200, full=1000)])
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_an_operation_uses_what_its_formula_says(service: Service, operation: Operation, n: int) -> None:
    made = measured(operation, service, n)
    used = (len(made), sum(call.reads for call in made), sum(call.writes for call in made))
    assert used == (operation.calls(n), operation.reads(n), operation.writes(n))


def test_the_document_has_the_table_of_the_formulas() -> None:
    assert table() in (ROOT / "docs" / "scale.md").read_text("utf-8")
