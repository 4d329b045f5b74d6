"""The application's side of signing in: what its pages do in a browser, with real proof keys."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import jwt

from local.tokens import Issuer


@dataclass(frozen=True, kw_only=True)
class Application:
    """An application that signs people in, once."""

    client_id: str
    redirect_uri: str
    state: str = "a state & more"
    nonce: str = "a nonce"
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def asks(self, /, **changes: str | None) -> list[tuple[str, str]]:
        """What it asks of the authorization endpoint; a change to None leaves a parameter out."""
        digest = sha256(self.verifier.encode()).digest()
        return _changed(
            {
                "response_type": "code",
                "client_id": self.client_id,
                "redirect_uri": self.redirect_uri,
                "scope": "openid profile",
                "state": self.state,
                "nonce": self.nonce,
                "code_challenge": urlsafe_b64encode(digest).decode().rstrip("="),
                "code_challenge_method": "S256",
            },
            changes,
        )

    def redeems(self, code: str, /, **changes: str | None) -> list[tuple[str, str]]:
        """What it sends to the token endpoint for a code."""
        return _changed(
            {
                "grant_type": "authorization_code",
                "client_id": self.client_id,
                "redirect_uri": self.redirect_uri,
                "code": code,
                "code_verifier": self.verifier,
            },
            changes,
        )

    def renews(self, refresh_token: str, /, **changes: str | None) -> list[tuple[str, str]]:
        """What it sends to the token endpoint for a refresh token."""
        return _changed(
            {"grant_type": "refresh_token", "client_id": self.client_id, "refresh_token": refresh_token}, changes
        )


def _changed(parameters: dict[str, str], changes: dict[str, str | None]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in {**parameters, **changes}.items() if value is not None]


def claims(token: object, issuer: Issuer, *, audience: str) -> dict[str, Any]:
    """What a token says, its signature checked; whether it is still valid does not matter here."""
    assert isinstance(token, str)
    (key,) = jwt.PyJWKSet.from_dict(issuer.key_set()).keys
    found: dict[str, Any] = jwt.decode(
        token,
        key,
        algorithms=["RS256"],
        audience=audience,
        issuer=issuer.url,
        options={"verify_exp": False, "verify_iat": False},
    )
    return found
