"""The service on the twin: a scenario through its routes ends as it does on moto."""

import json
import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from shared.aws.connection import client
from shared.edge.requests import enrollment_imports
from tests.proof.fake_aws import Clock, fake_aws, frozen_clock, pay
from tests.proof.large_orders import deliver_message, one_line_at_a_time, pending_messages
from tests.proof.twin_contract.backends import BUCKETS, KEYS, canonical
from tests.support import imports, payments, steps, twin
from tests.support.aws import deployed, items
from tests.support.pdfs import template as template_pdf
from tests.support.queues import ENROLLMENT_IMPORTS, LEARNER_EXPORTS, LEARNER_INDEX, ORDER_LINES, RECHECK
from tests.support.service import ADMIN, SHOP, Answer, Caller, Context, Service, function
from tests.support.uploads import use_template

INES = Caller("ines", scope="instructor")


@dataclass
class Recorder(Service):
    """The service, which records all its answers, without request ids."""

    answers: list[Any] = field(default_factory=list)

    def call(self, method: str, url: str, **more: Any) -> Answer:  # noqa: ANN401
        answer = super().call(method, url, **more)
        headers = {name: value for name, value in answer.headers.items() if name != "X-Request-Id"}
        # Forms and links are signed with the real clock, and without AWS.
        content = b"" if url.endswith(("/template", "/uploads")) else answer.content
        self.answers.append((method, url, answer.status, headers, content))
        return answer


def announce() -> None:
    records = [
        {"eventName": "INSERT", "dynamodb": {"NewImage": image, "SequenceNumber": str(number)}}
        for number, image in enumerate([*items("completions"), *items("course-certificates")], start=1)
    ]
    assert function("announcements").handler({"Records": records}, Context()) == {"batchItemFailures": []}


def deliver(folder: str, **message: str) -> None:
    """Deliver a message of a queue to its function."""
    record = {"messageId": "message", "body": json.dumps(message), "eventSource": "aws:sqs"}
    function(folder).handler({"Records": [record]}, Context())


def export_learners(service: Service) -> None:
    """Learners of a course are listed, counted and indexed, searched, and exported."""
    learners = "/admin/courses/course-1/learners"
    deliver("learner_index", course_id="course-1")
    assert service.call("GET", learners, caller=ADMIN).json["summary"]["as_of"]
    for page in (learners, "/admin/learners"):
        service.call("GET", f"{page}?q=anna", caller=ADMIN)
    export = service.call("POST", "/admin/courses/course-1/learner-exports", caller=ADMIN).json["export_id"]
    deliver("learner_exports", course_id="course-1", export_id=export)


def enroll_as_staff(service: Service) -> None:
    """An instructor of the course enrolls learners: one by user id, one by e-mail address, and one with a file."""
    steps.put_course(service, instructors=["ines"])
    assert imports.put_learner(service, "emil", INES, learner_name="Emil").status == 200
    assert imports.put_pending(service, "fay@example.com", INES).status == 200
    started = imports.start(service, "user_id,name\ngina,Gina\n", caller=INES)
    deliver("enrollment_imports", course_id="course-1", import_id=started["import_id"])
    assert service.call("GET", imports.IMPORTS, caller=INES).json["items"][0]["status"] == "done"


def pay_for(service: Service, number: int, event: payments.StripeEvent) -> None:
    assert pay(service, {**event, "id": f"evt_payment_{number}"}).status == 200


def run_payments(service: Service) -> None:
    """A subscription is refunded line by line, once its payment is linked, and ends; a purchase is claimed."""
    events = [
        payments.subscription_session("course-1", "course-2", user_id="dora", order_id=None, at=1),
        payments.charge_refunded(payment="pi_sub", at=2),
        payments.invoice_payment_paid("in_1", payment="pi_sub", at=3),
        payments.subscription_deleted(ended_at=4, at=4),
    ]
    with one_line_at_a_time():
        for number, event in enumerate(events):
            pay_for(service, number, event)
        for message in pending_messages():
            deliver_message(message)
    for number in (8, 9):
        bought = payments.purchase("course-1", user_id=None, order_id=f"order-{number}", payment=f"pi_{number}", at=5)
        pay_for(service, number, bought)
        if number == 8:
            payer = Caller("carl", email="payer@example.com")
            assert service.call("GET", "/my-courses", caller=payer).json["items"]
    pay_for(service, 10, payments.charge_succeeded(payment="pi_unknown", at=6))
    for page in ("unlinked-payments", "unlinked-payments?limit=1", "orders/sub_1", "orders/pi_sub", "orders/order-9"):
        assert service.call("GET", f"/admin/{page}", caller=ADMIN).status == 200


