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


def is_refused_preflight(method: str, content: bytes) -> bool:
    """Whether ministack answered a request for which an API without a CORS configuration has no route.

    ministack 1.5.33: treats each OPTIONS request as a CORS preflight, and answers 403 without a CORS configuration.
    AWS: answers preflights only with a CORS configuration; without one, OPTIONS is a method like any other, and without
    a route for it the answer is 404.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html
    """
    return method == "OPTIONS" and b"CORS" in content


def api_gateway_status(status: int) -> int:
    """The status of an error of API Gateway's own, for that of ministack.

    ministack 1.5.33: 502 when a function failed, as for a REST API.
    AWS: an HTTP API says "Internal Server Error", which is 500.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-troubleshooting-lambda.html
    """
    return HTTPStatus.INTERNAL_SERVER_ERROR if status == HTTPStatus.BAD_GATEWAY else status
