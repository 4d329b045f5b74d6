"""The user pool that template.yaml creates where no issuer is given: who signs in, and what their tokens say."""

from typing import Any

import pytest

from local.intrinsics import Stack
from tests.support.cloudformation import resolved, values
from tests.support.template import resources, template
from tests.unit.translated import translated_with

CREATED = {"JwtIssuer": "", "JwtAudience": ""}
POOL_RESOURCES = {name for name, resource in resources().items() if resource["Type"].startswith("AWS::Cognito::")} | {
    "TokenClaimsFunction",
    "TokenClaimsFunctionRole",
    "TokenClaimsFunctionLog",
    "TokenClaimsPermission",
    "SignInErrorsAlarm",
}


def stack(**parameters: str) -> Stack:
    return Stack(values=values(**parameters), conditions=template()["Conditions"])


def properties(name: str, **parameters: str) -> dict[str, Any]:
    found: dict[str, Any] = resolved(
        resources()[name]["Properties"],
        {"TokenClaimsFunction.Alias": "arn:claims", "Scopes": "laurel", **values(**CREATED, **parameters)},
    )
    return found


def authorizer(**parameters: str) -> dict[str, Any]:
    made = translated_with({}, parameters)
    (body,) = (one["Properties"]["Body"] for one in made.values() if one["Type"] == "AWS::ApiGatewayV2::Api")
    configuration = body["components"]["securitySchemes"]["Jwt"]["x-amazon-apigateway-authorizer"]
    assert configuration["identitySource"] == "$request.header.Authorization"
    found: dict[str, Any] = resolved(configuration["jwtConfiguration"], values(**parameters))
    return found


def rule(name: str, **parameters: str) -> bool:
    """Whether a rule allows these parameters."""
    given = stack(**parameters)
    found = template()["Rules"][name]
    return not given.holds(found["RuleCondition"]) or all(
        given.holds(assertion["Assert"]) for assertion in found["Assertions"]
    )


def test_a_pool_is_created_when_no_issuer_is_given() -> None:
    condition = template()["Conditions"]["WithUserPool"]
    assert stack(**CREATED).holds(condition)
    assert not stack().holds(condition)
    assert not stack(**CREATED, CreateUserPool="false").holds(condition)
    assert {resources()[name].get("Condition") for name in POOL_RESOURCES} == {"WithUserPool"}


def test_without_a_pool_an_issuer_and_its_audience_are_needed() -> None:
    assert rule("TokensHaveAnIssuer", **CREATED)
    assert rule("TokensHaveAnIssuer")
    assert not rule("TokensHaveAnIssuer", **CREATED, CreateUserPool="false")
    assert not rule("TokensHaveAnIssuer", JwtIssuer="", JwtAudience="laurel")
    assert rule("AnIssuerHasItsAudience", **CREATED)
    assert not rule("AnIssuerHasItsAudience", JwtAudience="")


def test_the_authorizer_trusts_the_given_issuer_and_each_of_its_audiences() -> None:
    assert authorizer(JwtIssuer="https://login.example/", JwtAudience="pages,shop,lms") == {
        "issuer": "https://login.example/",
        "audience": ["pages", "shop", "lms"],
    }


def test_the_authorizer_trusts_the_created_pool_and_its_two_clients_alone() -> None:
    known = values()
    assert authorizer(**CREATED) == {
        "issuer": f"https://cognito-idp.eu-central-1.amazonaws.com/{known['UserPool']}",
        "audience": [known["WebClient"], known["MachineClient"]],
    }


def test_scopes_have_the_prefix_of_the_pool_or_the_given_one() -> None:
    prefix = template()["Globals"]["Function"]["Environment"]["Variables"]["SCOPE_PREFIX"]
    assert resolved(prefix, values(**CREATED)) == properties("Scopes")["Identifier"] + "/" == "laurel/"
    assert resolved(prefix, values()) == ""
    assert resolved(prefix, values(ScopePrefix="https://api.example/")) == "https://api.example/"


def test_services_have_a_secret_and_the_scope_service_alone() -> None:
    client = properties("MachineClient")
    assert client["GenerateSecret"] is True
    assert (client["AllowedOAuthFlows"], client["AllowedOAuthScopes"]) == (["client_credentials"], ["laurel/service"])
    # The scope must exist before the client.
    assert resources()["MachineClient"]["DependsOn"] == "Scopes"
    assert [scope["ScopeName"] for scope in properties("Scopes")["Scopes"]] == ["service"]


def test_the_pages_are_a_public_client_and_cannot_ask_for_a_scope_of_the_api() -> None:
    client = properties("WebClient")
    assert client["GenerateSecret"] is False
    assert client["AllowedOAuthFlows"] == ["code"]
    assert set(client["AllowedOAuthScopes"]) == {"openid", "profile", "email"}
    assert set(template()["Parameters"]["SignInScopes"]["Default"].split()) <= set(client["AllowedOAuthScopes"])
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert client["PreventUserExistenceErrors"] == "ENABLED"


