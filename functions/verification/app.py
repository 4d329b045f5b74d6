"""The public routes, without a token: verification, pictures, logos, health check, OpenAPI document."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote

from shared.config import VerificationConfig
from shared.domain.errors import CertificateNotFound, NotFound, TooManyRequests, Unavailable
from shared.domain.issuer import logo_type
from shared.edge import clock, schemas
from shared.edge.answers import certificates as answers
from shared.edge.http import JSON, Response, json_response, log_refusal, new_api, serve
from shared.edge.metrics import Metric, count
from shared.edge.pages import certificate as certificate_page
from shared.edge.pages import frame
from shared.edge.pages import others as other_pages
from shared.edge.pages.frame import Page
from shared.edge.problems import headers_of, status_of
from shared.edge.requests import context, identifiers
from shared.usecases import verification

HTML = "text/html; charset=utf-8"
IMMUTABLE = "public, max-age=31536000, immutable"
# In place of a code in the path, with the code as a query: where the form sent codes before its own address did.
TYPED = "typed"

api = new_api()
handler = serve(api)
config = VerificationConfig.from_env()


@api.get("/certificates/verify")
def get_form() -> Response[str]:
    typed = _typed()
    if typed is not None:
        return _redirect(typed)
    if context.wants_page(api.current_event):
        return _answer(HTTPStatus.OK, other_pages.blank(verification.issuer_settings()))
    raise CertificateNotFound("There is no code in the address: /certificates/verify/{code}.")


@api.get("/certificates/verify/<code>")
def verify_certificate(code: str) -> Response[str]:
    typed = _typed()
    if code == TYPED and typed is not None:
        return _redirect(typed)
    wants_page = context.wants_page(api.current_event)
    try:
        verification.require_allowance(context.source_ip(api.current_event), config, clock.now())
        found, certificate = verification.verify(identifiers.path_text(code))
    except (CertificateNotFound, TooManyRequests, Unavailable) as error:
        count(Metric.VERIFICATIONS, outcome=error.code)
        if wants_page:
            return _refusal_page(error)
        raise
    count(Metric.VERIFICATIONS, outcome=certificate.status)
    if not wants_page:
        return json_response(answers.verification(certificate))
    base_url = context.public_base_url(config, api.current_event)
    settings = verification.issuer_settings()
    return _answer(HTTPStatus.OK, certificate_page.known(certificate, found, base_url, settings))


@api.get("/certificates/verify/<code>/picture.png")
def get_picture(code: str) -> Response[bytes]:
    try:
        verification.require_allowance(context.source_ip(api.current_event), config, clock.now())
        status, png = verification.picture(identifiers.path_text(code))
    except (NotFound, TooManyRequests, Unavailable) as error:
        count(Metric.VERIFICATIONS, outcome=error.code)
        raise
    count(Metric.VERIFICATIONS, outcome=status)
    # Other sites may embed it.
    return Response(int(HTTPStatus.OK), "image/png", png, headers={"Cross-Origin-Resource-Policy": "cross-origin"})


def _typed() -> str | None:
    """The code that was typed into the form, if there is one that can be a path segment."""
    typed = api.current_event.query_string_parameters.get("code")
    # A path segment of dots alone would be resolved to another path.
    return typed if typed and typed.strip(".") else None


def _redirect(typed: str) -> Response[str]:
    location = f"{frame.FORM}/{quote(typed, safe='', errors='replace')}"
    return Response(int(HTTPStatus.SEE_OTHER), headers={**frame.headers(), "Location": location})


def _refusal_page(error: CertificateNotFound | TooManyRequests | Unavailable) -> Response[str]:
    status, headers = status_of(type(error)), headers_of(error)
    if isinstance(error, CertificateNotFound):
        return _answer(status, other_pages.unknown(verification.issuer_settings()))
    log_refusal(error)
    seconds = int(headers["Retry-After"])
    too_many = isinstance(error, TooManyRequests)
    return _answer(status, other_pages.too_many(seconds) if too_many else other_pages.unavailable(seconds), headers)


def _answer(status: HTTPStatus, page: Page, headers: Mapping[str, str] | None = None) -> Response[str]:
    return Response(int(status), HTML, page.html, headers={**page.headers, **(headers or {})})


@api.get("/issuer/logos/<digest>")
def get_logo(digest: str) -> Response[bytes]:
    logo = verification.logo(digest)
    # What the digest names never changes.
    return Response(int(HTTPStatus.OK), logo_type(logo), logo, headers={"Cache-Control": IMMUTABLE})


@api.get("/health")
def get_health() -> Response[str]:
    return json_response({"status": "ok"})


@api.get("/openapi.json")
def get_openapi() -> Response[str]:
    return Response(int(HTTPStatus.OK), JSON, schemas.openapi_text(), headers={"Cache-Control": "max-age=300"})
