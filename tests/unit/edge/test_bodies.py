"""Decoding, parsing and validation of request bodies."""

import base64
import json
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import BodyTooLarge, InvalidRequest
from shared.edge import bodies, schemas
from tests.unit.edge.exchange import request

SCHEMAS = [
    "CourseInput",
    "EnrollmentInput",
    "CertificateSettingsInput",
    "TemplateUploadInput",
    "RevocationInput",
    "ProgressBatch",
    "StripeEvent",
]
# Names of the schemas, so that generated documents have some of them in the right place.
NAMES = [
    *("slug", "title", "lessons", "lesson_id", "kind", "duration_seconds", "completion_rule", "required_lessons"),
    *("events", "event_id", "type", "occurred_at", "played", "status", "size_bytes", "id", "data", "object", "reason"),
]
WORDS = ["video", "playback", "active", "a", "", "2026-11-20T09:51:00Z", "\ud800"]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(WORDS),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5) | st.sampled_from(NAMES), inner, max_size=5)
    ),
    max_leaves=20,
)


@given(st.binary())
def test_a_body_in_base64_is_decoded(raw: bytes) -> None:
    assert bodies.raw_body(request(body=base64.b64encode(raw).decode(), is_base64=True)) == raw


@given(st.text())
def test_a_text_body_is_encoded_as_utf_8(text: str) -> None:
    assert bodies.raw_body(request(body=text)) == text.encode()


def test_a_request_without_a_body_has_an_empty_one() -> None:
    assert bodies.raw_body(request()) == b""


@pytest.mark.parametrize("text", ["{}", "abc", "====", "e30=\n", "Zoë"])
def test_invalid_base64_is_refused(text: str) -> None:
    with pytest.raises(InvalidRequest):
        bodies.raw_body(request(body=text, is_base64=True))


def test_a_body_with_an_unpaired_surrogate_is_refused() -> None:
    with pytest.raises(InvalidRequest):
        bodies.raw_body(request(body="\ud800"))


@pytest.mark.parametrize("is_base64", [False, True])
def test_a_body_may_have_at_most_a_mebibyte(is_base64: bool) -> None:  # noqa: FBT001
    def body(size: int) -> str:
        return base64.b64encode(b"a" * size).decode() if is_base64 else "a" * size

    assert len(bodies.raw_body(request(body=body(bodies.MAX_BODY_BYTES), is_base64=is_base64))) == 2**20
    with pytest.raises(BodyTooLarge):
        bodies.raw_body(request(body=body(bodies.MAX_BODY_BYTES + 1), is_base64=is_base64))


def test_the_size_of_a_body_is_counted_in_bytes() -> None:
    with pytest.raises(BodyTooLarge):
        bodies.raw_body(request(body="é" * (bodies.MAX_BODY_BYTES // 2 + 1)))


@given(st.binary() | st.text().map(str.encode) | st.text('{}[]":,0e-.ntfa\\u', max_size=30).map(str.encode))
def test_any_bytes_are_parsed_or_refused(raw: bytes) -> None:
    try:
        document = bodies.parse_json(raw)
    except InvalidRequest:
        return
    json.dumps(document, ensure_ascii=False).encode()


@given(json_values)
def test_any_json_document_is_parsed_unchanged_or_refused(value: object) -> None:
    raw = json.dumps(value).encode()
    try:
        document = bodies.parse_json(raw)
    except InvalidRequest:
        assert "\\ud8" in raw.decode()
        return
    # NaN and infinity are not JSON numbers, and are parsed as strings that fail number schemas.
    assert document == json.loads(raw, parse_constant=str)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"{",
        b"'a'",
        b"{} {}",
        b"\xff",
        b'"\\ud800"',
        b"[" * 20_000,
        b"[" * 10_000 + b"]" * 10_000,
        b"1" * 5_000,
    ],
)
def test_invalid_json_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidRequest):
        bodies.parse_json(raw)


def test_nan_is_not_a_number() -> None:
    assert bodies.parse_json(b"[NaN, Infinity, -Infinity]") == ["NaN", "Infinity", "-Infinity"]


def error_locations(schema: str, value: object) -> Sequence[tuple[tuple[str | int, ...], str]] | None:
    try:
        schemas.validate(schema, value)
    except InvalidRequest as error:
        return error.errors
    return None


@given(st.sampled_from(SCHEMAS), json_values)
def test_any_document_is_valid_or_refused_with_error_locations(schema: str, value: object) -> None:
    places = error_locations(schema, value)
    assert places is None or places
    assert all(message and not message.startswith("data") for _, message in places or ())


@pytest.mark.parametrize("depth", [bodies.MAX_DEPTH + 1, 500, 5_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_a_document_nested_too_deeply_is_refused(depth: int, opening: str, closing: str) -> None:
    innermost = "[]" if opening == "[" else "{}"
    nested = opening * (depth - 1) + innermost + closing * (depth - 1)
    with pytest.raises(InvalidRequest):
        bodies.parse_json(nested.encode())


def test_a_document_may_be_nested_as_deeply_as_any_schema_needs() -> None:
    nested = "[" * bodies.MAX_DEPTH + "1" + "]" * bodies.MAX_DEPTH
    assert bodies.parse_json(nested.encode()) == json.loads(nested)


def test_every_error_has_the_path_of_its_location() -> None:
    lessons = [{"lesson_id": "a", "title": "A", "kind": "article"}, {"lesson_id": "", "title": "B", "kind": "quiz"}]
    body = json.dumps({"slug": "Not a slug", "title": "A", "lessons": lessons})
    with pytest.raises(InvalidRequest) as refused:
        bodies.json_body(request(body=body), "CourseInput")
    assert {place for place, _ in refused.value.errors} == {
        ("slug",),
        ("lessons", 1, "lesson_id"),
        ("lessons", 1, "kind"),
    }


def test_defaults_are_added_to_a_valid_body() -> None:
    body = bodies.json_body(request(body='{"slug":"a","title":"A","lessons":[]}'), "CourseInput")
    assert body["published"] is False
    assert body["completion_rule"]["lesson_watch_percent"] == 90
