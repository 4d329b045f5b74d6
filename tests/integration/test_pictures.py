"""Pictures of certificates: drawn after the issue, marked when revoked, removed with the learner's data."""

import json
from hashlib import sha256
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from shared.aws.connection import client
from shared.pdf import drawing, worker
from shared.pdf.png import png
from tests.support.aws import items
from tests.support.pictures import BUCKET, deliver, draw_pictures, get_picture, is_marked, stored
from tests.support.service import ADMIN, SHOP, Context, Service, function
from tests.support.steps import (
    BEN,
    certified,
    enroll,
    finish_lessons,
    get_certificate,
    pay_event,
    refund_event,
    refusal,
    verify,
)
from tests.support.template import ROOT
from tests.support.wire import ProcessKilled, calls, inject_fault, just_before

type Issued = dict[str, Any]


@pytest.fixture
def issued(service: Service) -> Issued:
    return certified(service, order_id="order-1")


def row() -> dict[str, Any]:
    (item,) = items("course-certificates")
    return item


def act(service: Service, certificate: Issued, verb: str, **body: Any) -> None:  # noqa: ANN401
    url = f"/admin/certificates/{certificate['public_id']}/{verb}"
    assert service.call("POST", url, caller=ADMIN, body=body or None).status == 200


def revoke(service: Service, certificate: Issued) -> tuple[Any, Any]:
    """Revoke a certificate; return the change of its record."""
    before = row()
    act(service, certificate, "revoke", reason="Copied")
    return before, row()


def erase(service: Service) -> None:
    assert service.call("DELETE", "/service/learners/anna", caller=SHOP).status == 204


def test_a_picture_is_drawn_from_the_issued_pdf(service: Service, issued: Issued) -> None:
    code = issued["verification_code"]
    assert refusal(get_picture(service, code)) == (404, "picture_not_found")
    draw_pictures()
    answer = get_picture(service, code)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "image/png")
    # What the learner downloads, drawn by itself.
    page = drawing.draw(get_certificate(service).content, wall_seconds=60, longer_side=1200)
    assert answer.content == png(page)
    picture = Image.open(BytesIO(answer.content))
    assert picture.size == (1200, 848)
    (qr_code,) = zxingcpp.read_barcodes(picture)
    assert qr_code.text == issued["verification_url"]


def test_a_picture_is_no_older_than_its_status_and_may_be_embedded(service: Service, issued: Issued) -> None:
    draw_pictures()
    headers = get_picture(service, issued["verification_code"]).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_revocation_hides_the_picture_at_once_and_marks_it(service: Service, issued: Issued) -> None:
    draw_pictures()
    code = issued["verification_code"]
    plain = get_picture(service, code).content
    assert not is_marked(plain)
    change = revoke(service, issued)
    assert get_picture(service, code).status == 404
    deliver(change)
    assert is_marked(get_picture(service, code).content)
    act(service, issued, "reinstate")
    # Nothing needs to be drawn for it.
    assert get_picture(service, code).content == plain


def test_a_record_that_arrives_late_draws_the_current_status(service: Service, issued: Issued) -> None:
    change = revoke(service, issued)
    deliver((None, change[0]))
    code = issued["verification_code"]
    assert is_marked(get_picture(service, code).content)
    # Delivered again in any order, records draw the same.
    first = get_picture(service, code).content
    deliver(change, (None, change[0]), change)
    assert get_picture(service, code).content == first
    act(service, issued, "reinstate")
    deliver(change)
    assert not is_marked(get_picture(service, code).content)


def test_a_revocation_while_a_picture_is_drawn_shows_no_picture_of_the_status_before(
    service: Service, issued: Issued
) -> None:
    image = row()
    with just_before("PutObject", lambda: act(service, issued, "revoke", reason="Copied"), service="s3"):
        deliver((None, image))
    assert get_picture(service, issued["verification_code"]).status == 404
    deliver((image, row()))
    assert is_marked(get_picture(service, issued["verification_code"]).content)


def test_a_refund_marks_the_picture(service: Service, issued: Issued) -> None:
    before = row()
    assert pay_event(service, refund_event("order-1")).status == 200
    deliver((before, row()))
    assert is_marked(get_picture(service, issued["verification_code"]).content)


def test_a_reissue_marks_the_old_picture_and_draws_the_new_name(service: Service, issued: Issued) -> None:
    draw_pictures()
    old = get_picture(service, issued["verification_code"]).content
    before = row()
    act(service, issued, "reissue", name="Anna Nowak")
    new = get_certificate(service, accept="application/json").json["verification_code"]
    assert {get_picture(service, code).status for code in (issued["verification_code"], new)} == {404}
    deliver((before, row()))
    assert is_marked(get_picture(service, issued["verification_code"]).content)
    drawn = get_picture(service, new).content
    assert not is_marked(drawn)
    assert drawn != old


def test_a_change_that_is_none_of_the_status_draws_nothing(issued: Issued) -> None:
    assert issued["status"] == "active"
    with calls("s3") as made:
        deliver((row(), {**row(), "order_id": {"S": "order-2"}}))
    assert made == []


def test_an_erasure_removes_the_pictures_of_all_codes(service: Service, issued: Issued) -> None:
    draw_pictures()
    before = row()
    act(service, issued, "reissue", name="Anna Nowak")
    deliver((before, row()))
    assert len(stored()) == 3
    new = get_certificate(service, accept="application/json").json["verification_code"]
    erase(service)
    assert stored() == []
    assert {get_picture(service, code).status for code in (issued["verification_code"], new)} == {404}
    assert not [item for item in items("certificate-register") if "pictures" in item]


