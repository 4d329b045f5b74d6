"""template.yaml stores what the product reads: another key or another index would replace a table by an empty one."""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest

import shared.stores
from local.intrinsics import Stack
from shared.aws.row import Row
from tests.support.template import STACK, entity, resources, template
from tests.unit.template_file import Json, of_type

TABLES = of_type("AWS::DynamoDB::Table")
BUCKETS = of_type("AWS::S3::Bucket")
# What a page of another origin needs of a presigned URL: the URL itself is the permission.
READS_AND_POSTS = {"AllowedOrigins": ["*"], "AllowedHeaders": ["*"], "MaxAge": 3600}


for module in pkgutil.iter_modules(shared.stores.__path__):
    importlib.import_module(f"shared.stores.{module.name}")


def rows() -> dict[str, type[Row]]:
    """The rows of each table, by its name; of several in one table, those that are in its indexes."""
    indexed = sorted(Row.__subclasses__(), key=lambda row: len(row._get_schema()["global_secondary_indexes"]))  # noqa: SLF001
    return {row.Meta.table_name: row for row in indexed}


def ordered(attributes: list[Json]) -> list[Json]:
    return sorted(attributes, key=lambda attribute: str(attribute.get("KeyType")) + attribute["AttributeName"])


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_keys_and_indexes_of_its_rows(name: str) -> None:
    table = TABLES[name]["Properties"]
    schema: Any = rows()[f"{STACK}-{entity(TABLES[name])}"]._get_schema()  # noqa: SLF001 - what it would create
    assert ordered(table["KeySchema"]) == ordered(schema["key_schema"])
    assert ordered(table["AttributeDefinitions"]) == ordered(schema["attribute_definitions"])
    described = [
        {name: part for name, part in index.items() if name != "WarmThroughput"}
        for index in table.get("GlobalSecondaryIndexes", [])
    ]
    assert [{**index, "KeySchema": ordered(index["KeySchema"])} for index in described] == [
        {
            "IndexName": index["index_name"],
            "KeySchema": ordered(index["key_schema"]),
            "Projection": index["projection"],
        }
        for index in schema["global_secondary_indexes"]
    ]


def test_what_heartbeats_and_completions_write_can_be_prepared_for_a_peak() -> None:
    units = {"ReadUnitsPerSecond": {"Ref": "WarmReads"}, "WriteUnitsPerSecond": {"Ref": "WarmWrites"}}
    warm = {"Fn::If": ["WithWarmThroughput", units, {"Ref": "AWS::NoValue"}]}
    tables = {name: table["Properties"] for name, table in TABLES.items() if "WarmThroughput" in table["Properties"]}
    assert tables.keys() == {"EnrollmentsTable", "LessonProgressTable"}
    for table in tables.values():
        # A write to the table waits for its indexes.
        assert [
            table["WarmThroughput"],
            *(one["WarmThroughput"] for one in table.get("GlobalSecondaryIndexes", [])),
        ] == [warm] * (1 + len(table.get("GlobalSecondaryIndexes", [])))
    for parameters, met in (({}, False), ({"WarmReads": "12000"}, False), ({"WarmWrites": "4000"}, False)):
        assert conditions(parameters)("WithWarmThroughput") is met
    assert conditions({"WarmReads": "12000", "WarmWrites": "4000"})("WithWarmThroughput")
    for name in ("WarmReads", "WarmWrites"):
        parameter = template()["Parameters"][name]
        assert (parameter["Default"], parameter["MinValue"], parameter["MaxValue"]) == (0, 0, 1_000_000)


def conditions(parameters: dict[str, str]) -> Callable[[str], bool]:
    """Whether the template's conditions hold with these parameters, and the defaults of the others."""
    defaults = {name: str(one.get("Default", "")) for name, one in template()["Parameters"].items()}
    stack = Stack(values={**defaults, **parameters}, conditions=template()["Conditions"])
    return lambda name: stack.holds(template()["Conditions"][name])


def test_events_expire_by_the_attribute_that_their_rows_have() -> None:
    for name in ("EnrollmentImportsTable", "LearnerExportsTable", "RateLimitsTable", "WebhookEventsTable"):
        rule = TABLES[name]["Properties"]["TimeToLiveSpecification"]
        assert rule == {"AttributeName": "expires_at", "Enabled": True}
        assert "expires_at" in rows()[f"{STACK}-{entity(TABLES[name])}"].get_attributes()


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_is_encrypted_and_owns_its_objects(name: str) -> None:
    bucket = BUCKETS[name]["Properties"]
    by_default = {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
    assert bucket["BucketEncryption"] == {"ServerSideEncryptionConfiguration": [by_default]}
    # No object has an ACL.
    assert bucket["OwnershipControls"] == {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}


@pytest.mark.parametrize("name", BUCKETS)
def test_a_bucket_refuses_requests_without_tls_for_itself_and_for_its_objects(name: str) -> None:
    policy = resources()[f"{name}Policy"]["Properties"]
    assert policy["Bucket"] == {"Ref": name}
    assert policy["PolicyDocument"]["Version"] == "2012-10-17"
    (deny,) = (one for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Deny")
    assert deny["Resource"] == [{"Fn::GetAtt": [name, "Arn"]}, {"Fn::Sub": f"${{{name}.Arn}}/*"}]
    assert deny["Action"] == "s3:*"


def test_a_deleted_template_is_kept_and_what_is_not_used_is_not() -> None:
    bucket = BUCKETS["TemplatesBucket"]["Properties"]
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    deleted, *unused = bucket["LifecycleConfiguration"]["Rules"]
    assert deleted["Status"] == "Enabled"
    prefixes = ("uploads/", "logo-uploads/", "import-uploads/", "previews/")
    assert [(rule["Prefix"], rule["ExpirationInDays"]) for rule in unused] == [(prefix, 1) for prefix in prefixes]


@pytest.mark.parametrize("name", ["TemplatesBucket", "CertificatesBucket"])
def test_pages_of_every_origin_may_use_a_presigned_url(name: str) -> None:
    (rule,) = BUCKETS[name]["Properties"]["CorsConfiguration"]["CorsRules"]
    assert {key: value for key, value in rule.items() if key != "AllowedMethods"} == READS_AND_POSTS
