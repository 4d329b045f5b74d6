"""The rate limit of verifications per client address."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.support.aws import items
from tests.support.service import Answer, Service
from tests.support.steps import certified, refusal, verify
from tests.support.wire import broken, calls
from tests.support.wire import refusal as refused

# As set in tests/conftest.py.
LIMIT = 120
URL = "/certificates/verify/not-a-code"
HTML = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

type SetClock = Callable[[str], None]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """A clock that is frozen at 12:00:12.4 until the test sets it."""

    def set_clock(time: str) -> None:
        moment = datetime.fromisoformat(f"2026-11-20T{time}").replace(tzinfo=UTC)
        monkeypatch.setattr("shared.edge.clock.now", lambda: moment)

    set_clock("12:00:12.400")
    return set_clock


def request(service: Service, source_ip: str = "192.0.2.1", **headers: str) -> Answer:
    return replace(service, source_ip=source_ip).call("GET", URL, headers=headers)


def use_up_limit(service: Service, source_ip: str = "192.0.2.1") -> None:
    assert {request(service, source_ip).status for _ in range(LIMIT)} == {404}


def test_the_limit_is_exact(service: Service) -> None:
    use_up_limit(service)
    assert refusal(request(service)) == refusal(request(service)) == (429, "too_many_requests")


def test_retry_after_is_the_time_until_the_next_minute(service: Service, clock: SetClock) -> None:
    use_up_limit(service)
    for time, seconds in (("12:00:12.400", "48"), ("12:00:00", "60"), ("12:00:59.999", "1")):
        clock(time)
        assert request(service).headers["Retry-After"] == seconds


@pytest.mark.parametrize("accept", ["application/json", "*/*"])
def test_programs_get_a_problem_response(service: Service, accept: str) -> None:
    use_up_limit(service)
    answer = verify(service, "not-a-code", accept=accept)
    assert refusal(answer) == (429, "too_many_requests")
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(("time", "wait"), [("12:00:12.400", "48 seconds"), ("12:00:59.999", "1 second")])
def test_browsers_get_a_page_with_the_time_to_wait(service: Service, clock: SetClock, time: str, wait: str) -> None:
    use_up_limit(service)
    clock(time)
    answer = verify(service, "not-a-code", accept=HTML)
    assert answer.status == 429
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Retry-After"] == wait.partition(" ")[0]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    page = answer.content.decode()
    assert f"try again in {wait}." in page
    assert "No certificate was found" not in page


def test_the_limit_is_per_minute(service: Service, clock: SetClock) -> None:
    use_up_limit(service)
    clock("12:00:59.999")
    assert request(service).status == 429
    clock("12:01:00")
    use_up_limit(service)
    assert request(service).status == 429


def test_the_limit_is_per_address(service: Service) -> None:
    use_up_limit(service)
    use_up_limit(service, "2001:db8::1")
    assert request(service).status == request(service, "2001:db8::1").status == 429
    assert request(service, "192.0.2.2").status == 404


def test_client_headers_do_not_affect_the_limit(service: Service) -> None:
    use_up_limit(service)
    for name in ("X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP", "CF-Connecting-IP", "Via"):
        assert request(service, **{name: "198.51.100.7"}).status == 429
    # Nor does a header count against another address.
    assert request(service, "198.51.100.7").status == 404


def test_known_and_unknown_codes_and_pages_count_alike(service: Service) -> None:
    code = certified(service)["verification_code"]
    for _ in range(LIMIT // 3):
        assert verify(service, code).status == verify(service, code, accept=HTML).status == 200
        assert verify(service, "X" * 20).status == 404
    assert verify(service, code).status == 429


def test_a_request_is_counted_in_one_write_without_a_read(service: Service) -> None:
    with calls() as made:
        request(service)
    assert made == ["UpdateItem"]


def test_a_refused_request_writes_nothing_and_reads_no_certificate(service: Service) -> None:
    code = certified(service)["verification_code"]
    use_up_limit(service)
    before = items("rate-limits")
    with calls() as made:
        assert verify(service, code).status == 429
    assert made == ["UpdateItem"]
    assert items("rate-limits") == before


def test_a_counter_expires_with_its_minute_and_keeps_no_address(service: Service) -> None:
    request(service)
    request(service)
    (counter,) = items("rate-limits")
    assert counter["requests"] == {"N": "2"}
    end = datetime(2026, 11, 20, 12, 1, tzinfo=UTC)
    assert counter["expires_at"] == {"N": str(int(end.timestamp()))}
    assert "192.0.2.1" not in str(counter)


def test_other_public_routes_are_not_counted(service: Service) -> None:
    use_up_limit(service)
    assert service.call("GET", "/health").status == service.call("GET", "/openapi.json").status == 200
    assert request(service).status == 429


def test_no_code_is_looked_up_while_the_counter_is_unavailable(service: Service) -> None:
    code = certified(service)["verification_code"]
    with broken(refused("ThrottlingException"), operation="UpdateItem"), calls() as made:
        assert refusal(verify(service, code)) == (503, "unavailable")
    assert "GetItem" not in made


def test_a_browser_gets_a_page_with_retry_after_while_dynamodb_is_unavailable(service: Service) -> None:
    with broken(refused("ThrottlingException"), operation="UpdateItem"):
        answer = verify(service, "not-a-code", accept=HTML)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "try again in 2 seconds." in answer.content.decode()
