"""The template in use for a course's certificates."""

from shared.aws.transactions import WriteConflict
from shared.domain.course import CourseHeader
from shared.stores import courses, documents
from shared.stores.documents import TemplateFilesMissing


def read(course: CourseHeader, version: int) -> bytes:
    """Read the template of a course.

    Args:
        course: as it was read.
        version: of its template.

    Raises:
        WriteConflict: another template has replaced it since, and it was removed.
        TemplateFilesMissing: it does not exist although the course uses it; somebody must have deleted it.
    """
    try:
        return documents.prepared_template(course.course_id, version)
    except TemplateFilesMissing:
        latest = courses.header(course.course_id)
        if latest is None or latest.certificate.template_version != version:
            raise WriteConflict from None
        raise
