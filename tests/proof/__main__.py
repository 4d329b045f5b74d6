"""`make proof`: runs every part at full size, prints its table, and fails if there is any violation or survivor.

`python -m tests.proof faults machine` runs only these parts.
"""

import sys
from functools import partial

import tests.conftest  # noqa: F401 - sets the environment variables before the product is imported
from tests.proof.faults import harness as faults
from tests.proof.interleavings import interleavings
from tests.proof.machine import proof as machine
from tests.proof.parts import prove, table
from tests.proof.permutations import permutations

PROCESSES = 2

PARTS = {
    "interleavings": interleavings.PARTS,
    "faults": (faults.PART,),
    "permutations": (permutations.PART,),
    "machine": (machine.PART,),
}


def main() -> int:
    """Run the requested parts; return the exit status."""
    say = partial(print, flush=True)
    all_hold = True
    wanted = [part for name in sys.argv[1:] or PARTS for part in PARTS[name]]
    for part, rows, seconds in prove(wanted, PROCESSES):
        say(f"{part.title} ({seconds:.0f} s)\n\n{table(rows)}\n")
        for row in rows:
            all_hold &= row.holds
            for violation in row.violations:
                say(f"{row.name}: {violation}\n")
    return 0 if all_hold else 1


if __name__ == "__main__":
    sys.exit(main())
