"""Reads records of changes through the lists of the staff."""

from typing import Any

from tests.support.service import ADMIN, Caller, Service
from tests.support.steps import COURSE_ID

COURSE = f"/admin/courses/{COURSE_ID}"
ISSUER = "/admin/issuer/changes"


def listed(service: Service, url: str, caller: Caller = ADMIN) -> list[Any]:
    answer = service.call("GET", f"{url}?limit=100", caller=caller)
    assert answer.status == 200, answer.content
    found: list[Any] = answer.json["items"]
    return found


def of_course(service: Service) -> list[Any]:
    return listed(service, f"{COURSE}/changes")


def of_learner(service: Service, user_id: str = "anna", caller: Caller = ADMIN) -> list[Any]:
    return listed(service, f"{COURSE}/learners/{user_id}/changes", caller)


def actions(found: list[Any]) -> list[str]:
    """What happened, the newest first."""
    return [item["action"] for item in found]


def fields(item: Any) -> dict[str, Any]:  # noqa: ANN401
    """What was changed: by field, from what to what."""
    return {one["field"]: (one["before"], one["after"]) for one in item["fields"]}
