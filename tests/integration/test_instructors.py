"""Instructors: who teaches a course, and what they see and do of it."""

from typing import Any

import pytest

from shared.usecases import own_learner_search
from tests.support.aws import items, metered
from tests.support.earlier_courses import course_item, make_earlier
from tests.support.learner_index import index_course
from tests.support.paging import pages
from tests.support.service import ADMIN, Answer, Caller, Service
from tests.support.steps import ANNA, BEN, COURSE_ID, certified, course, enroll, put_course, refusal
from tests.support.wire import just_before

INES = Caller("ines", scope="instructor")
OLGA = Caller("olga", groups="[instructor]")
COURSE = f"/admin/courses/{COURSE_ID}"
LEARNERS = f"{COURSE}/learners"


def get(service: Service, url: str, caller: Caller = INES) -> Answer:
    return service.call("GET", url, caller=caller)


def put(service: Service, **changes: Any) -> Answer:  # noqa: ANN401
    return service.call("PUT", COURSE, caller=ADMIN, body=course(**changes))


def memberships() -> list[tuple[str, str, str]]:
    rows = [{name: value["S"] for name, value in item.items()} for item in items("instructors")]
    return sorted((row["user_id"], row["course_id"], row["slug"]) for row in rows)


def slugs(service: Service, caller: Caller = INES) -> list[str]:
    return [listed["slug"] for listed in get(service, "/admin/courses", caller).json["items"]]


# ------------------------------------------------------------------ who teaches a course


def test_a_course_has_the_instructors_that_were_put_in_their_order(service: Service) -> None:
    assert put_course(service).json["instructors"] == []
    assert put_course(service, instructors=["olga", "ines"]).json["instructors"] == ["olga", "ines"]
    assert get(service, COURSE, ADMIN).json["instructors"] == ["olga", "ines"]
    assert memberships() == [("ines", COURSE_ID, "sourdough-bread"), ("olga", COURSE_ID, "sourdough-bread")]


def test_a_put_without_instructors_keeps_them_and_an_empty_list_removes_them(service: Service) -> None:
    put_course(service, instructors=["ines"])
    assert put_course(service, title="Rye").json["instructors"] == ["ines"]
    assert get(service, LEARNERS).status == 200
    assert put_course(service, instructors=[]).json["instructors"] == []
    assert refusal(get(service, LEARNERS)) == (403, "forbidden")
    assert memberships() == []
    assert "instructors" not in course_item()


def test_an_instructor_who_is_removed_is_refused_from_the_answer_on(service: Service) -> None:
    put_course(service, instructors=["ines", "olga"])
    put_course(service, instructors=["olga"])
    for url in (COURSE, LEARNERS, f"{COURSE}/certificates"):
        assert refusal(get(service, url)) == (403, "forbidden")
        assert get(service, url, OLGA).status == 200


def test_a_removal_during_a_request_of_the_instructor_counts_for_the_next_one(service: Service) -> None:
    put_course(service, instructors=["ines"])
    with just_before("Query", lambda: put_course(service, instructors=[])):
        assert get(service, LEARNERS).status == 200
    assert refusal(get(service, LEARNERS)) == (403, "forbidden")


@pytest.mark.parametrize(
    "instructors", [[f"user-{number}" for number in range(21)], ["a", "a"], ["a b"], [""], "ines", [7], None]
)
def test_instructors_are_at_most_twenty_different_user_ids(service: Service, instructors: object) -> None:
    answer = put(service, instructors=instructors)
    assert refusal(answer) == (400, "invalid_request")
    assert answer.json["errors"][0]["location"][0] == "instructors"
    assert items("instructors") == []


def test_a_course_with_twenty_instructors_and_many_lessons_changes_all_at_once(service: Service) -> None:
    first, second = ([f"{kind}-{number}" for number in range(20)] for kind in ("first", "second"))
    lessons = [{"lesson_id": f"l{number}", "title": "面包" * 40, "kind": "article"} for number in range(1000)]
    put_course(service, instructors=first)
    put_course(service, instructors=second, slug="rye", lessons=lessons)
    assert memberships() == sorted((user_id, COURSE_ID, "rye") for user_id in second)


