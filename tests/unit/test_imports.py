"""The imports of each function: everything that it needs, and no module that makes a cold start slower."""

import ast
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.support.template import ROOT, resources, routes
from tests.unit.template_file import environment_of

FUNCTIONS = {
    Path(resource["Properties"]["CodeUri"]).name: name
    for name, resource in resources().items()
    if resource["Type"] == "AWS::Serverless::Function"
}
SIGN_IN_TRIGGER = "token_claims"
WITH_PDF = {"admin", "certificates", "pictures", "teaching"}
# Each adds tens of milliseconds to a cold start, and none is needed.
NEVER = {"boto3", "aws_xray_sdk", "pydantic", "stripe", "requests", "httpx"}
# Has more than fifty modules; Powertools imports it for what is not used here (edge/lazy_modules.py).
EVENT_LOOP = "asyncio.events"
PDF_TOOLS = {"PIL", "pypdf", "reportlab", "uharfbuzz", "laurel_fonts"}
# Settings that only some values are allowed for.
VALUES = {"VERIFICATIONS_A_MINUTE": "120", "TIME_ZONE": "UTC"}
DOMAIN = sorted((ROOT / "src/shared/domain").glob("*.py"))

START = """
import importlib.util, sys
spec = importlib.util.spec_from_file_location("app", sys.argv[1])
app = importlib.util.module_from_spec(spec)
spec.loader.exec_module(app)
assert callable(app.handler)
print(*sys.modules)
"""


@cache
def imported(folder: str) -> frozenset[str]:
    """The modules of a new process that loaded a function with the variables of the template."""
    given = {name: VALUES.get(name, "test") for name in environment_of(FUNCTIONS[folder])}
    layers = [ROOT / "src", *([ROOT / "layers/pdf"] if folder in WITH_PDF else [])]
    environment = {
        **given,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "PATH": os.defpath,
        "PYTHONPATH": os.pathsep.join(map(str, layers)),
        # Set to keep Powertools' log lines out of the output that is parsed here.
        "LOG_LEVEL": "CRITICAL",
    }
    command = [sys.executable, "-W", "error", "-c", START, str(ROOT / "functions" / folder / "app.py")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr
    return frozenset(done.stdout.split())


def test_every_function_folder_is_deployed() -> None:
    assert {path.parent.name for path in (ROOT / "functions").glob("*/app.py")} == set(FUNCTIONS)


@pytest.mark.parametrize("folder", [folder for folder in FUNCTIONS if folder != SIGN_IN_TRIGGER])
def test_a_function_starts_with_the_variables_of_the_template(folder: str) -> None:
    assert "shared.edge.log" in imported(folder)


def test_the_function_that_delays_each_sign_in_imports_the_standard_library_alone() -> None:
    assert not [
        name for name in imported(SIGN_IN_TRIGGER) if name.partition(".")[0] in {"shared", "botocore", "pynamodb"}
    ]


@pytest.mark.parametrize("folder", FUNCTIONS)
def test_no_function_imports_a_module_that_makes_cold_starts_slow(folder: str) -> None:
    assert not NEVER & imported(folder)


@pytest.mark.parametrize("folder", sorted(set(routes().values())))
def test_no_function_of_the_api_loads_asyncio(folder: str) -> None:
    assert EVENT_LOOP not in imported(folder)


@pytest.mark.parametrize("folder", ["progress", "verification"])
def test_a_function_that_seldom_or_never_meets_a_payment_starts_without_them(folder: str) -> None:
    assert not {"shared.domain.order", "shared.domain.payment", "shared.domain.ledger"} & imported(folder)


@pytest.mark.parametrize("folder", ["certificates", "completion", "order_lines", "progress", "recheck", "verification"])
def test_a_function_that_changes_nothing_for_the_staff_starts_without_records_of_changes(folder: str) -> None:
    records = {"shared.domain.change_record", "shared.domain.changed_fields", "shared.stores.changes"}
    assert not records & imported(folder)


def test_a_lazy_module_is_loaded_when_it_is_used() -> None:
    program = """
import sys
sys.path.insert(0, sys.argv[1])
import shared.edge
import asyncio
assert "asyncio.events" not in sys.modules
async def answer(): return 42
assert asyncio.run(answer()) == 42
assert "asyncio.events" in sys.modules
"""
    command = [sys.executable, "-c", program, str(ROOT / "src")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("folder", sorted(set(FUNCTIONS) - WITH_PDF))
def test_a_function_without_pdfs_imports_no_pdf_library(folder: str) -> None:
    assert not PDF_TOOLS & imported(folder)
    assert not [name for name in imported(folder) if name.startswith("shared.pdf")]


@pytest.mark.parametrize("folder", sorted(WITH_PDF))
def test_a_function_with_pdfs_imports_the_renderer_before_the_first_request(folder: str) -> None:
    assert {"shared.pdf.render"} <= imported(folder)


@pytest.mark.parametrize("path", DOMAIN, ids=lambda path: path.stem)
def test_the_domain_imports_only_the_standard_library_and_itself(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            names = [node.module or ""]
        for name in names:
            assert name.startswith("shared.domain.") or name.partition(".")[0] in sys.stdlib_module_names, name


def test_only_the_configuration_reads_the_environment() -> None:
    readers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("src", "functions")
        for path in (ROOT / folder).rglob("*.py")
        if {"environ", "getenv"}
        & {getattr(node, "attr", None) for node in ast.walk(ast.parse(path.read_text("utf-8")))}
    }
    assert readers == {"src/shared/config.py"}
