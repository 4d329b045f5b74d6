"""The claims that Cognito's access tokens get before they are issued.

The events have the shape of version 2 of Cognito's pre token generation trigger:
https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
"""

import json
from typing import Any

import pytest

from tests.support.service import function
from tests.support.template import ROOT

SAMPLE = ROOT / "events" / "cognito_pre_token_generation.json"


def event(**attributes: str) -> dict[str, Any]:
    sample: dict[str, Any] = json.loads(SAMPLE.read_text("utf-8"))
    sample["request"]["userAttributes"] = {"sub": "1f2e3d4c", "cognito:user_status": "CONFIRMED", **attributes}
    return sample


def claims(asked: dict[str, Any]) -> Any:  # noqa: ANN401
    answer = function("token_claims").handler(asked, None)
    details = answer["response"]["claimsAndScopeOverrideDetails"]
    assert set(details) == {"accessTokenGeneration"}
    assert set(details["accessTokenGeneration"]) == {"claimsToAddOrOverride"}
    return details["accessTokenGeneration"]["claimsToAddOrOverride"]


def test_an_access_token_gets_the_name_and_the_verified_address_of_the_sample_event() -> None:
    sample = json.loads(SAMPLE.read_text("utf-8"))
    assert claims(sample) == {"name": "Anna Łukasiewicz", "email": "anna@school.example", "email_verified": True}


@pytest.mark.parametrize("verified", ["false", "", "True", "1"])
def test_an_address_is_verified_only_if_cognito_says_so(verified: str) -> None:
    assert claims(event(email="anna@school.example", email_verified=verified))["email_verified"] is False


def test_an_address_without_a_word_of_its_verification_is_not_verified() -> None:
    assert claims(event(email="anna@school.example"))["email_verified"] is False


def test_a_user_without_name_and_address_gets_no_claims() -> None:
    assert claims(event(email_verified="true")) == {}


def test_the_answer_is_the_event_with_nothing_else_changed() -> None:
    asked = event(name="Anna")
    answer = function("token_claims").handler(json.loads(json.dumps(asked)), None)
    assert answer | {"response": {}} == asked | {"response": {}}
