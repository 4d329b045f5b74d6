"""Scenarios of assignments that staff mark and undo, and of corrected names."""

from collections.abc import Mapping
from typing import Any

from shared.domain.dates import utc_text
from tests.proof.facts import Facts, Fields
from tests.proof.interleavings import final_states as final
from tests.proof.interleavings import initial_states as initial
from tests.proof.interleavings.executions import HOUR, Operation, Outcome
from tests.proof.interleavings.final_states import Wrong
from tests.proof.interleavings.history import refused, shows
from tests.proof.interleavings.initial_states import ANNAS_KEY, LESSONS, ORDER_ID
from tests.proof.interleavings.operations import (
    article,
    assignment,
    detector,
    download,
    enrollment,
    erase,
    read_page,
)
from tests.proof.interleavings.scenario import Scenario
from tests.support.service import ADMIN, Answer, Caller, Service
from tests.support.steps import (
    ANNA,
    COURSE_ID,
    completed,
    deliver_completed_lessons,
    enroll,
    outcomes,
    put_course,
    send_as_service,
)

LOAF = (ANNA.sub, f"{COURSE_ID}#loaf")
URL = f"/admin/courses/{COURSE_ID}/assignments/loaf/marks"
_OPEN = "the assignment is open"


def mark(name: str = "mark", minute: int = 25, *, after_undo: bool = False) -> Operation:
    body = {"user_ids": [ANNA.sub], "note": f"By {name}"}
    return Operation(
        name=name,
        minute=minute,
        call=lambda process: process.service.call("POST", URL, caller=Caller(name, scope="admin"), body=body),
        starts_when=(lambda facts: "undone_at" in facts.progress[LOAF]) if after_undo else None,
    )


def undo(name: str = "undo", minute: int = 20) -> Operation:
    """Staff undo the assignment that was completed before."""
    body = {"completed_at": utc_text(HOUR)}
    return Operation(
        name=name,
        minute=minute,
        call=lambda process: process.service.call(
            "POST", f"{URL}/{ANNA.sub}/undo", caller=Caller(name, scope="admin"), body=body
        ),
    )


def check_of_mark() -> Operation:
    """The stream delivers the assignment once it is marked."""
    image = {"user_id": {"S": LOAF[0]}, "course_lesson": {"S": LOAF[1]}}

    def call(process: Any) -> Outcome:  # noqa: ANN401
        told: Outcome = process.service.deliver(image)
        return told

    return Operation(
        name="check of the mark",
        minute=42,
        call=call,
        starts_when=lambda facts: (
            "marked_at" in facts.progress.get(LOAF, {}) and "completed_at" in facts.progress[LOAF]
        ),
    )


def correct_name() -> Operation:
    url = f"/admin/courses/{COURSE_ID}/learners/{ANNA.sub}/name"
    return Operation(
        name="correction",
        minute=20,
        call=lambda process: process.service.call("POST", url, caller=ADMIN, body={"name": "Anna Corrected"}),
    )


def only_the_assignment_done(service: Service) -> None:
    """A course of an article and an assignment, which a service completed, and which is counted."""
    put_course(service, lessons=LESSONS)
    assert enroll(service, order_id=ORDER_ID).status == 200
    assert outcomes(send_as_service(service, completed("loaf"))) == ["recorded"]
    deliver_completed_lessons(service)


# ------------------------------------------------------------------ final states


def _answers(found: Mapping[str, Outcome]) -> dict[str, tuple[int, str]]:
    return {
        name: (answer.status, answer.json["code"] if answer.status >= 400 else "")
        for name, answer in found.items()
        if isinstance(answer, Answer)
    }


def _summary(facts: Facts) -> tuple[int, bool, bool]:
    """Lessons that are counted, and whether the assignment is done and the learner may have a certificate."""
    kept: Fields = facts.enrollments[ANNAS_KEY]
    done = "completed_at" in facts.progress.get(LOAF, {})
    return int(kept.get("completed_lessons", 0)), done, "all_lessons_completed_at" in kept


def undone_or_certified(facts: Facts, found: Mapping[str, Outcome]) -> Wrong:
    """One of the two happened, and the other was refused."""
    certified = ANNAS_KEY in facts.certificates
    expected = (
        {"undo": (409, "certificate_issued"), "download": final.OK}
        if certified
        else {"undo": final.OK, "download": (403, "course_not_completed")}
    )
    if _answers(found) != expected or _summary(facts) != ((2, True, True) if certified else (1, False, False)):
        yield f"they got {_answers(found)}, and {_summary(facts)} is stored"


