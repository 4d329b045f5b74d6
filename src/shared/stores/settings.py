"""Settings of the deployment that admins change: one item each."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import set_or_remove
from shared.domain.issuer import Issuer, IssuerSettings, PageColours

_ISSUER = "issuer"


class SettingRow(Row):
    """The setting `issuer`: the organisation that issues certificates, and its colours."""

    class Meta:
        table_name = table_name("settings")

    setting = UnicodeAttribute(hash_key=True)
    name = UnicodeAttribute()
    url = UnicodeAttribute(null=True)
    linkedin_organization_id = UnicodeAttribute(null=True)
    logo_sha256 = UnicodeAttribute(null=True)
    primary_colour = UnicodeAttribute(null=True)
    accent_colour = UnicodeAttribute(null=True)
    created_at = UtcAttribute()
    updated_at = UtcAttribute()


def issuer() -> Issuer | None:
    """Read the organisation that issues certificates, or None."""
    return issuer_settings().issuer


def issuer_settings(*, consistent: bool = True) -> IssuerSettings:
    """Read what admins set about the organisation.

    Args:
        consistent: whether to read what was stored last; otherwise it may be what was stored a moment before.
    """
    try:
        row = SettingRow.get(_ISSUER, consistent_read=consistent)
    except SettingRow.DoesNotExist:
        return IssuerSettings()
    return _issuer_settings(row)


def _issuer_settings(row: SettingRow) -> IssuerSettings:
    return IssuerSettings(
        issuer=Issuer(
            name=row.name,
            url=row.url,
            linkedin_organization_id=row.linkedin_organization_id,
            logo_sha256=row.logo_sha256,
        ),
        colours=PageColours(primary=row.primary_colour, accent=row.accent_colour),
    )


def put_issuer(issuer: Issuer, colours: PageColours, now: datetime, *, keeps_logo: bool) -> IssuerSettings:
    """Set the organisation that issues certificates; of concurrent changes, the last one wins.

    Args:
        issuer: as it will be.
        colours: of the verification page.
        now: the time of the change.
        keeps_logo: whether the stored logo stays, whatever it is.

    Returns:
        What is stored.
    """
    row = SettingRow(_ISSUER)
    logo = [] if keeps_logo else [set_or_remove(SettingRow.logo_sha256, issuer.logo_sha256)]
    row.update(
        actions=[
            SettingRow.name.set(issuer.name),
            set_or_remove(SettingRow.url, issuer.url),
            set_or_remove(SettingRow.linkedin_organization_id, issuer.linkedin_organization_id),
            *logo,
            set_or_remove(SettingRow.primary_colour, colours.primary),
            set_or_remove(SettingRow.accent_colour, colours.accent),
            SettingRow.created_at.set(SettingRow.created_at | now),
            SettingRow.updated_at.set(now),
        ]
    )
    # An update answers with the whole row.
    return _issuer_settings(row)


def delete_issuer() -> None:
    """Remove the organisation, if there is one."""
    SettingRow(_ISSUER).delete()
