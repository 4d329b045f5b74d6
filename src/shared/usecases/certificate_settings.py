"""Managing a course's certificate settings: enabled, signatory, template."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from shared.aws.retries import retry_on_conflict
from shared.aws.transactions import Transaction
from shared.config import CertificateConfig
from shared.domain import changed_fields
from shared.domain.change_record import Actor, ChangeAction, ChangeRecord
from shared.domain.course import PRINTED_SETTINGS, CertificateSettings, CourseHeader
from shared.domain.errors import TemplateInvalid, TemplateMissing, TemplateTooLarge, Unavailable
from shared.domain.template import A4_LANDSCAPE_MM, MAX_TEMPLATE_BYTES, SafeZone, StyleChange, Template, safe_zone
from shared.pdf.render import render, require_printable
from shared.stores import changes as change_records
from shared.stores import courses, documents, templates
from shared.stores.objects import UploadForm
from shared.usecases import current_template, existing_courses, template_uploads


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsWithTemplate:
    """A course's certificate settings, with what is known of its template.

    Attributes:
        template: the version in use; None until one is uploaded.
        safe_zone: where text is placed on its page; on a landscape A4 page while there is no template.
    """

    certificate: CertificateSettings
    template: Template | None
    safe_zone: SafeZone


def get(course_id: str) -> SettingsWithTemplate:
    """Read a course's settings.

    Raises:
        CourseNotFound: there is no such course.
    """
    return _settings(existing_courses.header(course_id))


def _settings(course: CourseHeader) -> SettingsWithTemplate:
    version = course.certificate.template_version
    template = templates.get(course.course_id, version) if version is not None else None
    page = (template.page_width_mm, template.page_height_mm) if template else A4_LANDSCAPE_MM
    return SettingsWithTemplate(certificate=course.certificate, template=template, safe_zone=safe_zone(*page))


def create_upload(course_id: str, file_name: str, size_bytes: int, new_id: Callable[[], str]) -> tuple[str, UploadForm]:
    """Let an admin upload a template directly to the document store.

    Args:
        course_id: the course that the upload belongs to.
        file_name: as the admin knows it.
        size_bytes: of the file.
        new_id: generates an upload id that cannot be guessed.

    Returns:
        The upload's id and the form to post.

    Raises:
        CourseNotFound: there is no such course.
        TemplateTooLarge: over 10 MiB.
    """
    existing_courses.header(course_id)
    if size_bytes > MAX_TEMPLATE_BYTES:
        raise TemplateTooLarge(f"A template has at most {MAX_TEMPLATE_BYTES // 1024**2} MiB.")
    upload_id = new_id()
    return upload_id, documents.upload_form(course_id, upload_id, file_name, MAX_TEMPLATE_BYTES)


def put(
    course_id: str,
    changes: Mapping[str, Any],
    upload_id: str | None,
    actor: Actor,
    now: datetime,
    *,
    style: StyleChange,
) -> SettingsWithTemplate:
    """Change a course's settings, and its template with them; all of it or nothing.

    Args:
        course_id: the course.
        changes: fields of the course's certificate settings; those left out stay as they are.
        upload_id: of a template uploaded before, or `template_uploads.DEFAULT_TEMPLATE`; None keeps the template.
        actor: who changes them.
        now: the time of the change.
        style: what to change about the template's texts, which makes a new version of it.

    Raises:
        CourseNotFound: there is no such course.
        TemplateInvalid: the upload does not exist, or cannot be used; nothing changed.
        TemplateMissing: enabling needs a template.
        NameNotPrintable: no font contains a character of the signatory or the extra line.
    """
    for text in (changes.get(name) for name in PRINTED_SETTINGS):
        if text is not None:
            require_printable(text)
    course = existing_courses.header(course_id)
    template = None
    if upload_id is not None or style:
        template = _store_template(course, upload_id, style, now)

    def decide() -> SettingsWithTemplate:
        course = existing_courses.header(course_id)
        after = replace(course.certificate, **changes)
        transaction = Transaction()
        if template is not None:
            # A version is never replaced by an earlier one, which may have been removed as unused.
            if template.version < (course.certificate.template_version or 0):
                _remove(course_id, template.version)
                raise TemplateInvalid("Somebody else replaced the template at the same time; upload yours again.")
            after = replace(after, template_version=template.version)
        if after.enabled and after.template_version is None:
            raise TemplateMissing("Upload a template first, or use the default one.")
        courses.put_certificate_settings(transaction, course, after)
        _add_record(transaction, course, after, template, actor, now)
        transaction.commit()
        return _settings(existing_courses.header(course_id))

    settings = retry_on_conflict(decide)
    if template is not None:
        # The settings are saved; versions that cannot be removed now are removed at the next replacement.
        with suppress(Unavailable):
            _remove_unused(course_id, template.version, now)
    return settings


def _add_record(
    transaction: Transaction,
    course: CourseHeader,
    after: CertificateSettings,
    template: Template | None,
    actor: Actor,
    now: datetime,
) -> None:
    before = course.certificate
    replaced = None
    if template is not None and before.template_version is not None:
        replaced = templates.get(course.course_id, before.template_version)
    fields = changed_fields.of_certificate_settings(before, after, replaced, template)
    if fields:
        action = ChangeAction.CERTIFICATE_SETTINGS_CHANGED
        record = ChangeRecord(at=now, actor=actor, action=action, course_id=course.course_id, fields=fields)
        change_records.add(transaction, record)


def _remove_unused(course_id: str, current: int, now: datetime) -> None:
    """Remove the versions before the current one that no certificate was issued with, and their files.

    A version is retired first, on the condition that no certificate uses it, so that none can begin to; a removal that
    is interrupted is finished when the template is next replaced.
    """
    for version in templates.retire_unused(course_id, before=current, now=now):
        _remove(course_id, version)


def _remove(course_id: str, version: int) -> None:
    documents.delete_template(course_id, version)
    templates.delete(course_id, version)


def _store_template(course: CourseHeader, upload_id: str | None, change: StyleChange, now: datetime) -> Template:
    """Check and prepare an upload, and store it as the course's next version, which nothing uses yet."""
    upload, before = template_uploads.read_or_current(course, upload_id, now)
    style = change.applied_to(before)
    prepared = template_uploads.prepare_within_budget(upload.content, style)

    def decide() -> Template:
        template = Template(
            course_id=course.course_id,
            version=templates.last_version(course.course_id) + 1,
            file_name=upload.file_name,
            size_bytes=len(upload.content),
            sha256=sha256(upload.content).hexdigest(),
            page_width_mm=prepared.page_width_mm,
            page_height_mm=prepared.page_height_mm,
            uploaded_at=now,
            style=style,
            warnings=prepared.warnings,
        )
        templates.add(template)
        return template

    template = retry_on_conflict(decide)
    documents.put_template(course.course_id, template.version, upload.content, prepared.pdf)
    return template


def preview(course_id: str, unsaved: Mapping[str, Any], config: CertificateConfig, now: datetime) -> bytes:
    """Render a sample of a course's certificate, marked as a sample; nothing is issued.

    Args:
        course_id: the course.
        unsaved: settings to show in place of those stored.
        config: the beginning of the sample's verification URL, and the time zone of its date.
        now: the date on it.

    Raises:
        CourseNotFound: there is no such course.
        TemplateMissing: the course has no template.
    """
    course, prepared = retry_on_conflict(lambda: _course_and_template(course_id))
    if prepared is None:
        raise TemplateMissing("Upload a template first, or use the default one.")
    shown = replace(course.certificate, **unsaved)
    face = template_uploads.sample_face(course, shown, config, now)
    return render(prepared, face)


def _course_and_template(course_id: str) -> tuple[CourseHeader, bytes | None]:
    course = existing_courses.header(course_id)
    version = course.certificate.template_version
    if version is None:
        return course, None
    return course, current_template.read(course, version)


def preview_link(course_id: str, pdf: bytes) -> str:
    """Store a preview that is too large for a response, and presign a URL to it, valid for a minute."""
    return documents.preview_link(course_id, pdf)
