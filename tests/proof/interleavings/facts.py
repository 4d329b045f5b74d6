"""What is kept, as plain values by what names them, for invariants to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from tests.proof.interleavings.worlds import Kept

type Fields = Mapping[str, Any]
type LearnerAndCourse = tuple[str, str]

_READER = TypeDeserializer()


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is kept.

    Attributes:
        codes: entries of the register by code.
        ids: entries of the register by public id.
        templates: by course and version.
        events: payment events by id.
        files: all keys of all buckets, with what they hold.
    """

    courses: Mapping[str, Fields]
    enrollments: Mapping[LearnerAndCourse, Fields]
    progress: Mapping[LearnerAndCourse, Fields]
    completions: Mapping[LearnerAndCourse, Fields]
    certificates: Mapping[LearnerAndCourse, Fields]
    codes: Mapping[str, Fields]
    ids: Mapping[str, Fields]
    templates: Mapping[tuple[str, int], Fields]
    orders: Mapping[str, Fields]
    events: Mapping[str, Fields]
    files: Mapping[str, bytes]


def facts(kept: Kept) -> Facts:
    """Read what is kept."""

    def rows(entity: str) -> list[Fields]:
        return [
            {name: _READER.deserialize(value) for name, value in item.items()}
            for item in kept.of_table(f"test-{entity}")
        ]

    def by_learner(entity: str, second: str = "course_id") -> Mapping[LearnerAndCourse, Fields]:
        return {(row["user_id"], row[second]): row for row in rows(entity)}

    register = {row["register_key"]: row for row in rows("certificate-register")}
    return Facts(
        courses={row["course_id"]: row for row in rows("courses") if "slug_course_id" not in row},
        enrollments=by_learner("enrollments"),
        progress=by_learner("lesson-progress", "course_lesson"),
        completions=by_learner("completions"),
        certificates=by_learner("course-certificates"),
        codes={key.removeprefix("code#"): row for key, row in register.items() if key.startswith("code#")},
        ids={key.removeprefix("id#"): row for key, row in register.items() if key.startswith("id#")},
        templates={(row["course_id"], int(row["version"])): row for row in rows("certificate-templates")},
        orders={row["order_id"]: row for row in rows("orders")},
        events={row["event_id"]: row for row in rows("webhook-events")},
        files={key: content for files in kept.files.values() for key, content in files.items()},
    )
