"""Learners' profiles."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from shared.aws.row import Row, UtcAttribute, table_name
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
