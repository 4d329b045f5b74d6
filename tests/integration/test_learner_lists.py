"""The instructor's list of learners: its pages, its counts and its search."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from shared.aws.connection import client
from shared.edge import clock
from shared.usecases import course_learners, learner_index, learner_search
from tests.support import queues
from tests.support.aws import items, stream_records
from tests.support.learner_index import deliver, deliver_all, index_course, require_in_line
from tests.support.paging import cursor
from tests.support.queues import LEARNER_INDEX
from tests.support.service import ADMIN, SHOP, Answer, Caller, Service
from tests.support.steps import ANNA, BEN, certified, enroll, put_course, refusal
from tests.support.wire import calls

LEARNERS = "/admin/courses/course-1/learners"
NAMES = {
    "lukas": "Łukasz Wójcik",
    "anh": "Nguyễn Thị Ánh",
    "anh-2": "Ánh Lê",
    "maria": "Maria Marina Marín",
    "wang": "王小明",
    "zahra": "زهرا مُحَمَّدی",
    "maya": "Maya Cohen",
    "u_7": None,
}


def school(service: Service, names: dict[str, str | None] = NAMES, course_id: str = "course-1") -> None:
    put_course(service, course_id, slug=course_id)
    for user_id, name in names.items():
        assert enroll(service, Caller(user_id), course_id, learner_name=name).status == 200


def indexed_school(service: Service) -> None:
    school(service)
    index_course(service)


def search(service: Service, text: str, url: str = LEARNERS, **parameters: Any) -> Answer:  # noqa: ANN401
    more = "".join(f"&{name}={value}" for name, value in parameters.items())
    return service.call("GET", f"{url}?q={quote(text)}{more}", caller=ADMIN)


def found(service: Service, text: str, limit: int = 25, url: str = LEARNERS) -> list[str]:
    """The ids of all learners that a search finds, page by page."""
    ids: list[str] = []
    page = search(service, text, url, limit=limit).json
    while True:
        assert len(page["items"]) <= limit
        ids += [item["user_id"] for item in page["items"]]
        if page["next_cursor"] is None:
            return ids
        page = search(service, text, url, limit=limit, cursor=page["next_cursor"]).json


def summary(service: Service) -> Any:  # noqa: ANN401
    return service.call("GET", LEARNERS, caller=ADMIN).json["summary"]


def counts(service: Service) -> tuple[int, ...]:
    said = summary(service)
    return tuple(said[name] for name in ("enrolled", "completed", "certificates_issued", "certificates_revoked"))


# ------------------------------------------------------------------ search


FOUND = {
    "lukasz": ["lukas"],
    "WÓJ": ["lukas"],
    "anh": ["anh", "anh-2"],
    "Ánh ng": ["anh"],
    "ng thi anh": ["anh"],
    # Once, although three words of the name begin so.
    "mar": ["maria"],
    "mar mari maria marin marina": ["maria"],
    "cohen maya": ["maya"],
    "maya marina": [],
    "ohen": [],
    "小明": ["wang"],
    "王": ["wang"],
    "محمد": ["zahra"],
    "u_7": ["u_7"],
    "u": ["u_7"],
    # By id first.
    "anh-": ["anh-2", "anh"],
    "ma": ["maria", "maya"],
    "l": ["lukas", "anh-2"],
}


@pytest.mark.parametrize("limit", [1, 2, 25])
def test_learners_are_found_by_words_of_their_name_and_by_id(service: Service, limit: int) -> None:
    indexed_school(service)
    assert {text: found(service, text, limit) for text in FOUND} == FOUND


def test_a_search_shows_learners_as_the_list_does(service: Service) -> None:
    indexed_school(service)
    listed = service.call("GET", LEARNERS, caller=ADMIN).json
    answer = search(service, "maya").json
    assert answer["items"] == [item for item in listed["items"] if item["user_id"] == "maya"]
    assert answer["summary"] == listed["summary"]


def test_an_empty_search_is_the_list(service: Service) -> None:
    indexed_school(service)
    assert search(service, "  ").json == service.call("GET", LEARNERS, caller=ADMIN).json


@pytest.mark.parametrize("text", ["!?", "x" * 121])
@pytest.mark.parametrize("url", [LEARNERS, "/admin/learners"])
def test_a_search_without_a_letter_or_too_long_is_refused(service: Service, text: str, url: str) -> None:
    put_course(service)
    assert refusal(search(service, text, url)) == (400, "invalid_request")


def test_a_search_of_all_courses_needs_something_to_search_for(service: Service) -> None:
    assert refusal(service.call("GET", "/admin/learners", caller=ADMIN)) == (400, "invalid_request")
    assert refusal(search(service, " ", "/admin/learners")) == (400, "invalid_request")


def test_a_search_of_a_course_that_does_not_exist_is_refused(service: Service) -> None:
    assert refusal(search(service, "anna")) == (404, "course_not_found")


def test_a_cursor_belongs_to_its_search(service: Service) -> None:
    indexed_school(service)
    token = search(service, "ma", limit=1).json["next_cursor"]
    assert search(service, "ma", limit=1, cursor=token).status == 200
    for text, url in (("may", LEARNERS), ("ma", "/admin/learners"), ("", LEARNERS)):
        assert refusal(search(service, text, url, cursor=token)) == (400, "invalid_cursor")


@pytest.mark.parametrize(
    "place", ["id:xavier", "name:xavier#maria#course-1", "name:x y#maria#course-1", "name:ma#maria"]
)
def test_a_forged_position_is_refused(service: Service, place: str) -> None:
    indexed_school(service)
    token = cursor("learner-search:course-1:ma", place)
    assert refusal(search(service, "ma", cursor=token)) == (400, "invalid_cursor")


def test_a_renamed_learner_is_found_by_the_new_name_alone(service: Service) -> None:
    indexed_school(service)
    enroll(service, Caller("maya"), learner_name="Maya Łukasz")
    deliver_all()
    assert found(service, "cohen") == []
    assert found(service, "maya łuk") == ["maya"]
    require_in_line()


def test_a_word_with_more_matches_than_a_page_examines_is_searched_to_its_end(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learner_search, "EXAMINED", 2)
    school(service, {f"m{number}": f"Maya {'Berg' if number == 7 else 'Cohen'}" for number in range(9)})
    index_course(service)
    first = search(service, "maya b").json
    assert (first["items"], first["next_cursor"] is None) == ([], False)
    assert found(service, "b maya") == ["m7"]


# ------------------------------------------------------------------ all courses


def test_learners_are_found_in_all_courses(service: Service) -> None:
    school(service, {"anna": "Anna Berg", "ben": "Ben Ochieng"})
    school(service, {"anna": "Anna Berg", "cleo": "Cleo Anna"}, "course-2")
    answer = search(service, "ann", "/admin/learners").json
    assert answer == {"items": [], "next_cursor": None, "complete": False}
    queues.run_until_empty(LEARNER_INDEX)
    answer = search(service, "ann", "/admin/learners").json
    assert [(item["course_id"], item["user_id"]) for item in answer["items"]] == [
        ("course-1", "anna"),
        ("course-2", "anna"),
        ("course-2", "cleo"),
    ]
    assert answer["complete"]
    assert answer["items"][0] == {
        "user_id": "anna",
        "learner_name": "Anna Berg",
        "name_mixes_scripts": False,
        "course_id": "course-1",
        "course_title": "Sourdough bread",
        "percent": 0,
        "completed_lessons": 0,
        "published_lessons": 0,
        "completed_at": None,
    }
    require_in_line()


@pytest.mark.parametrize("limit", [1, 2, 25])
def test_pages_of_all_courses_repeat_nobody_and_lose_nobody(service: Service, limit: int) -> None:
    for number in range(3):
        school(service, {"anna": "Anna Berg", f"ben-{number}": "Anna Ochieng"}, f"course-{number}")
    search(service, "x", "/admin/learners")
    queues.run_until_empty(LEARNER_INDEX)
    assert found(service, "anna", limit, "/admin/learners") == [*["anna"] * 3, "ben-0", "ben-1", "ben-2"]


# ------------------------------------------------------------------ counts


def test_the_counts_follow_enrollments_completions_and_certificates(service: Service) -> None:
    put_course(service)
    index_course(service)
    assert counts(service) == (0, 0, 0, 0)
    certificate = certified(service, order_id="order-1")
    enroll(service, BEN)
    deliver_all()
    assert counts(service) == (2, 1, 1, 0)
    service.call(
        "POST", f"/admin/certificates/{certificate['public_id']}/revoke", caller=ADMIN, body={"reason": "A test"}
    )
    deliver_all()
    assert counts(service) == (2, 1, 0, 1)
    service.call("DELETE", f"/service/learners/{ANNA.sub}", caller=SHOP)
    deliver_all()
    assert counts(service) == (1, 0, 0, 0)
    require_in_line()


def test_counts_have_the_time_of_the_newest_change(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    indexed_school(service)
    before = summary(service)["as_of"]
    later = clock.now() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    enroll(service, BEN)
    deliver_all()
    assert before < summary(service)["as_of"] == later.isoformat(timespec="microseconds").replace("+00:00", "Z")


def test_until_a_course_is_counted_its_list_counts_and_asks_for_it_once(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    school(service)
    assert counts(service) == (8, 0, 0, 0)
    assert summary(service)["as_of"] is None
    assert len(queues.received(LEARNER_INDEX)) == 1
    monkeypatch.setattr(course_learners, "COUNTED_AT_ONCE", 5)
    assert counts(service) == (5, 0, 0, 0)


def test_work_that_stalled_is_queued_again_after_an_hour(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learner_index, "PAGE", 2)
    monkeypatch.setattr(learner_index, "_has_time", lambda _before: False)
    school(service)
    summary(service)
    queues.run_function(LEARNER_INDEX, queues.received(LEARNER_INDEX))
    queues.received(LEARNER_INDEX)  # lost
    summary(service)
    assert queues.received(LEARNER_INDEX) == []
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(hours=1, minutes=1))
    client("sqs").purge_queue(QueueUrl=LEARNER_INDEX)
    summary(service)
    monkeypatch.setattr(learner_index, "_has_time", lambda _before: True)
    queues.run_until_empty(LEARNER_INDEX)
    assert summary(service)["as_of"] is not None
    require_in_line()


# ------------------------------------------------------------------ filling and erasing


@pytest.mark.parametrize("page", [1, 3, 100])
@pytest.mark.parametrize("pages", ["in one run", "in a run for each"])
def test_learners_from_before_are_indexed_page_by_page(
    service: Service, monkeypatch: pytest.MonkeyPatch, page: int, pages: str
) -> None:
    monkeypatch.setattr(learner_index, "PAGE", page)
    monkeypatch.setattr(learner_index, "_has_time", lambda _before: pages == "in one run")
    indexed_school(service)
    assert counts(service) == (8, 0, 0, 0)
    assert summary(service)["as_of"] is not None
    require_in_line()


@pytest.mark.parametrize("pages", ["in one run", "in a run for each"])
def test_all_courses_are_indexed_one_after_the_other(
    service: Service, monkeypatch: pytest.MonkeyPatch, pages: str
) -> None:
    monkeypatch.setattr(learner_index, "PAGE", 2)
    monkeypatch.setattr(learner_index, "_has_time", lambda _before: pages == "in one run")
    for number in range(3):
        school(service, NAMES, f"course-{number}")
    search(service, "anh", "/admin/learners")
    queues.run_until_empty(LEARNER_INDEX)
    assert search(service, "anh", "/admin/learners").json["complete"]
    require_in_line()


def test_a_message_that_comes_again_changes_nothing(service: Service) -> None:
    school(service)
    summary(service)
    messages = queues.received(LEARNER_INDEX)
    queues.run_function(LEARNER_INDEX, messages)
    before = items("learner-index")
    queues.run_function(LEARNER_INDEX, messages)
    assert items("learner-index") == before


def test_an_erased_learner_is_not_in_the_index(service: Service) -> None:
    indexed_school(service)
    service.call("DELETE", "/service/learners/maya", caller=SHOP)
    # At once: the enrollment is gone.
    assert found(service, "cohen") == []
    deliver_all()
    assert not [item for item in items("learner-index") if "maya" in str(item) or "cohen" in str(item)]
    require_in_line()


def test_records_that_change_nothing_that_is_indexed_read_nothing(service: Service) -> None:
    school(service)
    deliver_all()
    seen = len(stream_records("enrollments"))
    enroll(service, Caller("maya"), status="cancelled", learner_name="Maya Cohen")
    [record] = stream_records("enrollments")[seen:]
    with calls() as made:
        assert deliver([record])["batchItemFailures"] == []
    assert list(made) == []
