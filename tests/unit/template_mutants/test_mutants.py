"""Whatever is added to template.yaml that would expose or lose something makes a test fail."""

import os
import subprocess
import sys

from tests.support.sizes import size
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


def test_the_template_itself_passes_the_first_of_these_tests() -> None:
    assert run.passes(run.TESTS[0], Mutant("unchanged", template()))
