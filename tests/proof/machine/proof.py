"""The number of runs of the state machine, and the mutants that it must kill."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from shared.aws.transactions import Transaction, WriteConflict
from shared.aws.transactions import update as update_row
from shared.domain.certificate import Certificate
from shared.stores import certificates as certificate_store
from shared.stores.certificate_rows import CertificateRow
from shared.usecases import certificates
from shared.usecases.access import Learner
from shared.usecases.certificates import Obtained
from tests.proof.machine.base import MachineBase
from tests.proof.machine.state_machine import Machine, MachineWithLargeOrders
from tests.proof.parts import Part, Row
from tests.proof.permutations.mutants import ANY_PAYMENT, WITHOUT_JOINED

# The size of a batch: Hypothesis keeps its examples in memory, and a failure names its batch.
BATCH = 500
NIGHTLY_RUNS, NIGHTLY_STEPS = 10_000, 50
CI_RUNS, CI_STEPS = 200, 25


def run_machine(machine: type[MachineBase], runs: int, steps: int, *, number: int = 0, shrink: bool = True) -> None:
    """Run a machine; each number is the seed of another, reproducible selection of runs.

    Raises:
        AssertionError: an invariant is violated or an answer differs; with the steps that lead to it.
    """
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    how = settings(
        max_examples=runs,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=False,
        phases=phases,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(seed(number)(machine), settings=how)


_put = certificate_store.put


def _put_without_register(
    transaction: Transaction, certificate: Certificate, before: Certificate, now: datetime
) -> None:
    """Revoke a certificate without updating the register, which verifications read."""
    transaction.update(
        CertificateRow(certificate.user_id, certificate.course_id),
        [
            CertificateRow.status.set(certificate.status),
            CertificateRow.revoked_at.set(certificate.revoked_at or now),
            CertificateRow.revoke_reason.set(certificate.revoke_reason or ""),
        ],
        CertificateRow.public_id == before.public_id,
        WriteConflict,
    )


def _ignore_revocation(_certificate: object, _enrollment: object) -> None:
    """Issue even if a certificate was revoked before."""


_obtain = certificates.obtain


def _obtain_with_the_newest_name(learner: Learner, *arguments: Any, **more: Any) -> Obtained:  # noqa: ANN401
    """Replace the name of an issued certificate with that of the token."""
    obtained = _obtain(learner, *arguments, **more)
    if learner.name is not None and obtained.certificate.issued_name != learner.name:
        row = CertificateRow(obtained.certificate.user_id, obtained.certificate.course_id)
        update_row(row, [CertificateRow.issued_name.set(learner.name)], CertificateRow.user_id.exists(), AssertionError)
    return obtained


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A mutant, and a number of runs that kills it with a wide margin: usually, a tenth of them is enough."""

    name: str
    module: object
    attribute: str
    replacement: object
    runs: int = 3_000


MUTANTS = (
    Mutant(
        name="a revocation does not update the register",
        module=certificate_store,
        attribute="put",
        replacement=_put_without_register,
    ),
    Mutant(
        name="issuing ignores a revocation",
        module=certificates,
        attribute="_require_new_order",
        replacement=_ignore_revocation,
    ),
    Mutant(
        name="a download overwrites the name",
        module=certificates,
        attribute="obtain",
        replacement=_obtain_with_the_newest_name,
    ),
    *(
        Mutant(name=one.name, module=one.owner, attribute=one.attribute, replacement=one.replacement)
        for one in (WITHOUT_JOINED, ANY_PAYMENT)
    ),
)


def killed(mutant: Mutant) -> str | None:
    """Return the violation that kills a mutant; None if it survives."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mutant.module, mutant.attribute, mutant.replacement)
        try:
            run_machine(Machine, mutant.runs, CI_STEPS, shrink=False)
        except AssertionError as error:
            return str(error) or "an answer differs from that of the model"
    return None


def row(machine: type[MachineBase], name: str, runs: int, steps: int, *, with_mutants: bool = False) -> Row:
    """Run a machine, and, if wanted, the mutants of the product."""
    violations = []
    try:
        run_machine(machine, runs, steps)
    except AssertionError as error:
        violations.append(f"{error}\n" + "\n".join(getattr(error, "__notes__", ())))
    return Row(
        name=name,
        figures={"runs": runs, "steps": runs * steps},
        violations=tuple(violations),
        mutant_killed=all(killed(mutant) for mutant in MUTANTS) if with_mutants else True,
    )


PART = Part(
    title="Stateful property test: random sequences of requests and events, against a reference model",
    tasks=(
        partial(row, Machine, "all routes, events and messages", CI_RUNS, NIGHTLY_STEPS),
        partial(row, MachineWithLargeOrders, "with large orders", CI_RUNS // 2, NIGHTLY_STEPS, with_mutants=True),
    ),
)
