"""A course, its lessons, and the rule that says when it is complete."""

from collections.abc import Set
from dataclasses import dataclass, field
from enum import StrEnum

from shared.domain.ids import CourseId, LessonId, UserId

# The language of a course that names none, as a BCP 47 tag.
ENGLISH = "en"


class LessonKind(StrEnum):
    VIDEO = "video"
    ARTICLE = "article"
    ASSIGNMENT = "assignment"


# Properties that courses and lessons from before they existed do not have, and that callers from then do not send.
OPTIONAL_OF_COURSE = frozenset({"language", "description", "picture_url", "instructors"})
OPTIONAL_OF_LESSON = frozenset({"section", "video_url", "captions_url", "article_url"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson of a course.

    Attributes:
        duration_seconds: length of a video; None for the other kinds.
        section: title of the section that the lesson is in; lessons in a row with the same one are a section.
        video_url: of a video; None for the deployment's own address of videos.
        captions_url: of the captions of a video, as WebVTT.
        article_url: of an article; None for the deployment's own address of articles.
    """

    lesson_id: LessonId
    title: str
    kind: LessonKind
    duration_seconds: float | None = None
    published: bool = True
    section: str | None = None
    video_url: str | None = None
    captions_url: str | None = None
    article_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionRule:
    """When a course is complete.

    Attributes:
        lesson_watch_percent: the share of a video, 1 to 100, that must really have been played.
        course_percent: the share of the published lessons, 1 to 100, that must be complete, rounded up.
        required_lessons: lessons that must be complete whatever the share, while they are published.
    """

    lesson_watch_percent: int = 90
    course_percent: int = 100
    required_lessons: tuple[LessonId, ...] = ()

    def is_watched(self, parts: Set[int]) -> bool:
        """Whether enough of a video was played.

        Args:
            parts: the hundredths of the video, 0 to 99, that were played.
        """
        return len(parts) >= self.lesson_watch_percent


# The certificate settings whose text is printed as it is.
PRINTED_SETTINGS = ("signatory_name", "signatory_title", "extra_line")


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSettings:
    """What the admin decided about a course's certificates.

    Attributes:
        extra_line: printed below the course's title, such as `12 hours`; None for none.
        template_version: version of the template in use; None until one is uploaded.
    """

    enabled: bool = False
    signatory_name: str | None = None
    signatory_title: str | None = None
    extra_line: str | None = None
    template_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseHeader:
    """What is known of a course without reading its lessons.

    Attributes:
        published_lesson_count: how many lessons learners see.
        language: of its certificates, as a BCP 47 tag.
        description: what learners read about the course, as plain text; None for none.
        picture_url: of the course's picture; None for none.
        version: grows with each change; what was computed from an older version is stale.
        recheck_due: the version whose recheck of all enrollments is not complete; None when no recheck is due.
        instructors: who works with its learners, beside admins.
    """

    course_id: CourseId
    slug: str
    title: str
    published: bool
    completion_rule: CompletionRule
    published_lesson_count: int
    language: str = ENGLISH
    description: str | None = None
    picture_url: str | None = None
    certificate: CertificateSettings = field(default_factory=CertificateSettings)
    version: int = 0
    recheck_due: int | None = None
    instructors: tuple[UserId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(CourseHeader):
    """A course with its lessons, in course order."""

    lessons: tuple[Lesson, ...]
    published_lesson_count: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "published_lesson_count", len(self.published_lessons))

    @property
    def published_lessons(self) -> tuple[Lesson, ...]:
        """The lessons that learners see and that count, in course order."""
        return tuple(lesson for lesson in self.lessons if lesson.published)

    def published_lesson(self, lesson_id: str) -> Lesson | None:
        """Find a lesson that learners see."""
        return next((lesson for lesson in self.published_lessons if lesson.lesson_id == lesson_id), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseSummary:
    """A course in the list of all courses.

    Attributes:
        published_lessons: how many lessons learners see.
    """

    course_id: CourseId
    slug: str
    title: str
    published: bool
    published_lessons: int


def requirements_changed(before: Course, after: Course) -> bool:
    """Whether a change of a course could change who has completed it, or a learner's percentage.

    A removed lesson or a less strict rule can complete the course for learners, and so can a lesson that is added back,
    because earlier progress counts again. Titles, durations, sections, media and order have no such effect.
    """
    return (before.completion_rule, _published_kinds(before)) != (after.completion_rule, _published_kinds(after))


def _published_kinds(course: Course) -> frozenset[tuple[LessonId, LessonKind]]:
    return frozenset((lesson.lesson_id, lesson.kind) for lesson in course.published_lessons)
