"""What an export of a course's learners costs, by their number."""

import math

import pytest

from shared.usecases.learner_exports import PROGRESS_ROWS
from tests.support import queues
from tests.support.aws import items, load, metered
from tests.support.capacity import item_size
from tests.support.queues import LEARNER_EXPORTS
from tests.support.scale import READ_BYTES, reads
from tests.support.service import ADMIN, Service
from tests.support.sizes import size
from tests.support.steps import (
    COURSE_ID,
    enroll,
    put_course,
)
from tests.support.wire import calls


@pytest.mark.parametrize("learners", [10, 1000, size(3000, full=100_000)])
def test_an_export_reads_each_learner_once_and_writes_a_few_items(service: Service, learners: int) -> None:
    put_course(service)
    enroll(service)
    [enrollment] = items("enrollments")
    load("enrollments", ({**enrollment, "user_id": {"S": f"learner-{at:06}"}} for at in range(1, learners)))
    service.call("POST", f"/admin/courses/{COURSE_ID}/learner-exports", caller=ADMIN)
    with metered() as made, calls("s3") as stored:
        assert queues.run_until_empty(LEARNER_EXPORTS) == 1
    [export] = items("learner-exports")
    parts = len(export.get("parts", {}).get("L", []))
    in_index = {name: enrollment[name] for name in ("user_id", "course_id")} | {"user_id": {"S": "learner-000000"}}
    assert reads(made, "enrollments", "Query") <= math.ceil(learners * item_size(in_index) / READ_BYTES) / 2
    assert reads(made, "courses", "GetItem") + reads(made, "learner-exports", "GetItem") == 2
    # The upload's beginning, each part, the progress, and the end.
    writes = sum(call.writes for call in made)
    assert writes <= (1 + parts if parts else 0) + learners // PROGRESS_ROWS + 1
    assert len(stored) == (parts + 2 if parts else 1)
    assert export["rows_written"] == {"N": str(learners)}


@pytest.mark.parametrize("learners", [10, size(1000, full=10_000)])
def test_the_state_of_an_export_is_one_read_and_its_start_one_write(service: Service, learners: int) -> None:
    put_course(service)
    enroll(service)
    [enrollment] = items("enrollments")
    load("enrollments", ({**enrollment, "user_id": {"S": f"learner-{at:06}"}} for at in range(1, learners)))
    url = f"/admin/courses/{COURSE_ID}/learner-exports"
    with metered() as made:
        export_id = service.call("POST", url, caller=ADMIN).json["export_id"]
    assert [(call.operation, call.writes) for call in made] == [("GetItem", 0), ("PutItem", 1)]
    queues.run_until_empty(LEARNER_EXPORTS)
    with metered() as made:
        assert service.call("GET", f"{url}/{export_id}", caller=ADMIN).json["status"] == "done"
    assert [(call.operation, call.reads) for call in made] == [("GetItem", 1)]
