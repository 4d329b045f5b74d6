"""Each change has one record, which says who made it, when, and what it changed; what changes nothing has none."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.aws.connection import connection
from shared.domain.dates import utc_text
from tests.support import changes, imports, payments, steps
from tests.support.assignments import mark, undo
from tests.support.aws import items
from tests.support.changes import actions, fields, of_course, of_learner
from tests.support.imports import put_learner
from tests.support.paging import cursor, pages
from tests.support.pdfs import template as template_pdf
from tests.support.service import ADMIN, SHOP, Answer, Caller, Service
from tests.support.sizes import size
from tests.support.steps import BEN, COURSE_ID, certified, course, enroll, get_certificate, put_course, refusal
from tests.support.uploads import upload, upload_logo
from tests.support.wire import inject_fault, just_before, tables_read
from tests.unit.pdf import pictures
from tests.unit.pdf.pictures import encoded

INES = Caller("ines", scope="instructor")
TOMORROW = utc_text(datetime.now(UTC) + timedelta(days=1))
NEXT_YEAR = utc_text(datetime.now(UTC) + timedelta(days=365))
EXAMPLES = size(15, full=100)


def put_settings(service: Service, **body: Any) -> Answer:  # noqa: ANN401
    answer = service.call("PUT", f"{changes.COURSE}/certificate", caller=ADMIN, body=body)
    assert answer.status == 200, answer.content
    return answer


def put_issuer(service: Service, **body: Any) -> Answer:  # noqa: ANN401
    return service.call("PUT", "/admin/issuer", caller=ADMIN, body=body)


def certificate_call(service: Service, certificate: dict[str, Any], action: str, body: object = None) -> Answer:
    return service.call("POST", f"/admin/certificates/{certificate['public_id']}/{action}", caller=ADMIN, body=body)


def correct_name(service: Service, name: str, caller: Caller = ADMIN) -> Answer:
    return service.call("POST", f"{changes.COURSE}/learners/anna/name", caller=caller, body={"name": name})


# ------------------------------------------------------------------ courses


def test_a_new_course_is_on_record_with_who_made_it_and_when(service: Service) -> None:
    before = utc_text(datetime.now(UTC))
    put_course(service, instructors=["ines"])
    (record,) = of_course(service)
    assert (record["action"], record["actor"]) == (
        "course.created",
        {"kind": "admin", "user_id": "admin-1"},
    )
    assert before <= record["at"] <= utc_text(datetime.now(UTC))
    assert (record["course_id"], record["user_id"], record["learner_name"]) == (COURSE_ID, None, None)
    made = fields(record)
    assert made["title"] == (None, "Sourdough bread")
    assert made["instructors"] == (None, ["ines"])
    assert made["lessons_added"] == (None, ["A starter", "The dough", "On flour", "Your loaf"])


@pytest.mark.parametrize(
    ("change", "recorded"),
    [
        ({"title": "Rye bread"}, {"title": ("Sourdough bread", "Rye bread")}),
        ({"published": False}, {"published": (True, False)}),
        ({"slug": "rye"}, {"slug": ("sourdough-bread", "rye")}),
        ({"instructors": ["ines", "olga"]}, {"instructors": (None, ["ines", "olga"])}),
        (
            {"completion_rule": {"lesson_watch_percent": 80, "course_percent": 50, "required_lessons": ["dough"]}},
            {"lesson_watch_percent": (90, 80), "course_percent": (100, 50), "required_lessons": (None, ["The dough"])},
        ),
        ({"lessons": course()["lessons"][1:]}, {"lessons_removed": (["A starter"], None)}),
        ({"lessons": course()["lessons"][::-1]}, {"lessons_moved": (None, True)}),
        (
            {"lessons": [*course()["lessons"], {"lesson_id": "salt", "title": "Salt", "kind": "article"}]},
            {"lessons_added": (None, ["Salt"])},
        ),
        (
            {"lessons": [{**course()["lessons"][0], "published": False}, *course()["lessons"][1:]]},
            {"lessons_changed": (None, ["A starter"])},
        ),
    ],
)
def test_a_change_of_a_course_says_what_was_changed_and_nothing_else(
    service: Service, change: dict[str, Any], recorded: dict[str, Any]
) -> None:
    put_course(service)
    put_course(service, **change)
    newest, first = of_course(service)
    assert (newest["action"], first["action"]) == ("course.changed", "course.created")
    assert fields(newest) == recorded


def test_a_required_lesson_with_another_title_is_not_another_lesson_that_is_required(service: Service) -> None:
    rule = {"lesson_watch_percent": 90, "course_percent": 100, "required_lessons": ["starter"]}
    put_course(service, completion_rule=rule)
    lessons = course()["lessons"]
    put_course(service, completion_rule=rule, lessons=[{**lessons[0], "title": "Starters"}, *lessons[1:]])
    assert fields(of_course(service)[0]) == {"lessons_changed": (None, ["Starters"])}


def test_a_course_that_is_saved_as_it_was_has_no_record(service: Service) -> None:
    put_course(service, instructors=["ines"])
    put_course(service, instructors=["ines"])
    assert actions(of_course(service)) == ["course.created"]


def test_a_change_that_is_refused_has_no_record(service: Service) -> None:
    put_course(service)
    put_course(service, "course-2", slug="rye")
    stale = service.call("PUT", changes.COURSE, caller=ADMIN, body=course(title="Late", version=7))
    taken = service.call("PUT", changes.COURSE, caller=ADMIN, body=course(slug="rye"))
    assert (refusal(stale), refusal(taken)) == ((409, "concurrent_change"), (409, "slug_taken"))
    assert actions(of_course(service)) == ["course.created"]


def test_long_texts_and_lists_are_cut(service: Service) -> None:
    lessons = [{"lesson_id": f"l{number}", "title": f"Lesson {number}", "kind": "article"} for number in range(11)]
    put_course(service, lessons=lessons, description="d" * 1000)
    made = fields(of_course(service)[0])
    assert made["lessons_added"][1] == [*(f"Lesson {number}" for number in range(10)), "…"]
    assert made["description"] == (None, "d" * 300 + "…")


# ------------------------------------------------------------------ certificate settings and the issuer


def test_certificate_settings_are_on_record_with_what_they_were(service: Service) -> None:
    put_course(service)
    steps.enable_certificates(service)
    put_settings(service, certificate_enabled=False, certificate_extra_line="12 hours")
    newest, enabled, _ = of_course(service)
    assert newest["action"] == enabled["action"] == "certificate_settings.changed"
    assert fields(newest) == {"enabled": (True, False), "extra_line": (None, "12 hours")}
    made = fields(enabled)
    assert (made["enabled"], made["signatory_name"]) == ((False, True), (None, "Maria Sanz"))
    assert made["template_version"] == (None, 1)


def test_a_template_is_on_record_by_its_file_and_its_style(service: Service) -> None:
    put_course(service)
    steps.enable_certificates(service)
    put_settings(service, certificate_enabled=True, template_upload_id=upload(service, template_pdf()))
    put_settings(service, certificate_enabled=True, template_ink="#102030", template_size="L")
    styled, uploaded, chosen, _ = of_course(service)
    before = fields(chosen)["template_file_name"][1]
    assert fields(uploaded) == {
        "template_version": (1, 2),
        "template_file_name": (before, "Zertifikat Größe A4.pdf"),
    }
    assert fields(styled) == {
        "template_version": (2, 3),
        "template_ink": (None, "#102030"),
        "template_size": ("M", "L"),
    }


def test_the_same_template_again_has_no_record(service: Service) -> None:
    put_course(service)
    for _ in range(2):
        steps.enable_certificates(service)
    assert actions(of_course(service)) == ["certificate_settings.changed", "course.created"]


def test_settings_that_are_saved_as_they_were_have_no_record(service: Service) -> None:
    put_course(service)
    steps.enable_certificates(service)
    put_settings(service, certificate_enabled=True)
    assert actions(of_course(service)) == ["certificate_settings.changed", "course.created"]


def test_the_issuer_and_its_logo_are_on_record(service: Service) -> None:
    put_issuer(service, name="Hearth School")
    put_issuer(service, name="Hearth School")
    put_issuer(service, name="Hearth", logo_upload_id=upload_logo(service, encoded(pictures.mark())))
    put_issuer(service, name=None)
    put_issuer(service, name=None)
    removed, renamed, first = changes.listed(service, changes.ISSUER)
    assert actions([removed, renamed, first]) == ["issuer.removed", "issuer.changed", "issuer.changed"]
    assert fields(first) == {"name": (None, "Hearth School")}
    logo = fields(renamed)["logo_sha256"][1]
    assert fields(renamed) == {"name": ("Hearth School", "Hearth"), "logo_sha256": (None, logo)}
    assert fields(removed) == {"name": ("Hearth", None), "logo_sha256": (logo, None)}
    assert (removed["course_id"], removed["user_id"], removed["actor"]["user_id"]) == (None, None, "admin-1")


def test_of_two_changes_of_the_issuer_at_once_the_second_knows_the_first(service: Service) -> None:
    put_issuer(service, name="First")
    with just_before("TransactWriteItems", lambda: put_issuer(service, name="Second", url="https://two.example")):
        assert put_issuer(service, name="Third").status == 200
    found = [fields(one) for one in changes.listed(service, changes.ISSUER)]
    assert {"name": ("Second", "Third"), "url": ("https://two.example", None)} in found
    assert {"name": ("First", "Second"), "url": (None, "https://two.example")} in found
    assert len(found) == 3


def test_an_issuer_that_others_change_again_and_again_is_a_conflict_without_a_record(service: Service) -> None:
    names = iter(f"Name {number}" for number in range(100))
    with just_before("TransactWriteItems", lambda: put_issuer(service, name=next(names)), times=8):
        assert refusal(put_issuer(service, name="Mine")) == (409, "concurrent_change")
    assert not any("Mine" in fields(one)["name"] for one in changes.listed(service, changes.ISSUER))


# ------------------------------------------------------------------ enrollments


def test_an_enrollment_by_the_staff_is_on_record_in_its_role(service: Service) -> None:
    put_course(service, instructors=["ines"])
    put_learner(service, "anna", INES, learner_name="Anna", access_expires_at=TOMORROW)
    put_learner(service, "ben", status="active")
    (record,) = of_learner(service, caller=INES)
    assert record["action"] == "enrollment.created"
    assert record["actor"] == {"kind": "instructor", "user_id": "ines"}
    assert (record["user_id"], record["learner_name"], record["import_id"]) == ("anna", "Anna", None)
    assert fields(record) == {"learner_name": (None, "Anna"), "access_expires_at": (None, TOMORROW)}
    assert [one["actor"]["kind"] for one in of_learner(service, "ben")] == ["admin"]


@pytest.mark.parametrize(
    ("change", "action", "recorded"),
    [
        ({"status": "cancelled"}, "enrollment.cancelled", {"status": ("active", "cancelled")}),
        (
            {"access_expires_at": NEXT_YEAR},
            "enrollment.access_changed",
            {"access_expires_at": (TOMORROW, NEXT_YEAR)},
        ),
        ({"learner_name": "Anna B"}, "enrollment.name_changed", {"learner_name": ("Anna", "Anna B")}),
        (
            {"status": "cancelled", "learner_name": None},
            "enrollment.cancelled",
            {"status": ("active", "cancelled"), "learner_name": ("Anna", None)},
        ),
    ],
)
@pytest.mark.parametrize("by", ["staff", "service"])
def test_a_change_of_an_enrollment_is_on_record_once(
    service: Service, by: str, change: dict[str, Any], action: str, recorded: dict[str, Any]
) -> None:
    put_course(service)
    put_learner(service, "anna", learner_name="Anna", access_expires_at=TOMORROW)
    for _ in range(2):
        # Of the shop, what is left out of a request stays, too.
        body = {"status": "active", **change}
        answer = put_learner(service, "anna", **change) if by == "staff" else enroll(service, **body)
        assert answer.status == 200, answer.content
    newest, _ = of_learner(service)
    assert (newest["action"], fields(newest)) == (action, recorded)
    assert newest["actor"]["kind"] == ("admin" if by == "staff" else "service")


def test_an_enrollment_that_is_restored_is_on_record(service: Service) -> None:
    put_course(service)
    for status in ("active", "cancelled", "active"):
        put_learner(service, "anna", status=status)
    assert actions(of_learner(service)) == ["enrollment.reinstated", "enrollment.cancelled", "enrollment.created"]


def test_instructors_do_not_see_which_order_the_shop_enrolled_a_learner_for(service: Service) -> None:
    put_course(service, instructors=["ines"])
    enroll(service, order_id="order-1")
    enroll(service, order_id="order-2")
    changed, created = of_learner(service)
    assert (changed["action"], fields(changed)) == ("enrollment.changed", {"order_id": ("order-1", "order-2")})
    assert fields(created) == {"order_id": (None, "order-1")}
    assert created["actor"] == {"kind": "service", "user_id": "shop"}
    assert [fields(one) for one in of_learner(service, caller=INES)] == [{}, {}]


def test_a_purchase_is_on_record_and_its_refund_is_left_to_the_order(service: Service) -> None:
    put_course(service)
    payments.deliver(service, payments.purchase(COURSE_ID), payments.charge_refunded())
    (record,) = of_learner(service)
    assert (record["action"], record["actor"]["kind"], record["actor"]["user_id"]) == (
        "enrollment.created",
        "payment",
        None,
    )
    payments.deliver(service, payments.purchase(COURSE_ID, order_id="order-2", payment="pi_2"))
    newest, _ = of_learner(service)
    assert (newest["action"], fields(newest)["status"]) == ("enrollment.reinstated", ("refunded", "active"))


def test_a_purchase_that_restores_what_the_shop_cancelled_is_on_record_once(service: Service) -> None:
    put_course(service)
    enroll(service, order_id="order-1")
    enroll(service, status="cancelled")
    for _ in range(2):
        payments.deliver(service, payments.purchase(COURSE_ID, order_id="order-2", payment="pi_2"))
    newest, *before = of_learner(service)
    assert (newest["action"], newest["actor"]["kind"]) == ("enrollment.reinstated", "payment")
    assert fields(newest) == {"status": ("cancelled", "active"), "order_id": ("order-1", "order-2")}
    assert len(before) == 2


def test_a_purchase_that_waited_for_an_address_is_on_record_once_it_is_claimed(service: Service) -> None:
    put_course(service)
    payments.deliver(service, payments.purchase(COURSE_ID, user_id=None))
    assert of_learner(service) == []
    payer = Caller("anna", email="payer@example.com")
    assert service.call("GET", "/my-courses", caller=payer).json["items"]
    (record,) = of_learner(service)
    assert (record["action"], record["actor"]["kind"]) == ("enrollment.created", "payment")


def test_an_enrollment_that_waited_for_an_address_is_on_record_with_who_of_the_staff_made_it(service: Service) -> None:
    put_course(service, instructors=["ines"])
    imports.put_pending(service, "anna@example.com", INES, learner_name="Anna")
    assert all(one["subject"]["S"] == f"course#{COURSE_ID}" for one in items("changes"))
    learner = Caller("anna", email="anna@example.com")
    assert service.call("GET", "/my-courses", caller=learner).json["items"]
    (record,) = of_learner(service)
    assert record["actor"] == {"kind": "staff", "user_id": "ines"}
    # The address is not kept.
    assert "example.com" not in str(items("changes"))


def test_each_row_of_an_import_is_on_record_with_the_import(service: Service) -> None:
    put_course(service)
    put_learner(service, "ben", learner_name="Ben")
    file = "user_id,name,completed_at\nanna,Anna,2024-05-01\nben,,2024-05-02\n"
    imports.imported(service, file, "history")
    again = imports.imported(service, file, "history")
    first = next(
        one for one in service.call("GET", imports.IMPORTS, caller=ADMIN).json["items"] if one["counts"]["new"]
    )
    (created,) = of_learner(service)
    completed, _ = of_learner(service, "ben")
    assert (created["action"], created["import_id"]) == ("enrollment.created", first["import_id"])
    assert created["actor"] == {"kind": "staff", "user_id": "admin-1"}
    assert fields(created)["completed_at"] == (None, "2024-05-01T00:00:00.000000Z")
    assert (completed["action"], list(fields(completed))) == ("enrollment.completed", ["completed_at"])
    assert again["counts"]["unchanged"] == 2


def test_a_corrected_name_is_on_record_with_the_certificate_that_has_it(service: Service) -> None:
    old = certified(service, learner_name="Anna Nowak")
    for _ in range(2):
        assert correct_name(service, "Anna Łukasiewicz").status == 200
    # Both of one request.
    *both, _ = of_learner(service)
    reissued, corrected = sorted(both, key=lambda record: str(record["action"]))
    assert actions([reissued, corrected]) == ["certificate.reissued", "enrollment.name_changed"]
    assert fields(corrected) == {"learner_name": ("Anna Nowak", "Anna Łukasiewicz")}
    new = get_certificate(service, accept="application/json").json
    assert reissued["certificate_id"] == new["public_id"]
    assert fields(reissued) == {
        "public_id": (old["public_id"], new["public_id"]),
        "issued_name": ("Anna Nowak", "Anna Łukasiewicz"),
    }


# ------------------------------------------------------------------ assignments and certificates


def test_a_mark_and_its_undo_are_on_record_without_the_note(service: Service) -> None:
    put_course(service)
    enroll(service)
    for _ in range(2):
        mark(service, note="Well baked.")
    undo(service)
    undone, marked, _ = of_learner(service)
    assert actions([undone, marked]) == ["assignment.undone", "assignment.marked"]
    assert fields(marked) == fields(undone) == {"lesson_id": (None, "loaf"), "lesson_title": (None, "Your loaf")}
    assert "Well baked" not in str(items("changes"))


def test_a_certificate_that_is_revoked_reinstated_or_reissued_is_on_record_and_its_issue_is_not(
    service: Service,
) -> None:
    certificate = certified(service, learner_name="Anna")
    assert actions(of_learner(service)) == ["enrollment.created"]
    for _ in range(2):
        assert certificate_call(service, certificate, "revoke", {"reason": "Copied"}).status == 200
    for _ in range(2):
        assert certificate_call(service, certificate, "reinstate").status == 200
    new = certificate_call(service, certificate, "reissue", {"template": "current"}).json
    reissued, reinstated, revoked, _ = of_learner(service)
    assert actions([reissued, reinstated, revoked]) == [
        "certificate.reissued",
        "certificate.reinstated",
        "certificate.revoked",
    ]
    assert (fields(revoked), fields(reinstated)) == ({"reason": (None, "Copied")}, {})
    assert revoked["certificate_id"] == reinstated["certificate_id"] == certificate["public_id"]
    assert reissued["certificate_id"] == new["public_id"]
    stored = str(items("changes"))
    for one in (certificate, new):
        code = one["verification_code"]
        assert code not in stored
        assert code.replace("-", "") not in stored


# ------------------------------------------------------------------ lists


def test_the_list_of_a_courses_learners_has_all_of_them_and_not_the_course_itself(service: Service) -> None:
    put_course(service, instructors=["ines"])
    put_course(service, "course-2", slug="rye")
    for user_id in ("anna", "ben", "carl"):
        put_learner(service, user_id, learner_name=user_id.title())
    enroll(service, course_id="course-2")
    found = changes.listed(service, f"{changes.COURSE}/learner-changes", INES)
    assert [(one["user_id"], one["learner_name"]) for one in found] == [
        ("carl", "Carl"),
        ("ben", "Ben"),
        ("anna", "Anna"),
    ]


@pytest.mark.parametrize("limit", [1, 2, 3, 25])
def test_lists_are_paged_newest_first(service: Service, limit: int) -> None:
    put_course(service)
    for number in range(3):
        put_course(service, title=f"Title {number}")
        put_learner(service, "anna", learner_name=f"Anna {number}")
        put_issuer(service, name=f"School {number}")
    lists = {f"{changes.COURSE}/changes": 4, **{f"{changes.COURSE}/{name}": 3 for name in ("learner-changes",)}}
    for url, number in {**lists, f"{changes.COURSE}/learners/anna/changes": 3, changes.ISSUER: 3}.items():
        found = pages(service, url, limit)
        assert all(len(page) <= limit for page in found)
        times = [item["at"] for page in found for item in page]
        assert len(times) == number
        assert times == sorted(times, reverse=True)


def test_a_cursor_belongs_to_its_list(service: Service) -> None:
    put_course(service)
    place = "2026-01-12T08:30:00.000000Z@6512bd43d9caa6e0"
    for user_id in ("anna", "ben"):
        put_learner(service, user_id, status="active")
    own, other = (cursor(f"learner-changes:{COURSE_ID}:{user_id}", place) for user_id in ("anna", "ben"))
    url = f"{changes.COURSE}/learners/anna/changes?cursor="
    assert service.call("GET", url + own, caller=ADMIN).json["items"] == []
    for forged in (other, cursor(f"learner-changes:{COURSE_ID}:anna", "2026"), "nonsense"):
        assert refusal(service.call("GET", url + forged, caller=ADMIN)) == (400, "invalid_cursor")


def test_there_are_no_changes_of_a_course_that_does_not_exist(service: Service) -> None:
    for name in ("changes", "learner-changes", "learners/anna/changes"):
        assert refusal(service.call("GET", f"{changes.COURSE}/{name}", caller=ADMIN)) == (404, "course_not_found")
    assert changes.listed(service, changes.ISSUER) == []


def test_the_staff_is_shown_by_the_name_in_the_profile(service: Service) -> None:
    put_course(service)
    service.call("PUT", "/my-profile", caller=Caller("admin-1"), body={"name": "Ida Solberg"})
    put_learner(service, "anna", status="active")
    assert of_course(service)[0]["actor_name"] == of_learner(service)[0]["actor_name"] == "Ida Solberg"


def test_data_from_before_there_were_records_has_none(service: Service) -> None:
    certified(service)
    for item in items("changes"):
        remove(item)
    assert of_course(service) == of_learner(service) == []
    put_learner(service, "anna", status="cancelled")
    assert actions(of_learner(service)) == ["enrollment.cancelled"]


def remove(item: dict[str, Any]) -> None:
    key = {name: item[name] for name in ("subject", "position")}
    connection().client.delete_item(TableName="test-changes", Key=key)


def test_learners_do_without_records(service: Service) -> None:
    certified(service)
    with tables_read() as read:
        steps.my_course(service)
        steps.send(service, steps.playback("starter", [0, 1]))
        get_certificate(service)
    assert "test-changes" not in read


# ------------------------------------------------------------------ export and erasure


def test_an_export_has_the_records_of_the_learner_alone_and_an_erasure_removes_them(service: Service) -> None:
    put_course(service)
    put_learner(service, "anna", learner_name="Anna Nowak")
    correct_name(service, "Anna Łukasiewicz")
    enroll(service, BEN)
    exported = service.call("GET", "/service/learners/anna/export", caller=SHOP).json["changes"]
    assert actions(exported) == ["enrollment.created", "enrollment.name_changed"]
    assert not any("actor_name" in one for one in exported)
    assert service.call("DELETE", "/service/learners/anna", caller=SHOP).status == 204
    assert "Anna" not in str(items("changes"))
    assert of_learner(service) == []
    assert actions(of_learner(service, "ben")) == ["enrollment.created"]
    assert refusal(service.call("GET", "/service/learners/anna/export", caller=SHOP)) == (404, "learner_not_found")


def test_the_id_of_who_acted_stays_after_an_erasure_and_the_name_is_gone(service: Service) -> None:
    put_course(service, instructors=["ines"])
    service.call("PUT", "/my-profile", caller=INES, body={"name": "Ines Ruiz"})
    put_learner(service, "anna", INES, status="active")
    service.call("DELETE", "/service/learners/ines", caller=SHOP)
    (record,) = of_learner(service)
    assert (record["actor"], record["actor_name"]) == ({"kind": "instructor", "user_id": "ines"}, None)


# ------------------------------------------------------------------ no change without its record


@pytest.mark.parametrize("done", [False, True])
def test_a_change_whose_response_is_lost_has_its_record_if_it_happened(service: Service, done: bool) -> None:  # noqa: FBT001
    put_course(service)
    lost = ReadTimeoutError(endpoint_url="https://dynamodb.example/")
    with inject_fault(lost, at=1, done=done, operation="TransactWriteItems"):
        assert put_learner(service, "anna", learner_name="Anna").status == 503
    assert len(items("enrollments")) == len(of_learner(service)) == int(done)
    put_learner(service, "anna", learner_name="Anna")
    assert actions(of_learner(service)) == ["enrollment.created"]


def test_of_two_changes_at_once_each_has_one_record_of_what_it_found(service: Service) -> None:
    put_course(service)
    put_learner(service, "anna", learner_name="A")
    with just_before("TransactWriteItems", lambda: put_learner(service, "anna", learner_name="B")):
        put_learner(service, "anna", learner_name="C")
    assert sorted(fields(one)["learner_name"] for one in of_learner(service)[:2]) == [("A", "B"), ("B", "C")]


def test_a_mark_that_another_one_came_before_has_no_record(service: Service) -> None:
    put_course(service, instructors=["ines"])
    enroll(service)
    with just_before("TransactWriteItems", lambda: mark(service, caller=INES)):
        mark(service)
    (marked,) = (one for one in of_learner(service) if one["action"] == "assignment.marked")
    assert marked["actor"]["user_id"] == "ines"


def test_a_change_that_an_erasure_came_before_leaves_no_record(service: Service) -> None:
    put_course(service)
    enroll(service, learner_name="Anna")

    def erase() -> None:
        service.call("DELETE", "/service/learners/anna", caller=SHOP)

    with just_before("TransactWriteItems", erase):
        assert refusal(correct_name(service, "Anna B")) == (404, "enrollment_not_found")
    assert of_learner(service) == []


bodies = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(["active", "cancelled"]),
        "learner_name": st.sampled_from(["Anna", "Anna B", None]),
        "access_expires_at": st.sampled_from([TOMORROW, NEXT_YEAR, None]),
    },
).filter(bool)


@given(requests=st.lists(st.tuples(bodies, st.none() | bodies), min_size=1, max_size=6))
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_records_of_any_changes_lead_from_nothing_to_what_is_stored(
    service: Service, requests: list[tuple[dict[str, Any], dict[str, Any] | None]]
) -> None:
    """Of each pair of requests, the second one is served while the first has read and not yet written."""
    put_course(service)
    # What the example before has stored.
    service.call("DELETE", "/service/learners/anna", caller=SHOP)
    for body, other in requests:
        served = put_with(service, body, other)
        assert served.status == 200, served.content
    records = of_learner(service)
    stored = steps.enrollment(service)
    for name, nothing in (("status", "active"), ("learner_name", None), ("access_expires_at", None)):
        steps_of_field = [fields(one)[name] for one in records if name in fields(one)]
        assert is_one_path(steps_of_field, nothing, stored[name]), (name, steps_of_field, stored[name])
    assert actions(records).count("enrollment.created") == 1
    assert all(one["fields"] or one["action"] == "enrollment.created" for one in records)


def put_with(service: Service, body: dict[str, Any], other: dict[str, Any] | None) -> Answer:
    before = items("enrollments")
    if other is None or (before and unchanged(service, body)):
        return put_learner(service, "anna", **body)
    with just_before("TransactWriteItems", lambda: put_learner(service, "anna", INES_ADMIN, **other)):
        return put_learner(service, "anna", **body)


INES_ADMIN = Caller("ines", scope="admin")


def unchanged(service: Service, body: dict[str, Any]) -> bool:
    """Whether a request changes nothing, and makes no transaction."""
    stored = steps.enrollment(service)
    return all(stored[name] == value for name, value in body.items())


def is_one_path(found: list[tuple[Any, Any]], start: object, end: object) -> bool:
    """Whether steps, in some order, are one path: each begins where another one ended, and none is missing."""
    values = {start, end, *(value for step in found for value in step)}
    for value in values:
        leaves = sum(before == value for before, _ in found) + (value == end)
        arrives = sum(after == value for _, after in found) + (value == start)
        if leaves != arrives:
            return False
    return True
