"""When AWS fails: the caller gets 503 with Retry-After, and no write is partial."""

import time

import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

from shared.aws.connection import LONGEST_WAIT_SECONDS
from tests.support.aws import items
from tests.support.service import ADMIN, SHOP, Answer, Service
from tests.support.steps import (
    ANNA,
    certified,
    completed,
    course,
    deliver_completed_lessons,
    enroll,
    enrollment,
    finish_lessons,
    get_certificate,
    my_course,
    pay_event,
    put_course,
    refund_event,
    refusal,
    send,
    verify,
)
from tests.support.wire import broken, inject_fault, s3_refusal
from tests.support.wire import refusal as refused

URL = "https://dynamodb.us-east-1.amazonaws.com/"
OUTAGES = {
    "capacity": refused("ProvisionedThroughputExceededException"),
    "throttled": refused("ThrottlingException"),
    "limited": refused("RequestLimitExceeded"),
    "failing": refused("InternalServerError", 500),
    "unknown error code": refused("503", 503),
    "no address": EndpointConnectionError(endpoint_url=URL),
    "no connection": ConnectTimeoutError(endpoint_url=URL),
    "no answer": ReadTimeoutError(endpoint_url=URL),
}
S3_OUTAGES = {
    "busy": s3_refusal("SlowDown", 503),
    "failing": s3_refusal("InternalError", 500),
    "no answer": ReadTimeoutError(endpoint_url=URL),
}
CONFLICT, THROTTLED_ITEM = (
    refused("TransactionCanceledException", more=f', "CancellationReasons": [{{"Code": "None"}}, {{"Code": "{code}"}}]')
    for code in ("TransactionConflict", "ThrottlingError")
)


def require_retry_later(answer: Answer) -> None:
    """Assert a 503 with Retry-After that reveals no internal detail."""
    assert refusal(answer) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) >= 1
    for inside in (b"Traceback", b"botocore", b"dynamodb", b"Exception"):
        assert inside not in answer.content


