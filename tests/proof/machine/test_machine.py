"""Whatever everybody does, in whatever order, the doors answer as the reference model does."""

import os

import pytest

from tests.proof.machine.machine import Machine, MachineOnTheEmulator
from tests.proof.machine.proof import (
    BATCH,
    CI_RUNS,
    CI_STEPS,
    NAIVE,
    NIGHTLY_RUNS,
    NIGHTLY_STEPS,
    Naive,
    catches,
    run_machine,
)

NIGHTLY = os.environ.get("HYPOTHESIS_PROFILE") == "nightly"
BATCHES = [(number, BATCH, NIGHTLY_STEPS) for number in range(NIGHTLY_RUNS // BATCH)]


@pytest.mark.parametrize(("number", "runs", "steps"), BATCHES if NIGHTLY else [(0, CI_RUNS, CI_STEPS)])
def test_whatever_everybody_does_all_is_as_the_model_says(number: int, runs: int, steps: int) -> None:
    run_machine(Machine, runs, steps, number=number)


def test_the_emulated_aws_is_as_the_model_says_too() -> None:
    run_machine(MachineOnTheEmulator, runs=5, steps=CI_STEPS)


@pytest.mark.parametrize("naive", NAIVE, ids=lambda naive: naive.name)
def test_a_naive_variant_is_caught(naive: Naive) -> None:
    assert catches(naive) is not None
