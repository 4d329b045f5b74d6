"""The built pages are uploaded so that a visitor never gets a document whose assets are missing."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import boto3
import pytest
from moto import mock_aws

from tools.deploy.errors import DeploymentError
from tools.deploy.pages import upload

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BUCKET = "pages"


@pytest.fixture
def s3() -> Iterator["S3Client"]:
    with mock_aws():
        client = boto3.client("s3")
        client.create_bucket(Bucket=BUCKET)
        yield client


def built(folder: Path, *names: str) -> Path:
    for name in ("index.html", ".vite/manifest.json", *names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def stored(s3: "S3Client") -> set[str]:
    return {listed["Key"] for listed in s3.list_objects_v2(Bucket=BUCKET).get("Contents", [])}


def uploads(s3: "S3Client") -> list[str]:
    """The keys that are uploaded from now on, in order."""
    keys: list[str] = []
    s3.meta.events.register("provide-client-params.s3.PutObject", lambda params, **_: keys.append(params["Key"]))
    return keys


def test_assets_come_before_media_and_the_document_last(s3: "S3Client", tmp_path: Path) -> None:
    keys = uploads(s3)
    upload(s3, BUCKET, built(tmp_path, "assets/a-1.js", "assets/z/b-1.css", "media/clip.webm", "icon.svg"))
    assert keys == ["assets/a-1.js", "assets/z/b-1.css", "media/clip.webm", "icon.svg", "index.html"]


@pytest.mark.parametrize(
    ("name", "kind", "cached"),
    [
        ("assets/a-1.js", "text/javascript", "public, max-age=31536000, immutable"),
        ("media/clip.webm", "video/webm", "public, max-age=86400"),
        ("index.html", "text/html", "no-cache"),
        ("assets/LICENSE", "binary/octet-stream", "public, max-age=31536000, immutable"),
    ],
)
def test_each_file_has_its_type_and_how_long_it_may_be_kept(
    s3: "S3Client", tmp_path: Path, name: str, kind: str, cached: str
) -> None:
    upload(s3, BUCKET, built(tmp_path, name))
    found = s3.get_object(Bucket=BUCKET, Key=name)
    assert (found["ContentType"], found["CacheControl"], found["Body"].read()) == (kind, cached, name.encode())


def test_assets_of_earlier_builds_and_media_of_the_school_stay_and_other_stale_files_go(
    s3: "S3Client", tmp_path: Path
) -> None:
    for name in ("assets/old-1.js", "media/lesson-1.webm", "old.html"):
        s3.put_object(Bucket=BUCKET, Key=name, Body=b"")
    upload(s3, BUCKET, built(tmp_path, "assets/new-1.js"))
    assert stored(s3) == {"assets/old-1.js", "assets/new-1.js", "media/lesson-1.webm", "index.html"}


def test_an_asset_that_is_there_is_not_uploaded_again(s3: "S3Client", tmp_path: Path) -> None:
    built(tmp_path, "assets/a-1.js")
    upload(s3, BUCKET, tmp_path)
    keys = uploads(s3)
    upload(s3, BUCKET, tmp_path)
    assert keys == ["index.html"]


def test_nothing_is_uploaded_without_a_build(s3: "S3Client", tmp_path: Path) -> None:
    with pytest.raises(DeploymentError, match="run `make pages`"):
        upload(s3, BUCKET, tmp_path)
