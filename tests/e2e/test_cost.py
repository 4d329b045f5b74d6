"""The cost of a heartbeat, in ConsumedCapacity.

moto returns a constant; ministack, which `make run` starts, computes it from the sizes of the items. The use case runs
in another process, whose AWS clients use ministack.
"""

import json
import os
import subprocess
import sys
import uuid
from typing import Any

from local.calls import Caller
from local.settings import ROOT, TIMEOUT_FACTOR
from tests.e2e.laptop import Laptop
from tests.e2e.scenario import Scenario

# The longest ids allowed, which make the largest item.
LONGEST = 128

PROGRAM = """
import json, sys
from datetime import UTC, datetime, timedelta
from shared.domain.progress import EventType, ProgressEvent
from shared.aws.connection import connection
from shared.usecases import progress

user_id, slug, lesson_id = sys.argv[1:]
units = []

def note(parsed, model, **_):
    capacity = parsed.get("ConsumedCapacity")
    units.append([model.name, capacity["CapacityUnits"] if isinstance(capacity, dict) else capacity])

def heartbeat(second, start, end):
    now = datetime.now(UTC) + timedelta(seconds=second)
    event = ProgressEvent(event_id="e", lesson_id=lesson_id, type=EventType.PLAYBACK, occurred_at=now,
                          position_seconds=end, played=((start, end),))
    units.clear()
    progress.record(user_id, slug, [event, event], by_service=False, now=now)
    return list(units)

connection().client.meta.events.register("after-call.dynamodb", note)
print(json.dumps([heartbeat(0, 0, 10.5), heartbeat(1, 0, 88.25), heartbeat(2, 0, 99.25), heartbeat(3, 99, 100)]))
"""


def heartbeats(laptop: Laptop, *arguments: str) -> list[list[tuple[str, float]]]:
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL": laptop.endpoint,
        "CALL_TIMEOUT_FACTOR": str(TIMEOUT_FACTOR),
        "TABLE_PREFIX": "laurel-",
        "PYTHONPATH": str(ROOT / "src"),
    }
    program = [sys.executable, "-c", PROGRAM, *arguments]
    ran = subprocess.run(  # noqa: S603 - the program above
        program, env=environment, check=True, capture_output=True, text=True
    )
    answer: list[list[list[Any]]] = json.loads(ran.stdout)
    return [[(name, units) for name, units in heartbeat] for heartbeat in answer]


def put_course(admin: Caller, course_id: str, lesson_id: str) -> str:
    slug = f"cost-{uuid.uuid4().hex}"
    lesson = {"lesson_id": lesson_id, "title": "A film", "kind": "video", "duration_seconds": 100}
    rule = {"lesson_watch_percent": 100, "course_percent": 100, "required_lessons": []}
    course = {"slug": slug, "title": "Cost", "published": True, "completion_rule": rule, "lessons": [lesson]}
    admin.call("PUT", f"/admin/courses/{course_id}", json=course)
    return slug


def test_a_heartbeat_is_one_write_unit_and_half_a_read_unit_whatever_the_ids(
    laptop: Laptop, scenario: Scenario
) -> None:
    course_id, user_id = (f"{uuid.uuid4().hex}{'x' * LONGEST}"[:LONGEST] for _ in range(2))
    lesson_id = "l" * LONGEST
    slug = put_course(laptop.caller("admin", scope="admin"), course_id, lesson_id)
    enrollment = {"status": "active", "learner_name": "N" * 120, "order_id": "o" * LONGEST}
    scenario.shop.call("PUT", f"/service/enrollments/{user_id}/{course_id}", json=enrollment)

    first, *warm, finishing = heartbeats(laptop, user_id, slug, lesson_id)
    # A cold function reads the slug, the course and its lessons; a warm one has cached them. A lesson that begins is
    # noted on the enrollment, which is read once more after it, in case its learner was erased meanwhile.
    reads = ["GetItem", "GetItem", "BatchGetItem", "GetItem"]
    assert [name for name, _ in first] == [*reads, "UpdateItem", "UpdateItem", "GetItem"]
    for heartbeat in warm:
        assert heartbeat == [("GetItem", 0.5), ("UpdateItem", 1.0)]
    # Several batches together complete the lesson: only then it is noted as pending, and marked.
    assert finishing == [("GetItem", 0.5), ("UpdateItem", 1.0), ("UpdateItem", 1.0), ("UpdateItem", 1.0)]
