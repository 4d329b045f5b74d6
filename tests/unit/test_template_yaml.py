"""What template.yaml deploys: no more rights than needed, nothing that loses data, nothing that waits too long."""

import ast
import json
import re
from pathlib import Path
from typing import Any

import grimp
import pytest

from shared.aws import connection, time_budget
from tests.support.template import ROOT, resources, template
from tests.unit.template_file import as_list, environment_of, functions, of_type, statements

# An HTTP API gives up after 30 seconds.
LONGEST_BEHIND_THE_API = 29
PDF_LAYER = {"Ref": "PdfLayer"}
# With so much time, all attempts of one call begin, even if nobody answers.
ONE_CALL_SECONDS = connection.ATTEMPTS * connection.WHOLE_ATTEMPT_SECONDS + time_budget.ANSWER_SECONDS

FUNCTIONS = sorted(functions())
BEHIND_THE_API = [
    name for name in FUNCTIONS if any(event["Type"] == "HttpApi" for event in functions()[name]["Events"].values())
]
TABLES = sorted(of_type("AWS::DynamoDB::Table"))
# Nothing in it is worth keeping.
COUNTERS = "RateLimitsTable"
BUCKETS = sorted(of_type("AWS::S3::Bucket"))


def needs_pdf(function: str) -> bool:
    """Whether a function's imports lead to the room that makes PDFs."""
    graph = grimp.build_graph("shared")
    app = ROOT / functions()[function]["CodeUri"] / "app.py"
    imported: set[str] = set()
    for node in ast.walk(ast.parse(app.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            imported.update({node.module, *(f"{node.module}.{alias.name}" for alias in node.names)})
    ours = imported & graph.modules
    reached = ours.union(*(graph.find_upstream_modules(module) for module in ours))
    return any(module.startswith("shared.pdf.") for module in reached)


# ------------------------------------------------------------------ functions


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_runs_the_python_and_processor_of_the_deployment(name: str) -> None:
    function = functions()[name]
    assert function["Runtime"] == "python3.13"
    assert function["Architectures"] == [{"Ref": "Architecture"}]
    assert function["Handler"] == "app.handler"
    assert (ROOT / function["CodeUri"] / "app.py").is_file()


@pytest.mark.parametrize("name", sorted(of_type("AWS::Serverless::LayerVersion")))
def test_every_layer_is_built_for_that_python_and_processor(name: str) -> None:
    layer = resources()[name]
    assert layer["Metadata"] == {"BuildMethod": "python3.13", "BuildArchitecture": {"Ref": "Architecture"}}
    assert layer["Properties"]["CompatibleRuntimes"] == ["python3.13"]
    assert layer["Properties"]["CompatibleArchitectures"] == [{"Ref": "Architecture"}]


@pytest.mark.parametrize("name", BEHIND_THE_API)
def test_behind_the_api_a_function_ends_before_the_api_gives_up(name: str) -> None:
    assert functions()[name]["Timeout"] <= LONGEST_BEHIND_THE_API


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_outlives_one_call_to_aws_that_nobody_answers(name: str) -> None:
    assert functions()[name]["Timeout"] >= ONE_CALL_SECONDS


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_has_the_patience_of_a_busy_laptop(name: str) -> None:
    assert "CALL_PATIENCE" not in environment_of(name)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_the_pdf_layer_and_its_memory_when_its_imports_need_it(name: str) -> None:
    function = functions()[name]
    assert function["Layers"] == [{"Ref": "SharedLayer"}, *([PDF_LAYER] if needs_pdf(name) else [])]
    assert function["MemorySize"] == (1024 if needs_pdf(name) else 512)


def test_certificates_and_admin_make_pdfs() -> None:
    assert {name for name in FUNCTIONS if needs_pdf(name)} == {"AdminFunction", "CertificatesFunction"}


# ------------------------------------------------------------------ rights


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_may_do_only_what_is_named_to_what_is_ours(name: str) -> None:
    ours = set(resources())
    assert statements(name)
    for statement in statements(name):
        assert statement["Effect"] == "Allow"
        assert not {"NotAction", "NotResource"} & set(statement)
        assert not [action for action in as_list(statement["Action"]) if "*" in action]
        for resource in as_list(statement["Resource"]):
            assert owner(resource) in ours, resource


def owner(resource: Any) -> str:  # noqa: ANN401
    """The resource of the template that an ARN in a policy belongs to; nothing wider is an ARN of ours."""
    match resource:
        # The "Id" of a secret is its ARN.
        case {"Fn::GetAtt": [str(name), "Arn" | "Id"]} | {"Ref": str(name)}:
            return name
        case {"Fn::Sub": str(text)}:
            name, _, rest = text.removeprefix("${").partition(".Arn}")
            # The objects of a bucket, or one index of a table.
            assert (rest == "/*" and name in BUCKETS) or (rest.startswith("/index/") and name in TABLES), text
            assert "*" not in rest or rest == "/*", text
            return name
    raise AssertionError(resource)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_reads_a_whole_table(name: str) -> None:
    actions = {action for statement in statements(name) for action in as_list(statement["Action"])}
    assert not {"dynamodb:Scan", "dynamodb:PartiQLSelect", "dynamodb:ExportTableToPointInTime"} & actions


def test_the_public_reads_codes_in_the_register_counts_its_requests_and_does_nothing_else() -> None:
    assert statements("VerificationFunction") == [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:GetItem"],
            "Resource": {"Fn::GetAtt": ["CertificateRegisterTable", "Arn"]},
            "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["code#*"]}},
        },
        {
            "Effect": "Allow",
            "Action": ["dynamodb:UpdateItem"],
            "Resource": {"Fn::GetAtt": ["RateLimitsTable", "Arn"]},
        },
    ]


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "VerificationFunction"])
def test_only_the_public_door_counts_requests(name: str) -> None:
    assert "RateLimitsTable" not in json.dumps(statements(name))


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "RefundWebhookFunction"])
def test_only_the_payment_webhook_reads_the_signing_secrets(name: str) -> None:
    words = json.dumps(statements(name)) + json.dumps(environment_of(name))
    assert "Secret" not in words
    assert "secretsmanager" not in words


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_knows_the_buckets_that_it_may_touch(name: str) -> None:
    touched = {owner(resource) for statement in statements(name) for resource in as_list(statement["Resource"])}
    known = {value["Ref"] for key, value in environment_of(name).items() if key.endswith("_BUCKET")}
    assert touched & set(BUCKETS) <= known


