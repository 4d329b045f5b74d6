"""Protection against DNS rebinding: only requests to a loopback host name are answered.

Any site can let a host name of its own resolve to 127.0.0.1. To a browser, this service is then same-origin with that
site, whose scripts could read tokens from `/local/token`. Starlette's TrustedHostMiddleware supports no IPv6 address,
reads the first of several Host headers, and answers with plain text.
"""

import re

from starlette.types import ASGIApp, Receive, Scope, Send

from local.problems import problem

LOOPBACK = re.compile(rb"(127\.0\.0\.1|localhost|\[::1\])(:[0-9]*)?", re.IGNORECASE)


class LoopbackOnly:
    """Refuses requests unless they have exactly one Host header, with a loopback name and any port."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            hosts = [value for name, value in scope["headers"] if name == b"host"]
            if len(hosts) != 1 or not LOOPBACK.fullmatch(hosts[0]):
                detail = "This service answers to 127.0.0.1, localhost and [::1] alone."
                await problem(421, "misdirected_request", detail)(scope, receive, send)
                return
        await self._app(scope, receive, send)
