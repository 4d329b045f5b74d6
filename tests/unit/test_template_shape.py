"""template.yaml has these kinds of resources, with these properties, and no others.

What is not listed here is not deployed: another kind of resource, or another property of one, needs a line here, and
with it a thought about what it exposes.
"""

import re

import pytest

from tests.support.template import ROOT, resources, template

# Of each kind: the properties that every resource has, and those that some have.
KINDS = {
    "AWS::ApiGatewayV2::ApiMapping": ("ApiId DomainName Stage", ""),
    "AWS::ApiGatewayV2::DomainName": ("DomainName DomainNameConfigurations", ""),
    "AWS::CloudFront::Distribution": ("DistributionConfig", ""),
    "AWS::CloudFront::Function": ("AutoPublish FunctionCode FunctionConfig Name", ""),
    "AWS::CloudFront::OriginAccessControl": ("OriginAccessControlConfig", ""),
    "AWS::CloudFront::ResponseHeadersPolicy": ("ResponseHeadersPolicyConfig", ""),
    "AWS::CloudWatch::Alarm": (
        "AlarmActions AlarmDescription ComparisonOperator EvaluationPeriods OKActions Threshold TreatMissingData",
        "Dimensions ExtendedStatistic MetricName Metrics Namespace Period Statistic",
    ),
    "AWS::CloudWatch::Dashboard": ("DashboardBody DashboardName", ""),
    "AWS::Cognito::ManagedLoginBranding": ("ClientId UseCognitoProvidedValues UserPoolId", ""),
    "AWS::Cognito::UserPool": (
        (
            "AccountRecoverySetting AdminCreateUserConfig AutoVerifiedAttributes DeletionProtection LambdaConfig "
            "Policies Schema UserAttributeUpdateSettings UserPoolName UserPoolTier UsernameAttributes "
            "UsernameConfiguration"
        ),
        "",
    ),
    "AWS::Cognito::UserPoolClient": (
        (
            "AccessTokenValidity AllowedOAuthFlows AllowedOAuthFlowsUserPoolClient AllowedOAuthScopes ClientName "
            "EnableTokenRevocation ExplicitAuthFlows GenerateSecret TokenValidityUnits UserPoolId"
        ),
        (
            "CallbackURLs IdTokenValidity LogoutURLs PreventUserExistenceErrors RefreshTokenValidity "
            "SupportedIdentityProviders"
        ),
    ),
    "AWS::Cognito::UserPoolDomain": ("Domain ManagedLoginVersion UserPoolId", ""),
    "AWS::Cognito::UserPoolGroup": ("Description GroupName UserPoolId", ""),
    "AWS::Cognito::UserPoolResourceServer": ("Identifier Name Scopes UserPoolId", ""),
    "AWS::DynamoDB::Table": (
        "AttributeDefinitions BillingMode KeySchema TableName",
        (
            "DeletionProtectionEnabled GlobalSecondaryIndexes PointInTimeRecoverySpecification "
            "StreamSpecification TimeToLiveSpecification WarmThroughput"
        ),
    ),
    "AWS::Events::EventBus": ("Name", ""),
    "AWS::Events::Rule": ("Description EventPattern Targets", ""),
    "AWS::IAM::Role": ("AssumeRolePolicyDocument Policies", ""),
    "AWS::KMS::Key": ("Description EnableKeyRotation KeyPolicy", ""),
    "AWS::Lambda::Permission": ("Action FunctionName Principal SourceArn", ""),
    "AWS::Logs::LogGroup": ("RetentionInDays", "LogGroupName"),
    "AWS::Route53::RecordSetGroup": ("HostedZoneId RecordSets", ""),
    "AWS::S3::Bucket": (
        "BucketEncryption OwnershipControls PublicAccessBlockConfiguration",
        "CorsConfiguration LifecycleConfiguration NotificationConfiguration VersioningConfiguration",
    ),
    "AWS::S3::BucketPolicy": ("Bucket PolicyDocument", ""),
    "AWS::SNS::Topic": ("KmsMasterKeyId Subscription", ""),
    "AWS::SNS::TopicPolicy": ("PolicyDocument Topics", ""),
    "AWS::SQS::Queue": (
        "SqsManagedSseEnabled",
        "DelaySeconds FifoQueue MessageRetentionPeriod RedrivePolicy VisibilityTimeout",
    ),
    "AWS::SQS::QueuePolicy": ("PolicyDocument Queues", ""),
    "AWS::SecretsManager::Secret": ("Description SecretString", ""),
    "AWS::Serverless::Function": (
        "AutoPublishAliasAllProperties AutoPublishCodeSha256 CodeUri Description LoggingConfig Role",
        "Environment Events Layers MemorySize Timeout",
    ),
    "AWS::Serverless::HttpApi": ("AccessLogSettings Auth CorsConfiguration DefaultRouteSettings RouteSettings", ""),
    "AWS::Serverless::LayerVersion": (
        "CompatibleArchitectures CompatibleRuntimes ContentUri Description PublishLambdaVersion RetentionPolicy",
        "",
    ),
}
WITHOUT_TLS = {"Bool": {"aws:SecureTransport": "false"}}
ACCOUNT = {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
TRANSFORM = "AWS::Serverless-2016-10-31"
# Beside its kind and properties.
ATTRIBUTES = {"Condition", "DeletionPolicy", "DependsOn", "Metadata", "UpdateReplacePolicy"}


@pytest.mark.parametrize("name", resources())
def test_a_resource_has_the_properties_of_its_kind_alone(name: str) -> None:
    resource = resources()[name]
    always, sometimes = (set(names.split()) for names in KINDS[resource["Type"]])
    assert always <= set(resource["Properties"]) <= always | sometimes
    assert set(resource) - {"Type", "Properties"} <= ATTRIBUTES


def test_the_template_is_translated_by_sam_alone() -> None:
    assert template()["Transform"] == TRANSFORM
    assert set(template()) == {
        "AWSTemplateFormatVersion",
        "Conditions",
        "Description",
        "Globals",
        "Outputs",
        "Parameters",
        "Resources",
        "Rules",
        "Transform",
    }


@pytest.mark.parametrize("name", template()["Parameters"])
def test_a_parameter_has_a_default_and_limits_its_values(name: str) -> None:
    parameter = template()["Parameters"][name]
    assert "Default" in parameter
    assert {"AllowedPattern", "AllowedValues", "MinValue"} & set(parameter)


def test_no_output_has_a_secret() -> None:
    referred = str([output["Value"] for output in template()["Outputs"].values()])
    assert "Secret" not in referred


# The kinds of policies of resources, with the property that has the policy.
POLICIES = {
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
}


@pytest.mark.parametrize("name", [name for name, one in resources().items() if one["Type"] in POLICIES])
def test_a_resource_lets_in_services_of_this_account_alone(name: str) -> None:
    resource = resources()[name]
    document = resource["Properties"][POLICIES[resource["Type"]]]
    assert document["Version"] == "2012-10-17"
    for statement in document["Statement"]:
        assert {"Effect", "Principal", "Action", "Resource"} <= set(statement)
        if statement["Effect"] == "Deny":
            assert (statement["Principal"], statement["Condition"]) == ("*", WITHOUT_TLS)
        elif statement["Principal"] != ACCOUNT:
            assert set(statement["Principal"]) == {"Service"}
            ((_, condition),) = statement["Condition"].items()
            assert set(condition) & {"aws:SourceArn", "aws:SourceAccount"}


@pytest.mark.parametrize("kind", ["AWS::S3::Bucket", "AWS::SQS::Queue"])
def test_every_bucket_and_queue_refuses_requests_without_tls(kind: str) -> None:
    refusing = {
        referred["Ref"]
        for one in resources().values()
        if one["Type"] in {"AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy"}
        for referred in one["Properties"].get("Queues") or [one["Properties"]["Bucket"]]
        for statement in one["Properties"]["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny" and statement["Action"] in {"s3:*", "sqs:*"}
    }
    assert {name for name, one in resources().items() if one["Type"] == kind} <= refusing


# ------------------------------------------------------------------ the API and its functions

# What anybody may call. The webhook checks the provider's signature itself.
WITHOUT_TOKEN = {
    "GET /certificates/verify",
    "GET /certificates/verify/{code}",
    "GET /certificates/verify/{code}/picture.png",
    "GET /health",
    "GET /issuer/logos/{sha256}",
    "GET /openapi.json",
    "POST /webhooks/stripe",
}
VARIABLES = {
    *re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', (ROOT / "src/shared/config.py").read_text("utf-8")),
    "POWERTOOLS_METRICS_NAMESPACE",
    "POWERTOOLS_SERVICE_NAME",
}


def test_only_listed_routes_are_without_a_token_and_all_others_have_the_one_authorizer() -> None:
    open_routes = {
        f"{event['Properties']['Method']} {event['Properties']['Path']}"
        for one in resources().values()
        for event in one.get("Properties", {}).get("Events", {}).values()
        if event["Type"] == "HttpApi" and "Auth" in event["Properties"]
    }
    assert open_routes == WITHOUT_TOKEN
    auth = resources()["HttpApi"]["Properties"]["Auth"]
    assert (set(auth), auth["DefaultAuthorizer"], set(auth["Authorizers"])) == (
        {"Authorizers", "DefaultAuthorizer"},
        "Jwt",
        {"Jwt"},
    )


def test_functions_have_the_variables_that_the_configuration_reads_and_no_others() -> None:
    functions = [one["Properties"] for one in resources().values() if one["Type"] == "AWS::Serverless::Function"]
    given = [template()["Globals"]["Function"], *functions]
    names = {name for one in given for name in one.get("Environment", {}).get("Variables", {})}
    assert names <= VARIABLES


@pytest.mark.parametrize("name", [name for name, one in resources().items() if one["Type"] == "AWS::IAM::Role"])
def test_a_role_has_one_policy_in_the_current_policy_language(name: str) -> None:
    (policy,) = resources()[name]["Properties"]["Policies"]
    assert policy["PolicyName"] == "resources"
    assert set(policy["PolicyDocument"]) == {"Version", "Statement"}
    assert policy["PolicyDocument"]["Version"] == "2012-10-17"
    assert resources()[name]["Properties"]["AssumeRolePolicyDocument"]["Version"] == "2012-10-17"


def test_logs_have_no_more_than_their_levels_allow() -> None:
    assert template()["Globals"]["Function"]["LoggingConfig"] == {
        "LogFormat": "JSON",
        "ApplicationLogLevel": "INFO",
        "SystemLogLevel": "WARN",
    }


def test_only_events_exports_imports_and_counters_expire() -> None:
    tables = {name: one["Properties"] for name, one in resources().items() if one["Type"] == "AWS::DynamoDB::Table"}
    expiring = {name for name, table in tables.items() if "TimeToLiveSpecification" in table}
    assert expiring == {"EnrollmentImportsTable", "LearnerExportsTable", "RateLimitsTable", "WebhookEventsTable"}


def test_only_the_bucket_and_the_api_are_behind_the_pages() -> None:
    distribution = resources()["PagesDistribution"]["Properties"]["DistributionConfig"]
    assert {origin["Id"] for origin in distribution["Origins"]} == {"api", "pages"}