def is_open(facts: Facts, found: Mapping[str, Outcome]) -> Wrong:
    """The assignment is open; the other lesson is counted."""
    if _summary(facts) != (1, False, False):
        yield f"{_summary(facts)} is stored"
    yield from (f"{name} got {answer}" for name, answer in _answers(found).items() if answer != final.OK)


def is_open_once(facts: Facts, found: Mapping[str, Outcome]) -> Wrong:
    yield from is_open(facts, found)
    if facts.enrollments[ANNAS_KEY]["undone_marks"] != 1:
        yield "it was undone twice"


def is_marked(facts: Facts, found: Mapping[str, Outcome]) -> Wrong:
    """The assignment is done, by one mark, and all lessons are counted."""
    lesson = facts.progress[LOAF]
    if _summary(facts) != (2, True, True) or lesson.get("mark_note") != f"By {lesson.get('marked_by')}":
        yield f"{_summary(facts)} and {lesson} are stored"
    yield from (f"{name} got {answer}" for name, answer in _answers(found).items() if answer != final.OK)


def marked_by_one(facts: Facts, found: Mapping[str, Outcome]) -> Wrong:
    yield from is_marked(facts, found)
    told = sorted(
        str(answer.json["results"][0]["status"])
        for name, answer in found.items()
        if isinstance(answer, Answer) and "mark" in name
    )
    if told != ["marked", "unchanged"]:
        yield f"they got {told}"


def named_as_corrected(facts: Facts, found: Mapping[str, Outcome]) -> Wrong:
    """Whichever came first, the certificate in force has the corrected name."""
    certificate = facts.certificates[ANNAS_KEY]
    if (certificate["status"], certificate["issued_name"]) != ("active", "Anna Corrected"):
        yield f"the certificate is {certificate['status']}, of {certificate['issued_name']}"
    yield from (f"{name} got {answer}" for name, answer in _answers(found).items() if answer != final.OK)


def _counts_none(answer: Answer) -> bool:
    return bool(answer.json["items"][0]["completed_lessons"] <= 1)


SCENARIOS = (
    Scenario(
        "an assignment that is undone, and a first download",
        initial.detected,
        (undo(), download()),
        undone_or_certified,
        history=(refused("download", after="undo"), refused("undo", after="download")),
    ),
    Scenario(
        "an assignment that is undone, and its check",
        initial.finished,
        (undo(), detector("check of all", lesson_id="loaf"), read_page("dashboard", "/my-courses")),
        is_open,
        history=(shows("dashboard", _counts_none, after="undo", requirement="must not count it"),),
    ),
    Scenario(
        "an assignment that is undone, an article and its check",
        only_the_assignment_done,
        (undo(), article(), detector("check of the article", lesson_id="flour", waits=True)),
        is_open,
    ),
    Scenario(
        "an assignment that is undone and marked again, and a late check",
        initial.detected,
        (undo(), mark(after_undo=True), check_of_mark(), detector("late check", lesson_id="loaf")),
        is_marked,
    ),
    Scenario("two undos of an assignment", initial.detected, (undo(), undo("undo again", 21)), is_open_once),
    Scenario(
        "two marks of an assignment, and its check",
        initial.one_lesson_short,
        (mark(), mark("mark again", 26), check_of_mark()),
        marked_by_one,
    ),
    Scenario(
        "an assignment that is undone, and an event from before",
        initial.detected,
        (undo(), assignment(), read_page("dashboard", "/my-courses")),
        is_open,
        history=(shows("dashboard", _counts_none, after="undo", requirement="must not count it"),),
    ),
    Scenario(
        "a mark, and a cancellation by the shop",
        initial.one_lesson_short,
        (mark(), enrollment("shop", ANNA, status="cancelled")),
        final.any_final_state,
    ),
    Scenario(
        "a mark, and an erasure",
        initial.one_lesson_short,
        (mark(), erase()),
        final.learner_erased,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "an undo, and an erasure",
        initial.detected,
        (undo(), erase()),
        final.learner_anonymised,
        erased=frozenset({ANNA.sub}),
    ),
    Scenario(
        "a corrected name and a first download",
        initial.detected,
        (correct_name(), download()),
        named_as_corrected,
    ),
)