def test_a_put_that_is_refused_changes_no_instructor(service: Service) -> None:
    put_course(service, "course-2", slug="rye")
    put_course(service, instructors=["ines"])
    assert refusal(put(service, slug="rye", instructors=["olga"])) == (409, "slug_taken")
    assert refusal(put(service, version=7, instructors=["olga"])) == (409, "concurrent_change")
    assert memberships() == [("ines", COURSE_ID, "sourdough-bread")]


def test_of_two_concurrent_puts_the_later_ones_instructors_remain(service: Service) -> None:
    put_course(service, instructors=["ines"])
    with just_before("TransactWriteItems", lambda: put_course(service, instructors=["anyone"])):
        put_course(service, instructors=["olga"])
    assert memberships() == [("olga", COURSE_ID, "sourdough-bread")]
    assert get(service, COURSE, ADMIN).json["instructors"] == ["olga"]


def test_a_course_of_the_release_before_has_no_instructors_and_gets_some(service: Service) -> None:
    put_course(service)
    assert "instructors" not in make_earlier()
    assert get(service, COURSE, ADMIN).json["instructors"] == []
    assert refusal(get(service, COURSE)) == (403, "forbidden")
    assert put_course(service, title="As an old page puts it").json["instructors"] == []
    put_course(service, instructors=["ines"])
    assert slugs(service) == ["sourdough-bread"]


def test_certificate_settings_do_not_change_the_instructors(service: Service) -> None:
    certified(service)
    put_course(service, instructors=["ines"])
    body = {"certificate_enabled": False}
    assert service.call("PUT", f"{COURSE}/certificate", caller=ADMIN, body=body).status == 200
    assert get(service, COURSE).json["instructors"] == ["ines"]


# ------------------------------------------------------------------ the courses of an instructor


def put_some(service: Service) -> None:
    """Six courses, of which one instructor teaches those with an even number."""
    for number, slug in enumerate(("rye", "baguette", "sourdough", "pretzels", "focaccia", "toast")):
        instructors = ["ines"] if number % 2 == 0 else ["olga"]
        put_course(service, f"course-{number}", slug=slug, published=number > 2, lessons=[], instructors=instructors)


def test_an_instructor_lists_own_courses_by_slug_as_admins_list_all(service: Service) -> None:
    put_some(service)
    everything = get(service, "/admin/courses", ADMIN).json["items"]
    own = get(service, "/admin/courses").json
    assert own == {"items": [listed for listed in everything if listed["slug"][0] in "rsf"], "next_cursor": None}
    assert slugs(service) == ["focaccia", "rye", "sourdough"]
    assert slugs(service, OLGA) == ["baguette", "pretzels", "toast"]
    assert slugs(service, Caller("nobody", scope="instructor")) == []


def test_the_courses_of_an_instructor_are_paginated(service: Service) -> None:
    put_some(service)
    found = [[listed["slug"] for listed in page] for page in pages(service, "/admin/courses", 2, caller=INES)]
    assert found == [["focaccia", "rye"], ["sourdough"]]
    assert get(service, "/admin/courses?limit=3").json["next_cursor"] is None
    assert refusal(get(service, "/admin/courses?cursor=x")) == (400, "invalid_cursor")


def test_a_course_with_another_slug_moves_in_the_list_of_its_instructors(service: Service) -> None:
    put_some(service)
    put_course(service, "course-0", slug="aniseed-rye", lessons=[])
    assert slugs(service) == ["aniseed-rye", "focaccia", "sourdough"]


def test_who_is_admin_and_instructor_lists_all_courses(service: Service) -> None:
    put_some(service)
    assert len(slugs(service, Caller("ines", groups="[instructor admin]"))) == 6


# ------------------------------------------------------------------ learners of own courses


def index(service: Service) -> None:
    """Three courses, of which one instructor teaches the first two; learners of each."""
    for number, instructors in ((1, ["ines"]), (2, ["ines"]), (3, ["olga"])):
        put_course(
            service, f"course-{number}", slug=f"slug-{number}", title=f"Course {number}", instructors=instructors
        )
        for learner in (ANNA, BEN, Caller("hannah", name="Hannah Anders")):
            enroll(service, learner, f"course-{number}", learner_name=learner.name)
        index_course(service, f"course-{number}")


