"""Logs: the id, route and status of each request; never personal data, codes or bodies."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from shared.aws.connection import client
from shared.edge.log import logger
from tests.support.service import ADMIN, Caller, Service, function
from tests.support.steps import (
    certified,
    completed,
    enroll,
    get_certificate,
    pay_event,
    put_course,
    refund_event,
    send,
    signature,
    verify,
)
from tests.support.template import SIGNING_SECRET
from tests.support.wire import broken, just_before
from tests.support.wire import refusal as refused

ZOFIA = Caller("zofia-77", name="Zofia Brzęczyszczykiewicz")


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Iterator[io.StringIO]:
    """Everything that the functions log at level DEBUG; metrics are written to standard output too."""
    written = io.StringIO()
    handler = logger.registered_handler
    assert isinstance(handler, logging.StreamHandler)
    before, level = handler.setStream(written), logger.log_level
    logger.setLevel(logging.DEBUG)
    yield written
    logger.setLevel(level)
    handler.setStream(before)
    capsys.readouterr()


def lines(log: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_one_line_with_its_id_route_and_status(service: Service, log: io.StringIO) -> None:
    put_course(service)
    enroll(service, ZOFIA)
    send(service, completed("flour"), learner=ZOFIA)
    answered = lines(log)
    assert [line["request_id"] for line in answered] == service.requests
    assert (answered[-1]["message"], answered[-1]["status"]) == ("answered", 200)
    assert answered[-1]["route"] == "POST /my-courses/{slug}/progress"


def test_names_codes_and_bodies_are_never_logged(
    service: Service, log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    data = certified(service, ZOFIA, learner_name="Zofia B.", order_id="order-1")
    get_certificate(service, ZOFIA)
    verify(service, data["verification_code"])
    verify(service, data["verification_code"].lower(), accept="text/html")
    verify(service, "no-such-code")
    url = f"/admin/certificates/{data['public_id']}/revoke"
    service.call("POST", url, caller=ADMIN, body={"reason": "she cheated"})
    send(service, {"event_id": "Zofia"}, learner=ZOFIA)
    for name in ("Zofia Own", "Zofia \ue000", "\u200b"):
        service.call("PUT", "/my-profile", caller=ZOFIA, body={"name": name})
    service.call("GET", "/my-profile?course_slug=sourdough-bread", caller=ZOFIA)
    service.call("GET", "/admin/courses/course-1/learners/zofia-77", caller=ADMIN)
    pay_event(service, refund_event("order-1"))
    service.call("GET", "/service/learners/zofia-77/export", caller=Caller("shop", scope="service"))
    service.call("DELETE", "/service/learners/zofia-77", caller=Caller("shop", scope="service"))
    logged = log.getvalue() + capsys.readouterr().out
    assert len(logged) > 1000
    code = data["verification_code"]
    for secret in ("Zofia", "Brz", code, code.lower(), code.replace("-", ""), "cheated", "whsec", "v1=", "Bearer"):
        assert secret not in logged


def test_an_outage_is_logged_with_its_cause_but_not_its_learner(service: Service, log: io.StringIO) -> None:
    put_course(service)
    enroll(service, ZOFIA, learner_name=ZOFIA.name)
    with broken(refused("ThrottlingException")):
        send(service, completed("flour"), learner=ZOFIA)
    warning = lines(log)[-2]
    assert (warning["level"], warning["message"]) == ("WARNING", "unavailable")
    assert "ThrottlingException" in str(warning["exception"])
    assert "Brz" not in log.getvalue()


def test_a_failure_is_logged_as_an_error_with_its_request(service: Service, log: io.StringIO) -> None:
    put_course(service)
    service.may_fail = True
    with broken(refused("AccessDeniedException")):
        answer = send(service, completed("flour"), learner=ZOFIA)
    error = lines(log)[-2]
    assert (error["level"], error["message"]) == ("ERROR", "failed")
    assert error["request_id"] == answer.headers["X-Request-Id"]
    assert "AccessDeniedException" in str(error["exception"])


def test_a_transaction_that_was_refused_logs_no_item(service: Service, log: io.StringIO) -> None:
    put_course(service)
    enroll(service, ZOFIA, learner_name=ZOFIA.name, order_id="order-1")

    def others() -> None:
        enroll(service, ZOFIA, order_id=f"order-{len(service.requests)}")

    with just_before("TransactWriteItems", others, times=8):
        assert enroll(service, ZOFIA, learner_name="Zofia B.").status == 409
    assert "Zofia" not in log.getvalue()


def test_a_secret_that_is_not_used_is_logged_without_its_value(
    service: Service, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    client("secretsmanager").put_secret_value(SecretId="test-signing-secrets", SecretString=f"hunter2 {SIGNING_SECRET}")
    monkeypatch.setattr(function("refund_webhook").webhook.secret, "_cached", None)
    headers = {"Stripe-Signature": signature("{}", secret="hunter2")}  # noqa: S106 - a test value
    assert service.call("POST", "/webhooks/stripe", body="{}", headers=headers).status == 400
    [warning] = [line for line in lines(log) if line["level"] == "WARNING"]
    assert warning["unusable_values"] == 1
    assert "hunter2" not in log.getvalue()