def test_a_record_from_before_an_erasure_draws_nothing(service: Service, issued: Issued) -> None:
    image = row()
    erase(service)
    deliver((None, image))
    assert stored() == []
    assert get_picture(service, issued["verification_code"]).status == 404


@pytest.mark.parametrize("operation", ["PutObject", "GetObject"])
def test_an_erasure_while_a_picture_is_drawn_leaves_none(service: Service, issued: Issued, operation: str) -> None:
    image = row()
    with just_before(operation, lambda: erase(service), service="s3"):
        deliver((None, image))
    assert stored() == []
    assert get_picture(service, issued["verification_code"]).status == 404


def test_a_process_that_ends_after_it_stored_the_picture_of_an_erased_learner_leaves_none_in_the_end(
    service: Service, issued: Issued
) -> None:
    image = row()
    assert issued["status"] == "active"
    with inject_fault(ProcessKilled(), at=1, done=False, operation="UpdateItem"), pytest.raises(ProcessKilled):
        deliver((None, image))
    assert len(stored()) == 1
    erase(service)
    deliver((None, image))
    assert stored() == []


def test_a_revoked_certificate_of_an_erased_learner_has_no_picture(service: Service, issued: Issued) -> None:
    erase(service)
    deliver(revoke(service, issued))
    assert stored() == []


def test_the_keys_of_pictures_have_neither_code_nor_learner(service: Service, issued: Issued) -> None:
    assert service.requests
    draw_pictures()
    (key,) = stored()
    code = issued["verification_code"].replace("-", "")
    assert key == f"pictures/{sha256(code.encode()).hexdigest()}/active.png"


def test_a_picture_that_was_lost_is_not_found_until_it_is_drawn_again(service: Service, issued: Issued) -> None:
    draw_pictures()
    (key,) = stored()
    client("s3").delete_object(Bucket=BUCKET, Key=key)
    assert refusal(get_picture(service, issued["verification_code"])) == (404, "picture_not_found")
    draw_pictures()
    assert get_picture(service, issued["verification_code"]).status == 200


def test_a_picture_shows_the_stored_pdf_if_the_renderer_would_write_another_one(
    service: Service, issued: Issued
) -> None:
    # As after a change of the renderer: what was issued is what is stored.
    other = certified(service, BEN)
    pdf = get_certificate(service, BEN).content
    client("s3").put_object(Bucket=BUCKET, Key=f"certificates/anna/{issued['public_id']}.pdf", Body=pdf)
    anna, ben = sorted(items("course-certificates"), key=lambda item: item["user_id"]["S"])
    deliver((None, {**anna, "pdf_sha256": {"S": sha256(pdf).hexdigest()}}), (None, ben))
    assert (
        get_picture(service, issued["verification_code"]).content
        == get_picture(service, other["verification_code"]).content
    )


def test_a_page_that_cannot_be_drawn_is_tried_again_and_stops_no_other(
    service: Service, issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    enroll(service, BEN)
    finish_lessons(service, BEN)
    get_certificate(service, BEN)
    first, second = items("course-certificates")
    draw, failures = drawing.draw, [worker.Exhausted()]

    def exhausted_at_first(*arguments: Any, **options: Any) -> drawing.Bitmap:  # noqa: ANN401
        if failures:
            raise failures.pop()
        return draw(*arguments, **options)

    monkeypatch.setattr(drawing, "draw", exhausted_at_first)
    assert deliver((None, first), (None, second)) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert len(stored()) == 1
    assert deliver((None, first)) == {"batchItemFailures": []}
    assert len(stored()) == 2
    assert issued["status"] == "active"


def test_no_page_is_drawn_that_may_outlast_the_invocation(service: Service, issued: Issued) -> None:
    record = {"dynamodb": {"NewImage": row(), "SequenceNumber": "1"}, "eventName": "INSERT"}
    short = Context(get_remaining_time_in_millis=lambda: 7_000)
    with pytest.raises(Exception, match="All records failed"):
        function("pictures").handler({"Records": [record]}, short)
    assert stored() == []
    assert get_picture(service, issued["verification_code"]).status == 404


def test_pictures_count_towards_the_limit_of_verifications(
    service: Service, issued: Issued, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_pictures()
    app = function("verification")
    monkeypatch.setattr(app, "config", type(app.config)(requests_a_minute=2))
    code = issued["verification_code"]
    assert (verify(service, code).status, get_picture(service, code).status) == (200, 200)
    refused = get_picture(service, code)
    assert refusal(refused) == (429, "too_many_requests")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60


def test_a_picture_of_an_unknown_code_is_not_looked_up(service: Service) -> None:
    with calls("s3") as made:
        assert refusal(get_picture(service, "no-such-code")) == (404, "certificate_not_found")
    assert made == []


def test_the_sample_records_of_certificates_are_accepted(service: Service) -> None:
    # Their certificates are in no register: there is nothing to draw.
    assert service.requests == []
    for name in ("announcements_stream_certificates", "announcements_stream_reissue"):
        event = json.loads((ROOT / "events" / f"{name}.json").read_text("utf-8"))
        assert function("pictures").handler(event, Context()) == {"batchItemFailures": []}


def test_an_erasure_that_was_interrupted_removes_the_pictures_when_it_is_repeated(
    service: Service, issued: Issued
) -> None:
    draw_pictures()
    assert issued["status"] == "active"

    def die() -> None:
        raise ProcessKilled

    with just_before("DeleteObjects", die, service="s3"), pytest.raises(ProcessKilled):
        erase(service)
    assert len(stored()) == 1
    erase(service)
    assert stored() == []
