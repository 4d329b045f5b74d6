"""A client of the running service."""

import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from typing import Any, Self

import httpx

from local.console import CommandError
from local.settings import SIGNING_SECRET, TIMEOUT_FACTOR

# Seconds; longer than the service takes for any request.
TIMEOUT = 90.0 * TIMEOUT_FACTOR


class Caller:
    """A client with an access token, or an anonymous one."""

    def __init__(self, url: str, *, user_id: str = "", name: str = "", scope: str = "") -> None:
        """Call the service at `url`; with a `user_id`, with an access token of the local issuer."""
        self.http = httpx.Client(base_url=url, timeout=TIMEOUT, trust_env=False)
        if user_id:
            query = {"sub": user_id, "name": name, "scope": scope}
            token = self.ask("GET", "/local/token", params=query)["access_token"]
            self.http.headers["authorization"] = f"Bearer {token}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def call(self, method: str, path: str, *, expect: int = 200, **arguments: Any) -> httpx.Response:  # noqa: ANN401
        """Send one request.

        Args:
            method: an HTTP method.
            path: the path, with its query.
            expect: the expected status.
            arguments: those of httpx, such as `json`.

        Raises:
            CommandError: the service is not running, or its response has another status.
        """
        try:
            answer = self.http.request(method, path, **arguments)
        except httpx.ConnectError as error:
            raise CommandError(f"no service is running at {self.http.base_url}: start `make run` first") from error
        except httpx.TransportError as error:
            raise CommandError(f"{method} {path} got no response: {error!r}") from error
        if answer.status_code != expect:
            raise CommandError(f"{method} {path} returned {answer.status_code}, expected {expect}: {answer.text[:500]}")
        return answer

    def ask(self, method: str, path: str, *, expect: int = 200, **arguments: Any) -> Any:  # noqa: ANN401
        """Send one request, and return the JSON of its response.

        Raises:
            CommandError: as `call`, or the response is not JSON.
        """
        answer = self.call(method, path, expect=expect, **arguments)
        try:
            return answer.json()
        except ValueError as error:
            raise CommandError(f"{method} {path} returned no JSON: {answer.text[:500]}") from error


def signed(event: Mapping[str, object], *, secret: str = SIGNING_SECRET, at: float | None = None) -> dict[str, Any]:
    """The arguments of httpx for a signed payment event: https://docs.stripe.com/webhooks#verify-manually.

    Args:
        event: the event.
        secret: the signing secret.
        at: when it is signed, in seconds since 1970; now by default.
    """
    body = json.dumps(event).encode()
    moment = int(time.time() if at is None else at)
    signature = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
    return {
        "content": body,
        "headers": {"content-type": "application/json", "stripe-signature": f"t={moment},v1={signature}"},
    }


def refund(order_id: str, *, event_id: str, amount: int, amount_refunded: int) -> dict[str, Any]:
    """A `charge.refunded` event, amounts in cents."""
    return {
        "id": event_id,
        "object": "event",
        "type": "charge.refunded",
        "data": {
            "object": {
                "id": f"ch_{order_id}",
                "object": "charge",
                "amount": amount,
                "amount_refunded": amount_refunded,
                "currency": "eur",
                "payment_intent": f"pi_{order_id}",
                "metadata": {"order_id": order_id},
            }
        },
    }
