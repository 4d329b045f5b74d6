"""JSON as responses have it, and the size of a response, which Lambda limits."""

import json
from typing import Any

# "Response payload size exceeded maximum allowed payload size (6291556 bytes)": Lambda's error for a larger response,
# after which API Gateway answers 500 without a word. Its quotas page says 6 MB.
MAX_RESPONSE_BYTES = 6_291_556
# As a response, a character of a body takes at most so many bytes: an escape such as \u0000.
_MOST_BYTES_OF_A_CHARACTER = 6


def json_text(body: Any) -> str:  # noqa: ANN401 - JSON
    """Write JSON."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def payload_bytes(part: Any) -> int:  # noqa: ANN401 - what Lambda writes as JSON
    """Measure what a part of a response takes in it: it is JSON itself, in which quotes of a body are escaped."""
    return len(json.dumps(part, ensure_ascii=False).encode())


def is_too_large(answer: dict[str, Any]) -> int | None:
    """Return the size of a response that Lambda would refuse, in bytes; None for any other."""
    # Writing every response twice would cost as much as writing it. Headers are far smaller than the other half.
    if len(answer.get("body") or "") * _MOST_BYTES_OF_A_CHARACTER < MAX_RESPONSE_BYTES // 2:
        return None
    size = payload_bytes(answer)
    return size if size > MAX_RESPONSE_BYTES else None
