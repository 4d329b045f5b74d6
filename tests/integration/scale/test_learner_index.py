"""What lists, searches and counts of learners read and write, by the number of learners."""

import math

import pytest

from tests.support import queues
from tests.support.aws import items, metered
from tests.support.capacity import item_size
from tests.support.learner_index import deliver_all, index_course, load_learners, require_in_line
from tests.support.queues import LEARNER_INDEX
from tests.support.request_units import Call
from tests.support.scale import READ_BYTES
from tests.support.service import ADMIN, Caller, Service
from tests.support.sizes import size
from tests.support.steps import BEN, enroll, put_course

LEARNERS = "/admin/courses/course-1/learners"
IN_A_COURSE = [10, 200, size(1000, full=20_000)]
# Of a read that is eventually consistent.
HALF = 0.5
NAMELESS = Caller("zed")


def school(service: Service, learners: int) -> None:
    """A course with so many learners, who are counted and indexed."""
    put_course(service)
    enroll(service, NAMELESS)
    [enrollment] = items("enrollments")
    index_course(service)
    load_learners(enrollment, learners)


def made_calls(made: list[Call]) -> list[tuple[str, str, float]]:
    return [(call.operation, ",".join(name.removeprefix("test-") for name in call.tables), call.reads) for call in made]


def projected(user_id: str) -> int:
    """The size of a learner's entry in the index of a course's enrollments."""
    [item] = [item for item in items("enrollments") if item["user_id"]["S"] == user_id]
    return item_size({name: item[name] for name in ("user_id", "course_id", "learner_name")})


@pytest.mark.parametrize("learners", IN_A_COURSE)
def test_a_page_of_learners_reads_its_rows_its_course_and_the_counts(service: Service, learners: int) -> None:
    school(service, learners)
    require_in_line()
    with metered() as made:
        answer = service.call("GET", LEARNERS, caller=ADMIN)
    assert len(answer.json["items"]) == min(25, learners + 1)
    # One more, to know whether there is another page.
    rows = min(26, learners + 1) * projected("learner-0000001")
    assert made_calls(made) == [
        ("GetItem", "courses", 1),
        ("Query", "enrollments", HALF * math.ceil(rows / READ_BYTES)),
        ("Query", "learner-index", HALF),
    ]


@pytest.mark.parametrize("learners", IN_A_COURSE)
@pytest.mark.parametrize(
    ("searched", "entries"),
    # A beginning that is in each name, one in a tenth of them, one in none; and two of which the rarer one decides.
    [("berg", 1), ("anna", 0.1), ("zoe", 0), ("anna berg0000000", 1e-9)],
)
def test_a_search_reads_a_page_of_entries_and_the_enrollments_found(
    service: Service, learners: int, searched: str, entries: float
) -> None:
    school(service, learners)
    with metered() as made:
        answer = service.call("GET", f"{LEARNERS}?q={searched.replace(' ', '%20')}", caller=ADMIN)
    found = len(answer.json["items"])
    assert found == min(25, math.ceil(entries * learners))
    # An id has no space; entries have some 100 bytes each.
    by_id = [] if " " in searched else [("Query", "enrollments", HALF)]
    shown = [("BatchGetItem", "enrollments", HALF * found)] if found else []
    words = [("Query", "learner-index", HALF)]
    assert made_calls(made) == [("GetItem", "courses", 1), *by_id, *words, *shown, ("Query", "learner-index", HALF)]


@pytest.mark.parametrize("learners", IN_A_COURSE)
def test_a_search_of_all_courses_reads_as_much_and_the_courses_found(service: Service, learners: int) -> None:
    school(service, learners)
    service.call("GET", "/admin/learners?q=berg", caller=ADMIN)
    queues.run_until_empty(LEARNER_INDEX)
    with metered() as made:
        answer = service.call("GET", "/admin/learners?q=berg", caller=ADMIN)
    assert len(answer.json["items"]) == min(25, learners)
    assert made_calls(made) == [
        ("GetItem", "learner-index", 1),
        ("Query", "enrollments", HALF),
        ("Query", "learner-index", HALF),
        ("BatchGetItem", "enrollments", HALF * min(25, learners)),
        ("BatchGetItem", "courses", HALF),
    ]


@pytest.mark.parametrize("learners", [*IN_A_COURSE[:2], size(200, full=5000)])
def test_a_change_of_an_enrollment_costs_the_same_at_any_size(service: Service, learners: int) -> None:
    school(service, learners)
    enroll(service, BEN, learner_name="Ben Ochieng")
    with metered() as made:
        deliver_all()
    # What is indexed and the enrollment, before the write and after it; the admin's own is in line already.
    reads = [call for call in made if call.operation == "BatchGetItem"]
    assert [call.reads for call in reads] == [1, 1] * 3
    [write] = [call for call in made if call.operation != "BatchGetItem"]
    # The learner, two words and the counts, twice in a transaction; and the words once more, in their index.
    assert (write.operation, write.writes) == ("TransactWriteItems", 2 * 4 + 2)
    require_in_line()


@pytest.mark.parametrize("learners", [10, 250, size(250, full=2000)])
def test_indexing_a_course_from_before_reads_a_few_units_for_each_learner(service: Service, learners: int) -> None:
    put_course(service)
    enroll(service, NAMELESS)
    load_learners(items("enrollments")[0], learners - 1, indexed=False)
    service.call("GET", LEARNERS, caller=ADMIN)
    with metered() as made:
        queues.run_until_empty(LEARNER_INDEX)
    require_in_line()
    # Each learner is read before and after it is indexed, and when its shard is compared.
    gets = sum(call.reads for call in made if call.operation == "BatchGetItem")
    assert gets == 2 * 3 * learners
    writes = sum(call.writes for call in made if call.operation == "TransactWriteItems")
    # One of them has no name.
    assert writes == 10 * (learners - 1) + 4
