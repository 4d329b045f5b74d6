"""The local issuer's sign-in for people: OpenID Connect's code flow with PKCE, as Cognito's hosted UI has it.

Whoever sits before it picks who to be; nothing is secret on this machine. What applications see is real: redirects,
codes that work once, proof keys, ID tokens. https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
"""

import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode

from local.demo_course import ADMIN_ID, ADMIN_NAME, LEARNERS
from local.tokens import LIFETIME_SECONDS, Issuer

CODE_LIFETIME_SECONDS = 60.0
REFRESH_LIFETIME_SECONDS = 30 * 24 * 3600.0
PATH = "/local/issuer"
# RFC 7636, 4.1 and 4.2: what a proof key is, and the SHA-256 of one.
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody to sign in as."""

    user_id: str
    name: str
    scope: str = ""


PEOPLE = {
    **{user_id: Person(user_id=user_id, name=name) for user_id, (name, _) in LEARNERS.items()},
    ADMIN_ID: Person(user_id=ADMIN_ID, name=ADMIN_NAME, scope="admin"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an application asks of the authorization endpoint."""

    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    prompt: str

    def back(self, **answer: str) -> str:
        """The application's address, with an answer."""
        return f"{self.redirect_uri}?{urlencode({**answer, **({'state': self.state} if self.state else {})})}"


class RefusedError(Exception):
    """A request that is not granted.

    Attributes:
        error: the protocol's word for why.
        address: where to send the browser, so that the application learns of it; None where nobody may be sent.
    """

    def __init__(self, error: str, description: str, question: Question | None = None) -> None:
        super().__init__(description)
        self.error = error
        self.address = question.back(error=error, error_description=description) if question else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grant:
    person: Person
    challenge: str
    nonce: str
    expires_at: float


type _Grants = dict[str, _Grant]


@dataclass(frozen=True, slots=True)
class SignIn:
    """One issuer's sign-in for one application; what it has given out is forgotten when it stops."""

    issuer: Issuer
    client_id: str
    application_url: str
    _codes: _Grants = field(default_factory=dict)
    _refresh_tokens: _Grants = field(default_factory=dict)

    @property
    def redirect_uri(self) -> str:
        """The one address that people are sent back to when they have signed in."""
        return f"{self.application_url}/signed-in"

    @property
    def home(self) -> str:
        """The one address that people are sent to when they have signed out."""
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

    def question(self, parameters: Iterable[tuple[str, str]]) -> Question:
        """Read what an application asks.

        Raises:
            RefusedError: the application is not the one we know, or asks for what we do not give.
        """
        query = once(parameters)
        if query.get("client_id") != self.client_id:
            raise RefusedError("unauthorized_client", f"client_id must be {self.client_id}")
        if query.get("redirect_uri") != self.redirect_uri:
            raise RefusedError("invalid_request", f"redirect_uri must be {self.redirect_uri}")
        question = Question(
            redirect_uri=self.redirect_uri,
            state=query.get("state", ""),
            nonce=query.get("nonce", ""),
            challenge=query.get("code_challenge", ""),
            prompt=query.get("prompt", ""),
        )
        if query.get("response_type") != "code":
            raise RefusedError("unsupported_response_type", "response_type must be code", question)
        if "openid" not in query.get("scope", "").split(" "):
            raise RefusedError("invalid_scope", "scope must contain openid", question)
        if query.get("code_challenge_method") != "S256" or not CHALLENGE.fullmatch(question.challenge):
            raise RefusedError("invalid_request", "a code_challenge by the method S256 is required", question)
        return question

    def answer(self, question: Question, person: Person, now: float) -> str:
        """Where to send a person who has signed in: back to the application, with a code.

        Args:
            question: what the application asked.
            person: who they are.
            now: seconds since 1970.
        """
        grant = _Grant(
            person=person,
            challenge=question.challenge,
            nonce=question.nonce,
            expires_at=now + CODE_LIFETIME_SECONDS,
        )
        return question.back(code=_keep(self._codes, grant, now))

    def redeem(self, parameters: Iterable[tuple[str, str]], now: float) -> dict[str, object]:
        """What the token endpoint answers.

        Args:
            parameters: the form that was sent.
            now: seconds since 1970.

        Raises:
            RefusedError: the code or refresh token is not, or no longer, good, or somebody else's.
        """
        form = once(parameters)
        match form.get("grant_type"):
            case "authorization_code":
                # Also a bad attempt uses it up.
                grant = self._codes.pop(form.get("code", ""), None)
                good = grant is not None and self._is_asker(grant, form)
            case "refresh_token":
                grant = self._refresh_tokens.pop(form.get("refresh_token", ""), None)
                good = True
            case _:
                raise RefusedError("unsupported_grant_type", "grant_type must be authorization_code or refresh_token")
        if grant is None or not good or form.get("client_id") != self.client_id or now >= grant.expires_at:
            raise RefusedError("invalid_grant", "the code or token is not good, or was used before")
        return self._tokens(grant, now)

    def _is_asker(self, grant: _Grant, form: Mapping[str, str]) -> bool:
        verifier = form.get("code_verifier", "")
        return (
            form.get("redirect_uri") == self.redirect_uri
            and VERIFIER.fullmatch(verifier) is not None
            and _challenge(verifier) == grant.challenge
        )

    def _tokens(self, grant: _Grant, now: float) -> dict[str, object]:
        person = grant.person
        # A renewed ID token has no nonce: OpenID Connect Core, 12.2.
        renewable = _Grant(person=person, challenge="", nonce="", expires_at=now + REFRESH_LIFETIME_SECONDS)
        return {
            "token_type": "Bearer",
            "access_token": self.issuer.token(person.user_id, name=person.name, scope=person.scope, now=now),
            "id_token": self.issuer.id_token(
                person.user_id, name=person.name, client_id=self.client_id, nonce=grant.nonce, now=now
            ),
            "refresh_token": _keep(self._refresh_tokens, renewable, now),
            "expires_in": LIFETIME_SECONDS,
        }


def once(parameters: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Parameters by their names.

    Raises:
        RefusedError: one is there twice (RFC 6749, 3.1 and 3.2): two readers could each see another one.
    """
    found: dict[str, str] = {}
    for name, value in parameters:
        if name in found:
            raise RefusedError("invalid_request", "a parameter is there twice")
        found[name] = value
    return found


def _challenge(verifier: str) -> str:
    return urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")


def _keep(grants: _Grants, grant: _Grant, now: float) -> str:
    """Keep a grant under a new secret, and forget those that are over; gives the secret."""
    for secret in [secret for secret, kept in grants.items() if now >= kept.expires_at]:
        del grants[secret]
    secret = secrets.token_urlsafe(24)
    grants[secret] = grant
    return secret
