"""The form that uploads the issuer's logo, for admins."""

from datetime import datetime, timedelta

from shared.domain.dates import utc_text
from shared.domain.issuer import MAX_LOGO_BYTES
from shared.edge.answers.common import Json
from shared.stores.objects import UPLOAD_SECONDS, UploadForm


def upload(upload_id: str, form: UploadForm, now: datetime) -> Json:
    """Write a `LogoUpload`."""
    return {
        "upload_id": upload_id,
        "url": form.url,
        "fields": form.fields,
        "max_bytes": MAX_LOGO_BYTES,
        "expires_at": utc_text(now + timedelta(seconds=UPLOAD_SECONDS)),
    }
