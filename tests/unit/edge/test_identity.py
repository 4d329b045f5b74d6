"""The caller's identity comes from the token's claims alone."""

from collections.abc import Mapping
from typing import Any

import pytest

from shared.config import ScopeConfig
from shared.edge import course_staff, identity
from shared.edge.http import json_response, new_api, serve
from tests.support.service import Context
from tests.unit.edge.exchange import event

api = new_api()
handler = serve(api)


@api.get("/learner")
def get_learner() -> Any:  # noqa: ANN401
    learner = identity.learner(api)
    return json_response([learner.user_id, learner.name])


@api.get("/admin")
def get_admin() -> Any:  # noqa: ANN401
    return json_response(identity.require_scope(api, identity.ADMIN))


@api.get("/staff")
def get_staff() -> Any:  # noqa: ANN401
    caller = course_staff.caller(api)
    return json_response([caller.user_id, caller.role])


def answer(path: str, claims: Mapping[str, object] | None) -> tuple[int, str]:
    # A caller controls the headers and the query; only the authorizer sets the claims.
    forged = {"X-User-Id": "mallory", "Authorization": "Bearer mallory"}
    found = handler(event(path=path, claims=claims, headers=forged, query={"sub": "mallory"}), Context())  # type: ignore[arg-type]
    return found["statusCode"], found["body"]


def test_a_learner_is_identified_by_sub_and_name_of_the_token() -> None:
    assert answer("/learner", {"sub": "anna", "name": "Anna Łukasiewicz"}) == (200, '["anna","Anna Łukasiewicz"]')


@pytest.mark.parametrize("claims", [{"sub": "anna"}, {"sub": "anna", "name": ""}])
def test_a_token_may_have_no_name(claims: Mapping[str, object]) -> None:
    assert answer("/learner", claims) == (200, '["anna",null]')


@pytest.mark.parametrize("path", ["/learner", "/admin", "/staff"])
@pytest.mark.parametrize("claims", [None, {}, {"sub": ""}, {"name": "Anna", "scope": "admin"}])
def test_a_route_without_its_authorizer_refuses_requests(path: str, claims: Mapping[str, object] | None) -> None:
    status, body = answer(path, claims)
    assert status == 401
    assert '"unauthorized"' in body


def test_a_sub_that_is_not_a_valid_id_is_refused() -> None:
    status, body = answer("/learner", {"sub": "anna#1"})
    assert status == 400
    assert '"invalid_request"' in body


@pytest.mark.parametrize(
    "claims",
    [
        {"scope": "admin"},
        {"scope": "openid admin service"},
        {"cognito:groups": "[admin service]"},
        {"cognito:groups": "admin"},
        {"scope": "openid", "cognito:groups": "[admin]"},
    ],
)
def test_a_scope_is_a_word_of_scope_or_a_group(claims: Mapping[str, object]) -> None:
    assert answer("/admin", {"sub": "root", **claims}) == (200, '"root"')


@pytest.mark.parametrize(
    ("claims", "found"),
    [
        ({"scope": "instructor"}, ("ines", "instructor")),
        ({"cognito:groups": "[instructor]"}, ("ines", "instructor")),
        ({"scope": "instructor admin"}, ("ines", "admin")),
        ({"scope": "instructor", "cognito:groups": "[admin]"}, ("ines", "admin")),
    ],
)
def test_who_is_admin_and_instructor_is_an_admin(claims: Mapping[str, object], found: tuple[str, str]) -> None:
    assert answer("/staff", {"sub": "ines", **claims}) == (200, '["{}","{}"]'.format(*found))


@pytest.mark.parametrize("claims", [{}, {"scope": "service instructors"}, {"cognito:groups": "[Instructor]"}])
def test_who_is_neither_is_forbidden(claims: Mapping[str, object]) -> None:
    assert answer("/staff", {"sub": "ines", **claims})[0] == 403


@pytest.fixture
def prefixed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A deployment whose issuer writes this API's scopes as those of a resource server, as Cognito does."""
    monkeypatch.setattr(identity, "_config", ScopeConfig.from_env({"SCOPE_PREFIX": "laurel/"}))


@pytest.mark.usefixtures("prefixed")
@pytest.mark.parametrize("claims", [{"scope": "openid laurel/admin"}, {"cognito:groups": "[admin]"}])
def test_with_a_prefix_a_scope_has_it_and_a_group_does_not(claims: Mapping[str, object]) -> None:
    assert answer("/admin", {"sub": "root", **claims}) == (200, '"root"')


@pytest.mark.usefixtures("prefixed")
@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"scope": "laurel/instructor"}, 200),
        ({"cognito:groups": "[instructor]"}, 200),
        ({"scope": "instructor"}, 403),
        ({"scope": "billing/instructor laurel/instructors"}, 403),
        ({"cognito:groups": "[laurel/instructor]"}, 403),
    ],
)
def test_the_prefix_is_that_of_instructors_too(claims: Mapping[str, object], status: int) -> None:
    assert answer("/staff", {"sub": "ines", **claims})[0] == status


@pytest.mark.usefixtures("prefixed")
@pytest.mark.parametrize(
    "claims",
    [
        {"scope": "admin"},
        {"scope": "billing/admin"},
        {"scope": "laurel/laurel/admin"},
        {"scope": "laurel/admin:read Laurel/admin laurel/ admin/laurel"},
        {"scope": "laurel/service"},
        {"cognito:groups": "[laurel/admin]"},
    ],
)
def test_with_a_prefix_no_other_scope_ends_the_same(claims: Mapping[str, object]) -> None:
    assert answer("/admin", {"sub": "mallory", **claims})[0] == 403


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"scope": ""},
        {"scope": "Admin administrator admin:read"},
        {"scope": "service", "cognito:groups": "[service]"},
        {"cognito:groups": "[]"},
        {"cognito:groups": None, "scope": None},
        {"name": "admin", "groups": "admin"},
        {"scope": "x,admin"},
        {"scope": "x\u00a0admin"},
        {"scope": "x\tadmin"},
        {"scope": "x\u2003admin openid"},
        {"scope": "[admin]"},
        {"scope": ["admin"]},
        {"cognito:groups": "[x,admin]"},
        {"cognito:groups": "[x, admin,]"},
        {"cognito:groups": "[x\u00a0admin]"},
        {"cognito:groups": "[x\nadmin]"},
        # One group, whose name begins or ends with a bracket.
        {"cognito:groups": "[[admin]"},
        {"cognito:groups": "[admin]]"},
        {"cognito:groups": "x,admin"},
    ],
)
def test_a_token_without_the_scope_is_forbidden(claims: Mapping[str, object]) -> None:
    status, body = answer("/admin", {"sub": "anna", **claims})
    assert status == 403
    assert '"forbidden"' in body
