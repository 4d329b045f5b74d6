"""What always holds of the index of learners, and what holds once every record is delivered."""

from collections import Counter
from collections.abc import Iterator, Set
from typing import Any

from shared.domain.search_words import name_words
from tests.proof.facts import Facts, Fields
from tests.support.learner_index import SUMS

# Of what is indexed of an enrollment: whether completed, the certificate's status, the words.
type Indexed = tuple[bool, str | None, str]


def counts_and_entries_are_those_of_what_is_indexed(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    entries: set[tuple[str, str, str, str]] = set()
    sums: Counter[tuple[str, str, str]] = Counter()
    for row in after.index:
        if not row["partition_key"].startswith("learner#"):
            continue
        _, course_id, shard = row["partition_key"].split("#")
        user_id, (completed, status, words) = row["sort_key"], _of(row)
        entries |= {(f"course#{course_id}", f"{word}#{user_id}", word[0], words) for word in words.split()}
        names = ["enrolled", *(["completions"] if completed else []), *([f"certificates_{status}"] if status else [])]
        sums.update((f"counts#{course_id}", shard, name) for name in names)
    stored = {
        (row["partition_key"], row["sort_key"], row["initial"], row["words"])
        for row in after.index
        if row["partition_key"].startswith("course#")
    }
    if stored != entries:
        yield f"the entries are {stored ^ entries} too many or too few"
    counted = Counter(
        {
            (row["partition_key"], row["sort_key"], name): row[name]
            for row in after.index
            if row["partition_key"].startswith("counts#")
            for name in SUMS
            if name in row
        }
    )
    if +counted != sums or any(number < 0 for number in counted.values()):
        yield f"the counts are {dict(counted)}, and what is indexed is {dict(sums)}"


def index_is_in_line(facts: Facts) -> Iterator[str]:
    """Once every record is delivered, each enrollment is indexed as it is, and nothing else is."""
    wanted: dict[tuple[str, str], Indexed] = {
        key: (
            "completed_at" in enrollment,
            enrollment.get("certificate_status"),
            " ".join(name_words(enrollment.get("learner_name"))),
        )
        for key, enrollment in facts.enrollments.items()
    }
    if _indexed(facts) != wanted:
        yield f"what is indexed is {_indexed(facts)}, and the enrollments are {wanted}"


def _indexed(facts: Facts) -> dict[tuple[str, str], Indexed]:
    return {
        (row["sort_key"], row["partition_key"].split("#")[1]): _of(row)
        for row in facts.index
        if row["partition_key"].startswith("learner#")
    }


def _of(row: Fields) -> Indexed:
    status: Any = row.get("certificate_status")
    return bool(row["completed"]), status, row.get("words", "")
