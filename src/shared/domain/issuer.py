"""The organisation that issues certificates."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The organisation, as the public reads it.

    Attributes:
        name: as it is shown.
        url: of its web site, HTTPS; None for none.
        linkedin_organization_id: the number of its page at LinkedIn; None for none.
    """

    name: str
    url: str | None = None
    linkedin_organization_id: str | None = None
