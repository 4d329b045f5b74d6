"""Courses and their rules."""

from collections.abc import Sequence

from shared.domain.course import CompletionRule, Course, CourseSummary, Lesson
from shared.edge.answers.common import Json


def completion_rule(rule: CompletionRule) -> Json:
    """Write a `CompletionRule`."""
    return {
        "lesson_watch_percent": rule.lesson_watch_percent,
        "course_percent": rule.course_percent,
        "required_lessons": list(rule.required_lessons),
    }


def course(stored: Course) -> Json:
    """Write a `Course`."""
    return {
        "course_id": stored.course_id,
        "slug": stored.slug,
        "title": stored.title,
        "published": stored.published,
        "language": stored.language,
        "description": stored.description,
        "picture_url": stored.picture_url,
        "completion_rule": completion_rule(stored.completion_rule),
        "lessons": [{**lesson(entry), "published": entry.published} for entry in stored.lessons],
        "instructors": list(stored.instructors),
        "version": stored.version,
    }


def course_list(courses: Sequence[CourseSummary], next_cursor: str | None) -> Json:
    """Write a `CourseList`."""
    return {
        "items": [
            {
                "course_id": course.course_id,
                "slug": course.slug,
                "title": course.title,
                "published": course.published,
                "published_lessons": course.published_lessons,
            }
            for course in courses
        ],
        "next_cursor": next_cursor,
    }


def lesson(stored: Lesson) -> Json:
    """Write what both admins and learners see of a lesson."""
    return {
        "lesson_id": stored.lesson_id,
        "title": stored.title,
        "kind": stored.kind,
        "duration_seconds": stored.duration_seconds,
        "section": stored.section,
        "video_url": stored.video_url,
        "captions_url": stored.captions_url,
        "article_url": stored.article_url,
    }
