"""Browsers access S3 under the buckets' regional domain names, which the pages' policy allows."""

from urllib.parse import urlsplit

import pytest

from shared.aws import connection


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1", "ap-southeast-4", "us-gov-west-1"])
def test_forms_and_links_are_signed_for_the_regional_domain_name(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    connection.session.cache_clear()
    s3 = connection.client.__wrapped__("s3")
    connection.session.cache_clear()
    form = s3.generate_presigned_post("a-bucket", "key")["url"]
    link = s3.generate_presigned_url("get_object", Params={"Bucket": "a-bucket", "Key": "key"})
    # The bucket's RegionalDomainName in CloudFormation.
    assert {urlsplit(address).hostname for address in (form, link)} == {f"a-bucket.s3.{region}.amazonaws.com"}
