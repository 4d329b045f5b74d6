"""template.yaml: least privilege, retention of data, and timeouts."""

import json
import re
import zoneinfo
from pathlib import Path
from typing import Any

import pytest

from local import settings
from shared.aws import connection, time_budget
from shared.config import StripeMode
from shared.edge.stripe.signature import is_secret
from tests.support.template import ROOT, resources, statements, template
from tests.unit.imported import imports_pdf
from tests.unit.template_file import as_list, environment_of, functions, of_type

# The integration timeout of an HTTP API is 30 seconds.
MAX_API_FUNCTION_SECONDS = 29
PDF_LAYER = {"Ref": "PdfLayer"}
# Enough time to start every attempt of one call, even if each times out.
ONE_CALL_SECONDS = connection.ATTEMPTS * connection.WHOLE_ATTEMPT_SECONDS + time_budget.ANSWER_SECONDS

FUNCTIONS = sorted(functions())
API_FUNCTIONS = [
    name
    for name in FUNCTIONS
    if any(event["Type"] == "HttpApi" for event in functions()[name].get("Events", {}).values())
]
TABLES = sorted(of_type("AWS::DynamoDB::Table"))
# The only table whose data may be lost.
COUNTERS = "RateLimitsTable"
BUCKETS = sorted(of_type("AWS::S3::Bucket"))
# The beginnings of keys, to which a policy may be limited.
KINDS_OF_OBJECTS = (
    "archives",
    "certificates",
    "exports/courses",
    "exports/learners",
    "import-uploads",
    "imports",
    "logos",
    "pictures",
    "templates",
)
# Drawing needs it; and a whole processor, of which Lambda gives a share by memory.
MEMORY = {"AdminFunction": 2048, "PicturesFunction": 2048, "LearnerExportsFunction": 1792}
# What functions send to, and the variable that says where it is.
RECEIVERS = {
    "EventBus": "EVENT_BUS_NAME",
    "EnrollmentImportsQueue": "ENROLLMENT_IMPORTS_QUEUE_URL",
    "LearnerExportsQueue": "LEARNER_EXPORTS_QUEUE_URL",
    "LearnerIndexQueue": "LEARNER_INDEX_QUEUE_URL",
    "OrderLinesQueue": "ORDER_LINES_QUEUE_URL",
    "RecheckQueue": "RECHECK_QUEUE_URL",
}


def needs_pdf(function: str) -> bool:
    """Whether a function imports the PDF package, directly or indirectly."""
    return imports_pdf(ROOT / functions()[function]["CodeUri"] / "app.py")


# ------------------------------------------------------------------ functions


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_has_the_runtime_and_architecture_of_the_deployment(name: str) -> None:
    function = functions()[name]
    assert function["Runtime"] == "python3.13"
    assert function["Architectures"] == [{"Ref": "Architecture"}]
    assert function["Handler"] == "app.handler"
    assert (ROOT / function["CodeUri"] / "app.py").is_file()
    assert resources()[name]["Metadata"] == {"BuildMethod": "makefile", "ContextPath": "tools/build"}


@pytest.mark.parametrize("name", sorted(of_type("AWS::Serverless::LayerVersion")))
def test_every_layer_is_built_for_that_runtime_and_architecture(name: str) -> None:
    layer = resources()[name]
    assert layer["Metadata"] == {
        "BuildMethod": "makefile",
        "BuildArchitecture": {"Ref": "Architecture"},
        "ContextPath": "tools/build",
    }
    assert layer["Properties"]["CompatibleRuntimes"] == ["python3.13"]
    assert layer["Properties"]["CompatibleArchitectures"] == [{"Ref": "Architecture"}]


