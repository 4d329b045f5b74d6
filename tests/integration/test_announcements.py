"""Completions and certificates are published on the event bus after their records are written, at least once."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from shared.aws.connection import client
from tests.support.aws import items, stream_records
from tests.support.imports import imported
from tests.support.service import ADMIN, SHOP, Context, Service, function
from tests.support.steps import (
    certified,
    deliver_completed_lessons,
    enroll,
    finish_lessons,
    get_certificate,
    pay_event,
    put_course,
    refund_event,
    verify,
)
from tests.support.template import ROOT
from tests.support.wire import broken

type Image = Mapping[str, Any]


class EventBusRecorder:
    """A subscriber that records every event on the bus."""

    def __init__(self) -> None:
        self.queue = client("sqs").create_queue(QueueName="recorder")["QueueUrl"]
        arn = "arn:aws:sqs:us-east-1:123456789012:recorder"
        pattern = json.dumps({"source": ["laurel"]})
        client("events").put_rule(Name="everything", EventBusName="test", EventPattern=pattern)
        client("events").put_targets(Rule="everything", EventBusName="test", Targets=[{"Id": "1", "Arn": arn}])

    def events(self) -> list[dict[str, Any]]:
        answer = client("sqs").receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10)
        found = []
        for message in answer.get("Messages", []):
            client("sqs").delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])
            found.append(json.loads(message["Body"]))
        return found


@pytest.fixture
def recorder(service: Service) -> EventBusRecorder:  # noqa: ARG001 - the bus is deployed with the service
    return EventBusRecorder()


def deliver(*changes: tuple[Image | None, Image]) -> Any:  # noqa: ANN401
    """Deliver changes of records to the function, as their DynamoDB stream does."""
    records = []
    for number, (before, after) in enumerate(changes, start=1):
        images = {"NewImage": after} if before is None else {"OldImage": before, "NewImage": after}
        records.append(
            {
                "eventName": "MODIFY" if before else "INSERT",
                "eventSource": "aws:dynamodb",
                "dynamodb": {"SequenceNumber": str(number), **images},
            }
        )
    return deliver_records(records)


def deliver_records(records: Sequence[Mapping[str, Any]]) -> Any:  # noqa: ANN401
    return function("announcements").handler({"Records": records}, Context())


def sample(name: str) -> Any:  # noqa: ANN401
    return json.loads((ROOT / "events" / f"{name}.json").read_text("utf-8"))


def complete(service: Service, **enrollment: Any) -> Image:  # noqa: ANN401
    put_course(service)
    enroll(service, **enrollment)
    finish_lessons(service)
    deliver_completed_lessons(service)
    (record,) = items("completions")
    return record


def test_a_completion_event_has_what_a_receiver_needs(service: Service, recorder: EventBusRecorder) -> None:
    record = complete(service, learner_name="Anna of the shop")
    assert deliver((None, record)) == {"batchItemFailures": []}
    (event,) = recorder.events()
    assert (event["source"], event["detail-type"]) == ("laurel", "CourseCompleted")
    assert event["detail"] == {
        "version": 1,
        "user_id": "anna",
        "learner_name": "Anna of the shop",
        "course_id": "course-1",
        "course_title": "Sourdough bread",
        "completed_at": record["completed_at"]["S"],
        "source": None,
    }
    (record,) = items("completions")
    assert record["announced_at"]["S"] >= record["completed_at"]["S"]


def test_an_imported_completion_says_so_and_a_silent_one_is_not_announced(
    service: Service, recorder: EventBusRecorder
) -> None:
    put_course(service)
    imported(service, "user_id,completed_at\nanna,2024-06-30\n", "history", announce=True)
    imported(service, "user_id,completed_at\nben,2024-06-30\n", "history", announce=False)
    announced, silent = sorted(items("completions"), key=lambda record: record["user_id"]["S"])
    assert deliver((None, announced), (None, silent)) == {"batchItemFailures": []}
    (event,) = recorder.events()
    detail = event["detail"]
    assert (detail["user_id"], detail["source"], detail["completed_at"][:10]) == ("anna", "imported", "2024-06-30")
    assert "announced_at" not in next(record for record in items("completions") if record["user_id"]["S"] == "ben")


def test_a_completion_marked_as_announced_is_not_announced_again(service: Service, recorder: EventBusRecorder) -> None:
    deliver((None, complete(service)))
    recorder.events()
    (record,) = items("completions")
    deliver((None, record))
    assert recorder.events() == []
    assert items("completions") == [record]


def test_a_completion_delivered_twice_keeps_the_time_of_its_first_announcement(
    service: Service, recorder: EventBusRecorder
) -> None:
    record = complete(service)
    deliver((None, record))
    (announced,) = items("completions")
    deliver((None, record))
    assert items("completions") == [announced]
    assert {event["detail-type"] for event in recorder.events()} == {"CourseCompleted"}


def test_a_completion_that_the_bus_did_not_accept_is_delivered_again(
    service: Service, recorder: EventBusRecorder
) -> None:
    record = complete(service)
    # When every record of a batch failed, the whole invocation fails, and the stream delivers the batch again.
    unreachable = broken(EndpointConnectionError(endpoint_url="https://events.example"), service="events")
    with unreachable, pytest.raises(Exception, match="All records failed processing"):
        deliver((None, record))
    assert "announced_at" not in items("completions")[0]
    assert deliver((None, record)) == {"batchItemFailures": []}
    assert [event["detail-type"] for event in recorder.events()] == ["CourseCompleted"]


@pytest.mark.usefixtures("recorder")
def test_a_completion_erased_before_it_is_announced_stays_erased(service: Service) -> None:
    record = complete(service)
    client("dynamodb").delete_item(
        TableName="test-completions", Key={name: record[name] for name in ("user_id", "course_id")}
    )
    deliver((None, record))
    assert items("completions") == []


def test_a_certificate_is_announced_when_issued_revoked_and_reinstated(
    service: Service, recorder: EventBusRecorder
) -> None:
    service.call("PUT", "/admin/issuer", caller=ADMIN, body={"name": "Hearth School"})
    data = certified(service, order_id="order-1")
    (issued,) = items("course-certificates")
    url = f"/admin/certificates/{data['public_id']}"
    assert service.call("POST", f"{url}/revoke", caller=ADMIN, body={"reason": "mistake"}).status == 200
    (revoked,) = items("course-certificates")
    assert service.call("POST", f"{url}/reinstate", caller=ADMIN).status == 200
    (reinstated,) = items("course-certificates")
    deliver((None, issued), (issued, revoked), (revoked, reinstated), (reinstated, reinstated))
    events = recorder.events()
    assert [event["detail-type"] for event in events] == [
        "CertificateIssued",
        "CertificateRevoked",
        "CertificateReinstated",
    ]
    common = {
        "version": 1,
        "public_id": data["public_id"],
        "user_id": "anna",
        "issued_name": "Anna Łukasiewicz",
        "course_id": "course-1",
        "issued_course_title": "Sourdough bread",
        "issued_at": data["issued_at"],
        "issued_on": data["issued_on"],
        "time_zone": "UTC",
        "language": "en",
        "issuer_name": "Hearth School",
        "verification_code": data["verification_code"],
        "verification_url": data["verification_url"],
    }
    assert events[0]["detail"] == events[2]["detail"] == common
    assert events[1]["detail"] == {
        **common,
        "revoked_at": revoked["revoked_at"]["S"],
        "revoke_reason": "mistake",
    }


def test_a_certificate_reissued_after_a_refund_is_announced_as_issued(
    service: Service, recorder: EventBusRecorder
) -> None:
    certified(service, order_id="order-1")
    pay_event(service, refund_event("order-1"))
    (revoked,) = items("course-certificates")
    enroll(service, order_id="order-2")
    assert get_certificate(service).status == 200
    (anew,) = items("course-certificates")
    deliver((revoked, anew))
    (event,) = recorder.events()
    assert (event["detail-type"], event["detail"]["public_id"]) == ("CertificateIssued", anew["public_id"]["S"])


def reissue(service: Service, public_id: str) -> None:
    url = f"/admin/certificates/{public_id}/reissue"
    assert service.call("POST", url, caller=ADMIN, body={"name": "Anna Nowak"}).status == 200


def test_a_reissue_is_announced_as_the_revocation_of_the_old_certificate_and_the_issue_of_the_new_one(
    service: Service, recorder: EventBusRecorder
) -> None:
    data = certified(service, order_id="order-1")
    (before,) = items("course-certificates")
    reissue(service, data["public_id"])
    (after,) = items("course-certificates")
    deliver((before, after))
    revoked, issued = recorder.events()
    assert (revoked["detail-type"], issued["detail-type"]) == ("CertificateRevoked", "CertificateIssued")
    old, new = revoked["detail"], issued["detail"]
    assert (old["public_id"], old["verification_code"]) == (data["public_id"], data["verification_code"])
    assert (old["issued_name"], new["issued_name"]) == ("Anna Łukasiewicz", "Anna Nowak")
    assert new["public_id"] == after["public_id"]["S"]
    # What the event says of the old code, its verification says too.
    verified = verify(service, data["verification_code"]).json
    assert old["revoke_reason"] == verified["revoke_reason"] == "replaced"
    assert old["revoked_at"] == verified["revoked_at"]


def test_a_reissue_that_is_announced_again_is_announced_with_the_same_time(
    service: Service, recorder: EventBusRecorder
) -> None:
    data = certified(service, order_id="order-1")
    (before,) = items("course-certificates")
    reissue(service, data["public_id"])
    (after,) = items("course-certificates")
    deliver((before, after), (before, after))
    events = recorder.events()
    assert [(event["detail"], event["time"]) for event in events[:2]] == [
        (event["detail"], event["time"]) for event in events[2:]
    ]


def test_a_certificate_earned_anew_after_an_erasure_revokes_the_erased_one_without_its_name(
    service: Service, recorder: EventBusRecorder
) -> None:
    data = certified(service, order_id="order-1")
    assert service.call("DELETE", "/service/learners/anna", caller=SHOP).status == 204
    (erased,) = items("course-certificates")
    certified(service, order_id="order-1")
    (anew,) = items("course-certificates")
    deliver((erased, anew))
    revoked, issued = recorder.events()
    assert (revoked["detail-type"], revoked["detail"]["public_id"]) == ("CertificateRevoked", data["public_id"])
    assert (revoked["detail"]["issued_name"], revoked["detail"]["revoke_reason"]) == (None, "replaced")
    assert issued["detail"]["public_id"] == anew["public_id"]["S"]


def test_what_happens_to_a_certificate_after_an_erasure_is_announced_without_the_name(
    service: Service, recorder: EventBusRecorder
) -> None:
    data = certified(service, order_id="order-1")
    assert service.call("DELETE", "/service/learners/anna", caller=SHOP).status == 204
    (erased,) = items("course-certificates")
    url = f"/admin/certificates/{data['public_id']}/revoke"
    assert service.call("POST", url, caller=ADMIN, body={"reason": "mistake"}).status == 200
    (revoked,) = items("course-certificates")
    deliver((erased, revoked))
    (event,) = recorder.events()
    assert (event["detail-type"], event["detail"]["issued_name"]) == ("CertificateRevoked", None)
    assert "Łukasiewicz" not in json.dumps(event, ensure_ascii=False)


def test_the_code_of_the_documented_mail_works_as_written(service: Service, recorder: EventBusRecorder) -> None:
    certified(service, order_id="order-1")
    deliver((None, items("course-certificates")[0]))
    (event,) = recorder.events()
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs/events.md").read_text("utf-8"), re.DOTALL)
    sent: list[Mapping[str, Any]] = []
    names: dict[str, Any] = {"send_mail": lambda **mail: sent.append(mail)}
    exec(code, names)  # noqa: S102 - the documentation's own example
    for announced in (event, sample("announced_certificate_issued")):
        names["handler"](announced, None)
        detail = announced["detail"]
        mail = sent.pop()
        assert mail["user_id"] == detail["user_id"]
        for fact in ("issued_name", "issued_course_title", "verification_url"):
            assert detail[fact] in mail["text"]


@pytest.mark.parametrize("name", ["course_completed", "certificate_issued", "certificate_revoked"])
def test_the_sample_events_equal_the_published_events(service: Service, recorder: EventBusRecorder, name: str) -> None:
    service.call("PUT", "/admin/issuer", caller=ADMIN, body={"name": "Hearth School"})
    certified(service, order_id="order-1", learner_name="Anna")
    (issued,) = items("course-certificates")
    pay_event(service, refund_event("order-1"))
    (revoked,) = items("course-certificates")
    deliver((None, items("completions")[0]), (None, issued), (issued, revoked))
    announced = {event["detail-type"]: event for event in recorder.events()}
    shown = sample(f"announced_{name}")
    same = announced[shown["detail-type"]]
    assert shown["source"] == same["source"]
    assert {name: type(value) for name, value in shown["detail"].items()} == {
        name: type(value) for name, value in same["detail"].items()
    }


@pytest.mark.parametrize(
    ("stream", "announced"),
    [
        ("announcements_stream", ["course_completed"]),
        ("announcements_stream_certificates", ["certificate_issued", "certificate_revoked"]),
        ("announcements_stream_reissue", ["certificate_replaced", "certificate_reissued"]),
    ],
)
def test_the_sample_stream_records_are_published_as_the_sample_events(
    recorder: EventBusRecorder, stream: str, announced: list[str]
) -> None:
    assert deliver_records(sample(stream)["Records"]) == {"batchItemFailures": []}
    shown = [sample(f"announced_{name}") for name in announced]
    assert [(event["detail-type"], event["detail"]) for event in recorder.events()] == [
        (event["detail-type"], event["detail"]) for event in shown
    ]


def test_the_stream_of_certificates_distinguishes_a_revocation_from_an_issue(
    service: Service, recorder: EventBusRecorder
) -> None:
    certified(service, order_id="order-1")
    pay_event(service, refund_event("order-1"))
    records = stream_records("course-certificates")
    assert deliver_records(records) == {"batchItemFailures": []}
    assert [event["detail-type"] for event in recorder.events()] == ["CertificateIssued", "CertificateRevoked"]
    # Without the old image, each change would look like an issue: the stream must have both images.
    for record in records:
        record["dynamodb"].pop("OldImage", None)
    deliver_records(records)
    assert {event["detail-type"] for event in recorder.events()} == {"CertificateIssued"}


def test_only_the_malformed_record_of_a_batch_fails(service: Service, recorder: EventBusRecorder) -> None:
    record = complete(service)
    assert deliver((None, {"user_id": {"S": "anna"}}), (None, record)) == {
        "batchItemFailures": [{"itemIdentifier": "1"}]
    }
    assert len(recorder.events()) == 1
