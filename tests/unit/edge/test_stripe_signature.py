"""Signatures of payment webhooks, compared with Stripe's description of its scheme."""

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import InvalidSignature
from shared.edge.stripe.signature import TOLERANCE_SECONDS, is_secret, verify

NOW = datetime(2026, 11, 20, 9, 51, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
SECRET = "whsec_test"  # noqa: S105
OTHER = "whsec_other"
BODY = b'{"id": "evt_1"}'

secrets = st.text(st.characters(codec="ascii", min_codepoint=33), min_size=1).map("whsec_{}".format)


def signed(body: bytes, secret: str = SECRET, at: int | str = SECONDS) -> str:
    """The `v1` signature of a body, as https://docs.stripe.com/webhooks#verify-manually defines it."""
    return hmac.new(secret.encode(), str(at).encode() + b"." + body, sha256).hexdigest()


def header(body: bytes = BODY, secret: str = SECRET, at: int | str = SECONDS) -> str:
    return f"t={at},v1={signed(body, secret, at)}"


def accepted(raw: bytes, value: str | None, *known: str, now: datetime = NOW) -> bool:
    try:
        verify(raw, value, known, now)
    except InvalidSignature:
        return False
    return True


@given(st.binary(), secrets)
def test_a_body_signed_just_now_is_accepted(body: bytes, secret: str) -> None:
    assert accepted(body, header(body, secret), secret)


@given(st.binary(), secrets, secrets)
def test_a_signature_with_another_secret_is_refused(body: bytes, secret: str, guess: str) -> None:
    # HMAC pads a key shorter than a block with zeros, so these are the same key.
    assert accepted(body, header(body, guess), secret) == (guess == secret)


@given(st.binary(), st.binary())
def test_a_signature_of_another_body_is_refused(body: bytes, other: bytes) -> None:
    assert accepted(other, header(body), SECRET) == (other == body)


@given(st.integers(-1000, 1000))
def test_a_signature_is_valid_for_300_seconds_in_either_direction(age: int) -> None:
    assert accepted(BODY, header(at=SECONDS - age), SECRET) == (abs(age) <= TOLERANCE_SECONDS == 300)


def test_a_signature_older_than_300_seconds_is_refused() -> None:
    late = NOW + timedelta(seconds=TOLERANCE_SECONDS, microseconds=1)
    assert not accepted(BODY, header(), SECRET, now=late)


@given(st.integers(-1000, 1000).filter(bool))
def test_the_time_is_signed_too(moved: int) -> None:
    assert not accepted(BODY, f"t={SECONDS + moved},v1={signed(BODY)}", SECRET)


@given(st.permutations([signed(BODY), signed(BODY, OTHER), "0" * 64, ""]))
def test_one_valid_signature_among_several_is_enough(signatures: list[str]) -> None:
    value = ",".join([f"t={SECONDS}", *(f"v1={signature}" for signature in signatures)])
    assert accepted(BODY, value, SECRET)


@pytest.mark.parametrize("known", [(SECRET, OTHER), (OTHER, SECRET)])
def test_during_rotation_a_signature_with_either_secret_is_valid(known: tuple[str, str]) -> None:
    assert accepted(BODY, header(secret=SECRET), *known)
    assert accepted(BODY, header(secret=OTHER), *known)
    assert not accepted(BODY, header(secret="whsec_third"), *known)  # noqa: S106


def test_without_secrets_every_signature_is_refused() -> None:
    assert not accepted(BODY, header())


@pytest.mark.parametrize(
    "guessable", ["x", "whsec_", "whsec", "WHSEC_test", "sk_live_1", " whsec_test", "whsec_a b", "x whsec_test", ""]
)
def test_a_text_that_is_no_signing_secret_signs_nothing(guessable: str) -> None:
    assert not accepted(BODY, header(secret=guessable), guessable)
    assert accepted(BODY, header(), guessable, SECRET)
    assert not is_secret(guessable)


@pytest.mark.parametrize("secret", ["whsec_local", "whsec_0", "whsec_+/=é"])
def test_a_signing_secret_begins_with_whsec(secret: str) -> None:
    assert is_secret(secret)
    assert accepted(BODY, header(secret=secret), secret)


def test_unknown_parts_and_blanks_are_ignored() -> None:
    assert accepted(BODY, f" v0=junk, t={SECONDS} , scheme , v1={signed(BODY)}, v2=x=y", SECRET)


@pytest.mark.parametrize("name", ["v0", "v2", "V1", "v1 ", ""])
def test_only_version_1_is_a_signature(name: str) -> None:
    assert not accepted(BODY, f"t={SECONDS},{name}={signed(BODY)}", SECRET)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "",
        "junk",
        ",",
        "t=",
        f"v1={signed(BODY)}",
        f"t={SECONDS}",
        f"t={SECONDS},v1=",
        f"t={SECONDS},v1={signed(BODY).upper()}",
        f"t={SECONDS},v1={signed(BODY)[:-1]}",
        f"t={SECONDS},t={SECONDS},v1={signed(BODY)}",
        f"t={SECONDS},v1=é{signed(BODY)}",
        f"t={SECONDS},v1=\ud800",
        f"T={SECONDS},v1={signed(BODY)}",
    ],
)
def test_a_malformed_header_is_refused(value: str | None) -> None:
    assert not accepted(BODY, value, SECRET)


@pytest.mark.parametrize(
    "at", ["now", "-1", "+1", "1.5", "1_0", "٣", "²", "", "0", "9" * 13, "9" * 400, "9" * 5000, f" {SECONDS}"]
)
def test_an_invalid_time_is_refused_even_with_a_valid_signature(at: str) -> None:
    assert not accepted(BODY, header(at=at), SECRET)


@given(
    st.text(st.characters(exclude_categories=[])) | st.lists(st.sampled_from(["t=1", "v1=a", ",", "="])).map("".join)
)
def test_arbitrary_text_is_refused(value: str) -> None:
    assert not accepted(BODY, value, SECRET)
