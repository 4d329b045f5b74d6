"""What an import of a file of learners costs, by its rows."""

from collections.abc import Callable

import pytest

from shared.usecases.enrollment_imports import CHUNK
from tests.support import imports
from tests.support.aws import metered
from tests.support.service import Service
from tests.support.sizes import size
from tests.support.steps import put_course

ROWS = size(120, full=2_000)
# Read units and write units of a row. Each is read once with others; a change of an enrollment is a transaction, whose
# writes count twice, and one write of the index by course; so is its record. The certificate is read for a new one
# alone.
RECORD = 2 + 1
NEW, NEW_WITH_COMPLETION, WAITS, UNCHANGED = (2, 3 + RECORD), (2, 5 + RECORD), (1, 4), (1, 0)


def enroll(number: int) -> str:
    return f"learner-{number},,Learner,2024-06-30"


def wait(number: int) -> str:
    return f",learner-{number}@example.org,Learner,2024-06-30"


@pytest.mark.parametrize(
    ("row", "kind", "before", "units"),
    [
        (enroll, "enroll", False, NEW),
        (enroll, "history", False, NEW_WITH_COMPLETION),
        (wait, "history", False, WAITS),
        (enroll, "history", True, UNCHANGED),
        (wait, "enroll", True, UNCHANGED),
    ],
    ids=["new", "new with a completion", "waits", "unchanged", "waits already"],
)
def test_a_row_costs_the_same_in_a_file_of_any_size(
    service: Service, row: Callable[[int], str], kind: str, units: tuple[int, int], *, before: bool
) -> None:
    put_course(service)
    content = "\n".join(["user_id,email,name,completed_at", *map(row, range(ROWS))])
    if before:
        imports.imported(service, content, kind)
    imports.start(service, content, kind)
    with metered() as made:
        imports.run()
    records = [call for call in made if call.tables == ("test-enrollment-imports",)]
    others = [call for call in made if call not in records]
    reads, writes = units
    # And the course with its lessons.
    assert sum(call.reads for call in others) <= ROWS * reads + 3
    assert sum(call.writes for call in others) == ROWS * writes
    # Each hundred rows, the letters of all rows that are done; at last, that the import is done.
    chunks = -(-ROWS // CHUNK)
    assert len([call for call in records if call.writes]) == chunks + 1
    assert sum(call.writes for call in records) <= sum(
        1 + (done * CHUNK + 600) // 1024 for done in range(1, chunks + 2)
    )
