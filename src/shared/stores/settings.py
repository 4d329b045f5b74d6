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
    logo_sha256 = UnicodeAttribute(null=True)
    created_at = UtcAttribute()
    updated_at = UtcAttribute()


def issuer() -> Issuer | None:
    """Read the organisation that issues certificates, or None."""
    try:
        row = SettingRow.get(_ISSUER, consistent_read=True)
    except SettingRow.DoesNotExist:
        return None
    return _issuer(row)


def _issuer(row: SettingRow) -> Issuer:
    return Issuer(
        name=row.name,
        url=row.url,
        linkedin_organization_id=row.linkedin_organization_id,
        logo_sha256=row.logo_sha256,
    )


def put_issuer(issuer: Issuer, now: datetime, *, keeps_logo: bool) -> Issuer:
    """Set the organisation that issues certificates; of concurrent changes, the last one wins.

    Args:
        issuer: as it will be.
        now: the time of the change.
        keeps_logo: whether the stored logo stays, whatever it is.

    Returns:
        The organisation as stored.
    """
    row = SettingRow(_ISSUER)
    logo = [] if keeps_logo else [set_or_remove(SettingRow.logo_sha256, issuer.logo_sha256)]
    row.update(
        actions=[
            SettingRow.name.set(issuer.name),
            set_or_remove(SettingRow.url, issuer.url),
            set_or_remove(SettingRow.linkedin_organization_id, issuer.linkedin_organization_id),
            *logo,
            SettingRow.created_at.set(SettingRow.created_at | now),
            SettingRow.updated_at.set(now),
        ]
    )
    # An update answers with the whole row.
    return _issuer(row)


def delete_issuer() -> None:
    """Remove the organisation, if there is one."""
    SettingRow(_ISSUER).delete()
