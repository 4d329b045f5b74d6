"""The local issuer of tokens, in place of a Cognito user pool."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from local.settings import AUDIENCE

LIFETIME_SECONDS = 8 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """An issuer and its signing key."""

    url: str
    key: rsa.RSAPrivateKey
    key_id: str

    def token(self, subject: str, *, name: str, scope: str, now: float) -> str:
        """An access token, valid for 8 hours.

        Args:
            subject: the `user_id`.
            name: the learner's name; none when empty.
            scope: words such as `admin service`; none when empty.
            now: when it is issued, in seconds since 1970.
        """
        return self._signed({"aud": AUDIENCE, "sub": subject, "name": name, "scope": scope}, int(now))

    def id_token(self, subject: str, *, name: str, client_id: str, nonce: str, now: float) -> str:
        """An ID token, for the application that the user signs in to.

        Args:
            subject: the `user_id`.
            name: the user's name; none when empty.
            client_id: that of the application.
            nonce: that of the authorization request; none when empty.
            now: when it is issued, in seconds since 1970.
        """
        return self._signed({"aud": client_id, "sub": subject, "name": name, "nonce": nonce}, int(now))

    def key_set(self) -> dict[str, Any]:
        """The JWK set with the public key."""
        public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
        return {"keys": [{**public, "kid": self.key_id, "use": "sig", "alg": "RS256"}]}

    def _signed(self, claims: dict[str, str], now: int) -> str:
        given = {name: value for name, value in claims.items() if value}
        return jwt.encode(
            {"iss": self.url, "iat": now, "exp": now + LIFETIME_SECONDS, **given},
            self.key,
            algorithm="RS256",
            headers={"kid": self.key_id},
        )


def issuer(url: str, folder: Path) -> Issuer:
    """The issuer at `url`; its key is generated once and stored in `folder`, so tokens stay valid after a restart."""
    path = folder / "issuer-key.pem"
    if path.exists():
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{path} is not an RSA key")
    else:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        path.touch(mode=0o600)
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    key_id = urlsafe_b64encode(sha256(public).digest()[:12]).decode()
    return Issuer(url=url, key=key, key_id=key_id)
