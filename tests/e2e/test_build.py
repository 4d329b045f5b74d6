"""What `sam build` makes, which the running service was deployed from."""

import importlib.util
import platform
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.build import OUTPUT
from local.settings import ARCHITECTURES
from tests.e2e.laptop import Laptop
from tests.support.template import resources

# PEP 552: based on a hash of the source, which is not compared when a module is imported.
UNCHECKED_HASH = 0b01
# Lambda's limit of a function with its layers, unzipped (Lambda quotas).
UNZIPPED_BYTES = 250 * 1024 * 1024


@pytest.fixture(scope="module")
def packages(laptop: Laptop) -> dict[str, Path]:
    """The folder of each built function and layer."""
    assert laptop.is_running
    kinds = {"AWS::Serverless::Function", "AWS::Serverless::LayerVersion"}
    return {name: OUTPUT / name for name, resource in resources().items() if resource["Type"] in kinds}


def modules(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def test_every_module_has_bytecode_of_its_source_that_is_not_checked_again(packages: dict[str, Path]) -> None:
    for folder in packages.values():
        found = list(modules(folder))
        assert found
        for module in found:
            bytecode = Path(importlib.util.cache_from_source(str(module), optimization="")).read_bytes()
            assert bytecode[:4] == importlib.util.MAGIC_NUMBER
            assert int.from_bytes(bytecode[4:8], "little") == UNCHECKED_HASH
            assert bytecode[8:16] == importlib.util.source_hash(module.read_bytes())


def test_no_bytecode_names_a_path_of_the_machine_that_built_it(packages: dict[str, Path]) -> None:
    here = str(Path(__file__).parents[2]).encode()
    for folder in packages.values():
        assert not [path for path in folder.rglob("*.pyc") if here in path.read_bytes()]


def test_native_libraries_are_for_the_processor_of_the_deployment(packages: dict[str, Path]) -> None:
    libraries = [path for folder in packages.values() for path in folder.rglob("*.so*")]
    machine = {"x86_64": "x86_64", "arm64": "aarch64"}[ARCHITECTURES[platform.machine().lower()]]
    named = [path.name for path in libraries if "linux" in path.name]
    assert named
    assert not [name for name in named if machine not in name]


def test_a_function_with_its_layers_is_far_below_lambdas_limit(packages: dict[str, Path]) -> None:
    layers = sum(size(packages[name]) for name in packages if name.endswith("Layer"))
    for name, package in packages.items():
        if name.endswith("Function"):
            assert size(package) + layers < UNZIPPED_BYTES / 2


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