@pytest.mark.parametrize("name", API_FUNCTIONS)
def test_a_function_of_the_api_times_out_before_the_api_does(name: str) -> None:
    assert functions()[name]["Timeout"] <= MAX_API_FUNCTION_SECONDS


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "TokenClaimsFunction"])
def test_a_functions_timeout_exceeds_that_of_one_aws_call_with_its_retries(name: str) -> None:
    assert functions()[name]["Timeout"] >= ONE_CALL_SECONDS


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_the_time_that_its_work_takes(name: str) -> None:
    renders = PDF_LAYER in functions()[name]["Layers"]
    # Cognito waits for five seconds; a batch of records or a page of a queue takes longer than a request.
    longest = {"TokenClaimsFunction": 5, **dict.fromkeys(API_FUNCTIONS, MAX_API_FUNCTION_SECONDS if renders else 20)}
    assert functions()[name]["Timeout"] == longest.get(name, 60)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_has_the_longer_timeouts_of_local_runs(name: str) -> None:
    assert "CALL_TIMEOUT_FACTOR" not in environment_of(name)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_the_pdf_layer_and_its_memory_when_its_imports_need_it(name: str) -> None:
    function = functions()[name]
    assert function["Layers"] == [{"Ref": "SharedLayer"}, *([PDF_LAYER] if needs_pdf(name) else [])]
    assert function["MemorySize"] == MEMORY.get(name, 1024 if needs_pdf(name) else 512)


def test_certificates_pictures_admin_and_teaching_render_pdfs() -> None:
    rendering = {"AdminFunction", "CertificatesFunction", "PicturesFunction", "TeachingFunction"}
    assert {name for name in FUNCTIONS if needs_pdf(name)} == rendering


# ------------------------------------------------------------------ permissions


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_only_named_actions_on_resources_of_the_template(name: str) -> None:
    own_resources = set(resources())
    assert statements(name)
    for statement in statements(name):
        assert statement["Effect"] == "Allow"
        assert not {"NotAction", "NotResource"} & set(statement)
        assert not [action for action in as_list(statement["Action"]) if "*" in action]
        for resource in as_list(statement["Resource"]):
            assert owner(resource) in own_resources, resource


def owner(resource: Any) -> str:  # noqa: ANN401
    """The resource of the template to which an ARN in a policy belongs; wider ARNs fail."""
    match resource:
        # The "Id" of a secret is its ARN.
        case {"Fn::GetAtt": [str(name), "Arn" | "Id" | "StreamArn"]} | {"Ref": str(name)}:
            return name
        case {"Fn::Sub": str(text)}:
            name, _, rest = text.removeprefix("${").partition(".Arn}")
            # The objects of a bucket, or those of one kind; or one index of a table.
            objects = {"/*", *(f"/{kind}/*" for kind in KINDS_OF_OBJECTS)}
            assert (rest in objects and name in BUCKETS) or (rest.startswith("/index/") and name in TABLES), text
            assert "*" not in rest or rest in objects, text
            return name
    raise AssertionError(resource)


def log_statement(function: str) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
        "Resource": {"Fn::GetAtt": [f"{function}Log", "Arn"]},
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_writes_to_its_own_log_group_alone(name: str) -> None:
    assert [one for one in statements(name) if "logs:" in json.dumps(one)] == [log_statement(name)]
    assert functions()[name]["LoggingConfig"]["LogGroup"] == {"Ref": f"{name}Log"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_a_role_of_its_own_without_managed_policies(name: str) -> None:
    assert functions()[name]["Role"] == {"Fn::GetAtt": [f"{name}Role", "Arn"]}
    role = resources()[f"{name}Role"]["Properties"]
    assert set(role) == {"AssumeRolePolicyDocument", "Policies"}
    (assumed,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert assumed == {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_may_scan_a_table(name: str) -> None:
    actions = {action for statement in statements(name) for action in as_list(statement["Action"])}
    assert not {"dynamodb:Scan", "dynamodb:PartiQLSelect", "dynamodb:ExportTableToPointInTime"} & actions


def test_the_verification_function_may_only_read_what_is_public_and_count_requests() -> None:
    assert statements("VerificationFunction") == [
        log_statement("VerificationFunction"),
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
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject"],
            "Resource": [
                {"Fn::Sub": "${CertificatesBucket.Arn}/pictures/*"},
                {"Fn::Sub": "${TemplatesBucket.Arn}/logos/*"},
            ],
        },
        {
            "Effect": "Allow",
            "Action": ["dynamodb:GetItem"],
            "Resource": {"Fn::GetAtt": ["SettingsTable", "Arn"]},
        },
    ]


def test_the_function_of_pictures_reaches_no_public_id_and_no_learner() -> None:
    reached = [one for one in statements("PicturesFunction") if "dynamodb:UpdateItem" in as_list(one["Action"])]
    assert reached == [
        {
            "Effect": "Allow",
            "Action": ["dynamodb:GetItem", "dynamodb:UpdateItem"],
            "Resource": {"Fn::GetAtt": ["CertificateRegisterTable", "Arn"]},
            "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["code#*"]}},
        }
    ]


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "VerificationFunction"])
def test_only_the_verification_function_counts_requests(name: str) -> None:
    assert "RateLimitsTable" not in json.dumps(statements(name))


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "RefundWebhookFunction"])
def test_only_the_payment_webhook_reads_the_signing_secrets(name: str) -> None:
    words = json.dumps(statements(name)) + json.dumps(environment_of(name))
    assert "Secret" not in words
    assert "secretsmanager" not in words


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_has_the_names_of_the_buckets_that_it_may_access(name: str) -> None:
    touched = {owner(resource) for statement in statements(name) for resource in as_list(statement["Resource"])}
    known = {value["Ref"] for key, value in environment_of(name).items() if key.endswith("_BUCKET")}
    # Lambda itself stores records that failed.
    assert touched & set(BUCKETS) <= {*known, "FailedRecordsBucket"}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_knows_the_queue_and_the_bus_that_it_may_send_to(name: str) -> None:
    sending = [one for one in statements(name) if {"sqs:SendMessage", "events:PutEvents"} & set(as_list(one["Action"]))]
    receivers = {owner(resource) for statement in sending for resource in as_list(statement["Resource"])}
    variables = {variable: {"Ref": receiver} for receiver, variable in RECEIVERS.items() if receiver in receivers}
    assert {key: value for key, value in environment_of(name).items() if key in RECEIVERS.values()} == variables
    assert receivers <= set(RECEIVERS)


