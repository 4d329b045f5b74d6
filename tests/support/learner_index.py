"""The index of learners: delivering the records that fill it, and what it must be."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from shared.domain.search_words import name_words
from shared.stores.learner_index import SHARDS, shard_of
from tests.support.aws import items, load, stream_records
from tests.support.queues import LEARNER_INDEX, run_until_empty
from tests.support.service import ADMIN, Context, Service, function

type Item = Mapping[str, Any]

SUMS = ("enrolled", "completions", "certificates_active", "certificates_revoked")


def deliver(records: Sequence[Item]) -> Any:  # noqa: ANN401 - the answer to Lambda
    """Deliver records of the stream of enrollments."""
    return function("learner_index").handler({"Records": list(records)}, Context())


def deliver_all() -> None:
    """Deliver every record of the stream of enrollments, those again that were delivered before."""
    assert deliver(stream_records("enrollments"))["batchItemFailures"] == []


def index_course(service: Service, course_id: str = "course-1") -> None:
    """Have an admin list the learners of a course, and index it."""
    assert service.call("GET", f"/admin/courses/{course_id}/learners", caller=ADMIN).status == 200
    run_until_empty(LEARNER_INDEX)


def text(item: Item, name: str) -> str | None:
    found: str | None = item[name]["S"] if name in item else None
    return found


def expected(enrollments: Iterable[Item]) -> tuple[set[tuple[Any, ...]], Counter[tuple[str, str, str]]]:
    """The entries, and the sums that are not zero, that follow from the enrollments."""
    entries: set[tuple[Any, ...]] = set()
    sums: Counter[tuple[str, str, str]] = Counter()
    for item in enrollments:
        user_id, course_id = item["user_id"]["S"], item["course_id"]["S"]
        words = name_words(text(item, "learner_name"))
        entries |= {(f"course#{course_id}", f"{word}#{user_id}", word[0], " ".join(words)) for word in words}
        status = text(item, "certificate_status")
        counted = ["enrolled"]
        counted += ["completions"] if "completed_at" in item else []
        counted += [f"certificates_{status}"] if status else []
        sums.update((f"counts#{course_id}", f"{shard_of(user_id):02}", name) for name in counted)
    return entries, sums


def stored(index: Iterable[Item]) -> tuple[set[tuple[Any, ...]], Counter[tuple[str, str, str]]]:
    """The entries, and the sums that are not zero, that are stored."""
    entries: set[tuple[Any, ...]] = set()
    sums: Counter[tuple[str, str, str]] = Counter()
    shards = {f"{shard:02}" for shard in range(SHARDS)}
    for item in index:
        key, sort_key = item["partition_key"]["S"], item["sort_key"]["S"]
        if key.startswith("course#"):
            entries.add((key, sort_key, text(item, "initial"), text(item, "words")))
        elif key.startswith("counts#") and sort_key in shards:
            sums.update({(key, sort_key, name): int(item[name]["N"]) for name in SUMS if name in item})
    assert all(number >= 0 for number in sums.values()), sums
    return entries, +sums


def require_in_line() -> None:
    """Require that entries and counts are those of the enrollments."""
    assert stored(items("learner-index")) == expected(items("enrollments"))


FIRST_NAMES = ("Anna", "Ben", "Cleo", "Dov", "Emil", "Fay", "Gus", "Hana", "Ivo", "Jun")


def load_learners(enrollment: Item, number: int, *, indexed: bool = True) -> None:
    """Store the enrollments of so many learners in the twin, and, unless told otherwise, what is indexed of them.

    Their first names are ten, their last names their own.

    Args:
        enrollment: that of one learner, as it is stored.
        number: how many.
        indexed: whether they are indexed.
    """
    everybody = [
        {
            **enrollment,
            "user_id": {"S": f"learner-{at:07}"},
            "learner_name": {"S": f"{FIRST_NAMES[at % len(FIRST_NAMES)]} Berg{at:07}"},
        }
        for at in range(number)
    ]
    load("enrollments", everybody)
    if indexed:
        load("learner-index", _index_of(items("enrollments")))


def _index_of(everybody: Sequence[Item]) -> Iterable[Item]:
    """What the index has of learners who have completed nothing."""
    entries, sums = expected(everybody)
    for item in everybody:
        user_id, course_id = item["user_id"]["S"], item["course_id"]["S"]
        yield {
            "partition_key": {"S": f"learner#{course_id}#{shard_of(user_id):02}"},
            "sort_key": {"S": user_id},
            "completed": {"BOOL": False},
            **_words(item),
        }
    for partition_key, sort_key, initial, words in entries:
        values = {"partition_key": partition_key, "sort_key": sort_key, "initial": initial, "words": words}
        yield {name: {"S": value} for name, value in values.items()}
    for (partition_key, shard, name), enrolled in sums.items():
        yield {
            "partition_key": {"S": partition_key},
            "sort_key": {"S": shard},
            name: {"N": str(enrolled)},
            "changes": {"N": str(enrolled)},
            "changed_at": {"S": "2026-01-12T08:30:00.000000Z"},
        }


def _words(item: Item) -> Item:
    words = name_words(text(item, "learner_name"))
    return {"words": {"S": " ".join(words)}} if words else {}
