"""The base class of all rows: one connection, and times as text."""

from datetime import datetime
from functools import cache

from pynamodb.attributes import Attribute
from pynamodb.connection import TableConnection
from pynamodb.constants import STRING
from pynamodb.models import Model

from shared.aws.connection import connection
from shared.config import TableConfig
from shared.domain.dates import utc_text


@cache
def _config() -> TableConfig:
    return TableConfig.from_env()


def table_name(entity: str) -> str:
    """Return the name of an entity's table in this deployment."""
    return _config().prefix + entity


class Row(Model):
    """Base of all rows: PynamoDB's model on the process's one connection."""

    @classmethod
    def _get_connection(cls) -> TableConnection:
        table = super()._get_connection()
        if table.connection is not connection():
            # PynamoDB created a connection for the table, with a session and client of its own: replace it.
            connection().add_meta_table(table.get_meta_table())
            table.connection = connection()
        return table


class UtcAttribute(Attribute[datetime]):
    """A time as text, RFC 3339 in UTC with microseconds: texts sort in the order of time."""

    attr_type = STRING

    def serialize(self, value: datetime) -> str:
        return utc_text(value)

    def deserialize(self, value: str) -> datetime:
        return datetime.fromisoformat(value)
