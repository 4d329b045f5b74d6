"""Assignments that staff mark as done, and marks that they undo."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.ids import UserId

# Shown to the learner; an item with the longest note still takes 3 write units.
MAX_NOTE_LENGTH = 500
# Of one request: a page of the list.
MAX_MARKS = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """That staff marked an assignment as done.

    Attributes:
        marked_at: the time of the lesson's completion, for as long as the mark is in effect.
        note: for the learner; None without one, and once the mark is undone.
        after_all_lessons: whether the learner had completed every published lesson before: the right to a certificate
            does not depend on the mark then.
    """

    marked_by: UserId
    marked_at: datetime
    note: str | None = None
    after_all_lessons: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """That staff undid the completion of an assignment."""

    undone_by: UserId
    undone_at: datetime
