"""Courses as callers want them."""

from dataclasses import dataclass

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.course import (
    ENGLISH,
    OPTIONAL_OF_COURSE,
    OPTIONAL_OF_LESSON,
    CompletionRule,
    Course,
    Lesson,
    LessonKind,
)
from shared.domain.ids import CourseId, LessonId, UserId
from shared.domain.omitted import Omitted
from shared.edge.bodies import json_body
from shared.edge.requests.identifiers import identifier


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRequest:
    """A course as a caller wants it.

    Attributes:
        omitted: what the caller did not send; callers from before these properties existed do not.
        version: that it is based on; None where the caller sent none.
    """

    course: Course
    omitted: Omitted
    version: int | None


def course(event: APIGatewayProxyEventV2, course_id: str) -> CourseRequest:
    """Read a course."""
    body = json_body(event, "CourseInput")
    rule = body.get("completion_rule") or {}
    defaults = CompletionRule()
    wanted = Course(
        course_id=CourseId(course_id),
        slug=body["slug"],
        title=body["title"],
        published=body.get("published", False),
        completion_rule=CompletionRule(
            # JSON Schema counts 90.0 as a whole number.
            lesson_watch_percent=int(rule.get("lesson_watch_percent", defaults.lesson_watch_percent)),
            course_percent=int(rule.get("course_percent", defaults.course_percent)),
            required_lessons=tuple(LessonId(lesson_id) for lesson_id in rule.get("required_lessons", ())),
        ),
        lessons=tuple(
            Lesson(
                lesson_id=LessonId(lesson["lesson_id"]),
                title=lesson["title"],
                kind=LessonKind(lesson["kind"]),
                duration_seconds=lesson.get("duration_seconds"),
                published=lesson.get("published", True),
                section=lesson.get("section"),
                video_url=lesson.get("video_url"),
                captions_url=lesson.get("captions_url"),
                article_url=lesson.get("article_url"),
            )
            for lesson in body["lessons"]
        ),
        language=body.get("language", ENGLISH),
        description=body.get("description") or None,
        picture_url=body.get("picture_url"),
        instructors=tuple(UserId(user_id) for user_id in body.get("instructors", ())),
    )
    version = body.get("version")
    omitted = Omitted(
        course=OPTIONAL_OF_COURSE - body.keys(),
        lessons={
            LessonId(lesson["lesson_id"]): names
            for lesson in body["lessons"]
            if (names := OPTIONAL_OF_LESSON - lesson.keys())
        },
    )
    return CourseRequest(course=wanted, omitted=omitted, version=None if version is None else int(version))


def course_slug(event: APIGatewayProxyEventV2) -> str | None:
    """Read which course a query names; None for none.

    Raises:
        InvalidRequest: it does not have the format of a slug.
    """
    slug = (event.query_string_parameters or {}).get("course_slug")
    return None if slug is None else identifier(slug, "course_slug")
