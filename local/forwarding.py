"""Forwards requests to the deployed HTTP API, and its responses back, byte for byte."""

from http import HTTPStatus

import httpx
from starlette.requests import Request
from starlette.responses import Response

from local.ministack import execute_api
from local.problems import is_api_gateway_error, problem
from local.settings import TIMEOUT_FACTOR

type Headers = list[tuple[bytes, bytes]]

# RFC 9110, 7.6.1. The API has a host name of its own.
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
# Quotas of an HTTP API, and of the payload of a function.
HEADERS_LIMIT = 10_240
BODY_LIMIT = 6 * 1024 * 1024
# So many requests are forwarded at the same time, the others wait: each needs a process for its function, and a laptop
# has few processors.
CONCURRENCY = 8
# Seconds. A function has at most 29; it may have to start first.
TIMEOUT = httpx.Timeout(60 * TIMEOUT_FACTOR, pool=None)


class Forwarder:
    """Forwards to one deployed HTTP API."""

    def __init__(self, endpoint: str, api: str) -> None:
        """Forward to the API with the id `api` of ministack at `endpoint`."""
        self._endpoint = endpoint
        self._client = httpx.AsyncClient(limits=httpx.Limits(max_connections=CONCURRENCY), trust_env=False)
        self._prefix = execute_api.path_prefix(api)

    async def forward(self, request: Request) -> Response:
        """The API's response; errors of API Gateway itself become problem documents."""
        if sum(len(name) + len(value) for name, value in request.headers.raw) > HEADERS_LIMIT:
            return problem(431)
        body = await _body(request)
        if body is None:
            return problem(413)
        try:
            answer = await self._client.send(self._request(request, body), stream=True)
            # Raw: a compressed body is not decompressed.
            content = b"".join([chunk async for chunk in answer.aiter_raw()])
        except httpx.TimeoutException:
            return problem(504)
        except httpx.TransportError:
            return problem(503)
        refused = execute_api.refused_preflight_status(request.method, content)
        if refused is not None:
            response: Response = problem(404) if refused == HTTPStatus.NOT_FOUND else Response(status_code=refused)
        elif is_api_gateway_error(answer.status_code, answer.headers):
            response = problem(execute_api.api_gateway_status(answer.status_code))
        else:
            response = Response(content, answer.status_code)
            response.raw_headers = [
                (name.lower(), value) for name, value in _end_to_end(answer.headers.raw) if name.lower() != b"date"
            ]
        if "x-request-id" not in response.headers and "apigw-requestid" in answer.headers:
            response.headers["x-request-id"] = answer.headers["apigw-requestid"]
        return response

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()

    def _request(self, request: Request, body: bytes) -> httpx.Request:
        raw_path: bytes = request.scope["raw_path"]
        query: bytes = request.scope["query_string"]
        target = self._prefix + raw_path + (b"?" + query if query else b"")
        headers = [
            (name, execute_api.authorization(value) if name == b"authorization" else value)
            for name, value in _end_to_end(request.headers.raw)
            if name != b"content-length"
        ]
        return httpx.Request(
            request.method,
            self._endpoint,
            headers=headers,
            content=body,
            # The target as it was received: httpx would normalize a URL.
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
    """The end-to-end headers, in their order, repeated ones included."""
    named = {
        name.strip().lower() for key, value in headers if key.lower() == b"connection" for name in value.split(b",")
    }
    dropped = HOP_BY_HOP | named
    return [(key, value) for key, value in headers if key.lower() not in dropped]
