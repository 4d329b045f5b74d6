"""The sign-in of the local issuer: OpenID Connect's authorization code flow with PKCE, as in Cognito's hosted UI.

Users choose an account and need no password, since nothing is secret on this machine. Applications see the real
protocol: redirects, single-use codes, code verifiers, ID tokens.
https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
"""

import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode

from local.demo_course import ADMIN_ID, ADMIN_NAME, INSTRUCTOR_ID, INSTRUCTOR_NAME, LEARNERS
from local.tokens import LIFETIME_SECONDS, Issuer

CODE_LIFETIME_SECONDS = 60.0
# As with Cognito: docs/decisions/044.
REFRESH_LIFETIME_SECONDS = 30 * 24 * 3600.0
SESSION_LIFETIME_SECONDS = 3600
PATH = "/local/issuer"
# RFC 7636, 4.1 and 4.2.
CODE_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
CODE_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user of the demo."""

    user_id: str
    name: str
    scope: str = ""


PEOPLE = {
    **{user_id: Person(user_id=user_id, name=name) for user_id, (name, _) in LEARNERS.items()},
    INSTRUCTOR_ID: Person(user_id=INSTRUCTOR_ID, name=INSTRUCTOR_NAME, scope="instructor"),
    ADMIN_ID: Person(user_id=ADMIN_ID, name=ADMIN_NAME, scope="admin"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorizationRequest:
    """A valid request to the authorization endpoint."""

    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    prompt: str

    def redirect_url(self, **parameters: str) -> str:
        """The application's redirect URI, with the parameters of a response and the state."""
        return f"{self.redirect_uri}?{urlencode({**parameters, **({'state': self.state} if self.state else {})})}"


class OAuthError(Exception):
    """An error response of OAuth 2.0 (RFC 6749, 4.1.2.1 and 5.2).

    Attributes:
        error: the error code.
        redirect_url: where to redirect the browser, with the error; None if it must not be redirected.
    """

    def __init__(self, error: str, description: str, request: AuthorizationRequest | None = None) -> None:
        super().__init__(description)
        self.error = error
        self.redirect_url = request.redirect_url(error=error, error_description=description) if request else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grant:
    person: Person
    challenge: str
    nonce: str
    expires_at: float


type _Grants = dict[str, _Grant]