def run_scenario(service: Service) -> None:
    """Two learners finish; one order is refunded, partly and then in full, and paid again; a learner is erased."""
    code = steps.certified(service, order_id="order-1", learner_name="Anna Łukasiewicz")["verification_code"]
    announce()
    assert steps.get_certificate(service).status == 200
    use_template(service, template_pdf())
    steps.enroll(service, steps.BEN, order_id="order-2")
    steps.finish_lessons(service, steps.BEN)
    steps.deliver_completed_lessons(service)
    assert steps.get_certificate(service, steps.BEN).status == 200
    steps.put_course(service, title="Sourdough", lessons=steps.course()["lessons"][:3])
    for number, amount in enumerate((1000, 1000, 4900, 4900, 2000)):
        refund = steps.refund_event("order-1", amount_refunded=amount, event_id=f"evt_{number // 2}")
        assert pay(service, refund).status == 200
    assert steps.verify(service, code).json["status"] == "revoked"
    assert steps.get_certificate(service).status == 410
    assert steps.refusal(steps.enroll(service, order_id="order-1")) == (409, "order_refunded")
    steps.enroll(service, order_id="order-3")
    assert steps.get_certificate(service).status == 200
    steps.my_course(service)
    service.call("GET", "/my-courses", caller=steps.ANNA)
    service.call("GET", "/service/learners/anna/export", caller=SHOP)
    pages = ["courses/course-1/learners", "courses/course-1/learners/anna", "courses/course-1", "orders/order-1"]
    for page in (*pages, "courses", "courses?limit=1", "webhook-events", "webhook-events?limit=1"):
        assert service.call("GET", f"/admin/{page}", caller=ADMIN).status == 200
    export_learners(service)
    enroll_as_staff(service)
    assert service.call("DELETE", "/service/learners/ben", caller=SHOP).status in {200, 204}
    assert service.call("PUT", "/my-profile", caller=steps.ANNA, body={"name": "Anna Nowak"}).status == 200
    run_payments(service)
    steps.verify(service, code)
    issuer = {"name": "Sourdough School", "url": None, "linkedin_organization_id": None}
    assert service.call("PUT", "/admin/issuer", caller=ADMIN, body=issuer).status == 200
    for page in ("certificates", "certificates?issued_from=2026-01-01&limit=1"):
        assert service.call("GET", f"/admin/courses/course-1/{page}", caller=ADMIN).json["items"]


def contents(bucket: str) -> dict[str, bytes]:
    keys = [entry["Key"] for entry in client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])]
    # Upload ids use another random generator.
    return {
        "upload" if key.startswith("uploads/") else key: client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
        for key in keys
    }


def end_state(monkeypatch: pytest.MonkeyPatch) -> tuple[list[Any], dict[str, Any], dict[str, Any]]:
    """Run the scenario with fixed random numbers and a frozen clock; return all answers, items and objects."""
    chance = random.Random(7)  # noqa: S311 - deliberately the same in every run
    monkeypatch.setattr(secrets, "randbelow", chance.randrange)
    drawn = SimpleNamespace(uuid4=lambda: UUID(int=chance.getrandbits(128)))
    monkeypatch.setattr(steps, "uuid", drawn)
    for folder in ("admin", "teaching"):
        monkeypatch.setattr(function(folder), "uuid", drawn)
    monkeypatch.setattr(enrollment_imports, "uuid4", drawn.uuid4)
    monkeypatch.setattr(steps, "datetime", Clock)
    service = Recorder()
    with frozen_clock():
        run_scenario(service)
    stored = {table: in_key_order(table, items(table.removeprefix("test-"))) for table in KEYS}
    return service.answers, stored, {bucket: contents(bucket) for bucket in BUCKETS}


def in_key_order(table: str, found: list[dict[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(map(canonical, found), key=lambda item: [item[name] for name in KEYS[table]])


def test_the_scenario_ends_the_same_on_the_twin_and_on_moto(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch, deployed():
        on_moto = end_state(patch)
    with monkeypatch.context() as patch, fake_aws() as cloud:
        on_twin = end_state(patch)
    for one, other in zip(on_twin[0], on_moto[0], strict=True):
        assert one == other
    assert on_twin[1:] == on_moto[1:]
    # Every table has items, and messages were sent.
    assert all(on_twin[1].values())
    assert [event["DetailType"] for event in twin.events(cloud.state)] == ["CourseCompleted", "CertificateIssued"]
    queues = {RECHECK, ORDER_LINES, LEARNER_INDEX, LEARNER_EXPORTS, ENROLLMENT_IMPORTS}
    assert {message["QueueUrl"] for message in twin.messages(cloud.state)} == queues
