"""What a course costs, by the number of its lessons."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.usecases import course_cache
from tests.support.aws import metered
from tests.support.capacity import KILOBYTE
from tests.support.earlier_courses import course_item, lessons_items
from tests.support.scale import READ_BYTES, reads, units
from tests.support.service import ADMIN, Service
from tests.support.steps import (
    ANNA,
    COURSE_ID,
    SLUG,
    completed,
    deliver_completed_lessons,
    enroll,
    outcomes,
    put_course,
    send,
)


def lessons_of(number: int, title: str = "Lesson") -> list[dict[str, Any]]:
    return [{"lesson_id": f"lesson-{at}", "title": f"{title} {at}", "kind": "article"} for at in range(number)]


LESSONS = [10, 100, 1000]


@pytest.mark.parametrize("number", LESSONS)
def test_a_process_reads_the_lessons_of_a_course_once_and_its_item_each_time(service: Service, number: int) -> None:
    put_course(service, lessons=lessons_of(number))
    enroll(service)
    assert outcomes(send(service, completed("lesson-0"))) == ["recorded"]
    [lessons] = lessons_items()
    uses: dict[str, tuple[int, Callable[[], object]]] = {
        # By its slug, which has an item of its own.
        "view": (2, lambda: service.call("GET", f"/my-courses/{SLUG}", caller=ANNA)),
        "detection": (1, lambda: deliver_completed_lessons(service)),
        "page of the admin": (1, lambda: service.call("GET", f"/admin/courses/{COURSE_ID}", caller=ADMIN)),
    }
    for name, (expected, use) in uses.items():
        course_cache.clear()
        with metered() as cold:
            use()
        assert reads(cold, "courses", "GetItem") == expected, name
        assert reads(cold, "courses", "BatchGetItem") == units(lessons, READ_BYTES), name
        with metered() as warm:
            use()
        assert (reads(warm, "courses", "GetItem"), reads(warm, "courses", "BatchGetItem")) == (expected, 0), name


@pytest.mark.parametrize("number", LESSONS)
def test_what_needs_no_lessons_reads_none(service: Service, number: int) -> None:
    put_course(service, lessons=lessons_of(number))
    course_cache.clear()
    with metered() as made:
        assert enroll(service).status == 200
        for url in ("certificate", "learners", "certificates"):
            assert service.call("GET", f"/admin/courses/{COURSE_ID}/{url}", caller=ADMIN).status == 200
        assert service.call("GET", f"/courses/{SLUG}/completion-rule", caller=ANNA).status == 200
    assert reads(made, "courses", "GetItem") == 4 + 2
    assert reads(made, "courses", "BatchGetItem") == 0


@pytest.mark.parametrize("number", LESSONS)
def test_a_course_is_written_without_its_lessons_unless_they_change(service: Service, number: int) -> None:
    def written(**changes: Any) -> float:  # noqa: ANN401 - as of a course
        with metered() as made:
            put_course(service, **changes)
        return sum(call.writes for call in made)

    # Transactions write two units for each kilobyte of an item: those of the course, of its slug and of the record of
    # the change, in the index one.
    record = 2
    first = written(lessons=lessons_of(number))
    [before] = lessons_items()
    assert first == 2 * units(before, KILOBYTE) + 2 + 2 + 1 + record
    assert units(course_item(), KILOBYTE) == 1
    assert written(lessons=lessons_of(number), published=False) == 2 + 1 + record
    # The lessons before them are removed, which costs as much as writing them.
    changed = written(lessons=lessons_of(number, "Chapter"), published=False)
    [after] = lessons_items()
    assert changed == 2 * units(before, KILOBYTE) + 2 * units(after, KILOBYTE) + 2 + record
