"""Forms that upload files straight to the document store, for admins."""

from datetime import datetime, timedelta

from shared.domain.dates import utc_text
from shared.edge.answers.common import Json
from shared.stores.objects import UPLOAD_SECONDS, UploadForm


def upload(upload_id: str, form: UploadForm, max_bytes: int, now: datetime) -> Json:
    """Write a `TemplateUpload` or a `LogoUpload`."""
    return {
        "upload_id": upload_id,
        "url": form.url,
        "fields": form.fields,
        "max_bytes": max_bytes,
        "expires_at": utc_text(now + timedelta(seconds=UPLOAD_SECONDS)),
    }
