"""Certificate templates and settings, for admins."""

from datetime import datetime, timedelta

from shared.domain.dates import utc_text
from shared.edge.answers.common import Json
from shared.stores.objects import LINK_SECONDS
from shared.usecases.certificate_settings import SettingsWithTemplate
from shared.usecases.designs import DrawnDesign
from shared.usecases.template_uploads import UploadPreview


def settings(stored: SettingsWithTemplate) -> Json:
    """Write `CertificateSettings`."""
    template, zone = stored.template, stored.safe_zone
    return {
        "certificate_enabled": stored.certificate.enabled,
        "certificate_signatory_name": stored.certificate.signatory_name,
        "certificate_signatory_title": stored.certificate.signatory_title,
        "certificate_extra_line": stored.certificate.extra_line,
        "template": None
        if template is None
        else {
            "version": template.version,
            "file_name": template.file_name,
            "size_bytes": template.size_bytes,
            "sha256": template.sha256,
            "page_width_mm": template.page_width_mm,
            "page_height_mm": template.page_height_mm,
            "uploaded_at": utc_text(template.uploaded_at),
            "ink": template.style.colours.ink,
            "accent": template.style.colours.accent,
            "placement": template.style.layout.placement,
            "size": template.style.layout.size,
            "signature": template.style.layout.signature,
            "printed_url": template.style.layout.printed_url,
            "warnings": list(template.warnings),
        },
        "safe_zone": {
            "x_mm": zone.x_mm,
            "y_mm": zone.y_mm,
            "width_mm": zone.width_mm,
            "height_mm": zone.height_mm,
            "hint": (
                f"Name, course, date, signatory and code are printed, centered, in an area of {zone.width_mm:g} by "
                f"{zone.height_mm:g} mm that begins {zone.x_mm:g} mm from the left and {zone.y_mm:g} mm from the "
                "bottom of the page. Keep this area free of text and images, and light or dark throughout."
            ),
        },
    }


def upload_preview(preview: UploadPreview, now: datetime) -> Json:
    """Write an `UploadPreview`."""
    return {
        "pdf_url": preview.pdf_url,
        "png_url": preview.png_url,
        "expires_at": utc_text(now + timedelta(seconds=LINK_SECONDS)),
        "page_width_mm": preview.prepared.page_width_mm,
        "page_height_mm": preview.prepared.page_height_mm,
        "warnings": list(preview.prepared.warnings),
    }


def design(drawn: DrawnDesign) -> Json:
    """Write a `DesignUpload`."""
    width_mm, height_mm = drawn.design.page_mm
    return {
        "upload_id": drawn.upload_id,
        "file_name": drawn.design.file_name,
        "page_width_mm": width_mm,
        "page_height_mm": height_mm,
        "expires_at": utc_text(drawn.expires_at),
    }
