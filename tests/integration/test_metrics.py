"""Metrics: what a scripted hour of traffic did, each fact counted once, wherever it was detected."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from shared.edge.metrics import Metric
from tests.support.aws import stream_records
from tests.support.metrics import counted
from tests.support.queues import RECHECK, run_until_empty
from tests.support.service import ADMIN, Caller, Context, Service, function
from tests.support.steps import (
    completed,
    deliver_completed_lessons,
    enable_certificates,
    enroll,
    finish_lessons,
    get_certificate,
    outcomes,
    pay_event,
    playback,
    put_course,
    refund_event,
    send,
    signature,
    verify,
)
from tests.support.wire import broken
from tests.support.wire import refusal as refused

# Who finishes the course, and how it is detected: by the stream, by the download, by a recheck.
DETECTED, LATE, RECHECKED = (
    [Caller(f"{group}-{number}", name="Anna") for number in range(size)]
    for group, size in (("detected", 3), ("late", 4), ("rechecked", 2))
)
# A finished course without its certificate.
UNCERTIFIED = RECHECKED


def deliver(records: Sequence[dict[str, Any]]) -> None:
    answer = function("announcements").handler({"Records": records}, Context())
    assert answer == {"batchItemFailures": []}


def deliver_facts() -> None:
    """Deliver the records that pass the filters of the two streams of facts."""
    for entity, names in (("completions", {"INSERT"}), ("course-certificates", {"INSERT", "MODIFY"})):
        deliver([record for record in stream_records(entity) if record["eventName"] in names])


def complete_courses(service: Service) -> None:
    """Learners finish the course in three ways: 9 completions."""
    for learner in (*DETECTED, *LATE):
        assert enroll(service, learner, order_id=f"order-{learner.sub}").status == 200
    for learner in DETECTED:
        finish_lessons(service, learner)
    deliver_completed_lessons(service)
    # A revisit is checked again, and completes nothing.
    send(service, playback("starter", [0, 10]), learner=DETECTED[0])
    deliver_completed_lessons(service)
    for learner in LATE:
        finish_lessons(service, learner)
    for learner in (*DETECTED, *LATE):
        for _ in range(2):
            assert get_certificate(service, learner).status == 200
    for learner in RECHECKED:
        assert enroll(service, learner).status == 200
        assert outcomes(send(service, playback("starter", [0, 100]), completed("flour"), learner=learner))
    put_course(service, completion_rule={"course_percent": 50})
    run_until_empty(RECHECK)


def revoke_and_reinstate(service: Service) -> None:
    """One revocation by an admin, who repeats it, and one by a refund, whose event is delivered twice."""
    public_id = get_certificate(service, DETECTED[0], accept="application/json").json["public_id"]
    url = f"/admin/certificates/{public_id}"
    for _ in range(2):
        assert service.call("POST", f"{url}/revoke", caller=ADMIN, body={"reason": "a mistake"}).status == 200
    for _ in range(2):
        assert service.call("POST", f"{url}/reinstate", caller=ADMIN).status == 200
    event = refund_event(f"order-{DETECTED[1].sub}")
    for _ in range(2):
        assert pay_event(service, event).status == 200
    assert pay_event(service, refund_event(f"order-{LATE[0].sub}", amount_refunded=100)).status == 200


def verify_codes(service: Service, revoked: str, active: str) -> None:
    for code in (active, active.lower(), revoked, "ABCD-EFGH-JKMN"):
        verify(service, code)


@contextmanager
def failing(service: Service) -> Iterator[None]:
    service.may_fail = True
    with broken(refused("AccessDeniedException")):
        yield
    service.may_fail = False


def test_the_metrics_of_an_hour_are_what_its_traffic_did(service: Service, capsys: pytest.CaptureFixture[str]) -> None:
    put_course(service)
    enable_certificates(service)
    complete_courses(service)
    codes = [
        get_certificate(service, learner, accept="application/json").json["verification_code"]
        for learner in DETECTED[1:]
    ]
    revoke_and_reinstate(service)
    verify_codes(service, *codes)
    with failing(service):
        assert send(service, completed("flour"), learner=LATE[0]).status == 500
    assert outcomes(send(service, completed("no-such-lesson"), learner=LATE[0])) == ["lesson_not_found"]
    forged = {"Stripe-Signature": signature("{}", secret="whsec_wrong")}  # noqa: S106 - a test value
    assert service.call("POST", "/webhooks/stripe", body="{}", headers=forged).status == 400
    deliver_facts()
    finished = len(DETECTED) + len(LATE)
    assert counted(capsys.readouterr().out) == {
        Metric.COURSES_COMPLETED: finished + len(RECHECKED),
        Metric.CERTIFICATES_ISSUED: finished,
        Metric.CERTIFICATES_REVOKED: 2,
        Metric.CERTIFICATES_REINSTATED: 1,
        # Four lessons each, a revisit, and two lessons of those who are rechecked.
        Metric.HEARTBEATS: 4 * finished + 1 + 2 * len(RECHECKED),
        "Verifications active": 2,
        "Verifications revoked": 1,
        "Verifications certificate_not_found": 1,
        "PaymentEvents refunded": 1,
        "PaymentEvents partially_refunded": 1,
        Metric.SIGNATURE_FAILURES: 1,
        Metric.FAILED_REQUESTS: 1,
    }


def test_a_fact_that_could_not_be_announced_is_counted_when_it_is(
    service: Service, capsys: pytest.CaptureFixture[str]
) -> None:
    put_course(service)
    assert enroll(service).status == 200
    finish_lessons(service)
    deliver_completed_lessons(service)
    records = stream_records("completions")[:1]
    with broken(refused("ThrottlingException"), service="events"), pytest.raises(Exception, match="All records failed"):
        deliver(records)
    assert Metric.COURSES_COMPLETED not in counted(capsys.readouterr().out)
    deliver(records)
    assert counted(capsys.readouterr().out) == {Metric.COURSES_COMPLETED: 1}


def test_a_client_over_its_limit_is_counted_as_such(
    service: Service, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = function("verification")
    monkeypatch.setattr(app, "config", type(app.config)(requests_a_minute=1))
    for _ in range(2):
        verify(service, "ABCD-EFGH-JKMN")
    assert counted(capsys.readouterr().out) == {
        "Verifications certificate_not_found": 1,
        "Verifications too_many_requests": 1,
    }
