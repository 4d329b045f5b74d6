"""The issuer's logo, for admins who upload it."""

from collections.abc import Callable
from datetime import datetime

from shared.aws import time_budget
from shared.aws.connection import timeout_factor
from shared.domain.errors import LogoInvalid, LogoTooLarge
from shared.domain.issuer import MAX_LOGO_BYTES, logo_type
from shared.pdf import logos as pictures
from shared.stores import logos
from shared.stores.objects import UploadForm


def create_upload(content_type: str, size_bytes: int, new_id: Callable[[], str]) -> tuple[str, UploadForm]:
    """Let an admin upload a logo directly to the document store.

    Args:
        content_type: of the file.
        size_bytes: of the file.
        new_id: generates an upload id that cannot be guessed.

    Returns:
        The upload's id and the form to post.

    Raises:
        LogoTooLarge: over 1 MiB.
    """
    if size_bytes > MAX_LOGO_BYTES:
        raise LogoTooLarge(f"A logo has at most {MAX_LOGO_BYTES // 1024**2} MiB.")
    upload_id = new_id()
    return upload_id, logos.upload_form(upload_id, content_type)


def store(upload_id: str, now: datetime) -> str:
    """Check an uploaded logo and store it, written anew.

    Returns:
        Its SHA-256, in hexadecimal.

    Raises:
        LogoInvalid: there is no such upload, or it cannot be used.
        Unavailable: there is too little time left to check it.
    """
    upload = logos.upload(upload_id, now)
    if upload is None:
        raise LogoInvalid("There is no such upload, or it has expired; upload the logo again.")
    wall_seconds = pictures.WALL_SECONDS * timeout_factor()
    time_budget.require(wall_seconds)
    logo = pictures.prepare(upload, wall_seconds=wall_seconds)
    return logos.put(logo, logo_type(logo))
