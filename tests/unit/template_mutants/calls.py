"""The tests of template.yaml as plain calls in this process: thousands of mutants are too many for runs of pytest.

What a test is parametrized with comes from the template, so the modules of the tests are imported anew for each mutant.
"""

import importlib
import inspect
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from itertools import product
from types import ModuleType
from typing import Any

from hypothesis import Phase, settings

from tests.unit.template_mutants.mutations import Json

type Call = Callable[[], None]

# The quickest and likeliest to fail come first: a mutant is done with the first failure.
MODULES = (
    "tests.unit.test_template_shape",
    "tests.unit.test_template_yaml",
    "tests.unit.test_template_data",
    "tests.unit.test_observability",
    "tests.unit.pages.test_template",
    "tests.unit.test_routes_agree",
    "tests.unit.test_event_sources",
    "tests.unit.test_user_pool",
    "tests.unit.test_api_template",
    "tests.unit.test_versions_of_functions",
    "tests.unit.pages.test_function",
)
# Has nothing of the template.
_KEPT = (__name__.rpartition(".")[0], "tests.unit.imported")
# Tests that took longer than this many seconds of CPU time once run after all others from then on.
_QUICK = 0.03
_slow: set[str] = set()

# A test that fails is not examined further.
settings.register_profile(
    "mutants", max_examples=10, derandomize=True, deadline=None, database=None, phases=[Phase.explicit, Phase.generate]
)


def failing(template: Json, modules: Sequence[str] = MODULES) -> str | None:
    """Name a test of some modules that fails on a template, or None if all pass."""
    _forget()
    vars(importlib.import_module("tests.support.template"))["template"] = lambda: template
    with ExitStack() as until_the_end:
        later = []
        for module in modules:
            try:
                calls = list(_calls(importlib.import_module(module), _Fixtures(until_the_end)))
            except Exception:  # noqa: BLE001 - tests that cannot even be imported have failed
                return module
            for name, call in calls:
                if name in _slow:
                    later.append((name, call))
                elif not _passes(name, call):
                    return name
        return next((name for name, call in later if not _passes(name, call)), None)


def _forget() -> None:
    """Have the tests' modules imported anew."""
    for name in [name for name in sys.modules if name.startswith("tests.") and not name.startswith(_KEPT)]:
        del sys.modules[name]
    importlib.import_module("tests.conftest")
    settings.load_profile("mutants")


def _passes(name: str, call: Call) -> bool:
    began = time.process_time()
    try:
        call()
    except KeyboardInterrupt:
        raise
    except BaseException:  # noqa: BLE001 - pytest's own failures, as of `pytest.raises`, are no subclasses of Exception
        return False
    if time.process_time() - began > _QUICK:
        _slow.add(name)
    return True


def _calls(module: ModuleType, fixtures: "_Fixtures") -> Iterator[tuple[str, Call]]:
    """Every call that pytest would make of a module's tests, by name."""
    for name, test in _tests(module):
        for number, arguments in enumerate(_arguments(test)):
            yield f"{module.__name__}.{name}[{number}]", _call(test, arguments, fixtures)


def _tests(module: ModuleType) -> Iterator[tuple[str, Callable[..., None]]]:
    return ((name, value) for name, value in vars(module).items() if name.startswith("test_"))


def _arguments(test: Callable[..., None]) -> Iterator[dict[str, Any]]:
    """The arguments of each call of a test, as its marks say."""
    sets = []
    for mark in getattr(test, "pytestmark", []):
        assert mark.name == "parametrize", mark
        names, rows = mark.args
        sets.append([dict([(names, row)] if isinstance(names, str) else zip(names, row, strict=True)) for row in rows])
    for chosen in product(*sets):
        yield {name: value for arguments in chosen for name, value in arguments.items()}


class _Fixtures:
    """The one fixture that these tests have: the Node.js process of the CloudFront function, started when needed."""

    def __init__(self, until_the_end: ExitStack) -> None:
        self._until_the_end = until_the_end
        self._edge: Any = None

    def edge(self) -> Any:  # noqa: ANN401 - of a module that is imported anew
        if self._edge is None:
            self._edge = self._until_the_end.enter_context(importlib.import_module("tests.support.edge").Edge())
        return self._edge


def _call(test: Callable[..., None], arguments: dict[str, Any], fixtures: _Fixtures) -> Call:
    def call() -> None:
        edge = {"edge": fixtures.edge()} if "edge" in inspect.signature(test).parameters else {}
        test(**arguments, **edge)

    return call