def found(service: Service, query: str, limit: int = 25, caller: Caller = INES) -> list[tuple[str, str]]:
    rows = pages(service, f"/admin/learners?q={query}", limit, caller=caller)
    return [(row["course_id"], row["user_id"]) for page in rows for row in page]


@pytest.mark.parametrize("limit", [1, 2, 3, 25])
def test_an_instructor_finds_learners_of_own_courses_alone(service: Service, limit: int) -> None:
    index(service)
    each = [("course-1", "anna"), ("course-1", "hannah"), ("course-2", "anna"), ("course-2", "hannah")]
    assert found(service, "an", limit) == each
    assert found(service, "an", limit, OLGA) == [("course-3", "anna"), ("course-3", "hannah")]
    assert found(service, "anders", limit) == [("course-1", "hannah"), ("course-2", "hannah")]
    assert found(service, "ben", limit) == [("course-1", "ben"), ("course-2", "ben")]
    assert found(service, "nobody", limit) == []


def test_a_search_of_own_courses_says_that_all_were_indexed(service: Service) -> None:
    index(service)
    answer = get(service, "/admin/learners?q=anna").json
    assert (answer["complete"], answer["next_cursor"]) == (True, None)
    assert [row["course_title"] for row in answer["items"]] == ["Course 1", "Course 2"]


def test_a_search_of_a_course_that_was_never_indexed_is_incomplete_and_has_it_indexed(service: Service) -> None:
    put_course(service, instructors=["ines"])
    enroll(service, learner_name="Anna Nowak")
    assert get(service, "/admin/learners?q=nowak").json == {"items": [], "next_cursor": None, "complete": False}
    index_course(service)
    assert found(service, "nowak") == [(COURSE_ID, "anna")]


def test_a_search_goes_through_so_many_courses_at_once(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_learner_search, "COURSES_AT_ONCE", 1)
    index(service)
    first = get(service, "/admin/learners?q=ben").json
    assert [row["course_id"] for row in first["items"]] == ["course-1"]
    assert found(service, "ben") == [("course-1", "ben"), ("course-2", "ben")]


def test_a_search_continues_with_the_next_course_when_one_is_no_longer_own(service: Service) -> None:
    index(service)
    first = get(service, "/admin/learners?q=an&limit=1").json
    put_course(service, "course-1", slug="slug-1", instructors=[])
    rest = get(service, f"/admin/learners?q=an&cursor={first['next_cursor']}").json
    assert [(row["course_id"], row["user_id"]) for row in rest["items"]] == [
        ("course-2", "anna"),
        ("course-2", "hannah"),
    ]


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20", "?q=!"])
def test_an_instructor_must_search_for_something(service: Service, query: str) -> None:
    assert refusal(get(service, f"/admin/learners{query}")) == (400, "invalid_request")


def test_a_cursor_of_admins_is_not_one_of_instructors(service: Service) -> None:
    index(service)
    cursor = get(service, "/admin/learners?q=an&limit=1", ADMIN).json["next_cursor"]
    assert refusal(get(service, f"/admin/learners?q=an&cursor={cursor}")) == (400, "invalid_cursor")


def test_an_instructor_sees_no_ids_of_orders(service: Service) -> None:
    public_id = certified(service, learner_name="Anna Nowak", order_id="order-1")["public_id"]
    put_course(service, instructors=["ines"])
    for caller, wanted in ((ADMIN, "order-1"), (INES, None)):
        assert get(service, f"{LEARNERS}/anna", caller).json["order_id"] == wanted
        (listed,) = get(service, f"{COURSE}/certificates", caller).json["items"]
        assert (listed["order_id"], listed["public_id"]) == (wanted, public_id)
        csv = service.call("GET", f"{COURSE}/certificates", caller=caller, headers={"Accept": "text/csv"})
        assert (b"order-1" in csv.content) is (wanted is not None)


