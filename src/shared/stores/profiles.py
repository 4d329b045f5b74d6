"""Learners' profiles."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from shared.aws.row import Row, UtcAttribute, table_name
from shared.domain.ids import UserId
from shared.domain.profile import Profile


class ProfileRow(Row):
    class Meta:
        table_name = table_name("profiles")

    user_id = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute()
    created_at = UtcAttribute()
    updated_at = UtcAttribute()


def get(user_id: str) -> Profile | None:
    """Read a learner's profile, or None."""
    try:
        row = ProfileRow.get(user_id, consistent_read=True)
    except ProfileRow.DoesNotExist:
        return None
    return Profile(name=row.name, updated_at=row.updated_at)


def names(user_ids: Iterable[UserId]) -> Mapping[UserId, str]:
    """Read the names of those who have a profile, eventually consistent."""
    keys = list(dict.fromkeys(user_ids))
    return {UserId(row.user_id): row.name for row in ProfileRow.batch_get(keys)} if keys else {}


def put(user_id: str, name: str, now: datetime) -> None:
    """Create or replace a learner's profile; of concurrent changes, the last one wins."""
    ProfileRow(user_id).update(
        actions=[
            ProfileRow.name.set(name),
            ProfileRow.created_at.set(ProfileRow.created_at | now),
            ProfileRow.updated_at.set(now),
        ]
    )


def delete(user_id: str) -> None:
    """Remove a learner's profile, if it exists."""
    ProfileRow(user_id).delete()
