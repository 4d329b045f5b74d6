"""Runs the tests of template.yaml on mutants of it, and prints the mutants that none of them fails on, as JSON.

    PYTHONPATH=src:layers/pdf:. python -m tests.unit.template_mutants.run STEP

`additions` add something dangerous; `losses` drop or weaken one thing. Every STEP-th loss is run, and ten times as many
of the few additions. With a STEP of 1, the losses that survivors.py lists are run too: `killed` are those of them on
which a test fails.
"""

import json
import sys
from collections.abc import Sequence

from tests.support.template import template
from tests.unit.template_mutants.calls import MODULES, failing
from tests.unit.template_mutants.dangers import additions
from tests.unit.template_mutants.mutations import Json, Loss, copied, groups, losses, without
from tests.unit.template_mutants.survivors import is_listed


def survive(source: Json, lost: Sequence[Loss]) -> list[Loss]:
    """Those of the losses, none inside another, on which no test fails: all if none fails on all together."""
    if not lost or failing(without(source, lost)) is None:
        return list(lost)
    if len(lost) == 1:
        return []
    middle = len(lost) // 2
    return [*survive(source, lost[:middle]), *survive(source, lost[middle:])]


def main(step: int) -> None:
    """Run every so many mutants."""
    source = copied(template())
    # Otherwise every mutant would fail, whatever it changes. Most mutants reach the first modules alone.
    if failed := failing(source, MODULES if step == 1 else MODULES[:3]):
        sys.exit(f"{failed} fails on the unchanged template")
    added = list(additions(source))[:: (step + 9) // 10]
    lost = losses(source)
    listed = [loss for loss in lost if is_listed(loss)] if step == 1 else []
    unlisted = [loss for loss in lost if not is_listed(loss)][::step]
    living = {loss.name for group in groups(listed) for loss in survive(source, group)}
    found = {
        "additions": [mutant.name for mutant in added if failing(mutant.template) is None],
        "losses": [loss.name for loss in unlisted if failing(without(source, [loss])) is None],
        "killed": [loss.name for loss in listed if loss.name not in living],
        "run": [len(added), len(unlisted), len(listed)],
    }
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