def test_only_functions_of_admins_and_of_all_learners_list_courses_and_only_from_the_index() -> None:
    listing = [
        (name, resource)
        for name in FUNCTIONS
        for statement in statements(name)
        if "dynamodb:Query" in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
        if owner(resource) == "CoursesTable"
    ]
    index = {"Fn::Sub": "${CoursesTable.Arn}/index/by_listing"}
    assert listing == [("AdminFunction", index), ("LearnerIndexFunction", index)]


def test_a_function_does_with_records_of_changes_only_what_it_needs() -> None:
    allowed = {
        name: sorted(
            action.removeprefix("dynamodb:")
            for statement in statements(name)
            for action in as_list(statement["Action"])
            if "ChangesTable" in {owner(resource) for resource in as_list(statement["Resource"])}
        )
        for name in FUNCTIONS
    }
    assert {name: actions for name, actions in allowed.items() if actions} == {
        "AdminFunction": ["PutItem", "Query"],
        "CertificatesFunction": ["PutItem"],
        "EnrollmentImportsFunction": ["PutItem"],
        "EnrollmentsFunction": ["BatchWriteItem", "PutItem", "Query"],
        "ProgressFunction": ["PutItem"],
        "RefundWebhookFunction": ["PutItem"],
        # One of the two queries is for the index.
        "TeachingFunction": ["PutItem", "Query", "Query"],
    }


def test_only_functions_of_learners_certificates_and_their_data_reach_profiles() -> None:
    allowed = {
        name: set(as_list(statement["Action"]))
        for name in FUNCTIONS
        for statement in statements(name)
        if "ProfilesTable" in {owner(resource) for resource in as_list(statement["Resource"])}
    }
    assert allowed == {
        # Names of the staff who made changes are read together.
        "AdminFunction": {"dynamodb:BatchGetItem", "dynamodb:GetItem"},
        "TeachingFunction": {"dynamodb:BatchGetItem"},
        "CertificatesFunction": {"dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"},
        "EnrollmentsFunction": {"dynamodb:GetItem", "dynamodb:DeleteItem"},
    }


def test_only_admins_write_who_teaches_a_course_and_only_its_function_and_that_of_learners_read_it() -> None:
    allowed = {
        name: sorted(
            action
            for statement in statements(name)
            for action in as_list(statement["Action"])
            if "InstructorsTable" in {owner(resource) for resource in as_list(statement["Resource"])}
        )
        for name in FUNCTIONS
    }
    assert {name: actions for name, actions in allowed.items() if actions} == {
        "AdminFunction": [f"dynamodb:{name}" for name in ("DeleteItem", "GetItem", "PutItem", "Query", "Query")],
        "TeachingFunction": ["dynamodb:GetItem"],
    }


