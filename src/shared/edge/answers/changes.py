"""Records of changes, in lists and in a learner's export."""

from shared.domain.change_record import ChangeRecord
from shared.domain.changed_fields import ORDER_FIELDS
from shared.domain.dates import utc_text
from shared.edge.answers.common import Json
from shared.usecases.changes import ChangePage


def page(found: ChangePage, next_cursor: str | None, *, shows_order: bool = True) -> Json:
    """Write a `ChangeList`; instructors see no orders."""
    return {
        "items": [_with_names(record, found, shows_order=shows_order) for record in found.records],
        "next_cursor": next_cursor,
    }


def _with_names(record: ChangeRecord, found: ChangePage, *, shows_order: bool) -> Json:
    by, about = record.actor.user_id, record.user_id
    return {
        **change(record, shows_order=shows_order),
        "actor_name": None if by is None else found.actor_names.get(by),
        "learner_name": None if about is None else found.learner_names.get(about),
    }


def change(record: ChangeRecord, *, shows_order: bool = True) -> Json:
    """Write a change as it is kept, without the names of today."""
    return {
        "change_id": record.change_id,
        "at": utc_text(record.at),
        "actor": {"kind": record.actor.kind, "user_id": record.actor.user_id},
        "action": record.action,
        "course_id": record.course_id,
        "user_id": record.user_id,
        "certificate_id": record.certificate_id,
        "import_id": record.import_id,
        "fields": [
            {"field": one.field, "before": one.before, "after": one.after}
            for one in record.fields
            if shows_order or one.field not in ORDER_FIELDS
        ],
    }
