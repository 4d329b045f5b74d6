"""The published OpenAPI document is valid, and its schemas accept and refuse bodies as the contract does."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import fastjsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from shared.domain.errors import DomainError

type Json = dict[str, Any]

ROOT = Path(__file__).parents[3]
DOCUMENT: Json = json.loads((ROOT / "src/shared/edge/openapi.json").read_text(encoding="utf-8"))
COMPONENTS: Json = DOCUMENT["components"]
OPERATIONS: dict[str, Json] = {
    operation["operationId"]: operation for path in DOCUMENT["paths"].values() for operation in path.values()
}
# The base class of not-found errors; only its subclasses are returned.
NEVER_RETURNED = {"not_found"}


@cache
def validator(schema: str) -> Callable[[object], object]:
    """Compile a schema as the functions do; it is passed as JSON text, so that it can be cached."""
    return fastjsonschema.compile({**json.loads(schema), "components": COMPONENTS})


def validate(name: str, value: object) -> object:
    """Validate a value against a named schema; defaults are filled into a copy, which is returned."""
    return validator(json.dumps({"$ref": f"#/components/schemas/{name}"}))(deepcopy(value))


def resolved(node: Json) -> Json:
    """Follow a reference, if there is one."""
    while "$ref" in node:
        target = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node


def nodes(value: object) -> Iterator[Json]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from nodes(item)
    elif isinstance(value, list):
        for item in value:
            yield from nodes(item)


def examples(media: Json) -> list[object]:
    named = [resolved(example)["value"] for example in media.get("examples", {}).values()]
    return [*named, media["example"]] if "example" in media else named


def responses() -> Iterator[tuple[str, str, Json]]:
    for name, operation in OPERATIONS.items():
        for status, response in operation["responses"].items():
            yield name, status, resolved(response)


def request_examples() -> Iterator[tuple[str, object]]:
    for operation in OPERATIONS.values():
        for media in operation.get("requestBody", {"content": {}})["content"].values():
            name = media["schema"]["$ref"].rpartition("/")[2]
            yield from ((name, value) for value in examples(media))


# ------------------------------------------------------------------ the document as a whole


def test_the_document_is_valid_openapi() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_every_reference_has_a_target() -> None:
    assert all(resolved(node) for node in nodes(DOCUMENT) if "$ref" in node)


def test_every_component_is_used() -> None:
    used = {node["$ref"] for node in nodes(DOCUMENT) if "$ref" in node}
    there = {
        f"#/components/{kind}/{name}"
        for kind in ("schemas", "parameters", "responses", "headers", "examples")
        for name in COMPONENTS[kind]
    }
    assert there == used


def test_operation_ids_are_unique() -> None:
    assert len(OPERATIONS) == sum(len(path) for path in DOCUMENT["paths"].values())


@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_every_path_parameter_is_declared(path: str) -> None:
    for operation in DOCUMENT["paths"][path].values():
        declared = [resolved(parameter) for parameter in operation.get("parameters", [])]
        in_path = [parameter["name"] for parameter in declared if parameter["in"] == "path"]
        assert in_path == re.findall(r"{(\w+)}", path)


@pytest.mark.parametrize("name", COMPONENTS["schemas"])
def test_every_schema_compiles_for_the_validator(name: str) -> None:
    assert callable(validator(json.dumps({"$ref": f"#/components/schemas/{name}"})))


def test_every_request_example_validates() -> None:
    for name, value in request_examples():
        validate(name, value)


def test_every_response_has_an_example_that_validates() -> None:
    for name, status, response in responses():
        for media_type, media in response.get("content", {}).items():
            if not media_type.endswith("json") or media["schema"] == {"type": "object"}:
                continue
            values = examples(media)
            assert values, (name, status)
            for value in values:
                validator(json.dumps(media["schema"]))(deepcopy(value))


def test_every_response_has_the_request_id() -> None:
    assert all("X-Request-Id" in response["headers"] for _, _, response in responses())


def test_responses_that_ask_for_a_retry_have_retry_after() -> None:
    with_retry_after = [response for _, status, response in responses() if status in {"429", "503"}]
    assert len(with_retry_after) == 2 * len(OPERATIONS)
    assert all("Retry-After" in response["headers"] for response in with_retry_after)


def test_every_error_response_is_a_problem_with_its_own_status() -> None:
    for name, status, response in responses():
        if int(status) < 400:
            continue
        for code, example in response["content"]["application/problem+json"]["examples"].items():
            value = resolved(example)["value"]
            assert (value["status"], value["code"]) == (int(status), code), name


def test_every_error_of_the_domain_is_documented() -> None:
    def codes(error: type[DomainError]) -> set[str]:
        own = {error.code} if "code" in vars(error) else set()
        return own.union(*(codes(child) for child in error.__subclasses__()))

    documented = {
        code
        for _, status, response in responses()
        if int(status) >= 400
        for code in response["content"]["application/problem+json"]["examples"]
    }
    assert codes(DomainError) - NEVER_RETURNED <= documented


# ------------------------------------------------------------------ request bodies

COURSE: Json = {"slug": "knots", "title": "Knots", "lessons": []}
VIDEO: Json = {"lesson_id": "l1", "title": "Bowline", "kind": "video", "duration_seconds": 90.5}
EVENT: Json = {"event_id": "e1", "lesson_id": "l1", "type": "playback", "occurred_at": "2026-01-12T08:29:58Z"}


def test_a_course_is_unpublished_and_requires_every_lesson_by_default() -> None:
    rule = {"lesson_watch_percent": 90, "course_percent": 100, "required_lessons": []}
    assert validate("CourseInput", COURSE) == COURSE | {"published": False, "completion_rule": rule}


def test_each_property_of_a_rule_has_its_own_default() -> None:
    rule = {"lesson_watch_percent": 90, "course_percent": 80, "required_lessons": []}
    assert validate("CompletionRuleInput", {"course_percent": 80}) == rule


def test_a_lesson_is_published_by_default() -> None:
    assert validate("LessonInput", VIDEO) == VIDEO | {"published": True}


def test_the_defaults_of_one_body_do_not_leak_into_the_next() -> None:
    first = validate("CourseInput", COURSE)
    assert isinstance(first, dict)
    first["completion_rule"]["required_lessons"].append("l1")
    second = validate("CourseInput", COURSE)
    assert isinstance(second, dict)
    assert second["completion_rule"]["required_lessons"] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CourseInput", COURSE | {"lessons": [VIDEO] * 1000}),
        ("CourseInput", COURSE | {"title": "Bánh mì, خبز, 面包, chléb"}),
        ("LessonInput", {"lesson_id": "l.2:a@b_c-D", "title": "Read", "kind": "article"}),
        ("LessonInput", {"lesson_id": "l2", "title": "Do", "kind": "assignment", "duration_seconds": None}),
        ("LessonInput", VIDEO | {"duration_seconds": 172800}),
        ("CertificateSettingsInput", {"certificate_enabled": True, "certificate_signatory_name": None}),
        ("CertificateSettingsInput", {"certificate_enabled": True, "template_upload_id": "default"}),
        ("TemplateUploadInput", {"file_name": "Zertifikat Größe A4.pdf", "size_bytes": 10485761}),
        ("RevocationInput", {"reason": "r" * 500}),
        ("EnrollmentInput", {"status": "cancelled"}),
        ("EnrollmentInput", {"status": "active", "learner_name": None, "access_expires_at": None}),
        ("EnrollmentInput", {"status": "active", "access_expires_at": "2027-01-12T00:00:00+07:00"}),
        ("ProgressBatch", {"events": [EVENT] * 100}),
        ("ProgressBatch", {"events": [EVENT | {"position_seconds": "far", "played": {"from": -1}}]}),
        ("ProgressBatch", {"events": [EVENT | {"player": "5.2"}], "device": "phone"}),
        ("ProgressBatch", {"events": [EVENT | {"lesson_id": "x" * 128}]}),
    ],
)
def test_a_body_that_the_contract_allows_is_accepted(name: str, value: Json) -> None:
    validate(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CourseInput", []),
        ("CourseInput", None),
        ("CourseInput", {"slug": "knots", "title": "Knots"}),
        ("CourseInput", COURSE | {"slug": "Knots"}),
        ("CourseInput", COURSE | {"slug": "knots\n"}),
        ("CourseInput", COURSE | {"slug": "k" * 101}),
        ("CourseInput", COURSE | {"title": ""}),
        ("CourseInput", COURSE | {"title": " \u3000"}),
        ("CourseInput", COURSE | {"title": "two\nlines"}),
        ("CourseInput", COURSE | {"title": "t" * 201}),
        ("CourseInput", COURSE | {"published": "yes"}),
        ("CourseInput", COURSE | {"published": None}),
        ("CourseInput", COURSE | {"lessons": [VIDEO] * 1001}),
        ("CourseInput", COURSE | {"lessons": {"l1": VIDEO}}),
        ("CourseInput", COURSE | {"price": 4900}),
        ("CompletionRuleInput", {"lesson_watch_percent": 0}),
        ("CompletionRuleInput", {"lesson_watch_percent": 101}),
        ("CompletionRuleInput", {"lesson_watch_percent": True}),
        ("CompletionRuleInput", {"course_percent": 99.5}),
        ("CompletionRuleInput", {"course_percent": None}),
        ("CompletionRuleInput", {"required_lessons": ["l1", "l1"]}),
        ("CompletionRuleInput", {"required_lessons": [{"lesson_id": "l1"}]}),
        ("CompletionRuleInput", {"passing_grade": 50}),
        ("LessonInput", {"lesson_id": "l1", "title": "Bowline", "kind": "video"}),
        ("LessonInput", VIDEO | {"duration_seconds": None}),
        ("LessonInput", VIDEO | {"duration_seconds": 0}),
        ("LessonInput", VIDEO | {"duration_seconds": "90"}),
        ("LessonInput", VIDEO | {"duration_seconds": True}),
        ("LessonInput", VIDEO | {"duration_seconds": 172800.5}),
        ("LessonInput", VIDEO | {"kind": "quiz"}),
        ("LessonInput", VIDEO | {"lesson_id": ""}),
        ("LessonInput", VIDEO | {"lesson_id": "l#1"}),
        ("LessonInput", VIDEO | {"lesson_id": "l" * 129}),
        ("LessonInput", VIDEO | {"lesson_id": 1}),
        ("CertificateSettingsInput", {}),
        ("CertificateSettingsInput", {"certificate_enabled": 1}),
        ("CertificateSettingsInput", {"certificate_enabled": True, "certificate_signatory_name": "n" * 121}),
        ("CertificateSettingsInput", {"certificate_enabled": True, "certificate_signatory_title": "a\nb"}),
        ("CertificateSettingsInput", {"certificate_enabled": True, "template_upload_id": ""}),
        ("CertificateSettingsInput", {"certificate_enabled": True, "template": None}),
        ("TemplateUploadInput", {"file_name": "a.pdf"}),
        ("TemplateUploadInput", {"file_name": "", "size_bytes": 1}),
        ("TemplateUploadInput", {"file_name": "a.pdf", "size_bytes": 0}),
        ("TemplateUploadInput", {"file_name": "a.pdf", "size_bytes": float("nan")}),
        ("RevocationInput", {}),
        ("RevocationInput", {"reason": " \n"}),
        ("RevocationInput", {"reason": "r" * 501}),
        ("EnrollmentInput", {}),
        ("EnrollmentInput", {"status": "refunded"}),
        ("EnrollmentInput", {"status": None}),
        ("EnrollmentInput", {"status": "active", "learner_name": "n" * 301}),
        ("EnrollmentInput", {"status": "active", "order_id": ""}),
        ("EnrollmentInput", {"status": "active", "access_expires_at": "tomorrow"}),
        ("EnrollmentInput", {"status": "active", "completed_at": "2026-01-12T08:29:58Z"}),
        ("ProgressBatch", {}),
        ("ProgressBatch", {"events": []}),
        ("ProgressBatch", {"events": [EVENT] * 101}),
        ("ProgressBatch", {"events": None}),
        ("ProgressBatch", {"events": [EVENT, "watched"]}),
        ("ProgressBatch", {"events": [EVENT | {"event_id": ""}]}),
        ("ProgressBatch", {"events": [EVENT | {"lesson_id": None}]}),
        ("ProgressBatch", {"events": [EVENT | {"type": "paused"}]}),
        ("ProgressBatch", {"events": [{key: EVENT[key] for key in EVENT if key != "occurred_at"}]}),
        ("ProgressBatch", {"events": [EVENT | {"occurred_at": 1768206600}]}),
        ("ProgressBatch", {"events": [EVENT | {"occurred_at": "2026-01-12T08:29:58"}]}),
        ("ProgressBatch", {"events": [EVENT | {"occurred_at": "2026-02-30T08:29:58Z"}]}),
        ("ProgressBatch", {"events": [EVENT | {"occurred_at": "0000-01-12T08:29:58Z"}]}),
        ("ProgressBatch", {"events": [EVENT | {"occurred_at": "2026-01-12T08:29:60Z"}]}),
        ("ProgressBatch", {"events": [EVENT | {"occurred_at": "2026-01-12T08:29:58Z\n"}]}),
        ("ProgressBatch", {"events": [EVENT | {"occurred_at": "٢٠٢٦-01-12T08:29:58Z"}]}),
    ],
)
def test_a_body_that_the_contract_does_not_allow_is_refused(name: str, value: object) -> None:
    with pytest.raises(fastjsonschema.JsonSchemaValueException):
        validate(name, value)


# ------------------------------------------------------------------ the sample events

SAMPLES: dict[str, Json] = {
    path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "events").glob("*.json"))
}
HTTP_SAMPLES = [name for name, event in SAMPLES.items() if "routeKey" in event]


def body(event: Json) -> str:
    text: str = event["body"]
    return base64.b64decode(text).decode() if event["isBase64Encoded"] else text


@pytest.mark.parametrize("sample", HTTP_SAMPLES)
def test_a_sample_event_is_a_valid_request(sample: str) -> None:
    event = SAMPLES[sample]
    method, route = event["routeKey"].split(" ")
    operation = DOCUMENT["paths"][route][method.lower()]
    assert route.format(**event.get("pathParameters", {})) == event["rawPath"]
    assert ("authorizer" in event["requestContext"]) == bool(operation["security"])
    if "requestBody" in operation:
        media = operation["requestBody"]["content"]["application/json"]
        validator(json.dumps(media["schema"]))(json.loads(body(event)))


WEBHOOK_SAMPLES = [name for name in HTTP_SAMPLES if SAMPLES[name]["rawPath"] == "/webhooks/stripe"]


@pytest.mark.parametrize("sample", WEBHOOK_SAMPLES)
def test_a_sample_webhook_has_a_valid_signature(sample: str) -> None:
    event = SAMPLES[sample]
    at = event["requestContext"]["timeEpoch"] // 1000
    signature = hmac.new(b"whsec_local", f"{at}.{body(event)}".encode(), hashlib.sha256).hexdigest()
    assert event["headers"]["stripe-signature"] == f"t={at},v1={signature}"


def test_the_sample_in_base64_is_the_same_event() -> None:
    plain, encoded = (SAMPLES[f"refund_webhook_charge_refunded{suffix}"] for suffix in ("", "_base64"))
    assert (plain["isBase64Encoded"], encoded["isBase64Encoded"]) == (False, True)
    assert body(plain) == body(encoded)


def test_every_record_of_the_sample_stream_passes_its_filter() -> None:
    for record in SAMPLES["completion_stream"]["Records"]:
        image = record["dynamodb"]["NewImage"]
        assert "S" in image["completed_at"]
        assert image["course_lesson"]["S"].count("#") == 1
        assert {key: image[key] for key in ("user_id", "course_lesson")} == record["dynamodb"]["Keys"]
