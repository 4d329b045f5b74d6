"""Managing the organisation that issues certificates, for admins."""

from dataclasses import replace
from datetime import datetime

from shared.domain.errors import InvalidRequest
from shared.domain.issuer import IssuerSettings
from shared.domain.names import printed_name
from shared.stores import settings
from shared.usecases import logos


def get() -> IssuerSettings:
    """Return the organisation that certificates issued now name, and the colours of the verification page."""
    return settings.issuer_settings()


def put(
    wanted: IssuerSettings, now: datetime, *, logo_upload_id: str | None = None, keeps_logo: bool = False
) -> IssuerSettings:
    """Set the organisation that certificates issued from now on name; those issued before keep theirs.

    Args:
        wanted: as it will be, without its logo; without an organisation, nothing is kept.
        now: the time of the change.
        logo_upload_id: of its logo, uploaded before; None for none.
        keeps_logo: whether the stored logo stays instead.

    Returns:
        What is stored, the organisation's name without invisible characters.

    Raises:
        InvalidRequest: nothing of the name is visible.
        LogoInvalid: the upload does not exist, or cannot be used; nothing changed.
    """
    if wanted.issuer is None:
        settings.delete_issuer()
        return IssuerSettings()
    name = printed_name(wanted.issuer.name)
    if not name:
        message = "has no visible character"
        raise InvalidRequest("The name of the organisation has no visible character.", [(("name",), message)])
    logo = None if logo_upload_id is None else logos.store(logo_upload_id, now)
    issuer = replace(wanted.issuer, name=name, logo_sha256=logo)
    return settings.put_issuer(issuer, wanted.colours, now, keeps_logo=keeps_logo)
