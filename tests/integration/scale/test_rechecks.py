"""What a recheck reads and writes, by the number of learners."""

import math

import pytest

from shared.usecases.recheck import PAGE, RANGE
from tests.support import queues
from tests.support.aws import items, load, metered
from tests.support.capacity import item_size
from tests.support.queues import RECHECK
from tests.support.scale import READ_BYTES, reads
from tests.support.service import Service
from tests.support.sizes import size
from tests.support.steps import (
    course,
    enroll,
    put_course,
)


@pytest.mark.parametrize("learners", [10, 250, 500, size(1100, full=3000)])
def test_a_recheck_reads_its_course_once_a_page_and_two_items_for_each_learner(service: Service, learners: int) -> None:
    put_course(service)
    enroll(service)
    [enrollment] = items("enrollments")
    load("enrollments", ({**enrollment, "user_id": {"S": f"learner-{at:05}"}} for at in range(1, learners)))
    put_course(service, lessons=course()["lessons"][:3])
    with metered() as made:
        messages = queues.run_until_empty(RECHECK)
    ranges, rest = divmod(learners, RANGE)
    # The last range, which is not full, is checked by the message that divides the course.
    assert messages == ranges + 1
    # Each before its check, and after it is recorded.
    assert reads(made, "enrollments", "GetItem") == 2 * learners
    assert reads(made, "lesson-progress", "Query") == learners
    pages = ranges * math.ceil(RANGE / PAGE) + max(math.ceil(rest / PAGE), 1)
    # The course, and once a message how far its recheck has come.
    assert reads(made, "courses", "GetItem") == pages + messages
    # The keys of an index without all attributes, eventually consistent: once to divide them, once to check them.
    page, whole = (math.ceil(some * item_size(enrollment) / READ_BYTES) / 2 for some in (PAGE, RANGE))
    assert reads(made, "enrollments", "Query") <= pages * page + (ranges + 1) * whole
    writes = [call.writes for call in made if "test-courses" in call.tables and call.writes]
    # Begun; each range recorded, and all of them; each closed; and in a transaction, the mark cleared.
    assert writes == [1] * (1 + (ranges + 1) + ranges + bool(rest)) + [4]
