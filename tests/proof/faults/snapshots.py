"""Snapshots of everything stored and sent, in which values that may differ between two runs are normalised."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

from shared.domain.certificate import printed_code
from tests.support import twin
from tests.support.queues import ORDER_LINES
from tests.support.twin.state import FrozenMap, Key
from tests.support.twin.values import Value

type Item = dict[str, dict[str, Any]]
type Tables = dict[str, list[Item]]

# The setup of a delivery takes place in one hour, and its attempts in the next, each at its own second.
ARRANGED_AT = datetime(2026, 1, 12, 11, tzinfo=UTC)
DELIVERED_AT = ARRANGED_AT + timedelta(hours=1)
_DURING_DELIVERY = re.compile(r"2026-01-12T12:00:\d\d(\.\d+)?Z")
# Counters of writes: a repeated write, harmless otherwise, increments them again.
_COUNTERS = {("courses", "version"), ("orders", "version"), ("rate-limits", "requests")}
# The end of the position of a record of a change: a digest of its content, with the time and what was drawn.
_CHANGE_ID = re.compile(r"#[0-9a-f]{16}$")
# In a record. A repeated upload is another version, which changes nothing and has no record.
_TEMPLATE_VERSIONS = re.compile(r'\["template_version",(null|\d+),\d+\]')
_TTL_SLACK_SECONDS = 1000
# Copies for one download, which expire after a day: each attempt may make its own.
_SHORT_LIVED = ("archives/", "previews/", "exports/learners/")
# Write-once attributes, which no later attempt may change.
_WRITE_ONCE = {
    "all_lessons_completed_at",
    "announced_at",
    "completed_at",
    "created_at",
    "issued_at",
    "issued_course_title",
    "issued_name",
    "issuer",
    "name_source",
    "outcome",
    "pdf_sha256",
    "public_id",
    "received_at",
    "refunded_at",
    "revoke_reason",
    "revoked_at",
    "revoked_by",
    "verification_code",
}


def write_once_values(state: twin.State) -> dict[tuple[str, Key, str], Value]:
    """Find the write-once attributes, by table, key and name."""
    return {
        (table, key, name): item[name]
        for table, items in state.tables.items()
        for key, item in items.items()
        for name in item.keys() & _WRITE_ONCE
    }


def snapshot(state: twin.State) -> str:
    """List everything stored and sent, one line each.

    A time of the delivery is `now`, whichever attempt wrote it. Generated codes are named by their certificate; a
    template's versions are renumbered without gaps; and a PDF that matches its certificate is described as such.
    """
    # The tokens of transactions are random; without them, equal results are equal states.
    return _snapshot(replace(state, tokens=FrozenMap()))


@lru_cache(maxsize=1_000)
def _snapshot(state: twin.State) -> str:
    tables = {name.removeprefix("test-"): twin.items(state, name) for name in state.tables}
    versions = _template_versions(tables)
    for referring, name in (("courses", "certificate_template_version"), ("course-certificates", "template_version")):
        for item in tables[referring]:
            if name in item:
                version = item[name]["N"]
                item[name]["N"] = versions.get((item["course_id"]["S"], version), version)
    for table, items in tables.items():
        for item in items:
            _simplify(table, item)
    text = "\n".join([*_items(tables), *_objects(state, versions), *_sent(state)])
    for drawn, name in _names(tables):
        text = text.replace(drawn, name)
    return "\n".join(sorted(_DURING_DELIVERY.sub("now", text).splitlines()))


def _template_versions(tables: Tables) -> dict[tuple[str, str], str]:
    """Renumber the remaining versions of each course's template, in the items and in references to them."""
    found: dict[tuple[str, str], str] = {}
    for item in sorted(tables["certificate-templates"], key=lambda item: int(item["version"]["N"])):
        course_id = item["course_id"]["S"]
        number = 1 + sum(course == course_id for course, _ in found)
        found[course_id, item["version"]["N"]] = item["version"]["N"] = f"template {number}"
    return found


def _simplify(table: str, item: Item) -> None:
    for name in [name for name in item if (table, name) in _COUNTERS]:
        del item[name]
    if table == "changes":
        item["position"]["S"] = _CHANGE_ID.sub("#id", item["position"]["S"])
        if "fields" in item:
            item["fields"]["S"] = _TEMPLATE_VERSIONS.sub(r'["template_version"]', item["fields"]["S"])
    if "expires_at" in item:
        seconds = int(item["expires_at"]["N"]) - int(DELIVERED_AT.timestamp())
        item["expires_at"]["N"] = f"in {seconds // _TTL_SLACK_SECONDS}"


def _names(tables: Tables) -> Iterator[tuple[str, str]]:
    """Map the values generated for a certificate or an export, or derived from those, to names."""
    for item in tables["learner-exports"]:
        yield item["export_id"]["S"], f"export of {item['course_id']['S']}"
        yield item.get("upload_id", {}).get("S", "no upload"), "upload"
    for item in tables["course-certificates"]:
        whose = f"{item['user_id']['S']} {item['course_id']['S']}"
        yield item["public_id"]["S"], f"id of {whose}"
        yield item["verification_code"]["S"], f"code of {whose}"
        yield printed_code(item["verification_code"]["S"]), f"printed code of {whose}"
        yield item["pdf_sha256"]["S"], f"PDF of {whose}"


def _items(tables: Tables) -> Iterator[str]:
    for table, items in tables.items():
        for item in items:
            yield f"{table}: {json.dumps(item, ensure_ascii=False, sort_keys=True, default=bytes.hex)}"


def _objects(state: twin.State, versions: dict[tuple[str, str], str]) -> Iterator[str]:
    for bucket in state.buckets:
        for key, content in twin.objects(state, bucket).items():
            parts = key.split("/")
            if key.startswith(_SHORT_LIVED):
                continue
            if parts[0] == "templates":
                parts[2] = versions.get((parts[1], parts[2]), parts[2])
            yield f"object: {bucket} {'/'.join(parts)}: {sha256(content).hexdigest()}"


def _continues(message: dict[str, Any]) -> bool:
    """Whether a message asks for the rest of an order's lines: if the one before is delivered again, that does it."""
    return message["QueueUrl"] == ORDER_LINES and json.loads(message["MessageBody"])["after"] is not None


def _sent(state: twin.State) -> set[str]:
    """List messages and events as a set: delivery is at least once, so one that is sent twice equals one sent once."""
    return {f"sent: {message['MessageBody']}" for message in twin.messages(state) if not _continues(message)} | {
        f"sent: {event['DetailType']}: {event['Detail']}" for event in twin.events(state)
    }