def test_an_instructor_corrects_a_name_and_gets_the_pdf(service: Service) -> None:
    public_id = certified(service, learner_name="Anna Nowk", order_id="order-1")["public_id"]
    put_course(service, instructors=["ines"])
    url = f"/admin/certificates/{public_id}"
    corrected = service.call("POST", f"{url}/reissue", caller=INES, body={"name": "Anna Nowak"})
    assert (corrected.status, corrected.json["issued_name"], corrected.json["order_id"]) == (200, "Anna Nowak", None)
    new = f"/admin/certificates/{corrected.json['public_id']}"
    assert get(service, f"{new}/pdf").content.startswith(b"%PDF-")
    # The certificate that was replaced still belongs to the course.
    assert refusal(get(service, f"{url}/pdf")) == (409, "certificate_replaced")
    assert refusal(get(service, f"{new}/pdf", OLGA)) == (403, "forbidden")
    for action, body in (("revoke", {"reason": "mine"}), ("reinstate", None)):
        assert refusal(service.call("POST", f"{new}/{action}", caller=INES, body=body)) == (403, "forbidden")


def test_an_instructor_exports_the_learners_of_an_own_course(service: Service) -> None:
    put_course(service, instructors=["ines"])
    enroll(service, learner_name="Anna Nowak")
    started = service.call("POST", f"{COURSE}/learner-exports", caller=INES)
    assert started.status == 202
    url = f"{COURSE}/learner-exports/{started.json['export_id']}"
    assert get(service, url).json["status"] == "running"
    assert refusal(get(service, url, OLGA)) == (403, "forbidden")


def test_a_subject_that_is_no_user_id_teaches_nothing(service: Service) -> None:
    put_course(service, instructors=["ines"])
    for sub in ("ines#1", "i" * 129, "İnes"):
        caller = Caller(sub, scope="instructor")
        for url in (COURSE, LEARNERS, "/admin/courses", "/admin/learners?q=a"):
            assert refusal(get(service, url, caller)) == (403, "forbidden")


def test_ids_of_courses_and_learners_may_be_percent_encoded(service: Service) -> None:
    put_course(service, "urn:course:42@example.com", instructors=["ines@example.com"])
    teacher = Caller("ines@example.com", scope="instructor")
    assert get(service, "/admin/courses/urn%3Acourse%3A42%40example.com/learners", teacher).status == 200
    assert refusal(get(service, "/admin/courses/a%23b/learners", teacher)) == (400, "invalid_request")


# ------------------------------------------------------------------ request units


def reads(service: Service, url: str, caller: Caller) -> float:
    with metered() as made:
        assert get(service, url, caller).status == 200
    return sum(call.reads for call in made)


def test_who_is_an_instructor_takes_one_consistent_read_and_who_is_admin_none(service: Service) -> None:
    public_id = certified(service, learner_name="Anna Nowak")["public_id"]
    put_course(service, instructors=["ines"])
    membership = 1
    for url in (COURSE, LEARNERS, f"{LEARNERS}/anna", f"{COURSE}/certificates"):
        assert reads(service, url, INES) - reads(service, url, ADMIN) == membership
    # Which course a certificate is of is one read more.
    url = f"/admin/certificates/{public_id}/pdf"
    assert reads(service, url, INES) - reads(service, url, ADMIN) == 1 + membership


def test_a_page_of_own_courses_reads_the_index_and_each_course_on_it(service: Service) -> None:
    put_some(service)
    index_query = 0.5
    assert reads(service, "/admin/courses", INES) == index_query + 3
    assert reads(service, "/admin/courses?limit=2", INES) == index_query + 2
    assert reads(service, "/admin/courses", Caller("nobody", scope="instructor")) == index_query


def test_a_put_writes_an_item_for_each_instructor_who_is_added_or_removed(service: Service) -> None:
    def writes(**changes: Any) -> float:  # noqa: ANN401
        with metered() as made:
            put_course(service, lessons=[], **changes)
        return sum(call.writes for call in made)

    writes()
    unchanged = writes()
    # In a transaction each write is two units, and its entry in the index is one.
    each, record = 2 + 1, 2
    assert writes(instructors=["ines", "olga"]) == unchanged + 2 * each + record
    assert writes(instructors=["ines", "olga"]) == unchanged
    assert writes(instructors=["ines", "new"]) == unchanged + 2 * each + record
    assert writes(instructors=[]) == unchanged + 2 * each + record