@pytest.fixture(autouse=True)
def _enrolled(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1")


@pytest.mark.parametrize("outage", OUTAGES.values(), ids=OUTAGES)
def test_routes_ask_for_a_retry_while_dynamodb_is_unavailable(service: Service, outage: Exception) -> None:
    with broken(outage):
        require_retry_later(send(service, completed("flour")))
        require_retry_later(service.call("GET", "/my-courses", caller=ANNA))
        require_retry_later(service.call("GET", "/my-courses/sourdough-bread", caller=ANNA))
        require_retry_later(service.call("GET", "/courses/sourdough-bread/completion-rule", caller=ANNA))
        require_retry_later(get_certificate(service))
        require_retry_later(verify(service, "0" * 20))
        page = verify(service, "0" * 20, accept="text/html")
        assert (page.status, page.headers["Retry-After"]) == (503, "2")
        require_retry_later(pay_event(service, refund_event("order-1")))
        require_retry_later(enroll(service))
        require_retry_later(service.call("PUT", "/admin/courses/course-1", caller=ADMIN, body=course()))
        require_retry_later(service.call("GET", "/admin/courses", caller=ADMIN))
        require_retry_later(service.call("GET", "/admin/webhook-events", caller=ADMIN))
        require_retry_later(service.call("GET", "/admin/courses/course-1/learners", caller=ADMIN))
    assert enrollment(service)["status"] == "active"
    assert items("lesson-progress") == items("webhook-events") == []


def test_a_throttled_call_is_retried_until_it_succeeds(service: Service) -> None:
    with broken(refused("ThrottlingException"), times=2) as attempts:
        assert send(service, completed("flour")).status == 200
    assert attempts[:3] == ["GetItem"] * 3


def test_a_call_is_attempted_at_most_three_times(service: Service) -> None:
    with broken(ConnectTimeoutError(endpoint_url=URL)) as attempts:
        require_retry_later(send(service, completed("flour")))
    assert attempts == ["GetItem"] * 3


def test_a_transaction_conflict_is_retried(service: Service) -> None:
    with broken(CONFLICT, operation="TransactWriteItems", times=3) as attempts:
        assert pay_event(service, refund_event("order-1")).json["outcome"] == "refunded"
    assert len(attempts) == 4


def test_a_transaction_cancelled_by_a_throttled_item_is_retried(service: Service) -> None:
    with broken(THROTTLED_ITEM, operation="TransactWriteItems", times=3) as attempts:
        assert pay_event(service, refund_event("order-1")).json["outcome"] == "refunded"
    assert len(attempts) == 4


def test_a_single_write_in_conflict_with_a_transaction_is_retried(service: Service) -> None:
    with broken(refused("TransactionConflictException"), operation="UpdateItem", times=2) as attempts:
        assert send(service, completed("flour")).status == 200
    # The enrollment shows what is pending, and then the lesson is complete.
    assert len(attempts) == 2 + 2


def test_a_lasting_transaction_conflict_asks_for_a_retry(service: Service) -> None:
    with broken(CONFLICT, operation="TransactWriteItems") as attempts:
        require_retry_later(pay_event(service, refund_event("order-1")))
    assert len(attempts) == 6
    assert enrollment(service)["status"] == "active"


@pytest.fixture
def backoffs(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The duration of each backoff, in seconds."""
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    return waited


def test_retries_after_conflicts_back_off_exponentially_with_jitter(service: Service, backoffs: list[float]) -> None:
    for _ in range(2):
        with broken(CONFLICT, operation="TransactWriteItems"):
            require_retry_later(pay_event(service, refund_event("order-1")))
    assert len(backoffs) == 10
    for wait, mean in zip(backoffs, [0.05, 0.1, 0.2, 0.4, 0.8] * 2, strict=True):
        assert 0.5 * mean <= wait <= 1.5 * mean
    # Two writers in conflict do not retry at the same time again.
    assert len(set(backoffs)) == len(backoffs)
    assert max(backoffs) <= LONGEST_WAIT_SECONDS


def test_retries_after_throttling_have_a_bounded_backoff_with_jitter(service: Service, backoffs: list[float]) -> None:
    for _ in range(2):
        with broken(refused("ThrottlingException")):
            require_retry_later(send(service, completed("flour")))
    assert len(backoffs) == 4
    for wait, most in zip(backoffs, [1, LONGEST_WAIT_SECONDS] * 2, strict=True):
        assert 0 <= wait <= most
    assert len(set(backoffs)) == len(backoffs)


def test_a_batch_interrupted_between_lessons_can_be_sent_again(service: Service) -> None:
    events = [completed("flour", occurred_at="2026-01-12T12:00:00Z")]
    # The enrollment is updated first.
    failure = EndpointConnectionError(endpoint_url="https://dynamodb.example/")
    with inject_fault(failure, at=2, done=True, operation="UpdateItem"):
        require_retry_later(send(service, *events))
    assert send(service, *events).json["results"][0]["status"] == "merged"
    assert my_course(service)["completed_lessons"] == 1


def test_a_stream_record_whose_detection_fails_is_delivered_again(service: Service) -> None:
    finish_lessons(service)
    image = next(item for item in items("lesson-progress") if "completed_at" in item)
    with broken(refused("ThrottlingException"), operation="Query"):
        answer = service.deliver(image, {**image, "user_id": {"S": "nobody"}})
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    deliver_completed_lessons(service)
    assert enrollment(service)["completed_at"] is not None


@pytest.mark.parametrize("outage", S3_OUTAGES.values(), ids=S3_OUTAGES)
def test_a_route_that_needs_s3_asks_for_a_retry_while_s3_is_unavailable(service: Service, outage: Exception) -> None:
    certified(service)
    with broken(outage, service="s3"):
        require_retry_later(get_certificate(service))
        require_retry_later(service.call("GET", "/admin/courses/course-1/certificate/preview", caller=ADMIN))
        body = {"certificate_enabled": True, "template_upload_id": "some-upload"}
        require_retry_later(service.call("PUT", "/admin/courses/course-1/certificate", caller=ADMIN, body=body))
    assert get_certificate(service).status == 200
    with broken(outage, service="s3"):
        require_retry_later(service.call("DELETE", "/service/learners/anna", caller=SHOP))
    assert service.call("DELETE", "/service/learners/anna", caller=SHOP).status == 204


@pytest.mark.parametrize("code", ["AccessDeniedException", "ResourceNotFoundException"])
def test_an_error_that_no_retry_resolves_is_a_500_without_details(service: Service, code: str) -> None:
    service.may_fail = True
    with broken(refused(code)):
        answers = [
            send(service, completed("flour")),
            enroll(service),
            pay_event(service, refund_event("order-1")),
            service.call("GET", "/my-courses", caller=ANNA),
        ]
    for answer in answers:
        assert refusal(answer) == (500, "internal_error")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert b"Denied" not in answer.content
        assert b"NotFound" not in answer.content


def write(service: Service, operation: str) -> Answer:
    """Send a request whose first write is this operation."""
    match operation:
        case "TransactWriteItems":
            return enroll(service, order_id="order-2")
        case "UpdateItem":
            return send(service, completed("flour"))
        case "PutItem":
            return pay_event(service, {"id": "evt_1", "type": "ping", "data": {"object": {}}})
        case _:
            raise AssertionError(operation)


@pytest.mark.parametrize("operation", ["TransactWriteItems", "UpdateItem", "PutItem"])
def test_access_denied_for_a_write_is_a_500(service: Service, operation: str) -> None:
    service.may_fail = True
    with broken(refused("AccessDeniedException"), operation=operation):
        assert refusal(write(service, operation)) == (500, "internal_error")


@pytest.mark.parametrize("operation", ["TransactWriteItems", "PutItem"])
def test_access_denied_for_writing_certificate_settings_is_a_500(service: Service, operation: str) -> None:
    service.may_fail = True
    body = {"certificate_enabled": True, "template_upload_id": "default"}
    with broken(refused("AccessDeniedException"), operation=operation):
        answer = service.call("PUT", "/admin/courses/course-1/certificate", caller=ADMIN, body=body)
    assert refusal(answer) == (500, "internal_error")


def test_a_missing_bucket_is_a_500(service: Service) -> None:
    certified(service)
    service.may_fail = True
    body = {"certificate_enabled": True, "template_upload_id": "some-upload"}
    with broken(s3_refusal("NoSuchBucket", 404), service="s3"):
        assert refusal(get_certificate(service)) == (500, "internal_error")
        answer = service.call("PUT", "/admin/courses/course-1/certificate", caller=ADMIN, body=body)
        assert refusal(answer) == (500, "internal_error")
