"""The public routes, without a token: verification, logos of issuers, health check, OpenAPI document."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import quote

from shared.config import VerificationConfig
from shared.domain.errors import CertificateNotFound, NotFound, TooManyRequests, Unavailable
from shared.domain.issuer import logo_type
from shared.edge import clock, page, schemas
from shared.edge.answers import certificates as answers
from shared.edge.http import JSON, Response, json_response, log_refusal, new_api, serve
from shared.edge.metrics import Metric, count
from shared.edge.problems import headers_of, status_of
from shared.edge.requests import context, identifiers
from shared.usecases import verification

HTML = "text/html"
IMMUTABLE = "public, max-age=31536000, immutable"

api = new_api()
handler = serve(api)
config = VerificationConfig.from_env()


@api.get("/certificates/verify/<code>")
def verify_certificate(code: str) -> Response[str]:
    typed = api.current_event.query_string_parameters.get("code")
    # A path segment of dots alone would be resolved to another path.
    if code == page.TYPED and typed and typed.strip("."):
        location = f"/certificates/verify/{quote(typed, safe='', errors='replace')}"
        return Response(int(HTTPStatus.SEE_OTHER), headers={**page.HEADERS, "Location": location})
    wants_page = context.prefers(api.current_event, HTML, over=JSON)
    try:
        verification.require_allowance(context.source_ip(api.current_event), config, clock.now())
        certificate = verification.verify(identifiers.path_text(code))
    except (CertificateNotFound, TooManyRequests, Unavailable) as error:
        count(Metric.VERIFICATIONS, outcome=error.code)
        if wants_page:
            return _refusal_page(error)
        raise
    count(Metric.VERIFICATIONS, outcome=certificate.status)
    return (
        _page(HTTPStatus.OK, page.known(certificate))
        if wants_page
        else json_response(answers.verification(certificate))
    )


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


def _refusal_page(error: CertificateNotFound | TooManyRequests | Unavailable) -> Response[str]:
    status, headers = status_of(type(error)), headers_of(error)
    if isinstance(error, CertificateNotFound):
        return _page(status, page.unknown())
    log_refusal(error)
    return _page(status, page.later(int(headers["Retry-After"])), headers)


def _page(status: HTTPStatus, html: str, headers: Mapping[str, str] | None = None) -> Response[str]:
    return Response(int(status), f"{HTML}; charset=utf-8", html, headers={**page.HEADERS, **(headers or {})})


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
