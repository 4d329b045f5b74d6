"""Reads paginated lists, and encodes cursors as the service does."""

import base64
import json
from typing import Any

from tests.support.service import ADMIN, Caller, Service


def pages(service: Service, url: str, limit: int, caller: Caller = ADMIN) -> list[list[Any]]:
    """Read every page of a list of staff; the URL may have a query."""
    found, more = [], ""
    mark = "&" if "?" in url else "?"
    while True:
        page = service.call("GET", f"{url}{mark}limit={limit}{more}", caller=caller).json
        found.append(page["items"])
        if page["next_cursor"] is None:
            return found
        more = f"&cursor={page['next_cursor']}"


def cursor(*place: object) -> str:
    """Forge a cursor."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")
