"""Which tests run in one process."""

import pytest

from tests.support.schedule import scope


def test_tests_that_share_a_service_run_in_one_process(request: pytest.FixtureRequest) -> None:
    for item in request.session.items:
        fixtures: list[str] = getattr(item, "fixturenames", [])
        for service in ("laptop", "deployed_laptop"):
            assert service not in fixtures or scope(item.nodeid) == service


def test_other_tests_run_with_those_of_their_file() -> None:
    assert scope("tests/unit/test_errors.py::test_one[a::b]") == "tests/unit/test_errors.py"
    assert scope("tests/e2e/test_deployment.py::test_one") == "tests/e2e/test_deployment.py"
