"""Managing the organisation that issues certificates, for admins."""

from dataclasses import replace
from datetime import datetime

from shared.domain.errors import InvalidRequest
from shared.domain.issuer import Issuer
from shared.domain.names import printed_name
from shared.stores import settings
from shared.usecases import logos


def get() -> Issuer | None:
    """Return the organisation that certificates issued now name; None while there is none."""
    return settings.issuer()


def put(
    issuer: Issuer | None, now: datetime, *, logo_upload_id: str | None = None, keeps_logo: bool = False
) -> Issuer | None:
    """Set the organisation that certificates issued from now on name; those issued before keep theirs.

    Args:
        issuer: as it will be, without its logo; None for none.
        now: the time of the change.
        logo_upload_id: of its logo, uploaded before; None for none.
        keeps_logo: whether the stored logo stays instead.

    Returns:
        The organisation as stored, its name without invisible characters.

    Raises:
        InvalidRequest: nothing of the name is visible.
        LogoInvalid: the upload does not exist, or cannot be used; nothing changed.
    """
    if issuer is None:
        settings.delete_issuer()
        return None
    name = printed_name(issuer.name)
    if not name:
        message = "has no visible character"
        raise InvalidRequest("The name of the organisation has no visible character.", [(("name",), message)])
    stored = replace(
        issuer, name=name, logo_sha256=None if logo_upload_id is None else logos.store(logo_upload_id, now)
    )
    return settings.put_issuer(stored, now, keeps_logo=keeps_logo)
