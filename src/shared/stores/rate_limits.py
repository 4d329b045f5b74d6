"""How often a client asked within a window of time: counters that expire."""

from datetime import datetime
from hashlib import sha256

from pynamodb.attributes import NumberAttribute, TTLAttribute, UnicodeAttribute

from shared.aws.row import Row, table_name
from shared.aws.transactions import update
from shared.domain.dates import utc_text


class RateLimitRow(Row):
    class Meta:
        table_name = table_name("rate-limits")

    # A hash of what is limited, the client and the window: no address is stored.
    limit_key = UnicodeAttribute(hash_key=True)
    requests = NumberAttribute(null=True)
    expires_at = TTLAttribute(null=True)


class LimitReached(Exception):
    """The window's allowance is used up."""


def count(subject: str, address: str, window: datetime, *, ends_at: datetime, limit: int) -> None:
    """Count one request, in one conditional write and without reading first.

    Args:
        subject: what is limited.
        address: of the client.
        window: when the window began.
        ends_at: when it ends, and the counter with it.
        limit: how many requests it allows.

    Raises:
        LimitReached: they are used up; nothing was written.
    """
    key = sha256(f"{subject}#{utc_text(window)}#{address}".encode()).hexdigest()
    update(
        RateLimitRow(key),
        [RateLimitRow.requests.add(1), RateLimitRow.expires_at.set(ends_at)],
        RateLimitRow.requests.does_not_exist() | (RateLimitRow.requests < limit),
        LimitReached,
    )
