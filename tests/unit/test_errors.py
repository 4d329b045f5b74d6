"""One family of refusals: each has its word and its HTTP status, and they are the contract's."""

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
# Answered by the server of the laptop (local/hosts.py), which is no part of what is deployed.
ON_A_LAPTOP_ONLY = {(421, "misdirected_request")}

# Every module is imported, so that all error classes are found.
for module in pkgutil.walk_packages(shared.__path__, "shared."):
    importlib.import_module(module.name)


def family(error: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for child in error.__subclasses__():
        yield child
        yield from family(child)


ERRORS = sorted(set(family()), key=lambda error: error.__qualname__)


@pytest.mark.parametrize("error", ERRORS)
def test_every_refusal_has_a_word_that_callers_can_read(error: type[DomainError]) -> None:
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", error.code)


@pytest.mark.parametrize("error", ERRORS)
def test_every_refusal_has_a_status_that_does_not_blame_us(error: type[DomainError]) -> None:
    status = status_of(error)
    assert 400 <= status < 500 or error.code == "unavailable"


def test_no_two_unrelated_refusals_share_a_word() -> None:
    shared_words = [
        (one, other)
        for one, other in combinations(ERRORS, 2)
        if one.code == other.code and not (issubclass(one, other) or issubclass(other, one))
    ]
    assert not shared_words


def test_no_status_is_for_a_refusal_that_there_is_not() -> None:
    assert set(STATUSES) <= set(ERRORS)


def test_every_refusal_of_the_contract_has_the_status_that_it_promises() -> None:
    promised = re.findall(r"\b([45]\d\d)(?: with)? `([a-z_]+)`", CONTRACT.read_text("utf-8"))
    statuses = {error.code: status_of(error) for error in ERRORS}
    assert len(promised) > 15
    kept = {(status, word) for word, status in statuses.items()}
    assert {(int(status), word) for status, word in promised} - ON_A_LAPTOP_ONLY <= kept