def test_people_return_to_the_pages_or_before_their_address_is_known_nowhere() -> None:
    client = properties("WebClient", PagesOrigin="https://d111111abcdef8.cloudfront.net")
    assert client["CallbackURLs"] == ["https://d111111abcdef8.cloudfront.net/signed-in"]
    assert client["LogoutURLs"] == ["https://d111111abcdef8.cloudfront.net/"]
    # Cognito demands one; no page of another party can be at this one.
    assert properties("WebClient")["CallbackURLs"] == ["http://localhost/signed-in"]


def test_admins_create_accounts_unless_people_may_sign_up() -> None:
    assert properties("UserPool")["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert properties("UserPool", SelfSignUp="true")["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": False}


def test_an_address_is_verified_before_it_counts() -> None:
    pool = properties("UserPool")
    assert pool["UsernameAttributes"] == pool["AutoVerifiedAttributes"] == ["email"]
    assert pool["UserAttributeUpdateSettings"] == {"AttributesRequireVerificationBeforeUpdate": ["email"]}
    assert pool["AccountRecoverySetting"] == {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]}
    # Mia@school.example is mia@school.example.
    assert pool["UsernameConfiguration"] == {"CaseSensitive": False}


def test_a_user_has_an_address_and_a_name_which_can_be_corrected() -> None:
    # A pool cannot change its required attributes later.
    field = {"AttributeDataType": "String", "Required": True, "Mutable": True}
    assert properties("UserPool")["Schema"] == [{"Name": "email", **field}, {"Name": "name", **field}]


def test_a_password_is_long_and_one_of_an_admin_lasts_a_week() -> None:
    assert properties("UserPool")["Policies"] == {
        "PasswordPolicy": {
            "MinimumLength": 12,
            "RequireLowercase": True,
            "RequireNumbers": True,
            "RequireSymbols": False,
            "RequireUppercase": True,
            "TemporaryPasswordValidityDays": 7,
        }
    }


@pytest.mark.parametrize(
    ("name", "lifetimes"),
    [
        (
            "WebClient",
            {"AccessToken": (60, "minutes"), "IdToken": (60, "minutes"), "RefreshToken": (30, "days")},
        ),
        ("MachineClient", {"AccessToken": (60, "minutes")}),
    ],
)
def test_tokens_expire_and_can_be_revoked(name: str, lifetimes: dict[str, tuple[int, str]]) -> None:
    client = properties(name)
    units = client["TokenValidityUnits"]
    assert {token: (client[f"{token}Validity"], unit) for token, unit in units.items()} == lifetimes
    assert client["EnableTokenRevocation"] is True


@pytest.mark.parametrize("name", ["WebClient", "MachineClient"])
def test_clients_get_tokens_from_the_domain_of_the_pool_alone(name: str) -> None:
    client = properties(name)
    assert client["AllowedOAuthFlowsUserPoolClient"] is True
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert client.get("SupportedIdentityProviders", ["COGNITO"]) == ["COGNITO"]
    assert ("SupportedIdentityProviders" in client) is (name == "WebClient")


def test_access_tokens_get_their_claims_from_the_trigger_of_version_2() -> None:
    pool = properties("UserPool")
    trigger = {"LambdaArn": "arn:claims", "LambdaVersion": "V2_0"}
    assert pool["LambdaConfig"] == {"PreTokenGenerationConfig": trigger}
    # The plans below it have version 1 alone, which changes ID tokens.
    assert pool["UserPoolTier"] == "ESSENTIALS"
    assert resources()["TokenClaimsPermission"]["Properties"] == {
        "Action": "lambda:InvokeFunction",
        "FunctionName": {"Ref": "TokenClaimsFunction.Alias"},
        "Principal": "cognito-idp.amazonaws.com",
        "SourceArn": {"Fn::GetAtt": ["UserPool", "Arn"]},
    }


def test_managed_login_has_a_domain_that_is_unique_among_accounts_and_a_branding() -> None:
    domain = properties("UserPoolDomain")
    assert domain["ManagedLoginVersion"] == 2
    assert domain["Domain"] == "laurel-51af3dc0-da77-11e4-872e-1234567db1"
    assert properties("SignInBranding")["UseCognitoProvidedValues"] is True


def test_the_pool_outlives_the_stack_and_a_protected_one_refuses_deletion() -> None:
    pool = resources()["UserPool"]
    assert (pool["DeletionPolicy"], pool["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")
    assert properties("UserPool")["DeletionProtection"] == "INACTIVE"
    assert properties("UserPool", DeletionProtection="true")["DeletionProtection"] == "ACTIVE"


@pytest.mark.parametrize("group", ["admin", "instructor"])
def test_each_role_of_people_is_a_group(group: str) -> None:
    names = [
        one["Properties"]["GroupName"] for one in resources().values() if one["Type"] == "AWS::Cognito::UserPoolGroup"
    ]
    assert sorted(names) == ["admin", "instructor"]
    assert group in names
