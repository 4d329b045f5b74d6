"""What operations use of DynamoDB, as formulas in n; docs/scale.md has their table.

python -m tests.integration.scale.operations
"""

import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from shared.usecases.learner_exports import PROGRESS_ROWS
from shared.usecases.recheck import PAGE, RANGE
from tests.support import queues
from tests.support.aws import items, load, metered, stream_records
from tests.support.earlier_courses import course_item, lessons_items
from tests.support.learner_index import deliver, index_course, load_learners
from tests.support.queues import LEARNER_EXPORTS, RECHECK
from tests.support.request_units import Call
from tests.support.scale import READ_BYTES
from tests.support.service import ADMIN, SHOP, Caller, Service
from tests.support.steps import ANNA, COURSE_ID, SLUG, certified, completed, enroll, playback, put_course, send

# Bytes of the items of the tests: an enrollment in the list of a course, one of a learner, a lesson's progress.
LISTED, ENROLLMENT, PROGRESS = 67, 130, 213
# The default of lists.
A_PAGE = 25
# A page of a list, and one more, to know whether there is another page.
PAGE_AND_ONE = A_PAGE + 1
MOST_LESSONS = 1000
NS = (10, 1_000, 100_000)
LIST = f"/admin/courses/{COURSE_ID}/learners"

type Formula = Callable[[int], float]


