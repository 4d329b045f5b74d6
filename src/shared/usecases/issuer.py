"""Managing the organisation that issues certificates, for admins."""

from dataclasses import replace
from datetime import datetime

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.domain import changed_fields
from shared.domain.change_record import Actor, ChangeAction, ChangeRecord
from shared.domain.errors import InvalidRequest
from shared.domain.issuer import IssuerSettings
from shared.domain.names import printed_name
from shared.stores import changes, settings
from shared.usecases import logos


def get() -> IssuerSettings:
    """Return the organisation that certificates issued now name, and the colours of the verification page."""
    return settings.issuer_settings()


def put(
    wanted: IssuerSettings,
    actor: Actor,
    now: datetime,
    *,
    logo_upload_id: str | None = None,
    keeps_logo: bool = False,
) -> IssuerSettings:
    """Set the organisation that certificates issued from now on name; those issued before keep theirs.

    Of concurrent changes, the last one wins; repeating it changes nothing.

    Args:
        wanted: as it will be, without its logo; without an organisation, nothing is kept.
        actor: who changes it.
        now: the time of the change.
        logo_upload_id: of its logo, uploaded before; None for none.
        keeps_logo: whether the stored logo stays instead.

    Returns:
        What is stored, the organisation's name without invisible characters.

    Raises:
        InvalidRequest: nothing of the name is visible.
        LogoInvalid: the upload does not exist, or cannot be used; nothing changed.
        ConcurrentChange: others changed it at the same time, again and again.
    """
    issuer = None if wanted.issuer is None else replace(wanted.issuer, name=_visible(wanted.issuer.name))
    if issuer is not None and logo_upload_id is not None:
        issuer = replace(issuer, logo_sha256=logos.store(logo_upload_id, now))

    def decide() -> IssuerSettings:
        before = settings.issuer_settings()
        after = IssuerSettings()
        if issuer is not None:
            stored_logo = before.issuer.logo_sha256 if before.issuer is not None else None
            logo = stored_logo if keeps_logo else issuer.logo_sha256
            after = IssuerSettings(issuer=replace(issuer, logo_sha256=logo), colours=wanted.colours)
        if after != before:
            transaction = Transaction()
            if after.issuer is None:
                settings.delete_issuer(transaction, before)
            else:
                settings.put_issuer(transaction, after.issuer, after.colours, before, now)
            changes.add(transaction, _record(after, before, actor, now))
            transaction.commit()
        return after

    return retry_on_conflict(decide)


def _visible(name: str) -> str:
    printed = printed_name(name)
    if not printed:
        message = "has no visible character"
        raise InvalidRequest("The name of the organisation has no visible character.", [(("name",), message)])
    return printed


def _record(after: IssuerSettings, before: IssuerSettings, actor: Actor, now: datetime) -> ChangeRecord:
    action = ChangeAction.ISSUER_REMOVED if after.issuer is None else ChangeAction.ISSUER_CHANGED
    return ChangeRecord(at=now, actor=actor, action=action, fields=changed_fields.of_issuer(before, after))
