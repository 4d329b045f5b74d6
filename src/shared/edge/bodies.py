"""Request bodies: limited before they are parsed, parsed strictly, validated by the OpenAPI document.

Anybody with a token can send anything. So the cost of a body is limited before it is parsed: commas, brackets and
braces are counted in its bytes, which is as fast as a memory scan.
"""

import base64
import binascii
import json
import re
from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.errors import BodyTooLarge, InvalidRequest
from shared.edge import schemas

MAX_BODY_BYTES = 1024 * 1024
# Commas, brackets and braces: about one for each value. A course of a thousand lessons has 11,000, and those in titles.
MAX_VALUES = 20_000
# Far above any schema of ours and any event of a payment provider, far below the recursion limit.
MAX_DEPTH = 32

# Half of a surrogate pair can only be written as an escape: the bytes themselves would not be UTF-8.
_ESCAPED_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def raw_body(event: APIGatewayProxyEventV2) -> bytes:
    """Read the body as it was sent, byte for byte.

    Raises:
        InvalidRequest: it is marked as base64, but is not.
        BodyTooLarge: over 1 MiB.
    """
    body = event.body or ""
    try:
        raw = base64.b64decode(body, validate=True) if event.is_base64_encoded else body.encode()
    except (binascii.Error, ValueError) as error:
        raise InvalidRequest("The body cannot be read.") from error
    if len(raw) > MAX_BODY_BYTES:
        raise BodyTooLarge(f"A body has at most {MAX_BODY_BYTES} bytes.")
    return raw


def parse_json(raw: bytes, *, max_values: int = MAX_VALUES) -> Any:  # noqa: ANN401 - JSON
    """Parse JSON strictly: `NaN` and `Infinity` are refused, and so are unpaired surrogates.

    Args:
        raw: the document.
        max_values: how many commas, brackets and braces it may have, those in texts among them.

    Raises:
        InvalidRequest: it is not JSON, or nested deeper than `MAX_DEPTH`.
        BodyTooLarge: it has too many values.
    """
    openings = raw.count(b"[") + raw.count(b"{")
    if openings + raw.count(b",") > max_values:
        raise BodyTooLarge(f"This body may have at most {max_values} values. Send less at a time.")
    try:
        document = json.loads(raw, parse_constant=str)
        if _ESCAPED_SURROGATE.search(raw):
            # Half of a surrogate pair is not text, and cannot be stored.
            json.dumps(document, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise InvalidRequest("The body is not JSON.") from error
    if openings > MAX_DEPTH and not _is_flat_enough(document):
        raise InvalidRequest("The body is nested too deeply.")
    return document


def _is_flat_enough(document: object) -> bool:
    """Whether nothing is nested deeper than `MAX_DEPTH`; checked level by level, without recursion."""
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, dict | list)
        ]
        if not level:
            return True
    return False


def json_body(event: APIGatewayProxyEventV2, schema: str) -> dict[str, Any]:
    """Read a JSON body that matches one of the OpenAPI document's schemas, with defaults filled in.

    Raises:
        InvalidRequest: it does not; with the locations of the first errors.
        BodyTooLarge: over 1 MiB, or more than `MAX_VALUES` values.
    """
    document = parse_json(raw_body(event))
    schemas.validate(schema, document)
    body: dict[str, Any] = document
    return body
