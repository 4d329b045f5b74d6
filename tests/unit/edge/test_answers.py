"""Response bodies match the published schemas and contain the stored values."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.certificate import (
    Certificate,
    CertificateState,
    CertificateStatus,
    PublicCertificate,
    Revocation,
    RevocationCause,
)
from shared.domain.change_record import PAYMENTS, Actor, ActorKind, ChangeAction, ChangeRecord, FieldChange, Value
from shared.domain.completion import Completion, standing
from shared.domain.course import CertificateSettings, CompletionRule, Course, CourseSummary, Lesson, LessonKind
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.errors import InvalidCursor
from shared.domain.ids import CourseId, LessonId, OrderId, UserId
from shared.domain.issuer import Issuer, IssuerSettings
from shared.domain.learner_index import CountsAsOf, LearnerCounts
from shared.domain.ledger import Ledger, Payment
from shared.domain.order import Order, PendingLines, UnclaimedPurchase
from shared.domain.payment import IgnoredReason, Outcome
from shared.domain.printed_names import NameSource, PrintedName, source_order
from shared.domain.profile import Profile
from shared.domain.progress import EventStatus, LessonProgress, Position, Rejection
from shared.domain.refunds import OrderEntry
from shared.domain.template import MAX_TEMPLATE_BYTES, SafeZone, Template
from shared.edge.answers import (
    certificates,
    changes,
    courses,
    enrollments,
    learners,
    orders,
    profiles,
    progress,
    templates,
    uploads,
)
from shared.stores.objects import UPLOAD_SECONDS, UploadForm
from shared.stores.webhook_events import WebhookEvent
from shared.usecases.certificate_settings import SettingsWithTemplate
from shared.usecases.changes import ChangePage
from shared.usecases.continue_watching import ContinueWatching
from shared.usecases.course_learners import CourseLearners, LearnerRow
from shared.usecases.dashboards import CourseView
from shared.usecases.enrolled_courses import EnrolledCourse
from shared.usecases.learners import Export
from shared.usecases.my_courses import CourseCard
from shared.usecases.my_lesson import LessonView
from shared.usecases.orders import OrderView
from shared.usecases.profiles import ProfileView
from shared.usecases.progress import EventResult, RecordedLesson
from tests.unit.edge.exchange import published_form

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
NOW_TEXT = "2026-11-20T09:51:00.000000Z"
ANNA = UserId("anna")
COURSE_ID = CourseId("course-1")
FILM = Lesson(
    lesson_id=LessonId("film"),
    title="Film",
    kind=LessonKind.VIDEO,
    duration_seconds=90.5,
    section="Salt",
    video_url="/media/film.webm",
)
ENROLLED = ChangeRecord(
    at=NOW,
    actor=Actor(kind=ActorKind.ADMIN, user_id=UserId("ida")),
    action=ChangeAction.ENROLLMENT_CREATED,
    course_id=COURSE_ID,
    user_id=ANNA,
    fields=(FieldChange(field="order_id", before=None, after="order-1"),),
)
HIDDEN = Lesson(lesson_id=LessonId("hidden"), title="Hidden", kind=LessonKind.ARTICLE, published=False)
COURSE = Course(
    course_id=COURSE_ID,
    slug="bread",
    title="Bread",
    published=True,
    completion_rule=CompletionRule(required_lessons=(LessonId("film"),)),
    lessons=(FILM, HIDDEN),
    version=3,
)
WATCHED = LessonProgress(
    lesson_id=LessonId("film"),
    position=Position(occurred_at=NOW, seconds=14.5),
    watched=frozenset({2, 0, 1}),
    updated_at=NOW,
)
ENROLLMENT = Enrollment(
    user_id=ANNA,
    course_id=COURSE_ID,
    status=EnrollmentStatus.ACTIVE,
    learner_name="Anna",
    completed_at=NOW,
    completed_lessons=1,
    published_lessons=1,
    percent=100,
    created_at=NOW,
    updated_at=NOW,
)
CERTIFICATE = Certificate(
    user_id=ANNA,
    course_id=COURSE_ID,
    public_id="certificate-1",
    verification_code="01ABCDEFGHJKMNPQRSTV",
    verification_url="https://laurel.example/certificates/verify/01ABCDEFGHJKMNPQRSTV",
    issued_name="Anna Łukasiewicz",
    issued_course_title="Bread & butter",
    issued_at=NOW,
    signatory_name=None,
    signatory_title=None,
    template_version=1,
    order_id=OrderId("order-1"),
    subscription_id=None,
    pdf_sha256="ab" * 32,
)
REVOKED = replace(CERTIFICATE, status=CertificateStatus.REVOKED, revoked_at=NOW, revoke_reason="refunded")
VIEW = CourseView(
    course=COURSE,
    enrollment=ENROLLMENT,
    progress={LessonId("film"): WATCHED},
    standing=standing(COURSE, {LessonId("film"): WATCHED}),
    new_lessons=(),
    certificate_state=CertificateState.LOCKED,
    certificate=None,
)


# ------------------------------------------------------------------ certificates


@pytest.mark.parametrize("certificate", [CERTIFICATE, REVOKED])
def test_a_certificate_matches_its_published_schemas(certificate: Certificate) -> None:
    data = published_form("CertificateData", certificates.certificate_data(certificate))
    record = published_form("Certificate", certificates.certificate_record(certificate))
    assert data["verification_code"] == record["verification_code"] == "01ABC-DEFGH-JKMNP-QRSTV"
    assert data["issued_at"] == NOW_TEXT
    assert (record["user_id"], record["order_id"]) == ("anna", "order-1")
    assert record["status"] == certificate.status


@pytest.mark.parametrize("source", [None, *NameSource])
def test_only_the_record_of_a_certificate_has_the_source_of_its_name(source: NameSource | None) -> None:
    certificate = replace(CERTIFICATE, name_source=source)
    assert published_form("Certificate", certificates.certificate_record(certificate))["name_source"] == source
    assert "name_source" not in certificates.certificate_data(certificate)
    assert "name_source" not in certificates.certificate_with_status(certificate)


def test_a_revoked_certificate_has_the_date_and_reason() -> None:
    record = certificates.certificate_record(REVOKED)
    assert (record["revoked_at"], record["revoke_reason"]) == (NOW_TEXT, "refunded")


def test_a_certificate_has_a_link_that_adds_it_to_a_profile() -> None:
    link = urlsplit(certificates.certificate_data(CERTIFICATE)["linkedin_url"])
    assert (link.scheme, link.netloc, link.path) == ("https", "www.linkedin.com", "/profile/add")
    assert parse_qs(link.query, strict_parsing=True) == {
        "startTask": ["CERTIFICATION_NAME"],
        "name": ["Bread & butter"],
        "issueYear": ["2026"],
        "issueMonth": ["11"],
        "certUrl": [CERTIFICATE.verification_url],
        "certId": ["01ABC-DEFGH-JKMNP-QRSTV"],
    }


@pytest.mark.parametrize("revoked", [False, True])
def test_a_verification_contains_only_public_attributes(revoked: bool) -> None:  # noqa: FBT001
    certificate = PublicCertificate(
        status=CertificateStatus.REVOKED if revoked else CertificateStatus.ACTIVE,
        issued_name="Anna",
        issued_course_title="Bread",
        issued_at=NOW,
        revoked_at=NOW if revoked else None,
        revoke_reason="refunded" if revoked else None,
        pdf_sha256="ab" * 32,
    )
    assert published_form("Verification", certificates.verification(certificate)) == {
        "status": "revoked" if revoked else "active",
        "issued_name": "Anna",
        "issued_course_title": "Bread",
        "issued_at": NOW_TEXT,
        "issued_on": NOW.date().isoformat(),
        "time_zone": "UTC",
        "signatory_name": None,
        "signatory_title": None,
        "extra_line": None,
        "issuer": None,
        "revoked_at": NOW_TEXT if revoked else None,
        "revoke_reason": "refunded" if revoked else None,
        "pdf_sha256": "ab" * 32,
    }


LATE = datetime(2026, 12, 31, 11, 30, tzinfo=UTC)  # the next year in Auckland
SCHOOL = Issuer(name="Hearth & Sons", url="https://hearth.example", linkedin_organization_id="1337")


def test_the_day_of_issue_is_that_of_the_certificates_time_zone() -> None:
    abroad = replace(CERTIFICATE, issued_at=LATE, time_zone="Pacific/Auckland")
    data = published_form("CertificateData", certificates.certificate_data(abroad))
    assert (data["issued_at"][:10], data["issued_on"], data["time_zone"]) == (
        "2026-12-31",
        "2027-01-01",
        "Pacific/Auckland",
    )
    query = parse_qs(urlsplit(data["linkedin_url"]).query)
    assert (query["issueYear"], query["issueMonth"]) == (["2027"], ["1"])


@pytest.mark.parametrize(
    ("issuer", "organisation"),
    [
        (None, {}),
        (SCHOOL, {"organizationId": ["1337"]}),
        (replace(SCHOOL, linkedin_organization_id=None), {"organizationName": ["Hearth & Sons"]}),
    ],
)
def test_linkedin_is_told_the_organisations_page_or_else_its_name(
    issuer: Issuer | None, organisation: dict[str, list[str]]
) -> None:
    data = published_form("CertificateData", certificates.certificate_data(replace(CERTIFICATE, issuer=issuer)))
    query = parse_qs(urlsplit(data["linkedin_url"]).query)
    assert {name: value for name, value in query.items() if name.startswith("organization")} == organisation


def test_an_issuer_matches_its_published_schemas() -> None:
    record = published_form("Certificate", certificates.certificate_record(replace(CERTIFICATE, issuer=SCHOOL)))
    assert record["issuer"] == {"name": "Hearth & Sons", "url": "https://hearth.example", "logo_sha256": None}
    with_logo = replace(SCHOOL, logo_sha256="0f" * 32)
    record = published_form("Certificate", certificates.certificate_record(replace(CERTIFICATE, issuer=with_logo)))
    assert record["issuer"]["logo_sha256"] == "0f" * 32
    settings = published_form("Issuer", certificates.issuer_settings(IssuerSettings(issuer=with_logo)))
    assert (settings["linkedin_organization_id"], settings["logo_sha256"]) == ("1337", "0f" * 32)
    assert set(published_form("Issuer", certificates.issuer_settings(IssuerSettings())).values()) == {None}


# ------------------------------------------------------------------ courses and progress


def test_an_admin_sees_a_course_with_its_unpublished_lessons() -> None:
    answer = published_form("Course", courses.course(COURSE))
    assert [(lesson["lesson_id"], lesson["published"]) for lesson in answer["lessons"]] == [
        ("film", True),
        ("hidden", False),
    ]
    assert answer["version"] == 3


def test_courses_in_a_list_match_their_published_schema() -> None:
    summary = CourseSummary(course_id=COURSE_ID, slug="bread", title="Bread", published=False, published_lessons=1)
    answer = published_form("CourseList", courses.course_list([summary], "next"))
    assert (answer["items"][0]["published_lessons"], answer["next_cursor"]) == (1, "next")
    assert published_form("CourseList", courses.course_list([], None)) == {"items": [], "next_cursor": None}


def test_a_learner_sees_the_published_lessons_with_their_progress() -> None:
    answer = published_form("CourseProgress", progress.course_view(VIEW))
    assert answer["lessons"] == [
        {
            "lesson_id": "film",
            "title": "Film",
            "kind": "video",
            "duration_seconds": 90.5,
            "section": "Salt",
            "video_url": "/media/film.webm",
            "captions_url": None,
            "article_url": None,
            "percent_watched": 3,
            "position_seconds": 14.5,
            "completed_at": None,
            "note": None,
        }
    ]
    assert answer["missing_lessons"] == answer["missing_required"] == ["film"]
    assert (answer["next_lesson"], answer["lessons_needed"]) == ("film", 1)
    assert (answer["completed_at"], answer["badge"]) == (NOW_TEXT, True)
    assert answer["certificate"] == {"state": "locked"}


def test_a_lesson_without_progress_has_no_position() -> None:
    untouched = replace(VIEW, progress={}, enrollment=replace(ENROLLMENT, completed_at=None))
    answer = published_form("CourseProgress", progress.course_view(untouched))
    assert (answer["lessons"][0]["percent_watched"], answer["lessons"][0]["position_seconds"]) == (0, None)
    assert (answer["completed_at"], answer["badge"]) == (None, False)


def test_a_lesson_shows_what_was_played_of_it_in_seconds() -> None:
    [film] = VIEW.course.published_lessons
    view = LessonView(lesson=film, progress=VIEW.progress[film.lesson_id])
    answer = published_form("MyLesson", progress.lesson_view(view))
    course = published_form("CourseProgress", progress.course_view(VIEW))
    assert answer == {**course["lessons"][0], "played": [[0.0, 90.5 * 3 / 100]]}


def test_a_lesson_of_which_nothing_was_played_shows_no_ranges() -> None:
    [film] = VIEW.course.published_lessons
    assert published_form("MyLesson", progress.lesson_view(LessonView(lesson=film, progress=None)))["played"] == []


def test_a_course_shows_the_certificate_that_was_issued() -> None:
    issued = replace(VIEW, certificate=CERTIFICATE, certificate_state=CertificateState.ISSUED)
    shown = published_form("CourseProgress", progress.course_view(issued))["certificate"]
    assert (shown["state"], shown["status"], shown["public_id"]) == ("issued", "active", "certificate-1")
    assert "user_id" not in shown


def test_an_instructor_sees_a_learners_course_with_the_learners_identity() -> None:
    answer = published_form("LearnerDetail", progress.learner_view(VIEW))
    assert progress.course_view(VIEW).items() <= answer.items()
    assert (answer["user_id"], answer["learner_name"], answer["status"]) == ("anna", "Anna", "active")
    assert (answer["order_id"], answer["revocations"]) == (None, [])


def test_an_instructor_sees_the_order_and_every_revocation_of_the_certificate() -> None:
    reinstated = Revocation(
        cause=RevocationCause.BY_HAND,
        reason="copied",
        revoked_at=NOW,
        revoked_by="ada",
        reinstated_at=NOW,
        reinstated_by="ada",
    )
    paid = replace(ENROLLMENT, order_id=OrderId("order-1"))
    certificate = replace(CERTIFICATE, revocations=(reinstated,))
    view = replace(VIEW, enrollment=paid, certificate=certificate, certificate_state=CertificateState.ISSUED)
    answer = published_form("LearnerDetail", progress.learner_view(view))
    assert answer["order_id"] == "order-1"
    assert answer["revocations"] == certificates.certificate_record(certificate)["revocations"]
    assert answer["revocations"][0]["reinstated_at"] == NOW_TEXT


def test_the_dashboard_lists_courses_and_the_lesson_to_continue() -> None:
    card = CourseCard(
        entry=EnrolledCourse(
            enrollment=ENROLLMENT,
            course=COURSE,
            completed_lessons=VIEW.standing.completed_lessons,
            published_lessons=VIEW.standing.published_lessons,
        ),
        percent=VIEW.standing.percent,
        certificate_state=CertificateState.DISABLED,
        access_ended=False,
    )
    continued = ContinueWatching(course=COURSE, lesson=FILM, position_seconds=14.5, started=True)
    answer = published_form("MyCourses", progress.my_courses([card], "next", continued))
    assert answer["next_cursor"] == "next"
    assert answer["continue_watching"] == {
        "course_slug": "bread",
        "course_title": "Bread",
        "lesson_id": "film",
        "lesson_title": "Film",
        "position_seconds": 14.5,
        "started": True,
    }
    (shown,) = answer["items"]
    assert (shown["slug"], shown["percent"], shown["badge"], shown["certificate_state"]) == (
        "bread",
        0,
        True,
        "disabled",
    )


def test_the_dashboard_offers_a_course_that_was_not_started_and_keeps_one_that_is_closed() -> None:
    card = CourseCard(
        entry=EnrolledCourse(
            enrollment=ENROLLMENT,
            course=replace(COURSE, published=False),
            completed_lessons=1,
            published_lessons=1,
        ),
        percent=100,
        certificate_state=CertificateState.ISSUED,
        access_ended=False,
        certificate=CERTIFICATE,
    )
    first = ContinueWatching(course=COURSE, lesson=FILM, position_seconds=0.0, started=False)
    answer = published_form("MyCourses", progress.my_courses([card], None, first))
    assert answer["continue_watching"]["started"] is False
    (shown,) = answer["items"]
    assert (shown["published"], shown["verification_url"]) == (False, CERTIFICATE.verification_url)


def test_a_dashboard_may_be_empty() -> None:
    empty: dict[str, object] = {"items": [], "next_cursor": None, "continue_watching": None}
    assert published_form("MyCourses", progress.my_courses([], None, None)) == empty


def test_every_event_of_a_batch_has_its_result() -> None:
    recorded = RecordedLesson(lesson=FILM, progress=WATCHED, is_older=False)
    answer = published_form(
        "ProgressResults",
        progress.progress_results(
            [
                EventResult(event_id="1", status=EventStatus.RECORDED, lesson=recorded),
                EventResult(event_id="2", status=EventStatus.REJECTED, rejection=Rejection.INVALID_RANGE),
            ]
        ),
    )
    lesson = {"lesson_id": "film", "percent_watched": 3, "position_seconds": 14.5, "completed_at": None}
    assert answer["results"] == [
        {"event_id": "1", "status": "recorded", "lesson": lesson},
        {"event_id": "2", "status": "rejected", "code": "invalid_range"},
    ]


def test_the_instructors_list_has_learners_and_counts() -> None:
    page = CourseLearners(
        rows=[LearnerRow(enrollment=ENROLLMENT, certificate_state=CertificateState.AVAILABLE)],
        more=False,
        counts=CountsAsOf(
            counts=LearnerCounts(enrolled=4, completed=3, certificates_active=2, certificates_revoked=1), as_of=NOW
        ),
    )
    answer = published_form("LearnerList", learners.learners(page, None))
    assert answer["summary"] == {
        "enrolled": 4,
        "completed": 3,
        "certificates_issued": 2,
        "certificates_revoked": 1,
        "as_of": NOW_TEXT,
    }
    (learner,) = answer["items"]
    assert (learner["user_id"], learner["percent"], learner["certificate_state"]) == ("anna", 100, "available")


# ------------------------------------------------------------------ enrollments


def test_an_enrollment_matches_its_published_schema() -> None:
    answer = published_form("Enrollment", enrollments.enrollment(replace(ENROLLMENT, access_expires_at=NOW)))
    assert (answer["access_expires_at"], answer["completed_at"], answer["order_id"]) == (NOW_TEXT, NOW_TEXT, None)
    assert answer["purchaser_name"] is None


def test_an_enrollment_has_the_payers_name() -> None:
    answer = published_form("Enrollment", enrollments.enrollment(replace(ENROLLMENT, purchaser_name="Ben")))
    assert (answer["learner_name"], answer["purchaser_name"]) == ("Anna", "Ben")


def test_an_export_has_all_data_of_a_learner() -> None:
    collected = Export(
        user_id=ANNA,
        enrollments=[ENROLLMENT],
        progress=iter(
            [
                (COURSE_ID, WATCHED),
                (COURSE_ID, LessonProgress(lesson_id=LessonId("text"), updated_at=NOW)),
            ]
        ),
        completions=[
            Completion(
                user_id=UserId("anna"),
                course_id=COURSE_ID,
                completed_at=NOW,
                course_title="Sourdough bread",
                lesson_ids=frozenset({LessonId("film")}),
                learner_name="Anna",
            )
        ],
        certificates=[REVOKED],
        profile=Profile(name="Anna Own", updated_at=NOW),
        changes=iter([ENROLLED]),
    )
    answer = published_form("LearnerExport", json.loads("".join(enrollments.export(collected, NOW))))
    assert answer["exported_at"] == NOW_TEXT
    watched, untouched = answer["lesson_progress"]
    assert watched["watched"] == [0, 1, 2]
    assert (watched["position_seconds"], watched["position_at"]) == (14.5, NOW_TEXT)
    assert (untouched["position_seconds"], untouched["position_at"]) == (None, None)
    assert answer["completions"] == [
        {
            "course_id": "course-1",
            "completed_at": NOW_TEXT,
            "course_title": "Sourdough bread",
            "lesson_ids": ["film"],
            "learner_name": "Anna",
            "source": None,
        }
    ]
    assert [certificate["public_id"] for certificate in answer["certificates"]] == ["certificate-1"]
    assert answer["profile"] == {"name": "Anna Own", "updated_at": NOW_TEXT}
    (change,) = answer["changes"]
    assert (change["action"], change["actor"]) == ("enrollment.created", {"kind": "admin", "user_id": "ida"})
    assert change["fields"] == [{"field": "order_id", "before": None, "after": "order-1"}]


def test_an_export_may_have_no_profile() -> None:
    empty = Export(
        user_id=ANNA,
        enrollments=[ENROLLMENT],
        progress=iter(()),
        completions=[],
        certificates=[],
        profile=None,
        changes=iter(()),
    )
    answer = published_form("LearnerExport", json.loads("".join(enrollments.export(empty, NOW))))
    assert (answer["profile"], answer["lesson_progress"], answer["certificates"], answer["changes"]) == (
        None,
        [],
        [],
        [],
    )


# ------------------------------------------------------------------ changes


def test_a_change_has_the_names_of_today_and_what_was_changed() -> None:
    page = ChangePage(
        records=[ENROLLED],
        actor_names={UserId("ida"): "Ida Admin"},
        learner_names={ANNA: "Anna"},
        after=(NOW_TEXT, ENROLLED.change_id),
    )
    answer = published_form("ChangeList", changes.page(page, "more"))
    (item,) = answer["items"]
    assert (item["actor"], item["actor_name"]) == ({"kind": "admin", "user_id": "ida"}, "Ida Admin")
    assert (item["learner_name"], item["at"], item["course_id"]) == ("Anna", NOW_TEXT, "course-1")
    assert [one["field"] for one in item["fields"]] == ["order_id"]
    assert answer["next_cursor"] == "more"


def test_instructors_see_no_order_in_a_change() -> None:
    page = ChangePage(records=[ENROLLED], actor_names={}, learner_names={}, after=None)
    (item,) = published_form("ChangeList", changes.page(page, None, shows_order=False))["items"]
    assert (item["fields"], item["learner_name"], item["actor_name"]) == ([], None, None)


def test_a_purchase_was_made_by_nobody_of_the_staff() -> None:
    record = replace(ENROLLED, actor=PAYMENTS)
    page = ChangePage(records=[record], actor_names={}, learner_names={}, after=None)
    (item,) = published_form("ChangeList", changes.page(page, None))["items"]
    assert (item["actor"], item["actor_name"]) == ({"kind": "payment", "user_id": None}, None)


@pytest.mark.parametrize("action", ChangeAction)
@pytest.mark.parametrize("value", [None, "text", 90, 0.5, True, ("one", "two")])
def test_every_change_matches_its_published_schema(action: ChangeAction, value: Value) -> None:
    record = replace(ENROLLED, action=action, fields=(FieldChange(field="any", before=None, after=value),))
    (field,) = published_form("Change", changes.change(record))["fields"]
    assert field["after"] == (list(value) if isinstance(value, tuple) else value)


# ------------------------------------------------------------------ profiles


@pytest.mark.parametrize("source", source_order(learner_may_change_name=False))
def test_a_profile_has_the_name_to_print_and_its_source(source: NameSource) -> None:
    view = ProfileView(
        name="Anna Own",
        learner_may_change_name=True,
        printed=PrintedName(name="Anna 🎓 Nowak", source=source),
        unprintable=("🎓",),
    )
    assert published_form("Profile", profiles.profile(view)) == {
        "name": "Anna Own",
        "learner_may_change_name": True,
        "printed_name": "Anna 🎓 Nowak",
        "name_source": source,
        "unprintable_characters": ["🎓"],
    }


def test_a_profile_may_have_no_name_at_all() -> None:
    view = ProfileView(name=None, learner_may_change_name=False, printed=None, unprintable=())
    assert published_form("Profile", profiles.profile(view)) == {
        "name": None,
        "learner_may_change_name": False,
        "printed_name": None,
        "name_source": None,
        "unprintable_characters": [],
    }


# ------------------------------------------------------------------ orders and payment events

EVENT = WebhookEvent(
    event_id="evt@1", type="charge.refunded", received_at=NOW, outcome=Outcome.REFUNDED, order_id=OrderId("order-1")
)


def entry(number: int, outcome: Outcome) -> OrderEntry:
    return OrderEntry(
        event_id=f"evt_{number}",
        type="charge.refunded",
        payment_id="pi_1",
        occurred_at=NOW,
        received_at=NOW,
        outcome=outcome,
        amount_refunded=4900,
    )


ORDER = Order(
    order_id=OrderId("order-1"),
    ledger=Ledger(
        payments=(Payment(payment_id="pi_1", charge_ids=frozenset({"ch_1"}), captured=4900),),
        invoices={"in_2": 0},
        history=(entry(0, Outcome.REFUNDED), entry(1, Outcome.UNCHANGED)),
    ),
    references=frozenset({"sub_1"}),
    refunded_at=NOW,
    created_at=NOW,
    updated_at=NOW,
)
ORDER_VIEW = OrderView(order=ORDER, lines=[(ANNA, COURSE_ID), (UserId("ben"), COURSE_ID)], next_line=None)


def test_an_order_has_its_payments_lines_and_history() -> None:
    answer = published_form("Order", orders.order(ORDER_VIEW, "next"))
    assert [line["user_id"] for line in answer["lines"]] == ["anna", "ben"]
    assert (answer["refunded_at"], answer["next_cursor"]) == (NOW_TEXT, "next")
    assert [(entry["event_id"], entry["outcome"]) for entry in answer["refunds"]] == [("evt_0", "refunded")]
    assert answer["references"] == ["in_2", "sub_1"]
    assert answer["payments"] == [
        {
            "payment_id": "pi_1",
            "charge_ids": ["ch_1"],
            "invoice_id": None,
            "amount_captured": 4900,
            "amount_refunded": 4900,
            "dispute_lost": False,
        }
    ]


def test_an_order_may_have_only_its_id() -> None:
    bare = Order(order_id=OrderId("order-1"), created_at=NOW, updated_at=NOW)
    answer = published_form("Order", orders.order(OrderView(order=bare, lines=[], next_line=None), None))
    assert (answer["amount"], answer["refunded_at"], answer["lines"], answer["refunds"]) == (None, None, [], [])
    assert (answer["unclaimed"], answer["lines_pending"], answer["next_cursor"]) == (None, False, None)


def test_an_order_shows_who_may_claim_it_and_pending_work() -> None:
    waiting = UnclaimedPurchase(
        email="anna@example.org", course_ids=(COURSE_ID,), subscription_id=None, purchaser_name="Anna"
    )
    order = replace(ORDER, unclaimed=waiting, pending=PendingLines(version=1))
    answer = published_form("Order", orders.order(replace(ORDER_VIEW, order=order), None))
    assert answer["unclaimed"] == {"email": "anna@example.org", "course_ids": [COURSE_ID]}
    assert answer["lines_pending"] is True


def test_unlinked_payments_match_their_published_schema() -> None:
    answer = published_form("UnlinkedPaymentList", orders.unlinked_payments([ORDER], None))
    (item,) = answer["items"]
    assert (item["order_id"], item["amount"], item["amount_refunded"]) == ("order-1", 4900, 4900)


def test_payment_events_match_their_published_schema() -> None:
    events = [EVENT, replace(EVENT, outcome=Outcome.IGNORED, reason=IgnoredReason.TEST_MODE)]
    answer = published_form("WebhookEventList", orders.webhook_events(events, "next", webhook_configured=True))
    assert (answer["next_cursor"], answer["webhook_configured"]) == ("next", True)
    assert answer["items"][0]["received_at"] == NOW_TEXT
    assert [item["reason"] for item in answer["items"]] == [None, "test_mode"]


def test_the_list_of_payment_events_continues_after_an_event() -> None:
    assert orders.position_of(orders.event_position(EVENT)) == (NOW_TEXT, "evt@1")
    assert orders.position_of(None) is None


@pytest.mark.parametrize("place", ["", "@", "evt_1", "@evt_1", f"{NOW_TEXT}@", NOW_TEXT])
def test_a_cursor_position_of_no_list_of_payment_events_is_rejected(place: str) -> None:
    with pytest.raises(InvalidCursor):
        orders.position_of(place)


@given(st.text())
def test_a_cursor_position_that_is_not_two_keys_is_rejected(place: str) -> None:
    try:
        after = orders.position_of(place)
    except InvalidCursor:
        return
    assert after is not None
    assert all(after)


# ------------------------------------------------------------------ certificate settings

TEMPLATE = Template(
    course_id=COURSE_ID,
    version=2,
    file_name="Größe A4.pdf",
    size_bytes=1000,
    sha256="ab" * 32,
    page_width_mm=297.0,
    page_height_mm=210.0,
    uploaded_at=NOW,
)


def stored_settings(template: Template | None) -> SettingsWithTemplate:
    zone = SafeZone(x_mm=41.58, y_mm=25.2, width_mm=213.84, height_mm=121.8)
    return SettingsWithTemplate(certificate=CertificateSettings(enabled=True), template=template, safe_zone=zone)


def test_settings_without_a_template_still_have_the_safe_zone() -> None:
    answer = published_form("CertificateSettings", templates.settings(stored_settings(None)))
    assert answer["template"] is None
    assert answer["safe_zone"]["width_mm"] == 213.84
    assert "213.84 by 121.8 mm" in answer["safe_zone"]["hint"]


def test_settings_have_the_current_template() -> None:
    answer = published_form("CertificateSettings", templates.settings(stored_settings(TEMPLATE)))
    assert (answer["template"]["version"], answer["template"]["file_name"]) == (2, "Größe A4.pdf")
    assert answer["template"]["uploaded_at"] == NOW_TEXT


def test_an_upload_has_the_expiry_of_its_form() -> None:
    form = UploadForm(url="https://bucket.example/", fields={"key": "uploads/1"})
    answer = published_form("TemplateUpload", uploads.upload("upload-1", form, MAX_TEMPLATE_BYTES, NOW))
    assert answer["max_bytes"] == 10_485_760
    assert datetime.fromisoformat(answer["expires_at"]) == NOW + timedelta(seconds=UPLOAD_SECONDS)
