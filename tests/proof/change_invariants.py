"""The invariants of records, after every step: no change without its record, and no record without its change."""

import json
from collections import Counter
from collections.abc import Iterator, Set
from typing import Any

from tests.proof.facts import Facts, Fields

# What a record is about: the part of its action before the period, and the learner and course, the course, or nothing.
type Subject = tuple[str, tuple[str, ...]]

_COURSE = ("slug", "title", "published", "description", "picture_url", "completion_rule", "instructors")
_SETTINGS = ("signatory_name", "signatory_title", "extra_line")
# Of templates: a repeated request stores another version with the same content.
_TEMPLATE = ("sha256", "file_name", "ink", "accent", "placement", "text_size", "signature", "printed_url")
_ISSUER = ("name", "url", "linkedin_organization_id", "logo_sha256", "primary_colour", "accent_colour")
_ENROLLMENT = ("status", "learner_name", "access_expires_at")


def a_change_has_its_record(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    recorded = {subject for subject, _ in _new(before, after)}
    for subject in sorted(_decided(before, after)):
        if subject not in recorded:
            yield f"{subject} was changed, and has no record of it"


def a_record_has_its_change(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    """And what it says that was, and is, is what was stored, and is."""
    new = _new(before, after)
    recorded = Counter(subject for subject, _ in new)
    for subject, record in new:
        old, now = _stored(before, subject), _stored(after, subject)
        if old == now:
            yield f"{subject} has the record {record}, and was not changed"
        elif recorded[subject] == 1 and _said(subject, record) != _happened(subject, old, now):
            yield f"{subject} went from {old} to {now}, and its record says {record.get('fields')}"


def a_record_never_changes(before: Facts, after: Facts, erased: Set[str]) -> Iterator[str]:
    for key, record in before.changes.items():
        if after.changes.get(key) != record and key[0] not in erased:
            yield f"the record {key} is {after.changes.get(key)}"


def _new(before: Facts, after: Facts) -> list[tuple[Subject, Fields]]:
    return [(_subject(row), row) for key, row in after.changes.items() if key not in before.changes]


def _subject(record: Fields) -> Subject:
    kind = record["action"].partition(".")[0]
    if "course_id" in record:
        return kind, (record["subject"], record["course_id"])
    return kind, () if kind == "issuer" else (record["subject"].removeprefix("course#"),)


def _decided(before: Facts, after: Facts) -> set[Subject]:
    """Find what staff, services and purchases have changed: what an order did, its ledger has."""
    found: set[Subject] = set()
    for course_id, course in after.courses.items():
        old = before.courses.get(course_id, {})
        if _values(old, _COURSE) != _values(course, _COURSE) or (
            before.published.get(course_id) != after.published[course_id]
        ):
            found.add(("course", (course_id,)))
        if _settings(before, old) != _settings(after, course):
            found.add(("certificate_settings", (course_id,)))
    if _values(before.issuer, _ISSUER) != _values(after.issuer, _ISSUER):
        found.add(("issuer", ()))
    found |= {
        ("enrollment", key)
        for key, enrollment in after.enrollments.items()
        if _is_decided(before.enrollments.get(key), enrollment)
    }
    for (user_id, course_lesson), lesson in after.progress.items():
        old = before.progress.get((user_id, course_lesson), {})
        if _values(old, ("marked_at", "undone_at")) != _values(lesson, ("marked_at", "undone_at")):
            found.add(("assignment", (user_id, course_lesson.partition("#")[0])))
    found |= {
        ("certificate", key)
        for key, certificate in after.certificates.items()
        if key in before.certificates and _is_by_hand(before.certificates[key], certificate)
    }
    return found


def _is_decided(old: Fields | None, new: Fields) -> bool:
    if old is None:
        return True
    if _values(old, ("changed_at", "learner_name")) != _values(new, ("changed_at", "learner_name")):
        return True
    # An order that is refunded may leave the enrollment to another one, with the status that it has there.
    by_order = "refunded" in {old["status"], new["status"]} or old.get("order_id") != new.get("order_id")
    return old["status"] != new["status"] and not by_order


def _is_by_hand(old: Fields, new: Fields) -> bool:
    """Whether a certificate was revoked, reinstated or reissued by the staff."""
    if old["verification_code"] != new["verification_code"]:
        return bool((old["status"], old["issued_at"]) == ("active", new["issued_at"]) and old["issued_name"] != "")
    return _count_by_hand(old) != _count_by_hand(new)


def _count_by_hand(certificate: Fields) -> tuple[int, int]:
    entries = certificate.get("revocations", ())
    revoked = sum(entry["cause"] == "by_hand" for entry in entries)
    return revoked, sum(entry.get("reinstated_by", "stripe") != "stripe" for entry in entries)


def _stored(facts: Facts, subject: Subject) -> Any:  # noqa: ANN401 - of any kind, to be compared
    """What is stored of what a record is about."""
    match subject:
        case "enrollment", (user_id, course_id):
            return facts.enrollments.get((user_id, course_id))
        case "certificate", (user_id, course_id):
            return facts.certificates.get((user_id, course_id))
        case "assignment", (user_id, course_id):
            return {key: row for key, row in facts.progress.items() if key[0] == user_id and _is_of(key, course_id)}
        case "issuer", _:
            return facts.issuer
        case _, (course_id,):
            return facts.courses.get(course_id)
    raise AssertionError(subject)


def _is_of(key: tuple[str, str], course_id: str) -> bool:
    return key[1].startswith(f"{course_id}#")


def _said(subject: Subject, record: Fields) -> dict[str, tuple[Any, Any]]:
    """What a record says of the fields that can be compared with what is stored."""
    compared = _compared(subject)
    said = {field: (old, new) for field, old, new in json.loads(record.get("fields", "[]"))}
    return {field: said[field] for field in sorted(said.keys() & set(compared))}


def _happened(subject: Subject, old: Fields | None, new: Fields | None) -> dict[str, tuple[Any, Any]]:
    nothing = {"status": "active"} if subject[0] == "enrollment" and old is None else {}
    pairs = {name: ((old or nothing).get(name), (new or {}).get(name)) for name in _compared(subject)}
    return {name: pair for name, pair in sorted(pairs.items()) if pair[0] != pair[1]}


def _compared(subject: Subject) -> tuple[str, ...]:
    match subject[0]:
        case "enrollment":
            return _ENROLLMENT
        case "issuer":
            return _ISSUER
        case "course":
            return ("slug", "title", "published")
        case "certificate":
            return ("public_id", "issued_name", "template_version")
    return ()


def _values(row: Fields, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in names)


def _settings(facts: Facts, course: Fields) -> tuple[Any, ...]:
    key = course.get("course_id", ""), course.get("certificate_template_version", 0)
    template = _values(facts.templates.get(key, {}), _TEMPLATE)
    settings = (course.get(f"certificate_{name}") for name in _SETTINGS)
    return bool(course.get("certificate_enabled")), template, *settings


CHANGE_INVARIANTS = (
    a_change_has_its_record,
    a_record_has_its_change,
    a_record_never_changes,
)
