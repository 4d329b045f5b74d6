"""A course of 100,000 learners and 1,000 lessons: what each operation of staff uses, and how long it takes.

    make bench-simulation

All functions run in this process on the twin of tests/support, which meters request units. CPU seconds are those of the
functions and of the twin together: at most what the functions take. Memory is what the process grew by. One
learner of a thousand has completed every lesson.
"""

import os
import resource
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from bench.replay import logging_nowhere
from tests.support import queues
from tests.support.aws import deployed, items, load, metered
from tests.support.learner_index import load_learners
from tests.support.queues import LEARNER_EXPORTS, LEARNER_INDEX, RECHECK
from tests.support.service import ADMIN, SHOP, Caller, Context, Service
from tests.support.steps import ANNA, COURSE_ID, completed, enroll, put_course, send

LEARNERS = int(os.environ.get("LEARNERS", "100000"))
LESSONS = int(os.environ.get("LESSONS", "1000"))
# One learner in so many has completed every lesson; the others have completed one.
FINISHED = 1000
LIST = f"/admin/courses/{COURSE_ID}/learners"


def lessons(count: int) -> list[dict[str, Any]]:
    return [{"lesson_id": f"lesson-{at:04}", "title": f"Lesson {at}", "kind": "article"} for at in range(count)]


@contextmanager
def measured(name: str) -> Iterator[None]:
    """Print what a block uses."""
    before, start = time.process_time(), time.monotonic()
    with metered() as made, logging_nowhere():
        yield
    reads, writes = sum(call.reads for call in made), sum(call.writes for call in made)
    cpu = time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:<44}{len(made):>10,}{reads:>12,.1f}{writes:>11,.0f}{cpu:>10.2f}{time.monotonic() - start:>9.1f}"
        f"{memory:>9,.0f}",
        flush=True,
    )


class Clock:
    """Time left as in Lambda: a function stops before its end, and continues in another invocation."""

    def __init__(self, seconds: float) -> None:
        self.end = time.process_time() + seconds

    def left(self) -> int:
        return int((self.end - time.process_time()) * 1000)


def run(queue: str, seconds: float) -> int:
    """Deliver messages until the queue is empty, each with so much time; returns how many."""
    delivered = 0
    while messages := queues.received(queue):
        for message in messages:
            queues.run_function(queue, [message], Context(get_remaining_time_in_millis=Clock(seconds).left))
        delivered += len(messages)
    return delivered


def school(service: Service) -> None:
    """The course, its learners and their progress."""
    put_course(service, lessons=lessons(LESSONS))
    enroll(service, ANNA)
    send(service, completed("lesson-0000"))
    [enrollment] = items("enrollments")
    [progress] = items("lesson-progress")
    load_learners(enrollment, LEARNERS - 1, indexed=False)

    def recorded() -> Iterator[Mapping[str, Any]]:
        for at in range(LEARNERS - 1):
            for lesson in range(LESSONS if at % FINISHED == 0 else 1):
                key = {"S": f"{COURSE_ID}#lesson-{lesson:04}"}
                yield {**progress, "user_id": {"S": f"learner-{at:07}"}, "course_lesson": key}

    load("lesson-progress", recorded())


def operations(service: Service) -> None:
    def get(url: str) -> Callable[[], Any]:
        return lambda: service.call("GET", url, caller=ADMIN)

    with measured("instructor's list, first page, not counted"):
        service.call("GET", LIST, caller=ADMIN)
    with measured("counting and indexing the course"):
        messages = run(LEARNER_INDEX, 300)
    print(f"    in {messages} invocations")
    with measured("instructor's list, first page"):
        answer = service.call("GET", LIST, caller=ADMIN)
    print(f"    {answer.json['summary']}")
    with measured("search by a beginning of a name"):
        service.call("GET", f"{LIST}?q=berg00{LEARNERS // 2:05}", caller=ADMIN)
    with measured("search by a name of a tenth of the learners"):
        service.call("GET", f"{LIST}?q=anna", caller=ADMIN)
    with measured("search by id"):
        service.call("GET", f"{LIST}?q=learner-0000777", caller=ADMIN)
    with measured("export of the course as CSV"):
        service.call("POST", f"/admin/courses/{COURSE_ID}/learner-exports", caller=ADMIN)
        messages = run(LEARNER_EXPORTS, 60)
    print(f"    in {messages} invocations")
    with measured("a lesson is removed"):
        put_course(service, lessons=lessons(LESSONS - 1))
    with measured("recheck of the course"):
        messages = run(RECHECK, 60)
    due = [item for item in items("courses") if "recheck_due" in item]
    print(
        f"    in {messages} invocations; {len(items('completions')):,} learners are complete; rechecks left: {len(due)}"
    )
    finished = Caller("learner-0000000")
    with measured("a learner's list of courses"):
        service.call("GET", "/my-courses", caller=finished)
    with measured("a learner's view of the course"):
        service.call("GET", "/my-courses/sourdough-bread", caller=finished)
    with measured("export of a learner"):
        service.call("GET", f"/service/learners/{finished.sub}/export", caller=SHOP)
    with measured("erasure of a learner"):
        requests = 1
        while service.call("DELETE", f"/service/learners/{finished.sub}", caller=SHOP).status == HTTPStatus.ACCEPTED:
            requests += 1
    print(f"    in {requests} requests")


def main() -> None:
    with deployed(twin=True):
        service = Service()
        with logging_nowhere():
            school(service)
        print(f"{LEARNERS:,} learners, {LESSONS:,} lessons, {len(items('lesson-progress')):,} items of progress")
        print(f"{'operation':<44}{'calls':>10}{'RCU':>12}{'WCU':>11}{'CPU s':>10}{'s':>9}{'MB':>9}")
        operations(service)


if __name__ == "__main__":
    main()
