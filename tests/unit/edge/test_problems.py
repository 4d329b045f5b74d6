"""Refusals as problem details (RFC 9457)."""

from datetime import UTC, datetime
from http import HTTPStatus

import pytest

from shared.domain import errors
from shared.edge.problems import problem, problem_of, status_of
from tests.unit.edge.exchange import published_form

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)


def test_a_problem_has_the_standard_members() -> None:
    assert problem_of(errors.SlugTaken("Another course has this slug.")) == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "Another course has this slug.",
        "code": "slug_taken",
    }


@pytest.mark.parametrize(
    ("error", "more"),
    [
        (errors.InvalidRequest("No."), {}),
        (errors.InvalidRequest("No.", [(("a", 1), "bad")]), {"errors": [{"location": ["a", 1], "message": "bad"}]}),
        (errors.CourseNotCompleted(["a", "b"]), {"missing_lessons": ["a", "b"]}),
        (
            errors.CertificateRevoked(NOW, "refunded"),
            {"revoked_at": "2026-11-20T09:51:00.000000Z", "revoke_reason": "refunded"},
        ),
        (errors.NameNotPrintable("\ue000"), {}),
        (errors.Unavailable("Busy."), {}),
    ],
)
def test_a_problem_has_the_additional_members_of_the_contract(
    error: errors.DomainError, more: dict[str, object]
) -> None:
    found = published_form("Problem", problem_of(error))
    assert {name: found[name] for name in set(found) - {"type", "title", "status", "detail", "code"}} == more


def test_the_problem_of_an_unprintable_name_has_the_character() -> None:
    error = errors.NameNotPrintable("\ue000")
    assert error.character == "\ue000"
    assert "U+E000" in problem_of(error)["detail"]


def test_an_error_without_its_own_status_has_that_of_its_base_class() -> None:
    assert status_of(errors.OrderNotFound) is status_of(errors.NotFound) is HTTPStatus.NOT_FOUND


def test_an_unknown_error_has_no_status() -> None:
    with pytest.raises(LookupError, match="DomainError"):
        status_of(errors.DomainError)


def test_a_problem_may_have_further_members() -> None:
    assert problem(HTTPStatus.TOO_MANY_REQUESTS, "slow_down", "Wait.", seconds=2)["seconds"] == 2
