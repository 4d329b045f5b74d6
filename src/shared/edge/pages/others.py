"""The pages without a certificate: a form for codes, an unknown code, and a code that was not looked up."""

from shared.domain.issuer import IssuerSettings
from shared.edge.pages.frame import Page, form, page, status

_NOTHING_TO_DO_WITH_IT = "This has nothing to do with the certificate itself."


def blank(settings: IssuerSettings) -> Page:
    """Write the page without a code: a form."""
    return page("Certificate verification", form("Verify a certificate"), settings)


def unknown(settings: IssuerSettings) -> Page:
    """Write the page for a code that no certificate has."""
    hint = "Please compare it with the code on the certificate: 20 letters and digits, in groups of five."
    shown = status("unknown", "? No certificate was found for this code.", hint)
    return page("Unknown code", shown + form("Try again"), settings)


def too_many(seconds: int) -> Page:
    """Write the page for a client over its rate limit.

    Args:
        seconds: to wait before the next request.
    """
    hint = f"Too many codes were verified from your network. Please try again in {_wait(seconds)}. "
    return _not_checked("Please wait", hint + _NOTHING_TO_DO_WITH_IT)


def unavailable(seconds: int) -> Page:
    """Write the page for a code that could not be looked up.

    Args:
        seconds: to wait before the next request.
    """
    hint = f"The service is not available at the moment. Please try again in {_wait(seconds)}. "
    return _not_checked("Not available", hint + _NOTHING_TO_DO_WITH_IT)


def _not_checked(title: str, hint: str) -> Page:
    # Without the organisation: nothing more is read for a request that is refused.
    shown = status("unknown", "This code has not been checked yet.", hint)
    return page(title, shown + form("Try again"), IssuerSettings())


def _wait(seconds: int) -> str:
    return "1 second" if seconds == 1 else f"{seconds} seconds"
