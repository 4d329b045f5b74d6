"""Whatever is added to template.yaml that would expose or lose something makes a test fail."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.sizes import FULL, size
from tests.support.template import ROOT, template
from tests.unit.template_mutants import run
from tests.unit.template_mutants.mutations import Mutant

# `make verify` runs all of them.
STEP = size(6, full=1)


def test_no_dangerous_addition_passes_all_tests_of_the_template() -> None:
    # In a process of its own, which imports nothing but what these tests need: each mutant is run in a fork.
    ran = subprocess.run(  # noqa: S603 - this project's own program
        [sys.executable, "-m", "tests.unit.template_mutants.run", "additions", str(STEP), "0"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(["src", "layers/pdf", "."])},
        check=True,
        capture_output=True,
        text=True,
    )
    count, *survivors = ran.stdout.splitlines()
    assert survivors == []
    assert int(count) > 0


@pytest.mark.parametrize("tests", run.TESTS if FULL else run.TESTS[:2], ids=lambda path: path.name)
def test_the_template_itself_passes(tests: Path) -> None:
    # Otherwise every mutant would fail, whatever it adds.
    assert run.passes(tests, Mutant("unchanged", template()))
