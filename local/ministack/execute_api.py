"""Requests to the HTTP APIs that ministack serves, where it differs from API Gateway."""

from http import HTTPStatus

import jwt


def path_prefix(api: str) -> bytes:
    """The prefix of the path of a request to an API.

    ministack 1.5.33: serves an API at a host name of its own, but answers `/health` there itself; and at this path,
    where every path reaches the API.
    AWS: the host name alone, and every path is the API's.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-publish.html
    """
    return f"/_aws/execute-api/{api}/$default".encode()


def authorization(header: bytes) -> bytes:
    """The Authorization header to send in place of this one: itself if it holds a JWT, else one that gets 401.

    ministack 1.5.33: fails with an exception on a JWT whose header or payload is JSON but not an object: that gets 500.
    For a path without a route, it checks an AWS signature, and answers 403 if that is not valid.
    AWS: a JWT authorizer answers 401 to everything but a valid JWT, and a path without a route gets 404.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
    """
    token = header.decode("latin-1").strip()
    token = token[7:].strip() if token.lower().startswith("bearer ") else token
    try:
        jwt.decode_complete(token, options={"verify_signature": False})
    except jwt.PyJWTError:
        return b"Bearer none"
    return header


def refused_preflight_status(method: str, content: bytes) -> int | None:
    """API Gateway's status for a CORS preflight that ministack refused; None for any other response.

    ministack 1.5.33: treats each OPTIONS request as a CORS preflight, and answers 403 without a CORS configuration, and
    403 for an origin that is not in it.
    AWS: answers preflights only with a CORS configuration; without one, OPTIONS is a method like any other, and without
    a route for it the answer is 404. A preflight of another origin gets 204 without CORS headers.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    """
    if method != "OPTIONS" or b"CORS" not in content:
        return None
    return HTTPStatus.NOT_FOUND if b"not configured" in content else HTTPStatus.NO_CONTENT


def api_gateway_status(status: int) -> int:
    """The status of an error of API Gateway's own, for that of ministack.

    ministack 1.5.33: 502 when a function failed, as for a REST API.
    AWS: an HTTP API says "Internal Server Error", which is 500.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
    """
    return HTTPStatus.INTERNAL_SERVER_ERROR if status == HTTPStatus.BAD_GATEWAY else status
