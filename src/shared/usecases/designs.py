"""Built-in designs: drawn as an upload, which then becomes a template like any other."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from shared.domain.design import Design
from shared.domain.errors import LogoMissing
from shared.domain.names import printed_name
from shared.pdf import designs
from shared.stores import documents, logos, settings
from shared.usecases import existing_courses


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnDesign:
    """A design as an upload.

    Attributes:
        expires_at: until when it can become a template.
    """

    upload_id: str
    design: Design
    expires_at: datetime


def draw(course_id: str, wanted: Design, now: datetime) -> DrawnDesign:
    """Draw a design, and store it as an upload of a course; nothing else changes.

    Args:
        course_id: the course.
        wanted: the design as an admin chose it; a heading with nothing visible in it is none.
        now: the time of the upload.

    Raises:
        CourseNotFound: there is no such course.
        LogoMissing: it is to have the issuer's logo, and there is none.
        NameNotPrintable: no font contains a character of the heading.
    """
    course = existing_courses.header(course_id)
    design = replace(wanted, heading=printed_name(wanted.heading or "") or None)
    pdf = designs.draw(design, language=course.language, logo=_logo() if design.logo else None)
    # The same design is the same upload, however often it is drawn.
    upload_id = sha256(pdf).hexdigest()[:32]
    documents.put_upload(course_id, upload_id, design.file_name, pdf)
    return DrawnDesign(upload_id=upload_id, design=design, expires_at=now + documents.UPLOAD_RETENTION)


def _logo() -> bytes:
    issuer = settings.issuer()
    logo = logos.get(issuer.logo_sha256) if issuer and issuer.logo_sha256 else None
    if logo is None:
        raise LogoMissing("The issuer has no logo. Upload one on the issuer's page, or choose a design without it.")
    return logo
