"""Fills a running service with one record of every kind, over HTTP: `python -m tests.e2e.saved_data.fill URL`.

README.md says how a data folder that was filled this way becomes a file for test_saved_data.py.
"""

import sys
from typing import Any, Self

from local.calls import Caller, signed
from local.demo_course import COURSE_ID, LESSONS, SLUG, finishing
from local.waiting import wait_until

MY_COURSE = f"/my-courses/{SLUG}"
CERTIFICATE = f"{MY_COURSE}/certificate"
# 2026-01-12, when everything here was paid.
DAY = 1_768_206_600


def event(event_id: str, event_type: str, at: int, **data_object: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return what httpx needs to send a payment event that was created so many seconds after the day began."""
    return signed(
        {
            "id": event_id,
            "object": "event",
            "type": event_type,
            "created": DAY + at,
            "livemode": False,
            "data": {"object": {"currency": "eur", **data_object}},
        }
    )


def purchase(event_id: str, user_id: str, payment: str, order_id: str | None, *, at: int = 0) -> dict[str, Any]:
    """Return a completed session of Stripe Checkout."""
    order = {} if order_id is None else {"order_id": order_id}
    return event(
        event_id,
        "checkout.session.completed",
        at,
        id=f"cs_{payment}",
        object="checkout.session",
        mode="payment",
        payment_status="paid",
        client_reference_id=user_id,
        payment_intent=payment,
        amount_total=4900,
        metadata={"course_ids": COURSE_ID, **order},
    )


def refunded(event_id: str, payment: str, amount_refunded: int, *, at: int = 100) -> dict[str, Any]:
    """Return the refund of a payment: Stripe does not copy the session's metadata to it."""
    return event(
        event_id,
        "charge.refunded",
        at,
        id=f"ch_{payment}",
        object="charge",
        amount=4900,
        amount_captured=4900,
        amount_refunded=amount_refunded,
        payment_intent=payment,
        metadata={},
    )


def refund_failed(event_id: str, payment: str, *, at: int = 200) -> dict[str, Any]:
    """Return the failure of a refund."""
    return event(
        event_id,
        "refund.failed",
        at,
        id=f"re_{payment}",
        object="refund",
        amount=4900,
        charge=f"ch_{payment}",
        payment_intent=payment,
        status="failed",
    )


def dispute_lost(event_id: str, payment: str, *, at: int = 300) -> dict[str, Any]:
    """Return a lost dispute."""
    return event(
        event_id,
        "charge.dispute.closed",
        at,
        id=f"dp_{payment}",
        object="dispute",
        amount=4900,
        charge=f"ch_{payment}",
        payment_intent=payment,
        status="lost",
    )


class Filler:
    """Calls a service as the learners, the shop, an admin and Stripe."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._shop = Caller(url, user_id="demo-shop", scope="service")
        self._admin = Caller(url, user_id="demo-admin", scope="admin")
        self._stripe = Caller(url)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for caller in (self._shop, self._admin, self._stripe):
            caller.http.close()

    def pay(self, *events: dict[str, Any]) -> list[str]:
        """Deliver payment events; returns their outcomes."""
        return [self._stripe.ask("POST", "/webhooks/stripe", **event)["outcome"] for event in events]

    def complete(self, user_id: str, name: str) -> str:
        """Have a learner complete the demo course and download the certificate; returns its code."""
        self._shop.call(
            "PUT", f"/service/enrollments/{user_id}/{COURSE_ID}", json={"status": "active", "learner_name": name}
        )
        events = {"events": finishing(LESSONS, event_prefix=user_id)}
        self._shop.call("POST", f"/service/progress/{user_id}/{SLUG}", json=events)
        with Caller(self._url, user_id=user_id) as learner:
            wait_until(lambda: learner.ask("GET", MY_COURSE)["completed_at"])
            learner.call("GET", CERTIFICATE)
            certificate = learner.ask("GET", CERTIFICATE, headers={"accept": "application/json"})
        code: str = certificate["verification_code"]
        return code

    def fill(self) -> None:
        """Leave an enrollment, a certificate and an order in every state that they can have."""
        self.complete("active", "Ana Beatriz Ñúñez")

        assert self.pay(purchase("evt_1", "refunded", "pi_refunded", "order-refunded")) == ["enrolled"]
        self.complete("refunded", "Rémi Önal")
        assert self.pay(refunded("evt_2", "pi_refunded", 4900)) == ["refunded"]

        assert self.pay(purchase("evt_3", "restored", "pi_restored", None)) == ["enrolled"]
        self.complete("restored", "Rosa Škvorecká")
        outcomes = self.pay(refunded("evt_4", "pi_restored", 4900), refund_failed("evt_5", "pi_restored"))
        assert outcomes == ["refunded", "restored"]

        assert self.pay(purchase("evt_6", "partly", "pi_partly", "order-partly")) == ["enrolled"]
        self.complete("partly", "Paula Ito")
        assert self.pay(refunded("evt_7", "pi_partly", 900)) == ["partially_refunded"]

        assert self.pay(purchase("evt_8", "disputed", "pi_disputed", "order-disputed")) == ["enrolled"]
        self.complete("disputed", "Dimitra Lê")
        assert self.pay(dispute_lost("evt_9", "pi_disputed")) == ["charged_back"]

        assert self.pay(purchase("evt_10", "twice", "pi_twice_1", "order-twice-1")) == ["enrolled"]
        self.complete("twice", "Thi Wójcik")
        paid_again = purchase("evt_12", "twice", "pi_twice_2", "order-twice-2", at=200)
        assert self.pay(refunded("evt_11", "pi_twice_1", 4900), paid_again) == ["refunded", "enrolled"]
        with Caller(self._url, user_id="twice") as learner:
            learner.call("GET", CERTIFICATE)

        # The refund of a payment whose order nobody has named yet.
        assert self.pay(refunded("evt_13", "pi_unnamed", 4900)) == ["refunded"]

        self.complete("revoked", "Rui Adebayo")
        public_id = self._public_id("revoked")
        self._admin.call("POST", f"/admin/certificates/{public_id}/revoke", json={"reason": "Another person's work"})
        self.complete("reinstated", "Raja Østergård")
        public_id = self._public_id("reinstated")
        self._admin.call("POST", f"/admin/certificates/{public_id}/revoke", json={"reason": "A mistake"})
        self._admin.call("POST", f"/admin/certificates/{public_id}/reinstate")

        self.complete("erased", "Erased Person")
        self._shop.call("DELETE", "/service/learners/erased", expect=204)

        self._shop.call("PUT", f"/service/enrollments/cancelled/{COURSE_ID}", json={"status": "cancelled"})
        expired = {"status": "active", "access_expires_at": "2026-01-01T00:00:00Z", "order_id": "order-expired"}
        self._shop.call("PUT", f"/service/enrollments/expired/{COURSE_ID}", json=expired)
        halfway = {"status": "active", "order_id": "order-halfway"}
        self._shop.call("PUT", f"/service/enrollments/halfway/{COURSE_ID}", json=halfway)
        with Caller(self._url, user_id="halfway") as learner:
            first, *_ = finishing(LESSONS, event_prefix="halfway")
            learner.call("POST", f"{MY_COURSE}/progress", json={"events": [first]})

    def _public_id(self, user_id: str) -> str:
        learner = self._admin.ask("GET", f"/admin/courses/{COURSE_ID}/learners/{user_id}")
        public_id: str = learner["certificate"]["public_id"]
        return public_id


if __name__ == "__main__":
    with Filler(sys.argv[1]) as filler:
        filler.fill()
