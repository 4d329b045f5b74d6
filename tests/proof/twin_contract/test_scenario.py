"""The service on the twin: a scenario through its routes ends as it does on moto."""

import random
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from shared.aws.connection import client
from tests.proof import twin
from tests.proof.fake_aws import Clock, fake_aws, frozen_clock, pay
from tests.proof.twin_contract.backends import BUCKETS, KEYS, canonical
from tests.support import steps
from tests.support.aws import deployed, items
from tests.support.pdfs import template as template_pdf
from tests.support.service import ADMIN, SHOP, Answer, Context, Service, function
from tests.support.uploads import use_template


@dataclass
class Recorder(Service):
    """The service, which records all its answers, without request ids."""

    answers: list[Any] = field(default_factory=list)

    def call(self, method: str, url: str, **more: Any) -> Answer:  # noqa: ANN401
        answer = super().call(method, url, **more)
        headers = {name: value for name, value in answer.headers.items() if name != "X-Request-Id"}
        # The upload form is signed with the real clock, and without AWS.
        content = b"" if url.endswith("/template") else answer.content
        self.answers.append((method, url, answer.status, headers, content))
        return answer


def announce() -> None:
    records = [
        {"eventName": "INSERT", "dynamodb": {"NewImage": image, "SequenceNumber": str(number)}}
        for number, image in enumerate([*items("completions"), *items("course-certificates")], start=1)
    ]
    assert function("announcements").handler({"Records": records}, Context()) == {"batchItemFailures": []}


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
    assert service.call("DELETE", "/service/learners/ben", caller=SHOP).status in {200, 204}
    steps.verify(service, code)


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
    assert twin.messages(cloud.state)
