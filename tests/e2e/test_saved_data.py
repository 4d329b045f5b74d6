"""The current version reads what earlier versions stored, and continues with it.

Each file also has the stack of its version: the start updates it from the template of that version, with data in place.
"""

import tarfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from local import deployed
from local.demo_course import COURSE_ID
from local.settings import STACK
from tests.e2e.laptop import Laptop
from tests.e2e.saved_data.fill import CERTIFICATE, MY_COURSE, Filler, purchase, refund_failed, refunded

SAVED = sorted((Path(__file__).parent / "saved_data").glob("*.tar.xz"))
JSON = {"accept": "application/json"}
# Of each learner with a certificate: the learner's name, and why it was revoked.
CERTIFICATES = {
    "active": ("Ana Beatriz Ñúñez", None),
    "refunded": ("Rémi Önal", "refunded"),
    "restored": ("Rosa Škvorecká", None),
    "partly": ("Paula Ito", None),
    "disputed": ("Dimitra Lê", "chargeback"),
    "twice": ("Thi Wójcik", None),
    "revoked": ("Rui Adebayo", "Another person's work"),
    "reinstated": ("Raja Østergård", None),
}
ORDERS = {
    "order-refunded": (4900, True, "refunded"),
    "pi_restored": (0, False, "restored"),
    "order-partly": (900, False, "partly"),
    "order-twice-1": (4900, True, "twice"),
    "order-twice-2": (0, False, "twice"),
    "pi_unnamed": (4900, True, None),
}


@pytest.fixture(params=SAVED, ids=lambda file: file.stem)
def service(fresh_laptop: Laptop, request: pytest.FixtureRequest) -> Laptop:
    """The current version, running on the data of an earlier one."""
    with tarfile.open(request.param) as archive:
        archive.extractall(fresh_laptop.data, filter="data")
    fresh_laptop.start()
    # The demo course has changed since then: the folder gets the new one, and keeps everything else.
    assert "loading the demo course" in fresh_laptop.output
    updates_the_stack(fresh_laptop, saved_on=request.param.name.partition(".")[0])
    return fresh_laptop


def updates_the_stack(service: Laptop, saved_on: str) -> None:
    """The stack is the one that was saved, with the tables that it had."""
    (stack,) = deployed.client("cloudformation", service.endpoint).describe_stacks(StackName=STACK)["Stacks"]
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    table = deployed.client("dynamodb", service.endpoint).describe_table(TableName=f"{STACK}-orders")["Table"]
    assert table["CreationDateTime"].date().isoformat() <= saved_on
    # The function behind an alias, which no template had then.
    deployed.client("lambda", service.endpoint).get_alias(
        FunctionName=deployed.functions(service.endpoint)["RefundWebhookFunction"]["FunctionName"], Name="live"
    )


def test_data_of_an_earlier_version_stays_readable_and_true(service: Laptop) -> None:
    shows_enrollments_and_certificates(service)
    lists_certificates(service)
    shows_orders(service)
    applies_late_payment_events(service)
    issues_new_certificates(service)


def shows_enrollments_and_certificates(service: Laptop) -> None:
    anybody, shop = service.caller(), service.caller("shop", scope="service")
    # Rendered again from its record, by this version.
    delete_stored_pdfs(service, "active")
    for user_id, (name, reason) in CERTIFICATES.items():
        learner = service.caller(user_id)
        record = certificate_of(service, user_id)
        verified = anybody.ask("GET", f"/certificates/verify/{record['verification_code']}", headers=JSON)
        assert (verified["issued_name"], verified["revoke_reason"]) == (name, reason)
        assert verified["status"] == ("active" if reason is None else "revoked")
        if reason is None:
            pdf = learner.call("GET", CERTIFICATE).content
            assert learner.call("GET", CERTIFICATE).content == pdf
            verified = anybody.ask("GET", f"/certificates/verify/{record['verification_code']}", headers=JSON)
            assert sha256(pdf).hexdigest() == verified["pdf_sha256"]
        else:
            assert learner.ask("GET", CERTIFICATE, expect=410)["revoke_reason"] == reason
    for user_id, code in {"cancelled": "access_ended", "expired": "access_ended", "erased": "not_enrolled"}.items():
        assert service.caller(user_id).ask("GET", MY_COURSE, expect=403)["code"] == code
    progress = service.caller("halfway").ask("GET", MY_COURSE)
    assert [lesson["lesson_id"] for lesson in progress["lessons"] if lesson["completed_at"]] == ["welcome"]
    (certificate,) = shop.ask("GET", "/service/learners/twice/export")["certificates"]
    assert certificate["order_id"] == "order-twice-2"


def lists_certificates(service: Laptop) -> None:
    """By an index that the earlier version's table did not have."""
    admin = service.caller("admin", scope="admin")
    listed = admin.ask("GET", f"/admin/courses/{COURSE_ID}/certificates?limit=100")["items"]
    assert set(CERTIFICATES) <= {certificate["user_id"] for certificate in listed}
    times = [certificate["issued_at"] for certificate in listed]
    assert times == sorted(times, reverse=True)


def shows_orders(service: Laptop) -> None:
    admin = service.caller("admin", scope="admin")
    for order_id, (amount_refunded, is_refunded, user_id) in ORDERS.items():
        order = admin.ask("GET", f"/admin/orders/{order_id}")
        assert (order["amount_refunded"], order["refunded_at"] is not None) == (amount_refunded, is_refunded)
        lines = [] if user_id is None else [{"user_id": user_id, "course_id": COURSE_ID}]
        assert order["lines"] == lines
    assert admin.ask("GET", "/admin/orders/order-disputed")["charged_back_at"]


def applies_late_payment_events(service: Laptop) -> None:
    with Filler(service.url) as filler:
        again = refunded("evt_2", "pi_refunded", 4900), refunded("late_1", "pi_refunded", 4900)
        assert filler.pay(*again) == ["refunded", "unchanged"]
        assert filler.pay(refund_failed("late_2", "pi_refunded")) == ["restored"]
        service.caller("refunded").call("GET", CERTIFICATE)
        assert filler.pay(refunded("late_3", "pi_partly", 4900, at=400)) == ["refunded"]
        service.caller("partly").call("GET", CERTIFICATE, expect=410)
        # Refunded in full before anybody knew what the payment was for.
        assert filler.pay(purchase("late_4", "late", "pi_unnamed", "order-late")) == ["unchanged"]
    assert service.caller("late").ask("GET", MY_COURSE, expect=403)["code"] == "access_ended"


def issues_new_certificates(service: Laptop) -> None:
    with Filler(service.url) as filler:
        code = filler.complete("halfway", "Hana Tükör")
    assert service.caller().ask("GET", f"/certificates/verify/{code}", headers=JSON)["status"] == "active"


def delete_stored_pdfs(service: Laptop, user_id: str) -> None:
    s3 = deployed.client("s3", service.endpoint)
    (bucket,) = (found["Name"] for found in s3.list_buckets()["Buckets"] if "certificatesbucket" in found["Name"])
    stored = s3.list_objects_v2(Bucket=bucket, Prefix=f"certificates/{user_id}/")["Contents"]
    assert stored
    for found in stored:
        s3.delete_object(Bucket=bucket, Key=found["Key"])


def certificate_of(service: Laptop, user_id: str) -> Any:  # noqa: ANN401
    admin = service.caller("admin", scope="admin")
    return admin.ask("GET", f"/admin/courses/{COURSE_ID}/learners/{user_id}")["certificate"]
