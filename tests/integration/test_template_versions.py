"""Which versions of a template are kept: those that a certificate uses, and the current one."""

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
from tests.support.steps import (
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
    """The versions in the table."""
    return sorted(int(item["version"]["N"]) for item in items("certificate-templates"))


def files() -> set[str]:
    """The keys of every version's files."""
    answer = client("s3").list_objects_v2(Bucket=BUCKET, Prefix=f"templates/{COURSE_ID}/")
    return {entry["Key"].removeprefix(f"templates/{COURSE_ID}/") for entry in answer.get("Contents", [])}


def files_of(*kept: int) -> set[str]:
    return {f"{version}/{name}.pdf" for version in kept for name in ("upload", "prepared")}


def issued_with() -> list[int]:
    """The template version of each certificate."""
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


def test_a_version_used_by_a_certificate_is_kept_and_renders_the_same_bytes(service: Service) -> None:
    use(service, FIRST)
    issued = get_certificate(service).content
    for _ in range(3):
        use(service, SECOND)
    assert (versions(), files()) == ([1, 4], files_of(1, 4))
    # Also when the stored PDF is lost and must be rendered again.
    for entry in client("s3").list_objects_v2(Bucket="test-certificates")["Contents"]:
        client("s3").delete_object(Bucket="test-certificates", Key=entry["Key"])
    assert get_certificate(service).content == issued
    assert "The first one" in pdfs.text(issued)
    assert "The second one" in pdfs.text(get_certificate(service, BEN).content)
    assert issued_with() == [1, 4]


def test_a_version_counts_the_certificates_that_use_it(service: Service) -> None:
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


@pytest.mark.parametrize("inject_fault", [throttled, no_files_removed, no_record_removed])
def test_an_interrupted_removal_is_finished_by_the_next_replacement(
    service: Service, inject_fault: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    use(service, FIRST)
    with inject_fault():
        answer = use(service, SECOND)
    # The settings are saved nevertheless.
    assert (answer.status, answer.json["template"]["version"]) == (200, 2)
    assert settings(service) == answer.json
    assert versions() == [1, 2]
    assert get_certificate(service).status == 200
    use(service, FIRST)
    assert (versions(), files()) == ([2, 3], files_of(2, 3))


def test_access_denied_for_a_removal_is_a_500(service: Service) -> None:
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


@pytest.mark.parametrize("inject_fault", [no_files_removed, no_record_removed])
def test_a_retired_version_that_is_not_removed_yet_is_not_used_for_new_certificates(
    service: Service, inject_fault: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    use(service, FIRST)

    def replace() -> None:
        with inject_fault():
            use(service, SECOND)

    with just_before("TransactWriteItems", replace):
        assert get_certificate(service).status == 200
    assert (versions(), issued_with()) == ([1, 2], [2])


def test_a_replacement_right_before_the_template_is_read_gives_the_new_version(service: Service) -> None:
    use(service, FIRST)
    # The first download of a certificate reads the template before any other file.
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


def test_a_missing_template_file_is_a_500(service: Service) -> None:
    service.may_fail = True
    use(service, FIRST)
    client("s3").delete_object(Bucket=BUCKET, Key=f"templates/{COURSE_ID}/1/prepared.pdf")
    assert refusal(get_certificate(service)) == (500, "internal_error")
    assert refusal(service.call("GET", f"{BASE}/preview", caller=ADMIN)) == (500, "internal_error")
    assert issued_with() == []


def test_a_missing_templates_bucket_is_a_500(service: Service) -> None:
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


def test_a_certificate_counted_right_before_its_version_is_retired_keeps_it(service: Service) -> None:
    use(service, FIRST)

    def count() -> None:
        transaction = Transaction()
        templates.use(transaction, COURSE_ID, 1)
        transaction.commit()

    with just_before("UpdateItem", count):
        assert use(service, SECOND).status == 200
    assert (versions(), files()) == ([1, 2], files_of(1, 2))
    assert not [item for item in items("certificate-templates") if "retired_at" in item]


def test_of_two_concurrent_replacements_one_wins_and_its_settings_are_whole(service: Service) -> None:
    use(service, FIRST)
    theirs: list[Answer] = []
    # The first upload becomes version 2 and waits; the concurrent one becomes version 3, the current one.
    with just_before("TransactWriteItems", lambda: theirs.append(use(service, SECOND))):
        mine = use(service, FIRST)
    assert refusal(mine) == (422, "template_invalid")
    assert "Somebody else" in mine.json["detail"]
    assert theirs[0].status == 200
    assert settings(service) == theirs[0].json
    assert (versions(), files()) == ([3], files_of(3))


def test_an_earlier_version_never_replaces_a_later_one(service: Service) -> None:
    use(service, FIRST)
    theirs: list[Answer] = []

    def replace_concurrently() -> None:
        # The other admin's version is current, and its removal of unused versions has not started.
        with throttled():
            theirs.append(use(service, SECOND))

    with just_before("TransactWriteItems", replace_concurrently):
        assert refusal(use(service, FIRST)) == (422, "template_invalid")
    assert settings(service) == theirs[0].json
    assert settings(service)["template"]["version"] == 3
    assert get_certificate(service).status == 200
    assert files() == files_of(1, 3)


def test_of_two_replacements_the_one_that_started_later_may_finish_later(service: Service) -> None:
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
