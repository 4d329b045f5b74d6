"""Passes requests on to the emulated HTTP API, and its answers back, byte for byte."""

import httpx
import jwt
from starlette.requests import Request
from starlette.responses import Response

from local.problems import in_the_cloud, is_no_functions, problem
from local.settings import PATIENCE

type Headers = list[tuple[bytes, bytes]]

# RFC 9110, 7.6.1: these are for one connection, not for the message. The host is the API's own.
HOP_BY_HOP = {
    b"connection",
    b"expect",
    b"host",
    b"keep-alive",
    b"proxy-authenticate",
    b"proxy-authorization",
    b"proxy-connection",
    b"te",
    b"trailer",
    b"transfer-encoding",
    b"upgrade",
}
# Quotas of an HTTP API, and of the event that a function takes.
HEADERS_LIMIT = 10_240
BODY_LIMIT = 6 * 1024 * 1024
# So many requests are worked on at once, the others wait for their turn: each needs a process of its own to run its
# function in, and a laptop has few processors.
AT_ONCE = 8
# A function has at most 29 seconds; it may have to start first.
TIMEOUT = httpx.Timeout(60 * PATIENCE, pool=None)


class Forwarder:
    """Speaks to one deployed API."""

    def __init__(self, endpoint: str, api: str) -> None:
        """Speak to the API with the id `api` of the emulator at `endpoint`."""
        self._endpoint = endpoint
        self._client = httpx.AsyncClient(limits=httpx.Limits(max_connections=AT_ONCE), trust_env=False)
        # Its address by path: by host, the emulator would take /health and others for its own.
        self._prefix = f"/_aws/execute-api/{api}/$default".encode()

    async def forward(self, request: Request) -> Response:
        """Answer what the API answers, with errors as the contract has them."""
        if sum(len(name) + len(value) for name, value in request.headers.raw) > HEADERS_LIMIT:
            return problem(431)
        body = await _body(request)
        if body is None:
            return problem(413)
        try:
            answer = await self._client.send(self._request(request, body), stream=True)
            # Raw: a body that the function compressed stays so.
            content = b"".join([chunk async for chunk in answer.aiter_raw()])
        except httpx.TimeoutException:
            return problem(504)
        except httpx.TransportError:
            return problem(503)
        if request.method == "OPTIONS" and b"CORS" in content:
            response: Response = problem(404)  # AWS's answer, on an API that has no CORS settings
        elif is_no_functions(answer.status_code, answer.headers):
            response = problem(in_the_cloud(answer.status_code))
        else:
            response = Response(content, answer.status_code)
            response.raw_headers = [
                (name.lower(), value) for name, value in _end_to_end(answer.headers.raw) if name.lower() != b"date"
            ]
        if "x-request-id" not in response.headers and "apigw-requestid" in answer.headers:
            response.headers["x-request-id"] = answer.headers["apigw-requestid"]
        return response

    async def close(self) -> None:
        """Close its connections."""
        await self._client.aclose()

    def _request(self, request: Request, body: bytes) -> httpx.Request:
        raw_path: bytes = request.scope["raw_path"]
        query: bytes = request.scope["query_string"]
        target = self._prefix + raw_path + (b"?" + query if query else b"")
        headers = [
            (name, _readable(value) if name == b"authorization" else value)
            for name, value in _end_to_end(request.headers.raw)
            if name != b"content-length"
        ]
        return httpx.Request(
            request.method,
            self._endpoint,
            headers=headers,
            content=body,
            # The target goes as it came: a parsed address would be a normalized one.
            extensions={"target": target, "timeout": TIMEOUT.as_dict()},
        )


async def _body(request: Request) -> bytes | None:
    """The request's body, or None if it is too large."""
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY_LIMIT:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


def _end_to_end(headers: Headers) -> Headers:
    """The headers that belong to the message, in their order, repeated ones included."""
    named = {
        name.strip().lower() for key, value in headers if key.lower() == b"connection" for name in value.split(b",")
    }
    dropped = HOP_BY_HOP | named
    return [(key, value) for key, value in headers if key.lower() not in dropped]


def _readable(authorization: bytes) -> bytes:
    """The header as it is, or one that is refused: the emulator fails on a token that is no JSON inside."""
    token = authorization.decode("latin-1").strip()
    token = token[7:].strip() if token.lower().startswith("bearer ") else token
    try:
        jwt.decode_complete(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return b"Bearer none"
    return authorization