def test_the_function_of_instructors_reaches_no_settings_payment_events_or_uploads_of_templates() -> None:
    words = json.dumps(statements("TeachingFunction"))
    for resource in ("SettingsTable", "WebhookEventsTable", "RecheckQueue", "/uploads/", "/logo-uploads/"):
        assert resource not in words


def test_the_function_of_instructors_reads_nothing_of_what_was_paid_but_an_order_that_still_pays() -> None:
    allowed = {
        (table, action)
        for statement in statements("TeachingFunction")
        for table in {owner(resource) for resource in as_list(statement["Resource"])}
        for action in as_list(statement["Action"])
        if table in ("OrdersTable", "OrderLinesTable", "UnclaimedPurchasesTable")
    }
    assert allowed == {
        # A reissue, and an enrollment that changes, require that the order still pays.
        ("OrdersTable", "dynamodb:GetItem"),
        ("OrdersTable", "dynamodb:ConditionCheckItem"),
        ("OrdersTable", "dynamodb:UpdateItem"),
        ("OrderLinesTable", "dynamodb:UpdateItem"),
        # What waits for an e-mail address is found there.
        ("UnclaimedPurchasesTable", "dynamodb:UpdateItem"),
        ("UnclaimedPurchasesTable", "dynamodb:DeleteItem"),
    }


# ------------------------------------------------------------------ data


