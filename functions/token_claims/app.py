"""Adds the name and the verified address of a user to their access tokens, which Cognito leaves out.

Cognito invokes it before it issues a token to a user. The event is of version 2, which alone can change access tokens:
https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
"""

from typing import Any


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    """Return the event with claims for the access token: `name`, `email` and `email_verified`, if the user has them."""
    attributes = event["request"]["userAttributes"]
    claims: dict[str, str | bool] = {name: attributes[name] for name in ("name", "email") if attributes.get(name)}
    if "email" in claims:
        # Attributes are texts.
        claims["email_verified"] = attributes.get("email_verified") == "true"
    event["response"]["claimsAndScopeOverrideDetails"] = {"accessTokenGeneration": {"claimsToAddOrOverride": claims}}
    return event
