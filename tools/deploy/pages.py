"""Uploads the built pages to the bucket behind CloudFront."""

import mimetypes
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from tools.deploy.errors import DeploymentError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

DIST = Path("web", "dist")
# Vite's own notes.
NOT_UPLOADED = ".vite/"
# Folders whose files stay when a build no longer has them: a page that is open in a browser may still load assets of
# an earlier build, and a school may keep media of its own beside ours.
ASSETS, MEDIA = "assets/", "media/"
IMMUTABLE, ONE_DAY, REVALIDATE = "public, max-age=31536000, immutable", "public, max-age=86400", "no-cache"


def upload(s3: "S3Client", bucket: str, dist: Path = DIST) -> None:
    """Upload assets, then media, then the documents that refer to them; then delete what no build has any more.

    Raises:
        DeploymentError: the pages are not built.
    """
    names = {path.relative_to(dist).as_posix() for path in dist.rglob("*") if path.is_file()}
    if "index.html" not in names:
        raise DeploymentError("the pages are not built: run `make pages`")
    present = set(_present(s3, bucket))
    for name in sorted(names, key=_order):
        # The name of an asset has a digest of its content.
        if not name.startswith(NOT_UPLOADED) and not (name.startswith(ASSETS) and name in present):
            s3.put_object(
                Bucket=bucket,
                Key=name,
                Body=(dist / name).read_bytes(),
                ContentType=mimetypes.guess_type(name)[0] or "binary/octet-stream",
                CacheControl=cache_control(name),
            )
    for name in sorted(present - names):
        if not name.startswith((ASSETS, MEDIA)):
            s3.delete_object(Bucket=bucket, Key=name)


def cache_control(name: str) -> str:
    """How long browsers and CloudFront may keep a file."""
    if name.startswith(ASSETS):
        return IMMUTABLE
    return ONE_DAY if name.startswith(MEDIA) else REVALIDATE


def _order(name: str) -> tuple[bool, bool, str]:
    return not name.startswith(ASSETS), not name.startswith(MEDIA), name


def _present(s3: "S3Client", bucket: str) -> Iterable[str]:
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket):
        yield from (listed["Key"] for listed in page.get("Contents", []))
