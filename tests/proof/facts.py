"""The stored data as plain values by key, which invariants read."""

import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from shared.aws.connection import client
from tests.proof import rows
from tests.proof.fake_aws import BUCKETS
from tests.proof.rows import Row, Rows
from tests.support import twin
from tests.support.aws import items

type Fields = Row
type LearnerAndCourse = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """The stored data.

    Attributes:
        published: the ids of the published lessons of each course.
        codes: entries of the register by code.
        ids: entries of the register by public id.
        templates: by course and version.
        orders: orders, and payments without one, by id.
        links: the order of each other id that belongs to one, or another id of it.
        lines: the lines of each order, as `user_id#course_id`.
        unclaimed: purchases whose learner is not known: e-mail address, and order.
        waiting: what is found of enrollments that wait: e-mail address, and course.
        pending: enrollments that wait, by course and e-mail address.
        imports: imports of files of learners by id.
        events: payment events by id.
        files: the contents of all objects, by key.
        index: the items of the index of learners.
        instructors: the slug of the course, by instructor and course.
        issuer: the organisation that issues certificates; empty for none.
        changes: records of changes, by subject and position.
    """

    courses: Mapping[str, Fields]
    published: Mapping[str, Set[str]]
    enrollments: Mapping[LearnerAndCourse, Fields]
    progress: Mapping[LearnerAndCourse, Fields]
    completions: Mapping[LearnerAndCourse, Fields]
    certificates: Mapping[LearnerAndCourse, Fields]
    codes: Mapping[str, Fields]
    ids: Mapping[str, Fields]
    templates: Mapping[tuple[str, int], Fields]
    orders: Mapping[str, Fields]
    links: Mapping[str, str]
    lines: Mapping[str, Set[str]]
    unclaimed: Set[tuple[str, str]]
    waiting: Set[tuple[str, str]]
    pending: Mapping[tuple[str, str], Fields]
    imports: Mapping[str, Fields]
    profiles: Mapping[str, Fields]
    events: Mapping[str, Fields]
    files: Mapping[str, bytes]
    index: Sequence[Fields]
    instructors: Mapping[LearnerAndCourse, str]
    issuer: Fields
    changes: Mapping[tuple[str, str], Fields]


def facts(kept: Rows, files: Mapping[str, bytes]) -> Facts:
    """Group the stored data: rows by table, and files by key."""

    def by_learner(entity: str, second: str = "course_id") -> Mapping[LearnerAndCourse, Fields]:
        return {(row["user_id"], row[second]): row for row in kept[entity]}

    found_by_email = [(row["email"], row["order_id"]) for row in kept["unclaimed-purchases"]]
    register = {row["register_key"]: row for row in kept["certificate-register"]}
    courses = {row["course_id"]: row for row in kept["courses"] if "#" not in row["course_id"]}
    parts = {row["course_id"]: row["lessons_part"] for row in kept["courses"] if "lessons_part" in row}
    return Facts(
        courses=courses,
        published={course_id: _published(row, parts) for course_id, row in courses.items()},
        enrollments=by_learner("enrollments"),
        progress=by_learner("lesson-progress", "course_lesson"),
        completions=by_learner("completions"),
        certificates=by_learner("course-certificates"),
        codes={key.removeprefix("code#"): row for key, row in register.items() if key.startswith("code#")},
        ids={key.removeprefix("id#"): row for key, row in register.items() if key.startswith("id#")},
        templates={(row["course_id"], row["version"]): row for row in kept["certificate-templates"]},
        orders={row["order_id"]: row for row in rows.orders(kept)},
        links={row["order_id"]: row["joined_to"] for row in kept["orders"] if "joined_to" in row},
        lines=_lines(kept),
        unclaimed={key for key in found_by_email if not key[1].startswith("course#")},
        waiting={(email, key.removeprefix("course#")) for email, key in found_by_email if key.startswith("course#")},
        pending={(row["course_id"], row["email"]): row for row in kept["pending-enrollments"]},
        imports={row["import_id"]: row for row in kept["enrollment-imports"]},
        profiles={row["user_id"]: row for row in kept["profiles"]},
        events={row["event_id"]: row for row in kept["webhook-events"]},
        files=files,
        index=kept["learner-index"],
        instructors={(row["user_id"], row["course_id"]): row["slug"] for row in kept["instructors"]},
        issuer=next(iter(kept["settings"]), {}),
        changes={(row["subject"], row["position"]): row for row in kept["changes"]},
    )


def _published(course: Fields, parts: Mapping[str, bytes]) -> Set[str]:
    """Read the lessons from items of their own, or, of early courses, from the course itself."""
    if "lessons" in course:
        return _published_of(course["lessons"])
    keys = [
        f"lessons#{course['course_id']}#{course['lessons_sha256']}#{part}" for part in range(course["lessons_parts"])
    ]
    return _published_of(zlib.decompress(b"".join(bytes(parts[key]) for key in keys)).decode())


@lru_cache
def _published_of(lessons: str) -> Set[str]:
    return frozenset(lesson["lesson_id"] for lesson in json.loads(lessons) if lesson["published"])


def _lines(kept: Rows) -> Mapping[str, Set[str]]:
    """The lines of each order: items of their own, and, of early orders, members of a set in the order."""
    lines: defaultdict[str, set[str]] = defaultdict(set)
    for row in kept["orders"]:
        lines[row["order_id"]] |= set(row.get("lines", ()))
    for row in kept["order-lines"]:
        lines[row["order_id"]].add(row["line"])
    return {order_id: found for order_id, found in lines.items() if found}


def of_twin(state: twin.State) -> Facts:
    """Read the data in a state of the twin."""
    files = {key: file for bucket in BUCKETS for key, file in twin.objects(state, bucket).items()}
    return facts(rows.of_twin(state), files)


def of_moto() -> Facts:
    """Read the data in moto."""
    s3 = client("s3")
    listed = [(bucket, s3.list_objects_v2(Bucket=bucket).get("Contents", ())) for bucket in BUCKETS]
    files = {
        file["Key"]: s3.get_object(Bucket=bucket, Key=file["Key"])["Body"].read()
        for bucket, found in listed
        for file in found
    }
    return facts(rows.of_wire({table: items(table) for table in rows.TABLES}), files)
