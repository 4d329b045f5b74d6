"""A deployment publishes versions of functions, to which an alias moves: code, layers and configuration at once."""

from typing import Any

import pytest

from tests.support.template import resources, statements, template
from tests.unit.translated import translated, translated_with

FUNCTIONS = sorted(name for name, one in resources().items() if one["Type"] == "AWS::Serverless::Function")
ROLLED_BACK_BY = ["FailedRequestsAlarm", "ApiFunctionErrorsAlarm", "BackgroundFunctionErrorsAlarm"]
RELEASE, NEXT = "a" * 64, "b" * 64


def versions(made: dict[str, Any]) -> dict[str, str]:
    """The logical id of each function's version: another one is a new version."""
    return {
        one["Properties"]["FunctionName"]["Ref"]: name
        for name, one in made.items()
        if one["Type"] == "AWS::Lambda::Version"
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_property_of_a_function_is_part_of_its_version(name: str) -> None:
    assert resources()[name]["Properties"]["AutoPublishAliasAllProperties"] is True


def test_every_function_has_an_alias_of_its_newest_version() -> None:
    aliases = [one["Properties"] for one in translated().values() if one["Type"] == "AWS::Lambda::Alias"]
    assert {alias["FunctionName"]["Ref"]: alias["FunctionVersion"]["Fn::GetAtt"][0] for alias in aliases} == versions(
        translated()
    )
    assert {alias["Name"] for alias in aliases} == {"live"}
    assert sorted(versions(translated())) == FUNCTIONS


def test_everything_that_invokes_a_function_invokes_its_alias() -> None:
    made = translated()
    (body,) = (one["Properties"]["Body"] for one in made.values() if one["Type"] == "AWS::ApiGatewayV2::Api")
    uris = [
        operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
        for path in body["paths"].values()
        for operation in path.values()
    ]
    assert uris
    assert all("Aliaslive}" in uri for uri in uris)
    invoked = [
        one["Properties"]["FunctionName"]["Ref"]
        for one in made.values()
        if one["Type"] in {"AWS::Lambda::EventSourceMapping", "AWS::Lambda::Permission"}
    ]
    assert all(name.endswith("Aliaslive") for name in invoked)
    trigger = made["UserPool"]["Properties"]["LambdaConfig"]["PreTokenGenerationConfig"]["LambdaArn"]
    assert trigger == {"Ref": "TokenClaimsFunctionAliaslive"}


@pytest.mark.parametrize("layer", ["SharedLayer", "PdfLayer"])
def test_a_change_of_a_layer_alone_publishes_every_function_that_has_it(layer: str) -> None:
    before = versions(translated_with({}, {}))
    after = versions(translated_with({layer: "s3://bucket/changed"}, {}))
    has_it = {
        name
        for name in FUNCTIONS
        if layer == "SharedLayer" or "PdfLayer" in str(resources()[name]["Properties"].get("Layers"))
    }
    assert {name for name in FUNCTIONS if before[name] != after[name]} == has_it


def test_a_release_publishes_every_function_and_the_same_release_none() -> None:
    first = versions(translated_with({}, {"Release": RELEASE}))
    assert versions(translated_with({}, {"Release": RELEASE})) == first
    assert not set(versions(translated_with({}, {"Release": NEXT})).values()) & set(first.values())


def test_versions_of_before_remain_for_a_rollback() -> None:
    made = translated()
    assert {made[name]["DeletionPolicy"] for name in versions(made).values()} == {"Retain"}


def test_a_gradual_deployment_gives_a_tenth_of_the_requests_to_a_new_version() -> None:
    assert template()["Parameters"]["GradualDeployment"]["Default"] == "false"
    assert not [one for one in translated().values() if one["Type"].startswith("AWS::CodeDeploy")]
    made = translated_with({}, {"GradualDeployment": "true"})
    groups = [one["Properties"] for one in made.values() if one["Type"] == "AWS::CodeDeploy::DeploymentGroup"]
    assert len(groups) == len(FUNCTIONS)
    # Where there is no user pool, its trigger has no version that could be deployed.
    assert template()["Globals"]["Function"]["DeploymentPreference"]["PassthroughCondition"] is True
    names = {str(group["DeploymentConfigName"]) for group in groups}
    assert all("Canary10Percent5Minutes" in name for name in names)
    assert all(group["AutoRollbackConfiguration"]["Enabled"] is True for group in groups)
    alarms = [{"Name": {"Ref": name}} for name in ROLLED_BACK_BY]
    assert all(group["AlarmConfiguration"] == {"Alarms": alarms, "Enabled": True} for group in groups)
    assert all("DEPLOYMENT_STOP_ON_ALARM" in group["AutoRollbackConfiguration"]["Events"] for group in groups)


def test_snapshots_are_a_choice() -> None:
    assert template()["Parameters"]["SnapStart"]["Default"] == "false"
    assert template()["Globals"]["Function"]["SnapStart"] == {
        "ApplyOn": {"Fn::If": ["WithSnapStart", "PublishedVersions", "None"]}
    }


def test_the_function_that_writes_courses_is_replaced_after_all_that_read_them() -> None:
    def may(action: str) -> set[str]:
        return {
            name
            for name in FUNCTIONS
            for statement in statements(name)
            if f"dynamodb:{action}" in statement["Action"] and "['CoursesTable', 'Arn']" in str(statement["Resource"])
        }

    (writer,) = may("PutItem")
    assert set(translated()[writer]["DependsOn"]) == {f"{name}Aliaslive" for name in may("GetItem") - {writer}}
