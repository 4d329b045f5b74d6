"""Requests of a course's staff about its assignments."""

from typing import Any

from tests.support.service import ADMIN, Answer, Caller, Service
from tests.support.steps import ANNA, COURSE_ID, lesson

LOAF = f"/admin/courses/{COURSE_ID}/assignments/loaf"


def mark(service: Service, *learners: Caller, note: str | None = None, caller: Caller = ADMIN) -> Answer:
    body: dict[str, Any] = {"user_ids": [learner.sub for learner in learners or (ANNA,)]}
    if note is not None:
        body["note"] = note
    return service.call("POST", f"{LOAF}/marks", caller=caller, body=body)


def undo(service: Service, learner: Caller = ANNA, completed_at: str | None = None, caller: Caller = ADMIN) -> Answer:
    """Undo an assignment as it is done now, or as it was."""
    body = {"completed_at": completed_at or lesson(service, "loaf", learner)["completed_at"]}
    return service.call("POST", f"{LOAF}/marks/{learner.sub}/undo", caller=caller, body=body)


def statuses(answer: Answer) -> list[str]:
    """The result of each learner: its status, or the reason of its rejection."""
    assert answer.status == 200, answer.content
    return [result.get("code", result["status"]) for result in answer.json["results"]]