@dataclass(frozen=True, slots=True)
class SignIn:
    """The sign-in for one application; codes and refresh tokens are kept in memory."""

    issuer: Issuer
    client_id: str
    application_url: str
    _codes: _Grants = field(default_factory=dict)
    _refresh_tokens: _Grants = field(default_factory=dict)

    @property
    def redirect_uri(self) -> str:
        """The one redirect URI, for users who have signed in."""
        return f"{self.application_url}/signed-in"

    @property
    def home(self) -> str:
        """The one redirect URI for users who have signed out."""
        return f"{self.application_url}/"

    def discovery(self) -> dict[str, object]:
        """The OpenID Connect discovery document."""
        url = self.issuer.url
        return {
            "issuer": url,
            "jwks_uri": f"{url}/.well-known/jwks.json",
            "authorization_endpoint": f"{url}/authorize",
            "token_endpoint": f"{url}/token",
            "end_session_endpoint": f"{url}/logout",
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code", "refresh_token"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "scopes_supported": ["openid", "profile"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "subject_types_supported": ["public"],
        }

    def authorization_request(self, parameters: Iterable[tuple[str, str]]) -> AuthorizationRequest:
        """Read the query of an authorization request.

        Raises:
            OAuthError: the client is unknown, or the request is invalid or not supported.
        """
        query = unique_parameters(parameters)
        if query.get("client_id") != self.client_id:
            raise OAuthError("unauthorized_client", f"client_id must be {self.client_id}")
        if query.get("redirect_uri") != self.redirect_uri:
            raise OAuthError("invalid_request", f"redirect_uri must be {self.redirect_uri}")
        request = AuthorizationRequest(
            redirect_uri=self.redirect_uri,
            state=query.get("state", ""),
            nonce=query.get("nonce", ""),
            challenge=query.get("code_challenge", ""),
            prompt=query.get("prompt", ""),
        )
        if query.get("response_type") != "code":
            raise OAuthError("unsupported_response_type", "response_type must be code", request)
        if "openid" not in query.get("scope", "").split(" "):
            raise OAuthError("invalid_scope", "scope must contain openid", request)
        if query.get("code_challenge_method") != "S256" or not CODE_CHALLENGE.fullmatch(request.challenge):
            raise OAuthError("invalid_request", "a code_challenge by the method S256 is required", request)
        return request

    def authorize(self, request: AuthorizationRequest, person: Person, now: float) -> str:
        """Issue a code to a user who has signed in.

        Args:
            request: the application's request.
            person: the user.
            now: seconds since 1970.

        Returns:
            The redirect URI with the code.
        """
        grant = _Grant(
            person=person,
            challenge=request.challenge,
            nonce=request.nonce,
            expires_at=now + CODE_LIFETIME_SECONDS,
        )
        return request.redirect_url(code=_store(self._codes, grant, now))

    def token_response(self, parameters: Iterable[tuple[str, str]], now: float) -> dict[str, object]:
        """Exchange a code or a refresh token for tokens.

        Args:
            parameters: the form of the token request.
            now: seconds since 1970.

        Raises:
            OAuthError: the code or refresh token is invalid, expired, used, or was issued to another client.
        """
        form = unique_parameters(parameters)
        match form.get("grant_type"):
            case "authorization_code":
                # A failed attempt invalidates the code as well.
                grant = self._codes.pop(form.get("code", ""), None)
                valid = grant is not None and self._has_verifier(grant, form)
                refreshes = False
            case "refresh_token":
                grant = self._refresh_tokens.get(form.get("refresh_token", ""))
                valid = refreshes = True
            case _:
                raise OAuthError("unsupported_grant_type", "grant_type must be authorization_code or refresh_token")
        if grant is None or not valid or form.get("client_id") != self.client_id or now >= grant.expires_at:
            raise OAuthError("invalid_grant", "the code or refresh token is invalid, expired, or was used before")
        return self._tokens(grant, now) | ({} if refreshes else self._refresh_token(grant, now))

    def _has_verifier(self, grant: _Grant, form: Mapping[str, str]) -> bool:
        verifier = form.get("code_verifier", "")
        return (
            form.get("redirect_uri") == self.redirect_uri
            and CODE_VERIFIER.fullmatch(verifier) is not None
            and _challenge(verifier) == grant.challenge
        )

    def _tokens(self, grant: _Grant, now: float) -> dict[str, object]:
        person = grant.person
        return {
            "token_type": "Bearer",
            "access_token": self.issuer.token(person.user_id, name=person.name, scope=person.scope, now=now),
            "id_token": self.issuer.id_token(
                person.user_id, name=person.name, client_id=self.client_id, nonce=grant.nonce, now=now
            ),
            "expires_in": LIFETIME_SECONDS,
        }

    def _refresh_token(self, grant: _Grant, now: float) -> dict[str, object]:
        """A refresh token, which is used until it expires: Cognito's are not rotated unless the client is set so."""
        # After a refresh the ID token has no nonce: OpenID Connect Core, 12.2.
        refresh = _Grant(person=grant.person, challenge="", nonce="", expires_at=now + REFRESH_LIFETIME_SECONDS)
        return {"refresh_token": _store(self._refresh_tokens, refresh, now)}


def unique_parameters(parameters: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Parameters by name.

    Raises:
        OAuthError: one is repeated (RFC 6749, 3.1 and 3.2), so that different readers could use different values.
    """
    found: dict[str, str] = {}
    for name, value in parameters:
        if name in found:
            raise OAuthError("invalid_request", "a parameter is repeated")
        found[name] = value
    return found


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _store(grants: _Grants, grant: _Grant, now: float) -> str:
    """Store a grant under a new secret, which is returned, and delete expired ones."""
    for secret in [secret for secret, stored in grants.items() if now >= stored.expires_at]:
        del grants[secret]
    secret = secrets.token_urlsafe(24)
    grants[secret] = grant
    return secret
