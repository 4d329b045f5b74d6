"""The routes of the local issuer: choosing a user, tokens, signing out."""

import html
import time
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from string import Template
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from local.problems import problem
from local.sign_in import (
    PATH,
    PEOPLE,
    SESSION_LIFETIME_SECONDS,
    AuthorizationRequest,
    OAuthError,
    Person,
    SignIn,
    unique_parameters,
)

COOKIE = "laurel_local_person"
HERE = Path(__file__).parent
STYLE = HERE / "sign_in.css"
PAGE = Template((HERE / "sign_in.html").read_text())
CHOICE = Template("""
<li><button name="user_id" value="$user_id"><strong dir="auto">$name</strong> <span>$about</span></button></li>""")
FORM = "application/x-www-form-urlencoded"
FORM_LIMIT = 16 * 1024
ABOUT = {"admin": "admin", "instructor": "instructor of the demo course"}
POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def routes(sign_in: SignIn) -> list[Route]:
    """All routes under the issuer's URL."""
    return [
        Route("/.well-known/openid-configuration", _document(sign_in.discovery())),
        Route("/.well-known/jwks.json", _document(sign_in.issuer.key_set())),
        Route("/authorize", _authorize(sign_in), methods=["GET", "POST"]),
        Route("/token", _token(sign_in), methods=["POST"]),
        Route("/logout", _logout(sign_in)),
        Route("/style.css", _style),
    ]


def _document(content: Mapping[str, object]) -> Callable[[Request], Response]:
    def document(_: Request) -> Response:
        return JSONResponse(content)

    return document


def _authorize(sign_in: SignIn) -> Callable[[Request], Awaitable[Response]]:
    async def authorize(request: Request) -> Response:
        try:
            authorization = sign_in.authorization_request(request.query_params.multi_items())
            person = PEOPLE.get(await _chosen(request, sign_in, authorization))
        except OAuthError as refused:
            if refused.redirect_url:
                return RedirectResponse(refused.redirect_url, HTTPStatus.SEE_OTHER)
            return problem(400, refused.error, str(refused))
        if person is None:
            return _ask(authorization)
        answer = RedirectResponse(sign_in.authorize(authorization, person, time.time()), HTTPStatus.SEE_OTHER)
        if request.method == "POST":
            # An hour from this choice on: signing in with the cookie does not prolong it.
            answer.set_cookie(
                COOKIE, person.user_id, max_age=SESSION_LIFETIME_SECONDS, path=PATH, httponly=True, samesite="lax"
            )
        return answer

    return authorize


async def _chosen(request: Request, sign_in: SignIn, authorization: AuthorizationRequest) -> str:
    """The id of the chosen user, from the form or the cookie; empty if the user must be asked."""
    if request.method == "POST":
        # Browsers send the origin of the page with the form; a form of another site chooses nobody.
        if request.headers.get("origin", sign_in.application_url) != sign_in.application_url:
            raise OAuthError("invalid_request", "the form was sent from another site")
        return unique_parameters(await _form(request)).get("user_id", "")
    return "" if authorization.prompt in {"login", "select_account"} else request.cookies.get(COOKIE, "")


def _ask(authorization: AuthorizationRequest) -> Response:
    if authorization.prompt == "none":
        return RedirectResponse(authorization.redirect_url(error="login_required"), HTTPStatus.SEE_OTHER)
    choices = "".join(
        CHOICE.substitute(user_id=person.user_id, name=html.escape(person.name), about=_about(person))
        for person in PEOPLE.values()
    )
    return HTMLResponse(
        PAGE.substitute(choices=choices),
        headers={
            "content-security-policy": POLICY,
            "x-content-type-options": "nosniff",
            "cache-control": "no-store",
        },
    )


def _about(person: Person) -> str:
    return ABOUT.get(person.scope, "learner")


def _token(sign_in: SignIn) -> Callable[[Request], Awaitable[Response]]:
    async def token(request: Request) -> Response:
        # RFC 6749, 5.1 and 5.2: responses with tokens must not be cached, and errors have their own format.
        headers = {"cache-control": "no-store"}
        try:
            return JSONResponse(sign_in.token_response(await _form(request), time.time()), headers=headers)
        except OAuthError as refused:
            content = {"error": refused.error, "error_description": str(refused)}
            return JSONResponse(content, HTTPStatus.BAD_REQUEST, headers=headers)

    return token


def _logout(sign_in: SignIn) -> Callable[[Request], Response]:
    def logout(request: Request) -> Response:
        if request.query_params.get("post_logout_redirect_uri", sign_in.home) != sign_in.home:
            return problem(400, "invalid_request", f"post_logout_redirect_uri must be {sign_in.home}")
        answer = RedirectResponse(sign_in.home, HTTPStatus.SEE_OTHER)
        answer.delete_cookie(COOKIE, path=PATH)
        return answer

    return logout


def _style(_: Request) -> Response:
    return FileResponse(STYLE)


async def _form(request: Request) -> list[tuple[str, str]]:
    """The fields of the form in a request.

    Raises:
        OAuthError: the body is not a form, or too large.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise OAuthError("invalid_request", f"the body must be {FORM}")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_LIMIT:
            raise OAuthError("invalid_request", "the body is too large")
    return parse_qsl(body.decode("latin-1"), keep_blank_values=True)
