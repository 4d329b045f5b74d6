"""Whatever is added to template.yaml that would expose or lose something makes a test fail, and whatever is dropped."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from typing import Any

import pytest

from tests.support.sizes import size
from tests.support.template import ROOT, template
from tests.unit.template_mutants.mutations import losses
from tests.unit.template_mutants.survivors import SURVIVORS

# `make verify` runs all of them.
STEP = size(151, full=1)


@pytest.fixture(scope="module")
def ran() -> dict[str, Any]:
    # In a process of its own, which imports the tests anew for each mutant.
    done = subprocess.run(  # noqa: S603 - this project's own program
        [sys.executable, "-m", "tests.unit.template_mutants.run", str(STEP)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "layers/pdf", "."])},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["run"][0]
    assert found["run"][1]
    return found


def test_no_dangerous_addition_passes_all_tests_of_the_template(ran: dict[str, Any]) -> None:
    assert ran["additions"] == []


def test_no_loss_passes_all_tests_of_the_template_but_those_with_a_reason(ran: dict[str, Any]) -> None:
    assert ran["losses"] == []


def test_every_loss_with_a_reason_still_passes(ran: dict[str, Any]) -> None:
    assert ran["killed"] == []


def test_every_reason_is_that_of_a_loss_and_no_loss_has_two() -> None:
    patterns = [pattern for listed in SURVIVORS.values() for pattern in listed]
    matching = [
        (loss.name, pattern) for loss in losses(template()) for pattern in patterns if re.fullmatch(pattern, loss.name)
    ]
    assert {pattern for _, pattern in matching} == set(patterns)
    assert [name for name, count in Counter(name for name, _ in matching).items() if count > 1] == []
