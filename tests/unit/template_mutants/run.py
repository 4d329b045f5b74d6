"""Runs the tests of template.yaml on mutants of it, and prints the mutants that none of them fails on.

    PYTHONPATH=src:layers/pdf:. python -m tests.unit.template_mutants.run additions|losses STEP OFFSET

`additions` add something dangerous; `losses` drop or weaken one thing. Every STEP-th mutant is run, from the one at
OFFSET. Each is run in a fork of this process, which has imported the libraries; the tests themselves are imported anew,
since what they are parametrized with comes from the template.
"""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from itertools import islice
from pathlib import Path

import hypothesis  # noqa: F401 - before the forks
import moto.events.models  # noqa: F401
import pytest
import samtranslator.translator.transform  # noqa: F401

from tests.support.template import TEMPLATE_FILE, template
from tests.unit.template_mutants.dangers import additions
from tests.unit.template_mutants.mutations import Mutant, losses

UNIT = Path(__file__).parents[1]
# The likeliest to fail come first: a mutant is done with the first failure.
TESTS = [
    UNIT / "test_template_shape.py",
    UNIT / "test_template_yaml.py",
    UNIT / "test_event_sources.py",
    UNIT / "test_user_pool.py",
    UNIT / "test_api_template.py",
    UNIT / "test_observability.py",
    UNIT / "test_versions_of_functions.py",
    UNIT / "test_routes_agree.py",
    UNIT / "pages" / "test_template.py",
    UNIT / "pages" / "test_function.py",
]
OPTIONS = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"]


def all_of(kind: str) -> Iterator[Mutant]:
    """Every mutant of a kind, in a fixed order."""
    return additions(template()) if kind == "additions" else losses(template())


def survives(mutant: Mutant) -> bool:
    """Whether every test passes on a mutant."""
    return all(passes(tests, mutant) for tests in TESTS)


def passes(tests: Path, mutant: Mutant) -> bool:
    """Whether the tests of one file or folder pass on a mutant."""
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(mutant.template, file)
        file.flush()
        child = os.fork()
        if child == 0:
            os._exit(_tested(tests, file.name))
        _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == pytest.ExitCode.OK


def _tested(tests: Path, template_file: str) -> int:
    os.environ[TEMPLATE_FILE] = template_file
    for name in [name for name in sys.modules if name.partition(".")[0] == "tests"]:
        del sys.modules[name]
    with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere), redirect_stderr(nowhere):
        try:
            return int(pytest.main([*OPTIONS, str(tests)]))
        except BaseException:  # noqa: BLE001 - a test that cannot even be collected has failed
            return int(pytest.ExitCode.INTERNAL_ERROR)


def main(kind: str, step: int, offset: int) -> None:
    """Print how many mutants were run, then the name of each survivor, one a line."""
    # One at a time: each fork copies what this process has in memory.
    count, survivors = 0, []
    for mutant in islice(all_of(kind), offset, None, step):
        count += 1
        if survives(mutant):
            survivors.append(mutant.name)
    sys.stdout.write("\n".join([str(count), *survivors]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