@pytest.mark.parametrize("name", [name for name in TABLES if name != COUNTERS])
def test_a_table_is_retained_with_on_demand_billing(name: str) -> None:
    table = resources()[name]
    assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")
    assert table["Properties"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["Properties"]["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}


def test_the_rate_limit_counters_expire_and_are_deleted_with_the_stack() -> None:
    table = resources()[COUNTERS]
    assert not {"DeletionPolicy", "UpdateReplacePolicy"} & set(table)
    assert table["Properties"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["Properties"]["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_retained_and_private(name: str) -> None:
    bucket = resources()[name]
    assert (bucket["DeletionPolicy"], bucket["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain")
    assert bucket["Properties"]["PublicAccessBlockConfiguration"] == dict.fromkeys(
        ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
    )


@pytest.mark.parametrize(("name", "methods"), [("TemplatesBucket", {"POST", "GET"}), ("CertificatesBucket", {"GET"})])
def test_cors_allows_the_methods_of_presigned_urls(name: str, methods: set[str]) -> None:
    (rule,) = resources()[name]["Properties"]["CorsConfiguration"]["CorsRules"]
    assert set(rule["AllowedMethods"]) == methods


def test_only_uploads_previews_archives_exports_imports_and_failed_records_expire() -> None:
    rules = [
        (name, rule.get("Prefix"), rule["ExpirationInDays"], rule["Status"])
        for name in BUCKETS
        for rule in resources()[name]["Properties"].get("LifecycleConfiguration", {}).get("Rules", [])
        if "ExpirationInDays" in rule
    ]
    assert rules == [
        ("CertificatesBucket", "archives/", 1, "Enabled"),
        ("CertificatesBucket", "exports/", 1, "Enabled"),
        ("CertificatesBucket", "imports/", 7, "Enabled"),
        ("FailedRecordsBucket", None, 14, "Enabled"),
        ("TemplatesBucket", "uploads/", 1, "Enabled"),
        ("TemplatesBucket", "logo-uploads/", 1, "Enabled"),
        ("TemplatesBucket", "import-uploads/", 1, "Enabled"),
        ("TemplatesBucket", "previews/", 1, "Enabled"),
    ]
    rules_of_templates = resources()["TemplatesBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    kept = {rule["Id"]: rule.get("NoncurrentVersionExpiration") for rule in rules_of_templates}
    assert (kept["deleted"], kept["stray-imports"]) == ({"NoncurrentDays": 90}, {"NoncurrentDays": 1})


def test_the_parts_of_exports_that_were_interrupted_expire() -> None:
    (_, exports, _) = resources()["CertificatesBucket"]["Properties"]["LifecycleConfiguration"]["Rules"]
    assert exports["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 1}


def test_heartbeats_write_to_no_index() -> None:
    assert "GlobalSecondaryIndexes" not in resources()["LessonProgressTable"]["Properties"]
    by_course, by_last_played = resources()["EnrollmentsTable"]["Properties"]["GlobalSecondaryIndexes"]
    assert by_course["Projection"]["ProjectionType"] == "INCLUDE"
    # A lesson that is played or completed: the index of the instructor's list changes with the next check.
    kept = {"updated_at", "last_lesson", "last_played_at", "pending_lessons", "is_tracked"}
    assert not kept & {*by_course["Projection"]["NonKeyAttributes"]}
    assert by_last_played["Projection"] == {"ProjectionType": "KEYS_ONLY"}


def test_nothing_but_an_issue_writes_to_the_index_of_certificates() -> None:
    (index,) = resources()["CourseCertificatesTable"]["Properties"]["GlobalSecondaryIndexes"]
    assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}


def test_the_course_list_index_projects_only_what_the_list_shows() -> None:
    (index,) = resources()["CoursesTable"]["Properties"]["GlobalSecondaryIndexes"]
    assert index["Projection"]["ProjectionType"] == "INCLUDE"
    keys = [key["AttributeName"] for key in index["KeySchema"]]
    published = json.loads((ROOT / "src/shared/edge/openapi.json").read_text("utf-8"))
    shown = published["components"]["schemas"]["CourseSummary"]["required"]
    # The table's key is in every index.
    assert {*keys, *index["Projection"]["NonKeyAttributes"], "course_id"} == {"listing", *shown}


# ------------------------------------------------------------------ parameters


def test_certificates_are_disabled_by_default() -> None:
    parameter = template()["Parameters"]["CertificatesEnabled"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("false", ["true", "false"])
    assert all(environment_of(name)["CERTIFICATES_ENABLED"] == {"Ref": "CertificatesEnabled"} for name in FUNCTIONS)


def test_learners_may_not_change_the_name_by_default() -> None:
    parameter = template()["Parameters"]["LearnerMayChangeName"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("false", ["true", "false"])
    holders = [name for name in FUNCTIONS if {"Ref": "LearnerMayChangeName"} in environment_of(name).values()]
    assert holders == ["CertificatesFunction"]
    assert environment_of("CertificatesFunction")["LEARNER_MAY_CHANGE_NAME"] == {"Ref": "LearnerMayChangeName"}


def test_dates_are_in_utc_by_default_and_in_one_time_zone() -> None:
    parameter = template()["Parameters"]["TimeZone"]
    assert parameter["Default"] == "UTC"
    assert all(re.fullmatch(parameter["AllowedPattern"], name) for name in zoneinfo.available_timezones())
    assert not any(re.fullmatch(parameter["AllowedPattern"], name) for name in ("", "../UTC", "/etc", "Europe/", "a b"))
    holders = [name for name in FUNCTIONS if {"Ref": "TimeZone"} in environment_of(name).values()]
    assert sorted(holders) == [
        "AdminFunction",
        "CertificatesFunction",
        "EnrollmentImportsFunction",
        "TeachingFunction",
    ]
    assert all(environment_of(name)["TIME_ZONE"] == {"Ref": "TimeZone"} for name in holders)


def test_the_verification_limit_per_client_is_a_parameter() -> None:
    parameter = template()["Parameters"]["VerificationsAMinute"]
    assert all(re.fullmatch(parameter["AllowedPattern"], count) for count in ("1", "120", "999999"))
    assert not any(re.fullmatch(parameter["AllowedPattern"], count) for count in ("0", "-1", "1.5", ""))
    assert environment_of("VerificationFunction")["VERIFICATIONS_A_MINUTE"] == {"Ref": "VerificationsAMinute"}
    # The gateway's throttle for all clients together exceeds the limit per client.
    rate, burst = (template()["Parameters"][name]["Default"] for name in ("VerificationsASecond", "VerificationBurst"))
    assert burst >= rate >= int(parameter["Default"]) / 60
    throttled = resources()["HttpApi"]["Properties"]["RouteSettings"]
    assert set(throttled) == {
        "GET /certificates/verify",
        "GET /certificates/verify/{code}",
        "GET /certificates/verify/{code}/picture.png",
        "GET /issuer/logos/{sha256}",
    }


def test_the_signing_secrets_are_not_logged_or_output() -> None:
    assert template()["Parameters"]["StripeSigningSecrets"]["NoEcho"] is True
    assert "StripeSigningSecrets" not in json.dumps(template()["Outputs"])
    holders = [
        name for name, resource in resources().items() if '{"Ref": "StripeSigningSecrets"}' in json.dumps(resource)
    ]
    assert holders == ["StripeSigningSecretsSecret"]


def allows(parameter: str, value: str) -> bool:
    return re.fullmatch(template()["Parameters"][parameter]["AllowedPattern"], value) is not None


@pytest.mark.parametrize("secrets", ["", "whsec_1", "whsec_a+/=0 whsec_b-_", "whsec_local whsec_local whsec_local"])
def test_signing_secrets_have_the_format_of_stripe(secrets: str) -> None:
    assert allows("StripeSigningSecrets", secrets)
    assert all(is_secret(secret) for secret in secrets.split())


@pytest.mark.parametrize(
    "guessable",
    ["x", "whsec", "whsec_", "sk_live_1", " ", "whsec_1 ", "whsec_1  whsec_2", "whsec_1,whsec_2", "whsec_1 x"],
)
def test_a_text_that_is_no_signing_secret_is_refused_at_deployment(guessable: str) -> None:
    assert not allows("StripeSigningSecrets", guessable)
    assert "whsec_" in template()["Parameters"]["StripeSigningSecrets"]["ConstraintDescription"]


def test_without_a_signing_secret_there_is_no_secret_and_no_permission_to_read_one() -> None:
    assert template()["Parameters"]["StripeSigningSecrets"]["Default"] == ""
    assert template()["Conditions"]["WithStripe"] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "StripeSigningSecrets"}, ""]}]
    }
    assert resources()["StripeSigningSecretsSecret"]["Condition"] == "WithStripe"
    arn = {"Fn::GetAtt": ["StripeSigningSecretsSecret", "Id"]}
    environment = environment_of("RefundWebhookFunction")
    assert environment["STRIPE_SIGNING_SECRETS_ARN"] == {"Fn::If": ["WithStripe", arn, ""]}
    assert environment_of("AdminFunction")["STRIPE_WEBHOOK_CONFIGURED"] == {"Fn::If": ["WithStripe", "true", "false"]}
    (policy,) = resources()["RefundWebhookFunctionRole"]["Properties"]["Policies"]
    written = policy["PolicyDocument"]["Statement"]
    readers = [statement for statement in written if json.dumps(arn) in json.dumps(statement)]
    allowed = {"Effect": "Allow", "Action": ["secretsmanager:GetSecretValue"], "Resource": arn}
    assert readers == [{"Fn::If": ["WithStripe", allowed, {"Ref": "AWS::NoValue"}]}]


def test_only_live_events_of_the_own_account_are_processed_by_default() -> None:
    parameter = template()["Parameters"]["StripeMode"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("live", ["live", "test", "any"])
    assert set(parameter["AllowedValues"]) == set(StripeMode)
    assert template()["Parameters"]["StripeAccounts"]["Default"] == ""
    environment = environment_of("RefundWebhookFunction")
    assert environment["STRIPE_MODE"] == {"Ref": "StripeMode"}
    assert environment["STRIPE_ACCOUNTS"] == {"Ref": "StripeAccounts"}


def test_a_lost_dispute_revokes_unless_the_deployment_says_otherwise() -> None:
    parameter = template()["Parameters"]["ChargebacksRevoke"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("true", ["true", "false"])
    assert environment_of("RefundWebhookFunction")["CHARGEBACKS_REVOKE"] == {"Ref": "ChargebacksRevoke"}


def test_a_laptop_processes_signed_events_of_both_modes() -> None:
    local = settings.from_environment({}).parameters
    assert local["StripeMode"] == "any"
    assert local["StripeSigningSecrets"] == "whsec_local"


def test_connected_accounts_are_listed_by_their_ids() -> None:
    assert all(allows("StripeAccounts", accounts) for accounts in ("", "acct_1A", "acct_1A,acct_2b"))
    assert not any(allows("StripeAccounts", accounts) for accounts in ("1A", "acct_", "acct_1,", "acct_1 acct_2"))


def test_every_route_requires_a_token_by_default() -> None:
    assert resources()["HttpApi"]["Properties"]["Auth"]["DefaultAuthorizer"] == "Jwt"


def test_every_deployed_file_exists() -> None:
    folders = [layer["Properties"]["ContentUri"] for layer in of_type("AWS::Serverless::LayerVersion").values()]
    assert all((ROOT / Path(folder) / "requirements.txt").is_file() for folder in folders)
