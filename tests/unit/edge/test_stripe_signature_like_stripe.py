"""Laurel accepts the signatures that Stripe's own library accepts, and no others."""

import time
from datetime import UTC, datetime

import pytest
import stripe
from hypothesis import example, given
from hypothesis import strategies as st

from shared.domain.errors import InvalidSignature
from shared.edge.stripe.signature import TOLERANCE_SECONDS, verify

SECRET = "whsec_test"  # noqa: S105 - a test value
NOW = 1_768_206_600
PAYLOAD = '{"id": "evt_1", "note": "Größe"}'


@pytest.fixture(autouse=True, scope="module")
def _clock() -> object:
    """Stripe's library reads the clock itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(time, "time", lambda: float(NOW))
        yield


def signed(payload: str = PAYLOAD, secret: str = SECRET, at: int = NOW) -> str:
    header: str = stripe.WebhookSignature.generate_signature_header(payload, secret, at)
    return header


def signature(header: str) -> str:
    return header.partition("v1=")[2]


def laurel_accepts(header: str | None, payload: str = PAYLOAD) -> bool:
    try:
        verify(payload.encode(), header, [SECRET], datetime.fromtimestamp(NOW, UTC))
    except InvalidSignature:
        return False
    return True


def stripe_accepts(header: str | None, payload: str = PAYLOAD) -> bool:
    try:
        stripe.WebhookSignature.verify_header(payload, header, SECRET, TOLERANCE_SECONDS)
    except stripe.SignatureVerificationError:
        return False
    return True


VALID = signature(signed())
HEADERS = {
    "signed": signed(),
    "a minute old": signed(at=NOW - 60),
    "as old as allowed": signed(at=NOW - TOLERANCE_SECONDS),
    "a second too old": signed(at=NOW - TOLERANCE_SECONDS - 1),
    "of another secret": signed(secret="whsec_other"),  # noqa: S106
    "of another body": signed("{}"),
    "the second signature is valid": f"t={NOW},v1={'0' * 64},v1={VALID}",
    "the first signature is valid": f"t={NOW},v1={VALID},v1=zz",
    "beside another scheme": f"t={NOW},v0=test,v1={VALID}",
    "of another scheme alone": f"t={NOW},v0={VALID}",
    "the time last": f"v1={VALID},t={NOW}",
    "in capitals": f"t={NOW},v1={VALID.upper()}",
    "cut short": f"t={NOW},v1={VALID[:-1]}",
    "of another second": f"t={NOW + 1},v1={VALID}",
    "no time": f"v1={VALID}",
    "no digits": f"t=now,v1={VALID}",
    "no signature": f"t={NOW}",
    "nothing": "",
    "none": None,
    "words": "signed by me",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_laurel_agrees_with_stripe_about_a_header(header: str | None) -> None:
    assert laurel_accepts(header) == stripe_accepts(header)


def test_some_of_these_headers_are_valid_and_some_are_not() -> None:
    assert {laurel_accepts(header) for header in HEADERS.values()} == {True, False}


def test_laurel_refuses_times_in_the_future_that_stripe_accepts() -> None:
    header = signed(at=NOW + TOLERANCE_SECONDS + 1)
    assert stripe_accepts(header)
    assert not laurel_accepts(header)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.integers(-400, 300))
def test_laurel_agrees_with_stripe_about_any_signed_body(payload: str, age: int) -> None:
    header = signed(payload, at=NOW + age)
    assert laurel_accepts(header, payload) == stripe_accepts(header, payload)


parts = st.sampled_from(
    [f"t={NOW}", "t=1", "t=", "v1=0", f"v1={VALID}", f"v1={VALID}=", "v0=x", "", " ", "t", "v1", "="]
)


@given(st.lists(parts, max_size=4).map(",".join) | st.text(max_size=20))
@example(f"t={NOW},v1={VALID}")
def test_stripe_accepts_every_header_that_laurel_accepts(header: str) -> None:
    assert stripe_accepts(header) >= laurel_accepts(header)
