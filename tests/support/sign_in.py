"""The client side of signing in: the OAuth requests that the pages send, with PKCE."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import jwt

from local.tokens import Issuer


@dataclass(frozen=True, kw_only=True)
class Application:
    """An OAuth client in one sign-in."""

    client_id: str
    redirect_uri: str
    state: str = "a state & more"
    nonce: str = "a nonce"
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def authorization_parameters(self, /, **changes: str | None) -> list[tuple[str, str]]:
        """The parameters of its authorization request; a change to None omits a parameter."""
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

    def code_parameters(self, code: str, /, **changes: str | None) -> list[tuple[str, str]]:
        """The token request that redeems a code."""
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

    def refresh_parameters(self, refresh_token: str, /, **changes: str | None) -> list[tuple[str, str]]:
        """The token request that uses a refresh token."""
        return _changed(
            {"grant_type": "refresh_token", "client_id": self.client_id, "refresh_token": refresh_token}, changes
        )


def _changed(parameters: dict[str, str], changes: dict[str, str | None]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in {**parameters, **changes}.items() if value is not None]


def claims(token: object, issuer: Issuer, *, audience: str) -> dict[str, Any]:
    """The claims of a token, after its signature is verified; its expiry is ignored."""
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
