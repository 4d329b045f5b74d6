"""Which versions of a template are kept: those that a certificate needs, and the one in use."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.aws.connection import client
from shared.aws.transactions import Transaction
from shared.stores import templates
from tests.support import pdfs
from tests.support.aws import items
from tests.support.service import ADMIN, Answer, Service
from tests.support.story import (
    ANNA,
    BEN,
    COURSE_ID,
    deliver_completed_lessons,
    enroll,
    finish_lessons,
    get_certificate,
    put_course,
    refusal,
)
from tests.support.uploads import BUCKET, upload
from tests.support.wire import broken, just_before, s3_refusal
from tests.support.wire import refusal as refused

BASE = f"/admin/courses/{COURSE_ID}/certificate"
FIRST, SECOND = pdfs.template(words="The first one"), pdfs.template(words="The second one")


@pytest.fixture(autouse=True)
def _course(service: Service) -> None:
    put_course(service)
    for learner in (ANNA, BEN):
        assert enroll(service, learner).status == 200
        finish_lessons(service, learner)
    deliver_completed_lessons(service)


def use(service: Service, content: bytes) -> Answer:
    body = {"certificate_enabled": True, "template_upload_id": upload(service, content)}
    return service.call("PUT", BASE, caller=ADMIN, body=body)


def settings(service: Service) -> Any:  # noqa: ANN401
    return service.call("GET", BASE, caller=ADMIN).json


def versions() -> list[int]:
    """The versions that the table has."""
    return sorted(int(item["version"]["N"]) for item in items("certificate-templates"))


def files() -> set[str]:
    """The files of every version."""
    answer = client("s3").list_objects_v2(Bucket=BUCKET, Prefix=f"templates/{COURSE_ID}/")
    return {entry["Key"].removeprefix(f"templates/{COURSE_ID}/") for entry in answer.get("Contents", [])}


def files_of(*kept: int) -> set[str]:
    return {f"{version}/{name}.pdf" for version in kept for name in ("upload", "prepared")}


def issued_with() -> list[int]:
    """The version of each certificate."""
    return sorted(int(item["template_version"]["N"]) for item in items("course-certificates"))


def test_an_unused_version_is_removed_with_its_files_when_it_is_replaced(service: Service) -> None:
    use(service, FIRST)
    assert (versions(), files()) == ([1], files_of(1))
    assert use(service, SECOND).json["template"]["version"] == 2
    assert (versions(), files()) == ([2], files_of(2))


def test_a_version_number_is_never_used_again(service: Service) -> None:
    for version in (1, 2, 3):
        assert use(service, FIRST).json["template"]["version"] == version
    assert versions() == [3]


def test_settings_without_a_template_remove_nothing(service: Service) -> None:
    use(service, FIRST)
    service.call("PUT", BASE, caller=ADMIN, body={"certificate_enabled": False})
    assert (versions(), files()) == ([1], files_of(1))


def test_other_courses_keep_their_templates(service: Service) -> None:
    put_course(service, "course-2", slug="rye-bread")
    body = {"certificate_enabled": True, "template_upload_id": "default"}
    assert service.call("PUT", "/admin/courses/course-2/certificate", caller=ADMIN, body=body).status == 200
    use(service, FIRST)
    use(service, SECOND)
    assert service.call("GET", "/admin/courses/course-2/certificate/preview", caller=ADMIN).status == 200
    assert versions() == [1, 2]


def test_a_used_version_stays_and_so_do_its_certificates_bytes(service: Service) -> None:
    use(service, FIRST)
    issued = get_certificate(service).content
    for _ in range(3):
        use(service, SECOND)
    assert (versions(), files()) == ([1, 4], files_of(1, 4))
    # Also when the stored PDF is lost and must be made again.
    for entry in client("s3").list_objects_v2(Bucket="test-certificates")["Contents"]:
        client("s3").delete_object(Bucket="test-certificates", Key=entry["Key"])
    assert get_certificate(service).content == issued
    assert "The first one" in pdfs.text(issued)
    assert "The second one" in pdfs.text(get_certificate(service, BEN).content)
    assert issued_with() == [1, 4]


def test_every_certificate_counts_on_its_version(service: Service) -> None:
    use(service, FIRST)
    for learner in (ANNA, BEN, ANNA, BEN):
        assert get_certificate(service, learner).status == 200
    (template,) = items("certificate-templates")
    assert template["certificates"] == {"N": "2"}


def throttled() -> AbstractContextManager[list[str]]:
    return broken(refused("ThrottlingException"), operation="UpdateItem")


def no_files_removed() -> AbstractContextManager[list[str]]:
    return broken(s3_refusal("SlowDown", 503), service="s3", operation="DeleteObject")


def no_record_removed() -> AbstractContextManager[list[str]]:
    return broken(refused("ThrottlingException"), operation="DeleteItem")


@pytest.mark.parametrize("cut_off", [throttled, no_files_removed, no_record_removed])
def test_a_removal_that_is_cut_off_is_finished_at_the_next_replacement(
    service: Service, cut_off: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    use(service, FIRST)
    with cut_off():
        answer = use(service, SECOND)
    # The settings are what was asked for all the same.
    assert (answer.status, answer.json["template"]["version"]) == (200, 2)
    assert settings(service) == answer.json
    assert versions() == [1, 2]
    assert get_certificate(service).status == 200
    use(service, FIRST)
    assert (versions(), files()) == ([2, 3], files_of(2, 3))


def test_a_removal_that_is_not_allowed_is_a_failure_and_not_passed_over(service: Service) -> None:
    service.may_fail = True
    use(service, FIRST)
    with broken(s3_refusal("AccessDenied", 403), service="s3", operation="DeleteObject"):
        assert refusal(use(service, SECOND)) == (500, "internal_error")
    assert settings(service)["template"]["version"] == 2


def test_a_replacement_right_before_a_certificate_is_issued_gives_it_the_new_version(service: Service) -> None:
    use(service, FIRST)
    with just_before("TransactWriteItems", lambda: use(service, SECOND)):
        issued = get_certificate(service)
    assert issued.status == 200
    assert "The second one" in pdfs.text(issued.content)
    assert (versions(), issued_with()) == ([2], [2])


@pytest.mark.parametrize("cut_off", [no_files_removed, no_record_removed])
def test_a_version_that_is_retired_and_not_yet_removed_is_issued_no_more(
    service: Service, cut_off: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    use(service, FIRST)

    def replace() -> None:
        with cut_off():
            use(service, SECOND)

    with just_before("TransactWriteItems", replace):
        assert get_certificate(service).status == 200
    assert (versions(), issued_with()) == ([1, 2], [2])


def test_a_replacement_right_before_the_template_is_read_gives_the_new_version(service: Service) -> None:
    use(service, FIRST)
    # The first file that a download of a certificate that was never issued reads is the template.
    with just_before("GetObject", lambda: use(service, SECOND), service="s3"):
        issued = get_certificate(service)
    assert issued.status == 200
    assert "The second one" in pdfs.text(issued.content)
    assert (versions(), issued_with()) == ([2], [2])


def test_a_replacement_right_before_a_preview_reads_the_template_shows_the_new_one(service: Service) -> None:
    use(service, FIRST)
    with just_before("GetObject", lambda: use(service, SECOND), service="s3"):
        preview = service.call("GET", f"{BASE}/preview", caller=ADMIN)
    assert "The second one" in pdfs.text(preview.content)


def test_a_template_whose_file_is_lost_is_a_failure_and_no_refusal(service: Service) -> None:
    service.may_fail = True
    use(service, FIRST)
    client("s3").delete_object(Bucket=BUCKET, Key=f"templates/{COURSE_ID}/1/prepared.pdf")
    assert refusal(get_certificate(service)) == (500, "internal_error")
    assert refusal(service.call("GET", f"{BASE}/preview", caller=ADMIN)) == (500, "internal_error")
    assert issued_with() == []


def test_a_bucket_of_templates_that_is_not_there_is_a_failure(service: Service) -> None:
    service.may_fail = True
    use(service, FIRST)
    with broken(s3_refusal("NoSuchBucket", 404), service="s3"):
        assert refusal(get_certificate(service)) == (500, "internal_error")
        assert refusal(service.call("GET", f"{BASE}/preview", caller=ADMIN)) == (500, "internal_error")


def test_a_certificate_issued_right_before_the_replacement_keeps_its_version(service: Service) -> None:
    use(service, FIRST)
    issued: list[bytes] = []
    with just_before("TransactWriteItems", lambda: issued.append(get_certificate(service).content)):
        assert use(service, SECOND).status == 200
    assert (versions(), files(), issued_with()) == ([1, 2], files_of(1, 2), [1])
    assert get_certificate(service).content == issued[0]


def test_a_certificate_that_counts_right_before_its_version_is_retired_keeps_it(service: Service) -> None:
    use(service, FIRST)

    def count() -> None:
        transaction = Transaction()
        templates.use(transaction, COURSE_ID, 1)
        transaction.commit()

    with just_before("UpdateItem", count):
        assert use(service, SECOND).status == 200
    assert (versions(), files()) == ([1, 2], files_of(1, 2))
    assert not [item for item in items("certificate-templates") if "retired_at" in item]


def test_of_two_admins_at_once_one_wins_and_nothing_is_half_changed(service: Service) -> None:
    use(service, FIRST)
    theirs: list[Answer] = []
    # Mine becomes version 2 and waits; theirs becomes version 3 and is in use.
    with just_before("TransactWriteItems", lambda: theirs.append(use(service, SECOND))):
        mine = use(service, FIRST)
    assert refusal(mine) == (422, "template_invalid")
    assert "Somebody else" in mine.json["detail"]
    assert theirs[0].status == 200
    assert settings(service) == theirs[0].json
    assert (versions(), files()) == ([3], files_of(3))


def test_an_earlier_version_never_takes_the_place_of_a_later_one(service: Service) -> None:
    use(service, FIRST)
    theirs: list[Answer] = []

    def take_over() -> None:
        # Theirs is in use, and has not begun to remove anything.
        with throttled():
            theirs.append(use(service, SECOND))

    with just_before("TransactWriteItems", take_over):
        assert refusal(use(service, FIRST)) == (422, "template_invalid")
    assert settings(service) == theirs[0].json
    assert settings(service)["template"]["version"] == 3
    assert get_certificate(service).status == 200
    assert files() == files_of(1, 3)


def test_of_two_admins_the_one_who_began_later_may_come_second(service: Service) -> None:
    with just_before("PutItem", lambda: use(service, FIRST)):
        mine = use(service, SECOND)
    assert mine.json["template"]["version"] == 2
    assert settings(service) == mine.json
    assert (versions(), files()) == ([2], files_of(2))


@pytest.mark.parametrize(("hours", "status"), [(23.9, 200), (24.1, 422)])
def test_an_upload_can_be_used_for_a_day(
    service: Service, monkeypatch: pytest.MonkeyPatch, hours: float, status: int
) -> None:
    use(service, FIRST)
    before = settings(service)
    body = {"certificate_enabled": False, "template_upload_id": upload(service, SECOND)}
    later = datetime.now(UTC) + timedelta(hours=hours)
    monkeypatch.setattr("shared.edge.clock.now", lambda: later)
    answer = service.call("PUT", BASE, caller=ADMIN, body=body)
    assert answer.status == status
    if status != 200:
        assert answer.json["code"] == "template_invalid"
        assert "expired" in answer.json["detail"]
        assert settings(service) == before
