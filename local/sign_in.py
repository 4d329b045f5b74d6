"""The local issuer's sign-in for people: OpenID Connect's code flow with PKCE, as Cognito's hosted UI has it.

Whoever sits before it picks who to be; nothing is secret on this machine. What applications see is real: redirects,
codes that work once, proof keys, ID tokens. https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
"""

import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode

from local.demo_course import ADMIN_ID, ADMIN_NAME, LEARNERS
from local.tokens import LIFETIME_SECONDS, Issuer

CODE_LIFETIME_SECONDS = 60.0
PATH = "/local/issuer"


class RefusedError(Exception):
    """A request that is not granted; `error` is the protocol's word for why."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error


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

    client_id: str
    redirect_uri: str
    state: str
    nonce: str
    challenge: str
    prompt: str

    def back(self, **answer: str) -> str:
        """The application's address, with an answer."""
        return f"{self.redirect_uri}?{urlencode({**answer, **({'state': self.state} if self.state else {})})}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grant:
    question: Question
    person: Person
    expires_at: float


@dataclass(frozen=True, slots=True)
class SignIn:
    """One issuer's sign-in for one application; what it has given out is forgotten when it stops."""

    issuer: Issuer
    client_id: str
    application_url: str
    _codes: dict[str, _Grant] = field(default_factory=dict)
    _refresh_tokens: dict[str, _Grant] = field(default_factory=dict)

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

    def question(self, query: Mapping[str, str]) -> Question:
        """Read what an application asks.

        Raises:
            RefusedError: it is none of ours, or would be answered where only it should not be; nobody is sent there.
        """
        if query.get("client_id") != self.client_id:
            raise RefusedError("unauthorized_client", f"client_id must be {self.client_id}")
        if not query.get("redirect_uri", "").startswith(f"{self.application_url}/"):
            raise RefusedError("invalid_request", f"redirect_uri must be an address of {self.application_url}")
        return Question(
            client_id=query["client_id"],
            redirect_uri=query["redirect_uri"],
            state=query.get("state", ""),
            nonce=query.get("nonce", ""),
            challenge=query.get("code_challenge", "") if query.get("code_challenge_method") == "S256" else "",
            prompt=query.get("prompt", ""),
        )

    def answer(self, question: Question, person: Person) -> str:
        """Where to send a person who has signed in: back to the application, with a code.

        Without a proof key the answer is an error.
        """
        if not question.challenge:
            return question.back(error="invalid_request", error_description="code_challenge with S256 is required")
        code = secrets.token_urlsafe(24)
        expires_at = time.time() + CODE_LIFETIME_SECONDS
        self._codes[code] = _Grant(question=question, person=person, expires_at=expires_at)
        return question.back(code=code)

    def redeem(self, form: Mapping[str, str]) -> dict[str, object]:
        """What the token endpoint answers.

        Raises:
            RefusedError: the code or refresh token is not, or no longer, good, or somebody else's.
        """
        match form.get("grant_type"):
            case "authorization_code":
                grant = self._codes.pop(form.get("code", ""), None)
                proof = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
                good = (
                    grant is not None
                    and grant.question.redirect_uri == form.get("redirect_uri")
                    and secrets.compare_digest(grant.question.challenge, proof)
                )
            case "refresh_token":
                grant = self._refresh_tokens.pop(form.get("refresh_token", ""), None)
                good = grant is not None
            case _:
                raise RefusedError("unsupported_grant_type", "grant_type must be authorization_code or refresh_token")
        if grant is None or not good or form.get("client_id") != self.client_id or time.time() > grant.expires_at:
            raise RefusedError("invalid_grant", "the code or token is not good, or was used before")
        return self._tokens(grant)

    def _tokens(self, grant: _Grant) -> dict[str, object]:
        person = grant.person
        refresh_token = secrets.token_urlsafe(24)
        self._refresh_tokens[refresh_token] = _Grant(
            question=grant.question, person=person, expires_at=time.time() + 30 * 24 * 3600
        )
        return {
            "token_type": "Bearer",
            "access_token": self.issuer.token(person.user_id, name=person.name, scope=person.scope),
            "id_token": self.issuer.id_token(
                person.user_id, name=person.name, client_id=self.client_id, nonce=grant.question.nonce
            ),
            "refresh_token": refresh_token,
            "expires_in": LIFETIME_SECONDS,
        }
