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


@dataclass(frozen=True, slots=True, kw_only=True)
class PageColours:
    """The organisation's colours on the verification page, as `#rrggbb`; None for Laurel's own.

    They are no part of an `Issuer`, which certificates keep: a page has the colours of today.

    Attributes:
        primary: behind the head of the page.
        accent: of buttons; the primary colour without it.
    """

    primary: str | None = None
    accent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerSettings:
    """What admins set about the organisation; neither has a value while there is no organisation."""

    issuer: Issuer | None = None
    colours: PageColours = PageColours()


def logo_type(logo: bytes) -> str:
    """The media type of a logo, which is a PNG or a JPEG."""
    return "image/png" if logo.startswith(b"\x89PNG") else "image/jpeg"
