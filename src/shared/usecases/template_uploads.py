"""Uploaded templates: preparing one, and previewing it before it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from shared.aws import time_budget
from shared.aws.connection import timeout_factor
from shared.config import CertificateConfig
from shared.domain.certificate import CertificateFace
from shared.domain.course import PRINTED_SETTINGS, CertificateSettings, CourseHeader
from shared.domain.errors import TemplateInvalid, TemplateMissing
from shared.domain.template import MAX_TEMPLATE_BYTES, StyleChange, TemplateStyle
from shared.pdf import drawing, worker
from shared.pdf.choosing import Colours, colour
from shared.pdf.default_template import default_template
from shared.pdf.png import png
from shared.pdf.preparation import TOO_EXPENSIVE
from shared.pdf.prepare import WALL_SECONDS as PREPARING_SECONDS
from shared.pdf.prepare import PreparedTemplate, prepare
from shared.pdf.render import render, require_printable
from shared.stores import documents, templates
from shared.stores.documents import TemplateFilesMissing, Upload
from shared.usecases import existing_courses

# In place of an upload id: the template that ships with Laurel.
DEFAULT_TEMPLATE = "default"
# In place of an upload id: a sample over the course's template.
_CURRENT = "current"
# After it was drawn for preparation, the page takes about as long once more.
DRAWING_SECONDS = 5
# Longer than most names, so that the preview shows how a long one fits.
_SAMPLE_NAME = "Maximiliane Alexandra von Hohenlohe-Waldenburg"
# With letters that no code has, so that it can never be verified.
_SAMPLE_CODE = "SAMPLE-SAMPLE-SAMPLE"


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPreview:
    """A sample certificate over a template that is not saved.

    Attributes:
        prepared: the template as it would be saved.
        pdf_url: presigned, of the sample.
        png_url: presigned, of a picture of the sample.
    """

    prepared: PreparedTemplate
    pdf_url: str
    png_url: str


def read(course_id: str, upload_id: str, now: datetime) -> Upload:
    """Read an upload, or the default template.

    Raises:
        TemplateInvalid: there is no such upload.
    """
    if upload_id == DEFAULT_TEMPLATE:
        return Upload(file_name="laurel-default.pdf", content=default_template())
    upload = documents.upload(course_id, upload_id, MAX_TEMPLATE_BYTES, now)
    if upload is None:
        raise TemplateInvalid("There is no such upload for this course, or it has expired; upload the template again.")
    return upload


def read_or_current(course: CourseHeader, upload_id: str | None, now: datetime) -> tuple[Upload, TemplateStyle]:
    """Read an upload, or the file of the course's template.

    Returns:
        The file, and the style that it has so far: an upload has the default one.

    Raises:
        TemplateInvalid: there is no such upload, or the template was replaced at the same time.
        TemplateMissing: there is neither an upload nor a template.
    """
    if upload_id is not None:
        return read(course.course_id, upload_id, now), TemplateStyle()
    version = course.certificate.template_version
    template = templates.get(course.course_id, version) if version is not None else None
    if template is None:
        raise TemplateMissing("Upload a template first, or use the default one.")
    try:
        content = documents.uploaded_template(course.course_id, template.version)
    except TemplateFilesMissing as error:
        raise TemplateInvalid("The template was replaced at the same time; try again.") from error
    return Upload(file_name=template.file_name, content=content), template.style


def prepare_within_budget(content: bytes, style: TemplateStyle, *, reserved_seconds: float = 0) -> PreparedTemplate:
    """Prepare an upload, if the request has enough time for it.

    Args:
        content: the upload.
        style: that the admin chose.
        reserved_seconds: the time that is needed afterwards.

    Raises:
        TemplateInvalid: it cannot be a template.
        Unavailable: there is too little time left.
    """
    wall_seconds = PREPARING_SECONDS * timeout_factor()
    time_budget.require(wall_seconds + reserved_seconds)
    colours = Colours(ink=colour(style.colours.ink), accent=colour(style.colours.accent))
    return prepare(content, colours=colours, layout=style.layout, wall_seconds=wall_seconds)


def preview(
    course_id: str,
    upload_id: str | None,
    style: StyleChange,
    unsaved: Mapping[str, Any],
    config: CertificateConfig,
    now: datetime,
) -> UploadPreview:
    """Render a sample over a template that is not saved, as a PDF and as a picture; only the sample is kept, for a day.

    Args:
        course_id: the course.
        upload_id: of the upload, or `DEFAULT_TEMPLATE`; None for the course's template.
        style: what the admin changed about its texts.
        unsaved: settings to show in place of those stored.
        config: the beginning of the sample's verification URL, and the time zone of its date.
        now: the date on it.

    Raises:
        CourseNotFound: there is no such course.
        TemplateInvalid: the upload does not exist, or cannot be used.
        TemplateMissing: there is neither an upload nor a template.
        NameNotPrintable: no font contains a character of a setting.
    """
    course = existing_courses.header(course_id)
    shown = replace(course.certificate, **unsaved)
    for text in (getattr(shown, name) for name in PRINTED_SETTINGS):
        if text is not None:
            require_printable(text)
    drawing_seconds = float(DRAWING_SECONDS * timeout_factor())
    upload, before = read_or_current(course, upload_id, now)
    prepared = prepare_within_budget(upload.content, style.applied_to(before), reserved_seconds=drawing_seconds)
    pdf = render(prepared.pdf, sample_face(course, shown, config, now))
    try:
        picture = png(drawing.draw(pdf, wall_seconds=drawing_seconds))
    except worker.Exhausted as error:
        raise TemplateInvalid(TOO_EXPENSIVE) from error
    pdf_url, png_url = documents.upload_preview_links(course_id, upload_id or _CURRENT, pdf, picture)
    return UploadPreview(prepared=prepared, pdf_url=pdf_url, png_url=png_url)


def sample_face(
    course: CourseHeader, shown: CertificateSettings, config: CertificateConfig, now: datetime
) -> CertificateFace:
    """What a sample of a course's certificate shows; marked as a sample, with a code that cannot be verified."""
    return CertificateFace(
        issued_name=_SAMPLE_NAME,
        issued_course_title=course.title,
        issued_at=now,
        signatory_name=shown.signatory_name,
        signatory_title=shown.signatory_title,
        verification_url=f"{config.public_base_url}/certificates/verify/{_SAMPLE_CODE}",
        verification_code=_SAMPLE_CODE,
        language=course.language,
        time_zone=config.time_zone,
        extra_line=shown.extra_line,
        sample=True,
    )
