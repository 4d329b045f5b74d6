"""The lessons of courses, in items of their own that never change: a process reads each only once."""

import zlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from shared.aws.transactions import Transaction, WriteConflict
from shared.domain.course import Lesson
from shared.domain.ids import CourseId
from shared.stores.course_rows import CourseRow, lessons_json, lessons_of

# DynamoDB accepts items of up to 400 KB, which a thousand lessons rarely exceed: compressed, most take 20 KB.
_PART_BYTES = 380_000
# A process keeps no more than these, which take about 15 MB, or 30 MB with addresses of media.
_MAX_KEPT = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredLessons:
    """Which lessons a course has.

    Attributes:
        sha256: of what is stored, in hexadecimal: other lessons have another one.
        parts: the number of items that they take.
    """

    course_id: CourseId
    sha256: str
    parts: int

    @property
    def keys(self) -> list[str]:
        """The keys of the items, in order."""
        # No course id has a number sign.
        return [f"lessons#{self.course_id}#{self.sha256}#{part}" for part in range(self.parts)]


def of(row: CourseRow) -> StoredLessons | None:
    """Which lessons a course has; None for one from before they were in items of their own."""
    if not row.lessons_sha256:
        return None
    return StoredLessons(course_id=CourseId(row.course_id), sha256=row.lessons_sha256, parts=int(row.lessons_parts))


_kept: dict[StoredLessons, tuple[Lesson, ...]] = {}


def read(wanted: Collection[StoredLessons]) -> Mapping[StoredLessons, tuple[Lesson, ...]]:
    """Read the lessons of several courses; those that were replaced since, and so removed, are left out."""
    found = {stored: _kept[stored] for stored in wanted if stored in _kept}
    unknown = [stored for stored in wanted if stored not in found]
    keys = [key for stored in unknown for key in stored.keys]
    parts = {row.course_id: row.lessons_part for row in CourseRow.batch_get(keys, consistent_read=True)} if keys else {}
    for stored in unknown:
        if parts.keys() >= set(stored.keys):
            found[stored] = lessons_of(zlib.decompress(b"".join(parts[key] for key in stored.keys)).decode())
            _keep(stored, found[stored])
    return found


def replace(
    transaction: Transaction, course_id: CourseId, lessons: Sequence[Lesson], before: StoredLessons | None
) -> StoredLessons:
    """Store a course's lessons in place of others; nothing is written if they are equal.

    Args:
        transaction: requires that the course still has the lessons `before`.
        course_id: of the course.
        lessons: as they will be.
        before: those that are removed; None for none.
    """
    content = zlib.compress(lessons_json(lessons).encode())
    cut = [content[start : start + _PART_BYTES] for start in range(0, len(content), _PART_BYTES)]
    after = StoredLessons(course_id=course_id, sha256=sha256(content).hexdigest(), parts=len(cut))
    if after == before:
        return after
    for key, part in zip(after.keys, cut, strict=True):
        transaction.put(CourseRow(key, lessons_part=part), None, WriteConflict)
    for key in before.keys if before else ():
        transaction.delete(CourseRow(key), None, WriteConflict)
    return after


def clear() -> None:
    """Forget the lessons that this process has read."""
    _kept.clear()


def _keep(stored: StoredLessons, lessons: tuple[Lesson, ...]) -> None:
    """Keep lessons for the next reads, in place of those that were read first if there are too many."""
    while _kept and sum(len(kept) + 1 for kept in _kept.values()) + len(lessons) >= _MAX_KEPT:
        del _kept[next(iter(_kept))]
    _kept[stored] = lessons
