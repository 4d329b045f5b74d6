"""`make demo`: the story from enrollment to refund, told by calls to the running service."""

import secrets

from local.calls import Caller, refund, signed
from local.console import FailedError, say
from local.demo_course import COURSE_ID, LESSONS, SLUG, finishing
from local.settings import Settings
from local.waiting import StalledError, wait_until

PRICE = 4900


def play(settings: Settings) -> None:
    """Tell the story once, with a learner and an order that nobody had before.

    Raises:
        FailedError: the service is not running, or something did not go as the story says.
    """
    mark = secrets.token_hex(4)
    learner_id, order_id, name = f"demo-robin-{mark}", f"order-{mark}", "Robin Ferreira da Silva"
    with (
        Caller(settings.url, user_id="demo-shop", scope="service") as shop,
        Caller(settings.url, user_id=learner_id, name=name) as learner,
        Caller(settings.url) as anybody,
    ):
        enrollment = {"status": "active", "learner_name": name, "order_id": order_id}
        shop.call("PUT", f"/service/enrollments/{learner_id}/{COURSE_ID}", json=enrollment)
        say(f"enrolled    {name}, {learner_id}, with {order_id}")

        _study(learner, shop, learner_id, mark)
        completed_at = _seen_completed(learner)
        say(f"completed   seen at {completed_at}")

        certificate = learner.ask("GET", f"/my-courses/{SLUG}/certificate", headers={"accept": "application/json"})
        code = certificate["verification_code"]
        path = settings.data / "demo" / f"{order_id}.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(learner.call("GET", f"/my-courses/{SLUG}/certificate").content)
        say(f"downloaded  {path}, {path.stat().st_size:,} bytes")
        _verify(anybody, code, "active")

        event = refund(order_id, event_id=f"evt_{mark}", amount=PRICE, amount_refunded=PRICE)
        outcome = anybody.ask("POST", "/webhooks/stripe", **signed(event))["outcome"]
        say(f"refunded    {order_id} in full; the signed payment event's outcome: {outcome}")
        _verify(anybody, code, "revoked")

        gone = learner.ask("GET", f"/my-courses/{SLUG}/certificate", expect=410)
        say(f"download    410 {gone['code']}: {gone['detail']}")
        say(f"see it      {settings.url}/certificates/verify/{code}")


def _study(learner: Caller, shop: Caller, learner_id: str, mark: str) -> None:
    """Send what the learner does to every lesson; the assignment is handed in to a teacher, whose service says so."""
    for lesson in LESSONS:
        batch = {"events": finishing([lesson], event_prefix=mark)}
        if lesson["kind"] == "assignment":
            answer = shop.ask("POST", f"/service/progress/{learner_id}/{SLUG}", json=batch)
        else:
            answer = learner.ask("POST", f"/my-courses/{SLUG}/progress", json=batch)
        (result,) = answer["results"]
        if result["status"] == "rejected":
            raise FailedError(f"the lesson {lesson['lesson_id']} was rejected: {result}")
        say(f"{result['status']:<11} {lesson['kind']}: {lesson['title']}")


def _seen_completed(learner: Caller) -> str:
    # Detection follows the progress by a moment.
    try:
        return str(wait_until(lambda: learner.ask("GET", f"/my-courses/{SLUG}")["completed_at"]))
    except StalledError as error:
        raise FailedError(f"the completion was not seen: {error}") from error


def _verify(anybody: Caller, code: str, expected: str) -> None:
    said = anybody.ask("GET", f"/certificates/verify/{code}", headers={"accept": "application/json"})
    if said["status"] != expected:
        raise FailedError(f"the code {code} says {said['status']}, not {expected}")
    reason = f", {said['revoke_reason']}, at {said['revoked_at']}" if said["revoked_at"] else ""
    say(f"verified    {code} is {said['status']}{reason}: {said['issued_name']}, {said['issued_course_title']}")
