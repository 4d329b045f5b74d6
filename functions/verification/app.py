"""Answers the public, without a token: is this certificate genuine, is the service well, what does it offer."""

from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response

from shared.domain.errors import CertificateNotFound
from shared.edge import page, requests, schemas
from shared.edge.answers import certificates as answers
from shared.edge.http import JSON, json_response, new_api, serve
from shared.usecases import verification

HTML = "text/html"

api = new_api()
handler = serve(api)


@api.get("/certificates/verify/<code>")
def verify_certificate(code: str) -> Response[str]:
    wants_page = requests.prefers(api.current_event, HTML, over=JSON)
    try:
        certificate = verification.verify(requests.path_text(code))
    except CertificateNotFound:
        if wants_page:
            return Response(int(HTTPStatus.NOT_FOUND), f"{HTML}; charset=utf-8", page.unknown(), headers=page.HEADERS)
        raise
    if wants_page:
        return Response(int(HTTPStatus.OK), f"{HTML}; charset=utf-8", page.known(certificate), headers=page.HEADERS)
    return json_response(answers.verification(certificate))


@api.get("/health")
def get_health() -> Response[str]:
    return json_response({"status": "ok"})


@api.get("/openapi.json")
def get_openapi() -> Response[str]:
    return Response(int(HTTPStatus.OK), JSON, schemas.openapi_text(), headers={"Cache-Control": "max-age=300"})
