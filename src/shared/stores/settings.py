"""Settings of the deployment that admins change: one item each."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import set_or_remove
from shared.domain.issuer import Issuer

_ISSUER = "issuer"


class SettingRow(Row):
    """The setting `issuer`: the organisation that issues certificates."""

    class Meta:
        table_name = table_name("settings")

    setting = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute()
    url = UnicodeAttribute(null=True)
    linkedin_organization_id = UnicodeAttribute(null=True)
    created_at = UtcAttribute()
    updated_at = UtcAttribute()


def issuer() -> Issuer | None:
    """Read the organisation that issues certificates, or None."""
    try:
        row = SettingRow.get(_ISSUER, consistent_read=True)
    except SettingRow.DoesNotExist:
        return None
    return Issuer(name=row.name, url=row.url, linkedin_organization_id=row.linkedin_organization_id)


def put_issuer(issuer: Issuer, now: datetime) -> None:
    """Set the organisation that issues certificates; of concurrent changes, the last one wins."""
    SettingRow(_ISSUER).update(
        actions=[
            SettingRow.name.set(issuer.name),
            set_or_remove(SettingRow.url, issuer.url),
            set_or_remove(SettingRow.linkedin_organization_id, issuer.linkedin_organization_id),
            SettingRow.created_at.set(SettingRow.created_at | now),
            SettingRow.updated_at.set(now),
        ]
    )


def delete_issuer() -> None:
    """Remove the organisation, if there is one."""
    SettingRow(_ISSUER).delete()