def read(size: int, count: int = 1) -> int:
    """Units of a strongly consistent query of so many items of this size."""
    return max(1, math.ceil(size * count / READ_BYTES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An operation, and what it uses.

    Attributes:
        n: what it grows with, or does not.
        measure: prepares what n says, and yields once, before what is measured.
        text: the read units, as docs/scale.md writes them.
        most: the largest n that there is.
    """

    name: str
    n: str
    measure: Callable[[Service, int], Iterator[None]]
    calls: Formula
    reads: Formula
    writes: Formula
    text: str
    most: int = NS[-1]


def measured(operation: Operation, service: Service, n: int) -> list[Call]:
    """Measure an operation."""
    steps = operation.measure(service, n)
    next(steps)
    with metered() as made:
        next(steps, None)
    return made


def articles(count: int) -> list[dict[str, Any]]:
    return [{"lesson_id": f"lesson-{at:04}", "title": f"Lesson {at:04}", "kind": "article"} for at in range(count)]


# ------------------------------------------------------------------ learning
def _course_with_progress(service: Service, lessons: int, done: int) -> None:
    put_course(service, lessons=articles(lessons))
    enroll(service)
    send(service, completed("lesson-0000"))
    [progress] = items("lesson-progress")
    keys = [{"S": f"{COURSE_ID}#lesson-{at:04}"} for at in range(done)]
    load("lesson-progress", ({**progress, "course_lesson": key} for key in keys))


def _heartbeat(service: Service, n: int) -> Iterator[None]:
    video = {"lesson_id": "video", "title": "Watch", "kind": "video", "duration_seconds": 100}
    put_course(service, lessons=[video, *articles(n - 1)])
    enroll(service)
    send(service, playback("video", [0, 50]))
    yield
    send(service, playback("video", [50, 60]))


def _check(service: Service, n: int) -> Iterator[None]:
    _course_with_progress(service, n, n - 2)
    service.deliver(items("lesson-progress")[0])
    send(service, completed(f"lesson-{n - 2:04}"))
    [image] = [item for item in items("lesson-progress") if item["course_lesson"]["S"].endswith(f"{n - 2:04}")]
    yield
    service.deliver(image)


def _view(service: Service, n: int) -> Iterator[None]:
    _course_with_progress(service, n, n)
    service.call("GET", f"/my-courses/{SLUG}", caller=ANNA)
    yield
    service.call("GET", f"/my-courses/{SLUG}", caller=ANNA)


def _my_courses(service: Service, n: int) -> Iterator[None]:
    put_course(service, lessons=articles(4))
    enroll(service)
    [enrollment] = items("enrollments")
    stored, parts = course_item(), lessons_items()
    ids = [f"course-{at:06}" for at in range(n - 1)]
    load("enrollments", ({**enrollment, "course_id": {"S": one}} for one in ids))
    load("courses", ({**stored, "course_id": {"S": one}, "slug": {"S": one}} for one in ids))
    keyed = [(part, part["course_id"]["S"]) for part in parts]
    load("courses", ({**part, "course_id": {"S": key.replace(COURSE_ID, one)}} for one in ids for part, key in keyed))
    yield
    service.call("GET", "/my-courses", caller=ANNA)


# ------------------------------------------------------------------ staff
def _school(service: Service, n: int, *, indexed: bool = True) -> None:
    put_course(service)
    enroll(service)
    [enrollment] = items("enrollments")
    if indexed:
        index_course(service)
    load_learners(enrollment, n - 1, indexed=indexed)


def _enroll(service: Service, n: int) -> Iterator[None]:
    _school(service, n)
    yield
    enroll(service, Caller("new-learner"), learner_name="Ben Ochieng")


def _list(service: Service, n: int) -> Iterator[None]:
    _school(service, n)
    yield
    service.call("GET", LIST, caller=ADMIN)


def _search(service: Service, n: int) -> Iterator[None]:
    _school(service, n)
    yield
    service.call("GET", f"{LIST}?q=berg", caller=ADMIN)


def _assignments(service: Service, n: int) -> Iterator[None]:
    _school(service, n)
    url = f"/admin/courses/{COURSE_ID}/assignments"
    service.call("GET", url, caller=ADMIN)
    yield
    service.call("GET", f"{url}/loaf/learners", caller=ADMIN)


def _index(service: Service, n: int) -> Iterator[None]:
    _school(service, n)
    enroll(service, Caller("new-learner"), learner_name="Ben Ochieng")
    yield
    deliver(stream_records("enrollments")[-1:])


def _export(service: Service, n: int) -> Iterator[None]:
    _school(service, n)
    service.call("POST", f"/admin/courses/{COURSE_ID}/learner-exports", caller=ADMIN)
    yield
    queues.run_until_empty(LEARNER_EXPORTS)


def _recheck(service: Service, n: int) -> Iterator[None]:
    _school(service, n)
    put_course(service, lessons=articles(3))
    yield
    queues.run_until_empty(RECHECK)


def _erase(service: Service, n: int) -> Iterator[None]:
    _course_with_progress(service, 10, n)
    yield
    service.call("DELETE", f"/service/learners/{ANNA.sub}", caller=SHOP)


def _verify(service: Service, n: int) -> Iterator[None]:
    code = certified(service)["verification_code"]
    [entry] = [item for item in items("certificate-register") if item["register_key"]["S"].startswith("code#")][:1]
    load("certificate-register", ({**entry, "register_key": {"S": f"code#{at:020}"}} for at in range(n)))
    yield
    service.call("GET", f"/certificates/verify/{code}")


# ------------------------------------------------------------------ formulas
def _ranges(n: int) -> tuple[int, int]:
    return divmod(n, RANGE)


def _recheck_pages(n: int) -> int:
    ranges, rest = _ranges(n)
    return ranges * (RANGE // PAGE) + max(math.ceil(rest / PAGE), 1)


def _recheck_calls(n: int) -> float:
    ranges, rest = _ranges(n)
    # Reads of the course and of how far its recheck has come, and the lessons; writes of the latter; the index, twice.
    return (
        4 * n
        + _recheck_pages(n)
        + ranges
        + 2
        + 2 * ranges
        + 2
        + bool(rest)
        + _recheck_pages(n)
        + ranges
        + bool(rest)
        + 1
    )


def _recheck_reads(n: int) -> float:
    ranges, rest = _ranges(n)
    pages, last = divmod(rest, PAGE)
    divided = ranges * read(LISTED, RANGE) + (read(LISTED, rest) if rest else 0)
    in_ranges = ranges * (RANGE // PAGE) * read(LISTED, PAGE)
    in_rest = pages * read(LISTED, PAGE) + (read(LISTED, last) if last or not rest else 0)
    return 3 * n + _recheck_pages(n) + ranges + 2 + (divided + in_ranges + in_rest) / 2


def _recheck_writes(n: int) -> float:
    ranges, rest = _ranges(n)
    return 2 * n + 2 * ranges + 6 + bool(rest)


OPERATIONS = (
    Operation(
        name="heartbeat, in a completed lesson, too",
        n="lessons",
        measure=_heartbeat,
        calls=lambda _: 2,
        reads=lambda _: 0.5,
        writes=lambda _: 1,
        text="0.5",
        most=MOST_LESSONS,
    ),
    Operation(
        name="check of a completed lesson",
        n="lessons",
        measure=_check,
        calls=lambda _: 5,
        reads=lambda n: 3 + read(PROGRESS, n - 1),
        writes=lambda _: 2,
        text="3 + ⌈n · progress ÷ 4 KB⌉",
        most=MOST_LESSONS,
    ),
    Operation(
        name="view of a course",
        n="lessons",
        measure=_view,
        calls=lambda _: 4,
        reads=lambda n: 3 + read(PROGRESS, n),
        writes=lambda _: 0,
        text="3 + ⌈n · progress ÷ 4 KB⌉",
        most=MOST_LESSONS,
    ),
    Operation(
        name="a learner's courses, none begun",
        n="courses of the learner",
        measure=_my_courses,
        # The course to start with is read with its lessons.
        calls=lambda n: 4 + (n >= PAGE_AND_ONE),
        reads=lambda n: read(ENROLLMENT, min(n, PAGE_AND_ONE)) + min(n, PAGE_AND_ONE) / 2 + (n >= PAGE_AND_ONE) / 2 + 2,
        writes=lambda _: 0,
        text="m = min(n, 26): ⌈m · enrollment ÷ 4 KB⌉ + m ÷ 2 + 2, and 0.5 from 26 on",
    ),
    Operation(
        name="enrolling",
        n="learners of the course",
        measure=_enroll,
        calls=lambda _: 5,
        reads=lambda _: 4,
        # The enrollment and its record, each with an entry in an index.
        writes=lambda _: 2 * 3,
        text="4",
    ),
    Operation(
        name="indexing an enrollment of two names",
        n="learners of the course",
        measure=_index,
        calls=lambda _: 5,
        reads=lambda _: 4,
        writes=lambda _: 10,
        text="4",
    ),
    Operation(
        name="instructor's list, a page of 25, with counts",
        n="learners of the course",
        measure=_list,
        calls=lambda _: 3,
        reads=lambda n: 1 + read(LISTED, min(n, PAGE_AND_ONE)) / 2 + 0.5,
        writes=lambda _: 0,
        text="1.5 + ⌈min(n, 26) · listed ÷ 4 KB⌉ ÷ 2",
    ),
    Operation(
        name="search of a course by name, a page of 25",
        n="learners of the course",
        measure=_search,
        calls=lambda _: 5,
        reads=lambda n: 2.5 + min(n - 1, PAGE_AND_ONE - 1) / 2,
        writes=lambda _: 0,
        text="2.5 + half a unit for each learner found",
    ),
    Operation(
        name="learners with an assignment to do, a page of 25",
        n="learners of the course",
        measure=_assignments,
        calls=lambda _: 4,
        reads=lambda n: 1 + read(LISTED, min(n, A_PAGE)) / 2 + min(n, A_PAGE) * 1.5,
        writes=lambda _: 0,
        text="m = min(n, 25): 1 + ⌈m · listed ÷ 4 KB⌉ ÷ 2 + 1.5 m",
    ),
    Operation(
        name="CSV of a course's learners, up to 5 MiB",
        n="learners of the course",
        measure=_export,
        calls=lambda n: 4 + n // PROGRESS_ROWS,
        reads=lambda n: 2 + read(LISTED, n) / 2,
        writes=lambda n: 1 + n // PROGRESS_ROWS,
        text="2 + ⌈n · listed ÷ 4 KB⌉ ÷ 2",
    ),
    Operation(
        name="recheck of a course",
        n="learners of the course",
        measure=_recheck,
        calls=_recheck_calls,
        reads=_recheck_reads,
        writes=_recheck_writes,
        text="3 n, about n ÷ 90 for the course and n · listed ÷ 4 KB for the index",
    ),
    Operation(
        name="erasure of a learner",
        n="lessons begun by the learner",
        measure=_erase,
        # The learner has one record of a change, that of the enrollment.
        calls=lambda n: 9 + math.ceil(n / 25),
        reads=lambda n: 5 + read(PROGRESS, n),
        writes=lambda n: 6 + n,
        text="5 + ⌈n · progress ÷ 4 KB⌉",
    ),
    Operation(
        name="verification",
        n="certificates",
        measure=_verify,
        calls=lambda _: 2,
        reads=lambda _: 1,
        writes=lambda _: 1,
        text="1",
    ),
)


def _number(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0")


def table() -> str:
    """The table of docs/scale.md: calls, read units and write units, at each n."""
    columns = [f"n = {n:,}" for n in NS]
    lines = [f"| operation | n | read units | {' | '.join(columns)} |", "| --- | --- | --- |" + " --: |" * len(NS)]
    for operation in OPERATIONS:
        used = [
            " · ".join(_number(formula(n)) for formula in (operation.calls, operation.reads, operation.writes))
            if n <= operation.most
            else "-"
            for n in NS
        ]
        lines.append(f"| {operation.name} | {operation.n} | {operation.text} | {' | '.join(used)} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(table())
