"""The costs in docs/operations.md are those that tools.costs computes."""

import pytest

from tests.support.template import ROOT
from tests.unit.template_file import functions
from tools import costs


def test_the_tables_of_the_guide_are_those_that_the_program_prints() -> None:
    guide = (ROOT / "docs/operations.md").read_text("utf-8")
    assert "\n".join(costs.table()) in guide
    assert "\n".join(costs.intervals()) in guide


def test_the_player_of_the_pages_reports_at_one_of_the_intervals() -> None:
    player = (ROOT / "web/src/player.ts").read_text("utf-8")
    assert f"REPORT_INTERVAL_MS = {costs.INTERVALS[1]}_000;" in player


def test_the_cost_of_an_operation_is_the_sum_of_its_parts() -> None:
    one = costs.Operation(name="one", reads=2, writes=1, calls=2, cpu_ms=0, memory_mb=1024, log_bytes=650, events=1)
    of = costs.cost(one)
    assert (of.api, of.tables, of.logs, of.others) == (1.0, 0.875, 0.5, 1.0)
    # A million times 10 ms, with one GB.
    assert of.functions == pytest.approx(0.20 + 10_000 * 0.0000133334)
    assert of.total == pytest.approx(of.api + of.functions + of.tables + of.logs + of.others)


def test_the_memory_of_the_operations_is_that_of_the_functions() -> None:
    memory = {name: one["MemorySize"] for name, one in functions().items()}
    # What admins do is not in the table: its cost does not matter beside that of learners.
    del memory["AdminFunction"], memory["TeachingFunction"], memory["LearnerExportsFunction"]
    assert {operation.memory_mb for operation in costs.OPERATIONS} == set(memory.values())
