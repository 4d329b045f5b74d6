"""The organisation that issues certificates."""

from dataclasses import dataclass

MAX_LOGO_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """The organisation, as the public reads it.

    Attributes:
        name: as it is shown.
        url: of its web site, HTTPS; None for none.
        linkedin_organization_id: the number of its page at LinkedIn; None for none.
        logo_sha256: of its logo, in hexadecimal, under which the logo is stored; None for none.
    """

    name: str
    url: str | None = None
    linkedin_organization_id: str | None = None
    logo_sha256: str | None = None


def logo_type(logo: bytes) -> str:
    """The media type of a logo, which is a PNG or a JPEG."""
    return "image/png" if logo.startswith(b"\x89PNG") else "image/jpeg"
