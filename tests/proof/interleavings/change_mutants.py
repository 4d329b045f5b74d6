"""Mutants of records of changes; each must be killed by its scenario."""

from pynamodb.expressions.condition import Condition

from shared.aws.transactions import Transaction
from shared.domain.change_record import ChangeRecord
from shared.domain.enrollment import Enrollment
from shared.domain.issuer import IssuerSettings
from shared.stores import changes, enrollment_names, settings
from shared.stores.changes import ChangeRow
from shared.stores.enrollments import EnrollmentRow
from shared.stores.settings import SettingRow
from tests.proof.interleavings.executions import Mutant

_ADD = changes.add


def _add_apart(_: Transaction, record: ChangeRecord) -> None:
    """Write a record in a transaction of its own, before the change."""
    apart = Transaction()
    _ADD(apart, record)
    apart.commit()


def _add_under_one_key(transaction: Transaction, record: ChangeRecord) -> None:
    """Keep one record of each subject: the last change."""
    subject = record.user_id or (f"course#{record.course_id}" if record.course_id else "settings#issuer")
    row = ChangeRow(subject, f"{record.course_id}#last", course_id=record.course_id if record.user_id else None)
    row.changed_at, row.action, row.actor_kind = record.at, record.action, record.actor.kind
    transaction.put(row, None, Exception)


def _forget(_transaction: Transaction, _record: ChangeRecord) -> None:
    pass


def _whatever_it_is(_: IssuerSettings) -> Condition:
    """In place of the condition that the issuer is as it was read."""
    there: Condition = SettingRow.setting.exists() | SettingRow.setting.does_not_exist()
    return there


def _put_name(transaction: Transaction, before: Enrollment, name: str, now: object) -> None:
    """Correct a name, whatever it is by now."""
    row = EnrollmentRow
    actions = [row.learner_name.set(name)]
    transaction.update(row(before.user_id, before.course_id), actions, row.user_id.exists(), Exception)
    assert now is not None


CHANGE_MUTANTS = (
    (
        "two revocations by admins",
        Mutant(name="a record is written apart from its change", patches=((changes, "add", _add_apart),)),
    ),
    ("two revocations by admins", Mutant(name="there are no records", patches=((changes, "add", _forget),))),
    (
        "a correction of a name, and a change of it by the staff",
        Mutant(name="only the last change is on record", patches=((changes, "add", _add_under_one_key),)),
    ),
    (
        "two changes of the issuer and its removal",
        Mutant(
            name="the issuer is replaced, whoever changed it since",
            patches=((settings, "_is_unchanged", _whatever_it_is),),
        ),
    ),
    (
        "two corrections of a name",
        Mutant(name="a name is corrected, whoever corrected it since", patches=((enrollment_names, "put", _put_name),)),
    ),
)
