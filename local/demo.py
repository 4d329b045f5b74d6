"""`make demo`: from enrollment to refund, by calls to the running service."""

import secrets

from local.calls import Caller, refund, signed
from local.console import CommandError, print_line
from local.demo_course import COURSE_ID, LESSONS, SLUG, finishing
from local.settings import Settings
from local.waiting import StalledError, wait_until

PRICE = 4900


def run(settings: Settings) -> None:
    """Enroll a new learner, complete the course, download the certificate, and refund the order.

    Raises:
        CommandError: the service is not running, or a step had another result than expected.
    """
    suffix = secrets.token_hex(4)
    learner_id, order_id, name = f"demo-robin-{suffix}", f"order-{suffix}", "Robin Ferreira da Silva"
    with (
        Caller(settings.url, user_id="demo-shop", scope="service") as shop,
        Caller(settings.url, user_id=learner_id, name=name) as learner,
        Caller(settings.url) as anybody,
    ):
        enrollment = {"status": "active", "learner_name": name, "order_id": order_id}
        shop.call("PUT", f"/service/enrollments/{learner_id}/{COURSE_ID}", json=enrollment)
        print_line(f"enrolled    {name}, {learner_id}, with {order_id}")

        _complete_lessons(learner, shop, learner_id, suffix)
        completed_at = _await_completion(learner)
        print_line(f"completed   detected at {completed_at}")

        certificate = learner.ask("GET", f"/my-courses/{SLUG}/certificate", headers={"accept": "application/json"})
        code = certificate["verification_code"]
        path = settings.data / "demo" / f"{order_id}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(learner.call("GET", f"/my-courses/{SLUG}/certificate").content)
        print_line(f"downloaded  {path}, {path.stat().st_size:,} bytes")
        _verify(anybody, code, "active")

        event = refund(order_id, event_id=f"evt_{suffix}", amount=PRICE, amount_refunded=PRICE)
        outcome = anybody.ask("POST", "/webhooks/stripe", **signed(event))["outcome"]
        print_line(f"refunded    {order_id} in full; outcome of the signed payment event: {outcome}")
        _verify(anybody, code, "revoked")

        gone = learner.ask("GET", f"/my-courses/{SLUG}/certificate", expect=410)
        print_line(f"download    410 {gone['code']}: {gone['detail']}")
        print_line(f"verify it   {settings.url}/certificates/verify/{code}")


def _complete_lessons(learner: Caller, shop: Caller, learner_id: str, suffix: str) -> None:
    """Send the learner's progress in every lesson; only a service may complete the assignment."""
    for lesson in LESSONS:
        batch = {"events": finishing([lesson], event_prefix=suffix)}
        if lesson["kind"] == "assignment":
            answer = shop.ask("POST", f"/service/progress/{learner_id}/{SLUG}", json=batch)
        else:
            answer = learner.ask("POST", f"/my-courses/{SLUG}/progress", json=batch)
        (result,) = answer["results"]
        if result["status"] == "rejected":
            raise CommandError(f"the lesson {lesson['lesson_id']} was rejected: {result}")
        print_line(f"{result['status']:<11} {lesson['kind']}: {lesson['title']}")


def _await_completion(learner: Caller) -> str:
    # The completion is detected from the DynamoDB stream, a moment later.
    try:
        return str(wait_until(lambda: learner.ask("GET", f"/my-courses/{SLUG}")["completed_at"]))
    except StalledError as error:
        raise CommandError(f"the completion was not detected: {error}") from error


def _verify(anybody: Caller, code: str, expected: str) -> None:
    found = anybody.ask("GET", f"/certificates/verify/{code}", headers={"accept": "application/json"})
    if found["status"] != expected:
        raise CommandError(f"the certificate {code} is {found['status']}, expected {expected}")
    reason = f", {found['revoke_reason']}, at {found['revoked_at']}" if found["revoked_at"] else ""
    print_line(
        f"verified    {code} is {found['status']}{reason}: {found['issued_name']}, {found['issued_course_title']}"
    )
