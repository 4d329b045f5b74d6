"""Reads paginated lists, and encodes cursors as the service does."""

import base64
import json
from typing import Any

from tests.support.service import ADMIN, Service


def pages(service: Service, url: str, limit: int) -> list[list[Any]]:
    """Read every page of an admins' list."""
    found, more = [], ""
    while True:
        page = service.call("GET", f"{url}?limit={limit}{more}", caller=ADMIN).json
        found.append(page["items"])
        if page["next_cursor"] is None:
            return found
        more = f"&cursor={page['next_cursor']}"


def cursor(*place: object) -> str:
    """Forge a cursor."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")
