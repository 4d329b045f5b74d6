"""The template that a course's certificates are rendered from now."""

from shared.domain.course import Course
from shared.stores import courses, documents
from shared.stores.documents import NotKept
from shared.stores.writes import ChangedMeanwhile


def read(course: Course, version: int) -> bytes:
    """Read the template that a course has.

    Args:
        course: as it was read.
        version: of its template.

    Raises:
        ChangedMeanwhile: another template has taken its place since, and it was removed.
        NotKept: it is not there, although it is the course's; somebody must have taken it away.
    """
    try:
        return documents.prepared_template(course.course_id, version)
    except NotKept:
        now = courses.get(course.course_id)
        if now is None or now.certificate.template_version != version:
            raise ChangedMeanwhile from None
        raise
