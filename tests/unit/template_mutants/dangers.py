"""Mutants of template.yaml: each adds one thing that would expose or lose something."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.unit.template_mutants.mutations import Json, Mutant, copied

EVERYBODY = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}


def additions(template: Json) -> Iterator[Mutant]:
    """Add each dangerous thing to a copy of a template."""
    for name, change in _CHANGES.items():
        changed = copied(template)
        change(changed)
        yield Mutant(name, changed)


def _resource(kind: str, **properties: Any) -> Callable[[Json], None]:  # noqa: ANN401
    def add(template: Json) -> None:
        template["Resources"]["Dangerous"] = {"Type": kind, "Properties": properties}

    return add


def _set(*path: str | int, value: Any) -> Callable[[Json], None]:  # noqa: ANN401
    def change(template: Json) -> None:
        parent: Any = template
        for key in path[:-1]:
            parent = parent[key] if isinstance(key, int) else parent.setdefault(key, {})
        parent[path[-1]] = value

    return change


def _property(resource: str, *path: str | int, value: Any) -> Callable[[Json], None]:  # noqa: ANN401
    return _set("Resources", resource, "Properties", *path, value=value)


def _appended(*path: str | int, value: Any) -> Callable[[Json], None]:  # noqa: ANN401
    def change(template: Json) -> None:
        found: Any = template
        for key in path:
            found = found[key]
        found.append(value)

    return change


def _variable(name: str, value: str) -> Callable[[Json], None]:
    return _set("Globals", "Function", "Environment", "Variables", name, value=value)


def _policy_of(resource: str) -> tuple[str | int, ...]:
    return ("Resources", resource, "Properties", "Policies", 0, "PolicyDocument", "Statement")


_ANYTHING = {"Effect": "Allow", "Action": ["*"], "Resource": "*"}
_OPEN_ROUTE = {
    "Type": "HttpApi",
    "Properties": {
        "ApiId": {"Ref": "HttpApi"},
        "Method": "POST",
        "Path": "/admin/anything",
        "Auth": {"Authorizer": "NONE"},
    },
}
_CHANGES: dict[str, Callable[[Json], None]] = {
    "a public function URL on admin": _property("AdminFunction", "FunctionUrlConfig", value={"AuthType": "NONE"}),
    "a public function URL as a resource": _resource(
        "AWS::Lambda::Url", AuthType="NONE", TargetFunctionArn={"Ref": "AdminFunction"}
    ),
    "everybody may invoke admin": _resource(
        "AWS::Lambda::Permission", Action="lambda:InvokeFunction", FunctionName={"Ref": "AdminFunction"}, Principal="*"
    ),
    "everybody may use a layer": _resource(
        "AWS::Lambda::LayerVersionPermission",
        Action="lambda:GetLayerVersion",
        LayerVersionArn={"Ref": "SharedLayer"},
        Principal="*",
    ),
    "a public bucket policy": _resource(
        "AWS::S3::BucketPolicy",
        Bucket={"Ref": "CertificatesBucket"},
        PolicyDocument={"Version": "2012-10-17", "Statement": [EVERYBODY]},
    ),
    "a bucket with a public ACL": _property("CertificatesBucket", "AccessControl", value="PublicRead"),
    "a bucket as a web site": _property(
        "CertificatesBucket", "WebsiteConfiguration", value={"IndexDocument": "index.html"}
    ),
    "a bucket copied to another account": _property(
        "CertificatesBucket",
        "ReplicationConfiguration",
        value={"Role": "arn", "Rules": [{"Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::x"}}]},
    ),
    "certificates expire": _property(
        "CertificatesBucket",
        "LifecycleConfiguration",
        value={"Rules": [{"Id": "all", "Status": "Enabled", "ExpirationInDays": 1}]},
    ),
    "a queue that everybody may use": _resource(
        "AWS::SQS::QueuePolicy",
        Queues=[{"Ref": "RecheckQueue"}],
        PolicyDocument={"Version": "2012-10-17", "Statement": [EVERYBODY]},
    ),
    "an event bus that everybody may use": _resource(
        "AWS::Events::EventBusPolicy", StatementId="all", Principal="*", Action="events:PutEvents"
    ),
    "a secret that everybody may read": _resource(
        "AWS::SecretsManager::ResourcePolicy",
        SecretId={"Ref": "StripeSigningSecretsSecret"},
        ResourcePolicy={"Version": "2012-10-17", "Statement": [EVERYBODY]},
    ),
    "a table that everybody may read": _property(
        "CoursesTable", "ResourcePolicy", value={"PolicyDocument": {"Statement": [EVERYBODY]}}
    ),
    "a user with a key": _resource("AWS::IAM::User", Policies=[]),
    "a role that everybody may assume": _property(
        "AdminFunctionRole", "AssumeRolePolicyDocument", "Statement", value=[{**EVERYBODY, "Action": "sts:AssumeRole"}]
    ),
    "a role of an administrator": _property(
        "AdminFunctionRole", "ManagedPolicyArns", value=["arn:aws:iam::aws:policy/AdministratorAccess"]
    ),
    "a function that may do anything": _appended(*_policy_of("ProgressFunctionRole"), value=_ANYTHING),
    "a second policy of a role": _appended(
        "Resources",
        "ProgressFunctionRole",
        "Properties",
        "Policies",
        value={"PolicyName": "more", "PolicyDocument": {"Version": "2012-10-17", "Statement": [_ANYTHING]}},
    ),
    "a policy beside the roles": _resource(
        "AWS::IAM::Policy", PolicyName="more", Roles=[{"Ref": "ProgressFunctionRole"}], PolicyDocument=_ANYTHING
    ),
    "a function with SAM's policies beside its role": _property(
        "ProgressFunction", "Policies", value=["AmazonDynamoDBFullAccess"]
    ),
    "a route without a token": _property("AdminFunction", "Events", "Anything", value=_OPEN_ROUTE),
    "a route of admin without a token": _property(
        "AdminFunction", "Events", "PutCourse", "Properties", "Auth", value={"Authorizer": "NONE"}
    ),
    "the token is read from the query": _property(
        "HttpApi", "Auth", "Authorizers", "Jwt", "IdentitySource", value="$request.querystring.token"
    ),
    "another authorizer": _property(
        "HttpApi",
        "Auth",
        "Authorizers",
        "Other",
        value={"IdentitySource": "$request.header.X", "JwtConfiguration": {"issuer": "https://x", "audience": ["x"]}},
    ),
    "no authorizer by default": _property("HttpApi", "Auth", "DefaultAuthorizer", value="NONE"),
    "an extra audience": _property(
        "HttpApi", "Auth", "Authorizers", "Jwt", "JwtConfiguration", "audience", value=["laurel", "other"]
    ),
    "every origin": _property("HttpApi", "CorsConfiguration", value=True),
    "cookies of other origins": _set(
        *("Resources", "HttpApi", "Properties", "CorsConfiguration", "Fn::If", 1, "AllowCredentials"), value=True
    ),
    "events are logged": _variable("POWERTOOLS_LOGGER_LOG_EVENT", "true"),
    "debug logs": _variable("POWERTOOLS_LOG_LEVEL", "DEBUG"),
    "PynamoDB's own configuration": _variable("PYNAMODB_CONFIG", "/tmp/config.py"),  # noqa: S108
    "another AWS": _variable("AWS_ENDPOINT_URL", "https://example.com"),
    "application logs at DEBUG": _set("Globals", "Function", "LoggingConfig", "ApplicationLogLevel", value="DEBUG"),
    "certificates expire in the table": _property(
        "CourseCertificatesTable",
        "TimeToLiveSpecification",
        value={"AttributeName": "issued_at", "Enabled": True},
    ),
    "a stream of profiles": _property("ProfilesTable", "StreamSpecification", value={"StreamViewType": "NEW_IMAGE"}),
    "changes of a table copied to Kinesis": _property(
        "ProfilesTable", "KinesisStreamSpecification", value={"StreamArn": "arn"}
    ),
    "a queue that is no FIFO": _property("OrderLinesQueue", "FifoQueue", value=False),
    "an output with the signing secrets": _set(
        "Outputs", "Secrets", value={"Value": {"Ref": "StripeSigningSecretsSecret"}}
    ),
    "a function in another runtime": _property("AdminFunction", "Runtime", value="python3.9"),
    "a layer of another account": _property(
        "AdminFunction", "Layers", value=["arn:aws:lambda:eu-central-1:999999999999:layer:x:1"]
    ),
    "admin in a network": _property("AdminFunction", "VpcConfig", value={"SubnetIds": ["subnet-1"]}),
    "another origin behind the pages": _appended(
        *("Resources", "PagesDistribution", "Properties", "DistributionConfig", "Origins"),
        value={"Id": "x", "DomainName": "example.com", "CustomOriginConfig": {"OriginProtocolPolicy": "match-viewer"}},
    ),
    "the pages without TLS": _property(
        *("PagesDistribution", "DistributionConfig", "DefaultCacheBehavior", "ViewerProtocolPolicy"), value="allow-all"
    ),
    "the API is cached": _property(
        *("PagesDistribution", "DistributionConfig", "CacheBehaviors", 0, "CachePolicyId"),
        value="658327ea-f89d-4fab-a63d-7e88639e58f6",
    ),
    "tokens in addresses": _property("WebClient", "AllowedOAuthFlows", value=["implicit"]),
    "passwords posted by pages": _property("WebClient", "ExplicitAuthFlows", value=["ALLOW_USER_PASSWORD_AUTH"]),
    "pages with the scope of services": _property(
        "WebClient", "AllowedOAuthScopes", value=["openid", "laurel/service"]
    ),
    "accounts for everybody": _property("UserPool", "AdminCreateUserConfig", value={"AllowAdminCreateUserOnly": False}),
    "identities for everybody": _resource("AWS::Cognito::IdentityPool", AllowUnauthenticatedIdentities=True),
    "another trigger of sign-in": _property("UserPool", "LambdaConfig", "PreSignUp", value="arn"),
    "another stack": _resource("AWS::CloudFormation::Stack", TemplateURL="https://example.com/template.yaml"),
    "another macro": _set("Transform", value=["AWS::Serverless-2016-10-31", "Other"]),
}
