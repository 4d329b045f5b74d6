"""Courses as the release before wrote them: the lessons as JSON text in the course's own item."""

import json
import zlib
from typing import Any

from shared.aws.connection import client
from tests.support.aws import items
from tests.support.steps import COURSE_ID

TABLE = "test-courses"


def lessons_items(course_id: str = COURSE_ID) -> list[dict[str, Any]]:
    """The items of a course's lessons, in the order of their parts."""
    found = [item for item in items("courses") if item["course_id"]["S"].startswith(f"lessons#{course_id}#")]
    return sorted(found, key=lambda item: int(item["course_id"]["S"].rpartition("#")[2]))


def course_item(course_id: str = COURSE_ID) -> dict[str, Any]:
    """The item of a course itself."""
    (found,) = (item for item in items("courses") if item["course_id"]["S"] == course_id)
    return found


def make_earlier(course_id: str = COURSE_ID) -> dict[str, Any]:
    """Make a stored course what the release before wrote; return its item."""
    apart = lessons_items(course_id)
    text = zlib.decompress(b"".join(item["lessons_part"]["B"] for item in apart)).decode()
    assert json.loads(text) is not None
    kept = {name: value for name, value in course_item(course_id).items() if not name.startswith("lessons_")}
    earlier = {**kept, "lessons": {"S": text}}
    client("dynamodb").put_item(TableName=TABLE, Item=earlier)
    for item in apart:
        client("dynamodb").delete_item(TableName=TABLE, Key={"course_id": item["course_id"]})
    return earlier