def test_courses_are_listed_by_admins_alone_and_by_the_index_alone() -> None:
    listing = [
        (name, resource)
        for name in FUNCTIONS
        for statement in statements(name)
        if "dynamodb:Query" in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
        if owner(resource) == "CoursesTable"
    ]
    assert listing == [("AdminFunction", {"Fn::Sub": "${CoursesTable.Arn}/index/by_listing"})]


# ------------------------------------------------------------------ data


@pytest.mark.parametrize("name", [name for name in TABLES if name != COUNTERS])
def test_a_table_outlives_the_stack_and_is_paid_by_request(name: str) -> None:
    table = resources()[name]
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert table["Properties"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_counters_of_a_minute_expire_and_go_with_the_stack() -> None:
    table = resources()[COUNTERS]
    assert not {"DeletionPolicy", "UpdateReplacePolicy"} & set(table)
    assert table["Properties"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_outlives_the_stack_and_is_nobody_elses(name: str) -> None:
    bucket = resources()[name]
    assert (bucket["DeletionPolicy"], bucket["UpdateReplacePolicy"]) == ("Retain", "Retain")
    assert bucket["Properties"]["PublicAccessBlockConfiguration"] == dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
    )


@pytest.mark.parametrize(("name", "methods"), [("TemplatesBucket", {"POST", "GET"}), ("CertificatesBucket", {"GET"})])
def test_a_browser_may_do_with_a_signed_address_what_it_was_signed_for(name: str, methods: set[str]) -> None:
    (rule,) = resources()[name]["Properties"]["CorsConfiguration"]["CorsRules"]
    assert set(rule["AllowedMethods"]) == methods


def test_only_what_was_never_used_is_cleared_away() -> None:
    rules = [
        (rule["Prefix"], rule["Status"])
        for name in BUCKETS
        for rule in resources()[name]["Properties"].get("LifecycleConfiguration", {}).get("Rules", [])
    ]
    assert rules == [("uploads/", "Enabled"), ("previews/", "Enabled")]


def test_heartbeats_write_no_index() -> None:
    index = next(iter(resources()["EnrollmentsTable"]["Properties"]["GlobalSecondaryIndexes"]))
    assert "GlobalSecondaryIndexes" not in resources()["LessonProgressTable"]["Properties"]
    assert index["Projection"]["ProjectionType"] == "INCLUDE"
    assert "updated_at" not in index["Projection"]["NonKeyAttributes"]


def test_the_list_of_courses_has_what_it_shows_and_no_lessons() -> None:
    (index,) = resources()["CoursesTable"]["Properties"]["GlobalSecondaryIndexes"]
    assert index["Projection"]["ProjectionType"] == "INCLUDE"
    keys = [key["AttributeName"] for key in index["KeySchema"]]
    published = json.loads((ROOT / "src/shared/edge/openapi.json").read_text("utf-8"))
    shown = published["components"]["schemas"]["CourseSummary"]["required"]
    # The key of the table is in every index of it.
    assert {*keys, *index["Projection"]["NonKeyAttributes"], "course_id"} == {"listing", *shown}


# ------------------------------------------------------------------ parameters


def test_certificates_are_off_unless_whoever_deploys_turns_them_on() -> None:
    parameter = template()["Parameters"]["CertificatesEnabled"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("false", ["true", "false"])
    assert all(environment_of(name)["CERTIFICATES_ENABLED"] == {"Ref": "CertificatesEnabled"} for name in FUNCTIONS)


def test_whoever_deploys_says_how_often_a_client_may_verify() -> None:
    parameter = template()["Parameters"]["VerificationsAMinute"]
    assert all(re.fullmatch(parameter["AllowedPattern"], count) for count in ("1", "120", "999999"))
    assert not any(re.fullmatch(parameter["AllowedPattern"], count) for count in ("0", "-1", "1.5", ""))
    assert environment_of("VerificationFunction")["VERIFICATIONS_A_MINUTE"] == {"Ref": "VerificationsAMinute"}
    # Of all clients together, the gateway lets through more than of one.
    throttle = resources()["HttpApi"]["Properties"]["RouteSettings"]["GET /certificates/verify/{code}"]
    assert throttle["ThrottlingBurstLimit"] >= throttle["ThrottlingRateLimit"] >= int(parameter["Default"]) / 60


def test_the_signing_secrets_have_no_default_and_are_shown_nowhere() -> None:
    parameter = template()["Parameters"]["StripeSigningSecrets"]
    assert parameter["NoEcho"] is True
    assert "Default" not in parameter
    assert "StripeSigningSecrets" not in json.dumps(template()["Outputs"])
    holders = [
        name for name, resource in resources().items() if '{"Ref": "StripeSigningSecrets"}' in json.dumps(resource)
    ]
    assert holders == ["StripeSigningSecretsSecret"]


def test_every_route_needs_a_token_unless_it_says_otherwise() -> None:
    assert resources()["HttpApi"]["Properties"]["Auth"]["DefaultAuthorizer"] == "Jwt"


def test_every_file_that_is_deployed_is_there() -> None:
    folders = [layer["Properties"]["ContentUri"] for layer in of_type("AWS::Serverless::LayerVersion").values()]
    assert all((ROOT / Path(folder) / "requirements.txt").is_file() for folder in folders)
