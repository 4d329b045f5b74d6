"""Settings of the deployment that admins change: one item each."""

from datetime import datetime

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Transaction, WriteConflict, set_or_remove, unchanged
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


def put_issuer(
    transaction: Transaction, issuer: Issuer, colours: PageColours, before: IssuerSettings, now: datetime
) -> None:
    """Set the organisation that issues certificates.

    Args:
        transaction: fails with `WriteConflict` when the settings are no longer as they were read.
        issuer: as it will be.
        colours: of the verification page.
        before: as they were read.
        now: the time of the change.
    """
    row = SettingRow
    transaction.update(
        row(_ISSUER),
        [
            row.name.set(issuer.name),
            set_or_remove(row.url, issuer.url),
            set_or_remove(row.linkedin_organization_id, issuer.linkedin_organization_id),
            set_or_remove(row.logo_sha256, issuer.logo_sha256),
            set_or_remove(row.primary_colour, colours.primary),
            set_or_remove(row.accent_colour, colours.accent),
            row.created_at.set(row.created_at | now),
            row.updated_at.set(now),
        ],
        _is_unchanged(before),
        WriteConflict,
    )


def delete_issuer(transaction: Transaction, before: IssuerSettings) -> None:
    """Remove the organisation; fails with `WriteConflict` when the settings are no longer as they were read."""
    transaction.delete(SettingRow(_ISSUER), _is_unchanged(before), WriteConflict)


def _is_unchanged(before: IssuerSettings) -> Condition:
    row, issuer, colours = SettingRow, before.issuer, before.colours
    if issuer is None:
        return row.setting.does_not_exist()
    condition: Condition = row.name == issuer.name
    condition &= unchanged(row.url, issuer.url)
    condition &= unchanged(row.linkedin_organization_id, issuer.linkedin_organization_id)
    condition &= unchanged(row.logo_sha256, issuer.logo_sha256)
    condition &= unchanged(row.primary_colour, colours.primary)
    condition &= unchanged(row.accent_colour, colours.accent)
    return condition
