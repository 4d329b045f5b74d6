"""Certificate templates: one item for each course and version; a version never changes."""

import json
from contextlib import suppress
from datetime import datetime

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PutError

from shared.aws.row import Row, UtcAttribute, table_name
from shared.aws.transactions import Transaction, WriteConflict, condition_failed, update
from shared.domain.ids import CourseId
from shared.domain.template import Placement, Template, TemplateColours, TemplateLayout, TemplateStyle, TextSize


class TemplateRow(Row):
    class Meta:
        table_name = table_name("certificate-templates")

    course_id = UnicodeAttribute(hash_key=True)
    version = NumberAttribute(range_key=True)
    file_name = UnicodeAttribute()
    size_bytes = NumberAttribute()
    sha256 = UnicodeAttribute()
    page_width_mm = NumberAttribute()
    page_height_mm = NumberAttribute()
    uploaded_at = UtcAttribute()
    # Of versions since colours can be chosen; the warnings are JSON text.
    ink = UnicodeAttribute(null=True)
    accent = UnicodeAttribute(null=True)
    # Of versions since the layout can be chosen.
    placement = UnicodeAttribute(null=True)
    text_size = UnicodeAttribute(null=True)
    signature = BooleanAttribute(null=True)
    printed_url = BooleanAttribute(null=True)
    warnings = UnicodeAttribute(null=True)
    # How many certificates were issued with this version; a version with certificates is never deleted.
    certificates = NumberAttribute(null=True)
    # Set before the files of an unused version are deleted: from then on, no certificate can use it.
    retired_at = UtcAttribute(null=True)


def get(course_id: str, version: int) -> Template | None:
    """Read a version of a course's template, or None."""
    try:
        row = TemplateRow.get(course_id, version, consistent_read=True)
    except TemplateRow.DoesNotExist:
        return None
    return Template(
        course_id=CourseId(row.course_id),
        version=int(row.version),
        file_name=row.file_name,
        size_bytes=int(row.size_bytes),
        sha256=row.sha256,
        page_width_mm=float(row.page_width_mm),
        page_height_mm=float(row.page_height_mm),
        uploaded_at=row.uploaded_at,
        style=TemplateStyle(colours=TemplateColours(ink=row.ink, accent=row.accent), layout=_layout(row)),
        warnings=tuple(json.loads(row.warnings)) if row.warnings else (),
    )


def _layout(row: TemplateRow) -> TemplateLayout:
    """Read the layout; a version from before it could be chosen has the default."""
    if not row.placement:
        return TemplateLayout()
    return TemplateLayout(
        placement=Placement(row.placement),
        size=TextSize(row.text_size),
        signature=bool(row.signature),
        printed_url=bool(row.printed_url),
    )


def last_version(course_id: str) -> int:
    """Find a course's newest version; 0 before the first."""
    newest = TemplateRow.query(course_id, scan_index_forward=False, limit=1, consistent_read=True)
    return max((int(row.version) for row in newest), default=0)


def add(template: Template) -> None:
    """Add a new version.

    Raises:
        WriteConflict: this version exists already.
    """
    colours, layout = template.style.colours, template.style.layout
    row = TemplateRow(
        template.course_id,
        template.version,
        file_name=template.file_name,
        size_bytes=template.size_bytes,
        sha256=template.sha256,
        page_width_mm=template.page_width_mm,
        page_height_mm=template.page_height_mm,
        uploaded_at=template.uploaded_at,
        ink=colours.ink,
        accent=colours.accent,
        placement=layout.placement.value,
        text_size=layout.size.value,
        signature=layout.signature,
        printed_url=layout.printed_url,
        warnings=json.dumps(template.warnings) if template.warnings else None,
    )
    try:
        row.save(condition=TemplateRow.course_id.does_not_exist())
    except PutError as error:
        if condition_failed(error):
            raise WriteConflict from error
        raise


def use(transaction: Transaction, course_id: str, version: int) -> None:
    """Count a certificate that is issued with a version; fails with `WriteConflict` when the version is retired."""
    is_kept = TemplateRow.course_id.exists() & TemplateRow.retired_at.does_not_exist()
    transaction.update(TemplateRow(course_id, version), [TemplateRow.certificates.add(1)], is_kept, WriteConflict)


def retire_unused(course_id: str, *, before: int, now: datetime) -> list[int]:
    """Retire the versions before one that no certificate uses.

    Returns:
        The versions that are retired now, and those whose removal was interrupted earlier.
    """
    retired = []
    unused = TemplateRow.course_id.exists() & TemplateRow.certificates.does_not_exist()
    for row in TemplateRow.query(course_id, TemplateRow.version < before, consistent_read=True):
        if row.certificates:
            continue
        with suppress(WriteConflict):
            update(row, [TemplateRow.retired_at.set(TemplateRow.retired_at | now)], unused, WriteConflict)
            retired.append(int(row.version))
    return retired


def delete(course_id: str, version: int) -> None:
    """Remove a retired version, after its files."""
    TemplateRow(course_id, version).delete()
