"""Managing the organisation that issues certificates, for admins."""

from datetime import datetime

from shared.domain.errors import InvalidRequest
from shared.domain.issuer import Issuer
from shared.domain.names import printed_name
from shared.stores import settings


def get() -> Issuer | None:
    """Return the organisation that certificates issued now name; None while there is none."""
    return settings.issuer()


def put(issuer: Issuer | None, now: datetime) -> Issuer | None:
    """Set the organisation that certificates issued from now on name; those issued before keep theirs.

    Args:
        issuer: as it will be; None for none.
        now: the time of the change.

    Returns:
        The organisation as stored, its name without invisible characters.

    Raises:
        InvalidRequest: nothing of the name is visible.
    """
    if issuer is None:
        settings.delete_issuer()
        return None
    name = printed_name(issuer.name)
    if not name:
        message = "has no visible character"
        raise InvalidRequest("The name of the organisation has no visible character.", [(("name",), message)])
    stored = Issuer(name=name, url=issuer.url, linkedin_organization_id=issuer.linkedin_organization_id)
    settings.put_issuer(stored, now)
    return stored
