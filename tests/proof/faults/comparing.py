"""What is stored and sent, in a form in which two runs can be compared: what may differ reads the same."""

import json
import re
from collections.abc import Iterator
from hashlib import sha256

from shared.domain.certificate import printed_code
from tests.proof.faults import stored
from tests.proof.faults.stored import Item, Tables

_DURING_DELIVERY = re.compile(r"2026-01-12T12:00:\d\d(\.\d+)?Z")
# Counters of writes: a write that is done again, harmless otherwise, counts again.
_COUNTERS = {("courses", "version"), ("orders", "version"), ("rate-limits", "requests")}
_TTL_SLACK_SECONDS = 1000

type Sent = set[tuple[str, ...]]


def compared(sent: Sent) -> str:
    """Write down everything stored and sent, a line each.

    A time of the delivery is `now`, whichever attempt it was of. Codes that were drawn are called by whose they are;
    versions of a template count from those that are left; and a PDF that is what its certificate says is called so.
    """
    tables = stored.tables()
    versions = _template_versions(tables)
    for referring, name in (("courses", "certificate_template_version"), ("course-certificates", "template_version")):
        for item in tables[referring]:
            if name in item:
                version = item[name]["N"]
                item[name]["N"] = versions.get((item["course_id"]["S"], version), version)
    for table, items in tables.items():
        for item in items:
            _simplify(table, item)
    text = "\n".join(_lines(tables, dict(_documents(versions)), sent))
    for drawn, name in _names(tables):
        text = text.replace(drawn, name)
    return "\n".join(sorted(_DURING_DELIVERY.sub("now", text).splitlines()))


def _template_versions(tables: Tables) -> dict[tuple[str, str], str]:
    """Number the versions of each course's template that are left, in the items and in what refers to them."""
    found: dict[tuple[str, str], str] = {}
    for item in sorted(tables["certificate-templates"], key=lambda item: int(item["version"]["N"])):
        course_id = item["course_id"]["S"]
        number = 1 + sum(course == course_id for course, _ in found)
        found[course_id, item["version"]["N"]] = item["version"]["N"] = f"template {number}"
    return found


def _simplify(table: str, item: Item) -> None:
    for name in [name for name in item if (table, name) in _COUNTERS]:
        del item[name]
    if "expires_at" in item:
        seconds = int(item["expires_at"]["N"]) - int(stored.DELIVERED_AT.timestamp())
        item["expires_at"]["N"] = f"in {seconds // _TTL_SLACK_SECONDS}"


def _documents(versions: dict[tuple[str, str], str]) -> Iterator[tuple[str, str]]:
    """Name each document, and the hash of its bytes."""
    for (bucket, name), (content, _) in stored.keep().objects.items():
        parts = name.split("/")
        if parts[0] == "templates":
            parts[2] = versions.get((parts[1], parts[2]), parts[2])
        yield f"{bucket} {'/'.join(parts)}", sha256(content).hexdigest()


def _names(tables: Tables) -> Iterator[tuple[str, str]]:
    """Name what was drawn for a certificate, or follows from it, by whose it is."""
    for item in tables["course-certificates"]:
        whose = f"{item['user_id']['S']} {item['course_id']['S']}"
        yield item["public_id"]["S"], f"id of {whose}"
        yield item["verification_code"]["S"], f"code of {whose}"
        yield printed_code(item["verification_code"]["S"]), f"printed code of {whose}"
        yield item["pdf_sha256"]["S"], f"PDF of {whose}"


def _lines(tables: Tables, documents: dict[str, str], sent: Sent) -> Iterator[str]:
    for table, items in tables.items():
        for item in items:
            yield f"{table}: {json.dumps(item, ensure_ascii=False, sort_keys=True)}"
    for name, content in documents.items():
        yield f"document: {name}: {content}"
    for message in sent:
        yield f"sent: {json.dumps(message, ensure_ascii=False)}"
