"""Every domain error has its own code and HTTP status, which are those of the contract."""

import importlib
import pkgutil
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

import shared
from shared.domain.errors import DomainError
from shared.edge.problems import STATUSES, status_of

CONTRACT = Path(__file__).parents[2] / "docs" / "contract.md"
# Returned only by the local server (local/hosts.py), which is not deployed.
LOCAL_ONLY = {(421, "misdirected_request")}
# No error of the domain: what the edge answers in place of a response that Lambda would refuse.
OF_THE_EDGE = {(500, "response_too_large")}

# Every module is imported, so that all error classes are found.
for module in pkgutil.walk_packages(shared.__path__, "shared."):
    importlib.import_module(module.name)


def all_errors(error: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for child in error.__subclasses__():
        yield child
        yield from all_errors(child)


ERRORS = sorted(set(all_errors()), key=lambda error: error.__qualname__)


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_has_a_readable_code(error: type[DomainError]) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", error.code)


@pytest.mark.parametrize("error", ERRORS)
def test_every_error_but_unavailable_has_a_4xx_status(error: type[DomainError]) -> None:
    status = status_of(error)
    assert 400 <= status < 500 or error.code == "unavailable"


def test_no_two_unrelated_errors_share_a_code() -> None:
    shared_codes = [
        (one, other)
        for one, other in combinations(ERRORS, 2)
        if one.code == other.code and not (issubclass(one, other) or issubclass(other, one))
    ]
    assert not shared_codes


def test_no_status_is_for_an_unknown_error() -> None:
    assert set(STATUSES) <= set(ERRORS)


def test_every_error_of_the_contract_has_its_documented_status() -> None:
    documented = re.findall(r"\b([45]\d\d)(?: with)? `([a-z_]+)`", CONTRACT.read_text("utf-8"))
    statuses = {error.code: status_of(error) for error in ERRORS}
    assert len(documented) > 15
    kept = {(status, word) for word, status in statuses.items()}
    assert {(int(status), word) for status, word in documented} - LOCAL_ONLY - OF_THE_EDGE <= kept
