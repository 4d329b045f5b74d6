"""For any sequence of requests and events, the service answers and stores what the reference model expects."""

import os

import pytest

from tests.proof.machine.proof import (
    BATCH,
    CI_RUNS,
    CI_STEPS,
    MUTANTS,
    NIGHTLY_RUNS,
    NIGHTLY_STEPS,
    Mutant,
    killed,
    run_machine,
)
from tests.proof.machine.state_machine import Machine, MachineOnMoto, MachineWithLargeOrders
from tests.support.sizes import FULL, size

# It takes a minute to find the sequence that kills it.
AT_FULL_SIZE = {"a download overwrites the name"}
NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
BATCHES = [(number, BATCH, NIGHTLY_STEPS) for number in range(NIGHTLY_RUNS // BATCH)]


@pytest.mark.parametrize(
    ("number", "runs", "steps"), BATCHES if NIGHTLY else [(0, size(CI_RUNS // 4, full=CI_RUNS), CI_STEPS)]
)
def test_every_sequence_of_requests_agrees_with_the_model(number: int, runs: int, steps: int) -> None:
    run_machine(Machine, runs, steps, number=number)


def test_every_sequence_of_requests_about_large_orders_agrees_with_the_model() -> None:
    run_machine(MachineWithLargeOrders, runs=size(CI_RUNS // 8, full=CI_RUNS // 2), steps=CI_STEPS)


def test_a_few_sequences_over_moto_agree_with_the_model() -> None:
    run_machine(MachineOnMoto, runs=size(1, full=5), steps=CI_STEPS)


@pytest.mark.parametrize(
    "mutant", [one for one in MUTANTS if FULL or one.name not in AT_FULL_SIZE], ids=lambda one: one.name
)
def test_a_mutant_is_killed(mutant: Mutant) -> None:
    assert killed(mutant) is not None
