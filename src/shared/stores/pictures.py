"""Pictures of certificates in S3: one for each status that a certificate has had."""

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import batched

from botocore.exceptions import ClientError

from shared.domain.certificate import CertificateStatus
from shared.stores import objects


def put(code: str, status: CertificateStatus, png: bytes) -> None:
    """Store the picture of the certificate with a code, as it is shown in a status."""
    objects.call(
        "put_object",
        Bucket=objects.config().certificates_bucket,
        Key=_key(code, status),
        Body=png,
        ContentType="image/png",
    )


def get(code: str, status: CertificateStatus) -> bytes | None:
    """Read a picture, or None if it does not exist."""
    try:
        answer = objects.call("get_object", Bucket=objects.config().certificates_bucket, Key=_key(code, status))
    except ClientError as error:
        if objects.is_missing(error):
            return None
        raise
    return objects.body(answer)


def delete(code: str) -> None:
    """Remove all pictures of the certificate with a code, if they exist."""
    for status in CertificateStatus:
        objects.call("delete_object", Bucket=objects.config().certificates_bucket, Key=_key(code, status))


def delete_all(codes: Iterable[str]) -> Iterator[int]:
    """Remove all pictures of the certificates with these codes; yields after each call."""
    keys = (_key(code, status) for code in codes for status in CertificateStatus)
    for batch in batched(keys, objects.MAX_DELETED, strict=False):
        objects.delete(objects.config().certificates_bucket, batch)
        yield len(batch)


def _key(code: str, status: CertificateStatus) -> str:
    # As hard to guess as the code, which a list of the bucket does not give away.
    return f"pictures/{sha256(code.encode()).hexdigest()}/{status}.png"
