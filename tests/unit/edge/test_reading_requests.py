"""Requests are converted to domain types."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.config import CertificateConfig
from shared.domain.course import (
    OPTIONAL_OF_COURSE,
    OPTIONAL_OF_LESSON,
    CompletionRule,
    Course,
    Lesson,
    LessonKind,
)
from shared.domain.errors import InvalidRequest
from shared.domain.ids import CourseId, LessonId
from shared.domain.omitted import Omitted
from shared.domain.progress import EventType, ProgressEvent
from shared.domain.template import Placement, StyleChange, TextSize
from shared.edge.requests import context, identifiers, times
from shared.edge.requests import courses as course_requests
from shared.edge.requests import enrollments as enrollment_requests
from shared.edge.requests import progress as progress_requests
from shared.edge.requests import settings as settings_requests
from tests.unit.edge.exchange import json_request, request

LESSON = {"lesson_id": "a", "title": "A", "kind": "article"}
COURSE = {"slug": "course", "title": "Course", "lessons": []}
EVENT = {"event_id": "1", "lesson_id": "a", "type": "playback", "occurred_at": "2026-11-20T09:51:00Z"}


# ------------------------------------------------------------------ ids and times


@pytest.mark.parametrize("value", ["a", "A-Z_0.9:x@y", "x" * 128])
def test_a_valid_id_is_unchanged(value: str) -> None:
    assert identifiers.identifier(value, "user_id") == value


@pytest.mark.parametrize("value", ["", "x" * 129, "a b", "a#b", "a/b", "é", "a\n", "٣", "\x00"])
def test_an_invalid_id_is_refused_with_the_parameter_name(value: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        identifiers.identifier(value, "user_id")
    assert [place for place, _ in refused.value.errors] == [("user_id",)]


def test_an_id_in_a_path_may_be_percent_encoded() -> None:
    assert identifiers.path_identifier("anna%40example.com", "user_id") == "anna@example.com"


@pytest.mark.parametrize("raw", ["a%23b", "a%2Fb", "%", "%zz", "%ff", "%00"])
def test_an_id_in_a_path_is_validated(raw: str) -> None:
    with pytest.raises(InvalidRequest):
        identifiers.path_identifier(raw, "user_id")


def test_text_in_a_path_is_not_validated() -> None:
    assert identifiers.path_text("0o%201i%C3%A9") == "0o 1ié"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-20T09:51:00Z", datetime(2026, 11, 20, 9, 51, tzinfo=UTC)),
        ("2026-11-20t09:51:00z", datetime(2026, 11, 20, 9, 51, tzinfo=UTC)),
        ("2026-11-20T16:51:00.123456789+07:00", datetime(2026, 11, 20, 9, 51, 0, 123456, tzinfo=UTC)),
    ],
)
def test_a_time_is_converted_to_utc(text: str, moment: datetime) -> None:
    read = times.instant(text)
    assert read == moment
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["2026-02-30T09:51:00Z", "2026-11-20T25:51:00Z", "9999-12-31T23:59:59-01:00", "2026-11-20T09:51:00+99:99"]
)
def test_an_invalid_time_is_refused_with_its_location(text: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        times.instant(text, "events", 3, "occurred_at")
    assert [place for place, _ in refused.value.errors] == [("events", 3, "occurred_at")]


# ------------------------------------------------------------------ progress


def test_a_progress_batch_keeps_its_order() -> None:
    second = {**EVENT, "event_id": "2", "type": "completed"}
    first = {**EVENT, "position_seconds": 14.5, "played": [[0, 14.5]]}
    moment = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
    assert progress_requests.progress_batch(json_request({"events": [first, second]})) == [
        ProgressEvent(
            event_id="1",
            lesson_id="a",
            type=EventType.PLAYBACK,
            occurred_at=moment,
            position_seconds=14.5,
            played=((0, 14.5),),
        ),
        ProgressEvent(event_id="2", lesson_id="a", type=EventType.COMPLETED, occurred_at=moment),
    ]


@pytest.mark.parametrize("value", [None, "1", True, 10**400, -(10**400), [1], {}])
def test_a_position_that_is_not_a_number_is_omitted_so_that_only_its_event_is_rejected(value: object) -> None:
    (event,) = progress_requests.progress_batch(json_request({"events": [{**EVENT, "position_seconds": value}]}))
    assert event.position_seconds is None
    for pair in ([0, value], [value, 1]):
        (event,) = progress_requests.progress_batch(json_request({"events": [{**EVENT, "played": [pair]}]}))
        assert event.played is None


@pytest.mark.parametrize("played", [None, 5, "0", "ab", {}, {"from": 1}, [5], ["ab"], [[1]], [[1, 2, 3]], [None], [{}]])
def test_ranges_that_are_not_pairs_are_omitted_so_that_only_their_event_is_rejected(played: object) -> None:
    (event,) = progress_requests.progress_batch(json_request({"events": [{**EVENT, "played": played}]}))
    assert event.played is None


def test_a_playback_may_omit_the_played_ranges() -> None:
    (event,) = progress_requests.progress_batch(json_request({"events": [{**EVENT, "position_seconds": 3}]}))
    assert (event.position_seconds, event.played) == (3.0, ())


def test_an_invalid_time_in_a_batch_is_refused_with_its_location() -> None:
    events = [EVENT, {**EVENT, "occurred_at": "9999-12-31T23:59:59-01:00"}]
    with pytest.raises(InvalidRequest) as refused:
        progress_requests.progress_batch(json_request({"events": events}))
    assert [place for place, _ in refused.value.errors] == [("events", 1, "occurred_at")]


# ------------------------------------------------------------------ courses


def test_omitted_properties_of_a_course_have_the_contracts_defaults() -> None:
    read = course_requests.course(json_request({**COURSE, "lessons": [LESSON]}), "course-1")
    everything = {LessonId("a"): OPTIONAL_OF_LESSON}
    assert (read.omitted, read.version) == (Omitted(course=OPTIONAL_OF_COURSE, lessons=everything), None)
    assert read.course == Course(
        course_id=CourseId("course-1"),
        slug="course",
        title="Course",
        published=False,
        completion_rule=CompletionRule(lesson_watch_percent=90, course_percent=100, required_lessons=()),
        lessons=(Lesson(lesson_id=LessonId("a"), title="A", kind=LessonKind.ARTICLE, published=True),),
    )


def test_every_property_of_a_course_is_converted() -> None:
    media = {"video_url": "/media/v.mp4", "captions_url": "/media/v.vtt", "article_url": None}
    video = {"lesson_id": "v", "title": "V", "kind": "video", "duration_seconds": 90.5, "published": False}
    video |= {"section": "First steps", **media}
    # JSON Schema accepts 80.0 as an integer.
    rule = {"lesson_watch_percent": 80.0, "course_percent": 50, "required_lessons": ["a"]}
    body = {**COURSE, "published": True, "completion_rule": rule, "lessons": [LESSON, video]}
    body |= {"language": "pt", "description": "Two\nlines.", "picture_url": "/media/c.jpg", "version": 2.0}
    body |= {"instructors": ["teacher-3"]}
    read = course_requests.course(json_request(body), "course-1")
    course = read.course
    assert (read.omitted, read.version) == (Omitted(lessons={LessonId("a"): OPTIONAL_OF_LESSON}), 2)
    assert (course.language, course.description, course.picture_url) == ("pt", "Two\nlines.", "/media/c.jpg")
    assert course.instructors == ("teacher-3",)
    assert course.published
    assert course.completion_rule == CompletionRule(
        lesson_watch_percent=80, course_percent=50, required_lessons=(LessonId("a"),)
    )
    assert isinstance(course.completion_rule.lesson_watch_percent, int)
    assert course.lessons[1] == Lesson(
        lesson_id=LessonId("v"),
        title="V",
        kind=LessonKind.VIDEO,
        duration_seconds=90.5,
        published=False,
        section="First steps",
        video_url="/media/v.mp4",
        captions_url="/media/v.vtt",
        article_url=None,
    )


def test_an_empty_description_is_none() -> None:
    read = course_requests.course(json_request({**COURSE, "lessons": [], "description": ""}), "course-1")
    assert read.course.description is None
    assert "description" not in read.omitted.course


# ------------------------------------------------------------------ enrollments and settings


def test_omitted_properties_of_an_enrollment_are_not_changed() -> None:
    assert enrollment_requests.enrollment_changes(json_request({"status": "active"})) == {"status": "active"}


def test_null_clears_a_field_of_an_enrollment() -> None:
    body = {"status": "active", "order_id": None, "learner_name": None, "access_expires_at": None}
    assert enrollment_requests.enrollment_changes(json_request(body)) == body


def test_the_end_of_access_is_a_time() -> None:
    body = {"status": "cancelled", "order_id": "order-1", "access_expires_at": "2027-01-01T07:00:00+07:00"}
    assert enrollment_requests.enrollment_changes(json_request(body)) == {
        "status": "cancelled",
        "order_id": "order-1",
        "access_expires_at": datetime(2027, 1, 1, tzinfo=UTC),
    }


def test_certificate_settings_have_their_domain_names() -> None:
    body = {
        "certificate_enabled": True,
        "certificate_signatory_name": "Maria Sanz",
        "certificate_signatory_title": "Head baker",
        "template_upload_id": "upload-1",
    }
    changes = {"enabled": True, "signatory_name": "Maria Sanz", "signatory_title": "Head baker"}
    assert settings_requests.certificate_settings(json_request(body)) == (changes, "upload-1", StyleChange())


@pytest.mark.parametrize("nobody", [None, ""])
def test_an_empty_signatory_is_none(nobody: str | None) -> None:
    body = {"certificate_enabled": False, "certificate_signatory_name": nobody}
    assert settings_requests.certificate_settings(json_request(body)) == (
        {"enabled": False, "signatory_name": None},
        None,
        StyleChange(),
    )


def test_how_texts_look_on_a_template_has_its_domain_names() -> None:
    body = {
        "template_accent": None,
        "template_placement": "top",
        "template_size": "L",
        "template_signature": False,
        "template_printed_url": True,
    }
    layout = {"placement": Placement.TOP, "size": TextSize.LARGE, "signature": False, "printed_url": True}
    style = StyleChange(colours={"accent": None}, layout=layout)
    assert settings_requests.upload_preview(json_request(body)) == (None, style, {})


# ------------------------------------------------------------------ URLs


def test_the_public_base_url_is_that_of_the_deployment() -> None:
    settings = CertificateConfig(enabled=True, public_base_url="https://certificates.example")
    assert context.public_base_url(settings, request()) == "https://certificates.example"


@given(st.text(st.characters(codec="ascii", categories=["L", "N"])))
def test_without_a_public_base_url_it_is_that_of_the_api_whatever_the_host_header(host: str) -> None:
    settings = CertificateConfig(enabled=True, public_base_url="")
    named = request(headers={"Host": host, "X-Forwarded-Host": host})
    assert context.public_base_url(settings, named) == "https://api.example"
