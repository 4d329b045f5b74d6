"""The list of all courses, for admins and instructors."""

from typing import Any

import pytest

from shared.aws.connection import client
from tests.support.aws import items
from tests.support.paging import cursor, pages
from tests.support.service import ADMIN, SHOP, Answer, Caller, Service
from tests.support.steps import ANNA, course, enable_certificates, put_course, refusal
from tests.support.wire import answers, calls, just_before

COURSES = "/admin/courses"


def get(service: Service, url: str = COURSES, caller: Caller | None = ADMIN) -> Answer:
    return service.call("GET", url, caller=caller)


def slugs(service: Service) -> list[str]:
    return [listed["slug"] for listed in get(service).json["items"]]


def put_three(service: Service) -> None:
    for number, slug in enumerate(("rye-bread", "baguette", "sourdough-bread")):
        put_course(service, f"course-{number}", slug=slug)


def listed_items() -> list[dict[str, Any]]:
    """The items of the courses table that are in the index."""
    return [item for item in items("courses") if {"listing", "slug"} <= item.keys()]


def test_all_courses_are_listed_by_slug_published_or_not(service: Service) -> None:
    lessons = [{**lesson, "published": lesson["kind"] == "video"} for lesson in course()["lessons"]]
    put_course(service, "course-1", lessons=lessons)
    put_course(service, "course-2", slug="rye-bread", title="Rye bread", published=False, lessons=[])
    assert get(service).json == {
        "items": [
            {
                "course_id": "course-2",
                "slug": "rye-bread",
                "title": "Rye bread",
                "published": False,
                "published_lessons": 0,
            },
            {
                "course_id": "course-1",
                "slug": "sourdough-bread",
                "title": "Sourdough bread",
                "published": True,
                "published_lessons": 2,
            },
        ],
        "next_cursor": None,
    }


def test_without_courses_the_list_is_empty(service: Service) -> None:
    assert get(service).json == {"items": [], "next_cursor": None}


def test_courses_are_paginated(service: Service) -> None:
    put_three(service)
    found = [[listed["slug"] for listed in page] for page in pages(service, COURSES, 2)]
    assert found == [["baguette", "rye-bread"], ["sourdough-bread"]]
    assert get(service, f"{COURSES}?limit=3").json["next_cursor"] is None


def test_the_default_page_size_is_twenty_five_courses(service: Service) -> None:
    for number in range(26):
        put_course(service, f"course-{number}", slug=f"slug-{number:02}", lessons=[])
    assert [len(page) for page in pages(service, COURSES, 100)] == [26]
    first = get(service).json
    assert len(first["items"]) == 25
    [last] = get(service, f"{COURSES}?cursor={first['next_cursor']}").json["items"]
    assert last["slug"] == "slug-25"


def test_a_replaced_course_is_listed_once_with_its_current_data(service: Service) -> None:
    put_course(service)
    put_course(service, title="Sourdough", published=False, lessons=course()["lessons"][:1])
    [listed] = get(service).json["items"]
    assert (listed["title"], listed["published"], listed["published_lessons"]) == ("Sourdough", False, 1)


def test_a_course_with_another_slug_moves_in_the_list(service: Service) -> None:
    put_three(service)
    put_course(service, "course-1", slug="toast")
    assert slugs(service) == ["rye-bread", "sourdough-bread", "toast"]
    put_course(service, "course-3", slug="baguette")
    assert slugs(service) == ["baguette", "rye-bread", "sourdough-bread", "toast"]


def test_pagination_continues_after_a_course_whose_slug_has_changed_meanwhile(service: Service) -> None:
    put_three(service)
    more = get(service, f"{COURSES}?limit=1").json["next_cursor"]
    put_course(service, "course-1", slug="a-baguette")
    rest = get(service, f"{COURSES}?cursor={more}").json["items"]
    assert [listed["slug"] for listed in rest] == ["rye-bread", "sourdough-bread"]


def test_a_course_that_was_refused_is_not_listed(service: Service) -> None:
    put_course(service)
    refused = service.call("PUT", f"{COURSES}/course-2", caller=ADMIN, body=course(title="Another"))
    assert refusal(refused) == (409, "slug_taken")
    assert [listed["course_id"] for listed in get(service).json["items"]] == ["course-1"]


def test_of_two_concurrent_saves_the_later_is_listed(service: Service) -> None:
    put_course(service)
    with just_before("TransactWriteItems", lambda: put_course(service, slug="first", lessons=[])):
        put_course(service, slug="second")
    [listed] = get(service).json["items"]
    assert (listed["slug"], listed["published_lessons"]) == ("second", 4)


def test_certificate_settings_do_not_change_the_list(service: Service) -> None:
    put_course(service)
    before = get(service).json
    enable_certificates(service)
    assert get(service).json == before


def test_items_of_slugs_and_lessons_are_in_no_list(service: Service) -> None:
    put_three(service)
    assert len(items("courses")) == 9
    assert sorted(item["course_id"]["S"] for item in listed_items()) == ["course-0", "course-1", "course-2"]


def test_a_course_stored_before_the_index_existed_is_listed_once_it_is_put_again(service: Service) -> None:
    put_course(service)
    (stored,) = listed_items()
    client("dynamodb").update_item(
        TableName="test-courses",
        Key={"course_id": stored["course_id"]},
        UpdateExpression="REMOVE listing, published_lessons",
    )
    assert get(service).json["items"] == []
    assert service.call("GET", f"{COURSES}/course-1", caller=ADMIN).status == 200
    put_course(service)
    assert slugs(service) == ["sourdough-bread"]
    (again,) = listed_items()
    assert again == {**stored, "version": {"N": "2"}}


def test_learners_and_services_may_not_read_the_list(service: Service) -> None:
    put_course(service)
    for caller in (ANNA, SHOP):
        assert refusal(get(service, caller=caller)) == (403, "forbidden")
    assert refusal(get(service, caller=None)) == (401, "unauthorized")


@pytest.mark.parametrize(
    "forged",
    ["", "x", "x=", cursor("courses"), cursor("courses", 7), cursor("courses", "a#b"), cursor("courses", "")],
)
def test_a_forged_cursor_of_courses_is_rejected(service: Service, forged: str) -> None:
    put_course(service)
    assert refusal(get(service, f"{COURSES}?cursor={forged}")) == (400, "invalid_cursor")


@pytest.mark.parametrize("courses", [1, 12])
def test_a_page_is_one_query_that_reads_one_item_more_than_it_shows(service: Service, courses: int) -> None:
    for number in range(courses):
        put_course(service, f"course-{number}", slug=f"slug-{number:02}")
    with calls() as made, answers("Query") as read:
        assert len(get(service, f"{COURSES}?limit=4").json["items"]) == min(courses, 4)
    assert made == ["Query"]
    assert [answer["ScannedCount"] for answer in read] == [min(courses, 5)]
    shown = {"course_id", "listing", "slug", "title", "published", "published_lessons"}
    assert all(item.keys() == shown for item in read[0]["Items"])
