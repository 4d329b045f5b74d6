"""Heartbeats to the running service from 1, 20 and 100 learners at once: how long they take, and that none fails.

    make run                                  # in one terminal
    make bench-load                           # in another

Each learner sends the next report once the last is answered, as a browser does. The run ends after `HEARTBEATS`
reports for each number of learners, or after `SECONDS`.
"""

import itertools
import os
import secrets
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from local import settings
from local.calls import Caller
from local.demo_course import COURSE_ID, LESSONS, SLUG

HEARTBEATS = int(os.environ.get("HEARTBEATS", "1000"))
SECONDS = float(os.environ.get("SECONDS", "120"))
LEARNERS = (1, 20, 100)
VIDEO = next(lesson for lesson in LESSONS if lesson["kind"] == "video")


def report(second: int) -> dict[str, Any]:
    """A player's report of half a minute played."""
    end = min(second + 30, VIDEO["duration_seconds"])
    event = {
        "event_id": secrets.token_hex(16),
        "lesson_id": VIDEO["lesson_id"],
        "type": "playback",
        "occurred_at": datetime.now(UTC).isoformat(),
        "position_seconds": end,
        "played": [[min(second, end), end]],
    }
    return {"events": [event]}


def watch(learner: Caller, reports: Iterator[int], ends_at: float) -> list[tuple[float, int]]:
    """Send reports until there are enough; returns the seconds and the status of each."""
    answered: list[tuple[float, int]] = []
    for second in range(10**9):
        if next(reports, None) is None or time.monotonic() > ends_at:
            return answered
        body = report(second % int(VIDEO["duration_seconds"]))
        start = time.perf_counter()
        answer = learner.http.post(f"/my-courses/{SLUG}/progress", json=body)
        answered.append((time.perf_counter() - start, answer.status_code))
    return answered


def measure(url: str, learners: int) -> Counter[int]:
    """Measure one number of learners, and print a line; returns how often each status came."""
    with ExitStack() as stack:
        shop = stack.enter_context(Caller(url, user_id="load-shop", scope="service"))
        callers: list[Caller] = []
        for number in range(learners):
            user_id = f"load-{learners}-{number}"
            shop.call("PUT", f"/service/enrollments/{user_id}/{COURSE_ID}", json={"status": "active"})
            callers.append(stack.enter_context(Caller(url, user_id=user_id)))
        pool = stack.enter_context(ThreadPoolExecutor(learners))
        # One iterator for all: `next` of a count is one step, whichever thread takes it.
        reports = iter(range(HEARTBEATS))
        start = time.monotonic()
        parts = pool.map(lambda caller: watch(caller, reports, start + SECONDS), callers)
        answered = list(itertools.chain.from_iterable(parts))
        took = time.monotonic() - start
    times = sorted(seconds * 1000 for seconds, _ in answered)
    p50, p99 = statistics.median(times), times[int(len(times) * 0.99)]
    statuses = Counter(status for _, status in answered)
    shown = ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items()))
    print(f"{learners:>8}{len(answered) / took:>12.1f}{p50:>10.0f} ms{p99:>10.0f} ms   {shown}")
    return statuses


def main() -> None:
    """Measure each number of learners; fails if the service did."""
    url = settings.from_environment().url
    print(f"{'learners':>8}{'a second':>12}{'p50':>13}{'p99':>13}   answers")
    statuses = sum((measure(url, learners) for learners in LEARNERS), Counter[int]())
    if any(status >= HTTPStatus.INTERNAL_SERVER_ERROR for status in statuses):
        sys.exit(1)


if __name__ == "__main__":
    main()
