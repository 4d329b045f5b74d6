"""What no step may do, whoever makes it; over plain rows, table by table, before the step and after it.

Erasing a learner takes away what nothing else may: `erased` names whoever is being erased.
"""

from collections.abc import Callable, Iterator, Mapping, Set

from tests.proof.permutations.payments_invariants import wrong_with as wrong_with_payments
from tests.proof.rows import Row, Rows

type Invariant = Callable[[Rows, Rows, Set[str]], Iterator[str]]

_AS_ISSUED = (
    "public_id",
    "verification_url",
    "issued_course_title",
    "issued_at",
    "signatory_name",
    "signatory_title",
    "template_version",
    "pdf_sha256",
)
# What a code may tell, and nothing else of the learner.
_PUBLIC = {
    "register_key",
    "status",
    "issued_name",
    "issued_course_title",
    "issued_at",
    "revoked_at",
    "revoke_reason",
    "pdf_sha256",
}


def _by(rows: Rows, table: str, *names: str) -> Mapping[tuple[str, ...], Row]:
    return {tuple(row[name] for name in names): row for row in rows[table]}


def completion_is_set_once(before: Rows, after: Rows, erased: Set[str]) -> Iterator[str]:
    now = _by(after, "enrollments", "user_id", "course_id")
    for key, was in _by(before, "enrollments", "user_id", "course_id").items():
        if key not in now:
            if key[0] not in erased:
                yield f"the enrollment {key} is gone"
            continue
        for name in ("completed_at", "all_lessons_completed_at"):
            if name in was and was[name] != now[key].get(name):
                yield f"{name} of {key} was {was[name]}, and is {now[key].get(name)}"


def completion_has_its_record(_before: Rows, after: Rows, erased: Set[str]) -> Iterator[str]:
    records = _by(after, "completions", "user_id", "course_id")
    for key, enrollment in _by(after, "enrollments", "user_id", "course_id").items():
        recorded = records.get(key, {}).get("completed_at")
        if enrollment.get("completed_at") != recorded and key[0] not in erased:
            yield f"{key} completed at {enrollment.get('completed_at')}, and the record says {recorded}"


def progress_never_goes_backwards(before: Rows, after: Rows, erased: Set[str]) -> Iterator[str]:
    now = _by(after, "lesson-progress", "user_id", "course_lesson")
    for key, was in _by(before, "lesson-progress", "user_id", "course_lesson").items():
        if key[0] in erased:
            continue
        found = now.get(key, {})
        if not was.get("watched", frozenset()) <= found.get("watched", frozenset()):
            yield f"what was watched of {key} was lost"
        if was.get("position_at", "") > found.get("position_at", ""):
            yield f"the position of {key} went back"
        if "completed_at" in was and was["completed_at"] != found.get("completed_at"):
            yield f"completed_at of {key} was {was['completed_at']}, and is {found.get('completed_at')}"


def certificates_never_change(before: Rows, after: Rows, erased: Set[str]) -> Iterator[str]:
    now = _by(after, "course-certificates", "user_id", "course_id")
    for key, was in _by(before, "course-certificates", "user_id", "course_id").items():
        found = now.get(key, {})
        if was["verification_code"] != found.get("verification_code"):
            if was["verification_code"] not in found.get("earlier_codes", ()):
                yield f"the certificate of {key} was lost"
            continue
        for name in _AS_ISSUED:
            if was.get(name) != found.get(name):
                yield f"{name} of the certificate of {key} changed"
        if was["issued_name"] != found["issued_name"] and not (key[0] in erased and found["issued_name"] == ""):
            yield f"the name on the certificate of {key} changed"


def one_code_is_active(_before: Rows, after: Rows, _erased: Set[str]) -> Iterator[str]:
    codes = {row["register_key"].removeprefix("code#"): row for row in after["certificate-register"]}
    owned: set[str] = set()
    for certificate in after["course-certificates"]:
        mine = {certificate["verification_code"], *certificate.get("earlier_codes", ())}
        if sum(codes.get(code, {}).get("status") == "active" for code in mine) > 1:
            yield f"{certificate['user_id']} has two active codes of {certificate['course_id']}"
        owned |= mine
    if owned != {code for code in codes if not code.startswith("id#")}:
        yield "the register has other codes than the certificates"


def codes_never_change(before: Rows, after: Rows, erased: Set[str]) -> Iterator[str]:
    now = _by(after, "certificate-register", "register_key")
    for key, was in _by(before, "certificate-register", "register_key").items():
        found = now.get(key)
        if found is None:
            yield f"the code {key} answers no more"
            continue
        if key[0].startswith("code#") and not found.keys() <= _PUBLIC:
            yield f"the code {key} tells {sorted(found.keys() - _PUBLIC)}"
        for name in ("issued_course_title", "issued_at", "pdf_sha256"):
            if was.get(name) != found.get(name):
                yield f"{name} of the code {key} changed"
        if was.get("issued_name") != found.get("issued_name") and not (erased and found.get("issued_name") == ""):
            yield f"the name of the code {key} changed"


INVARIANTS: tuple[Invariant, ...] = (
    completion_is_set_once,
    completion_has_its_record,
    progress_never_goes_backwards,
    certificates_never_change,
    one_code_is_active,
    codes_never_change,
)


def wrong_with(before: Rows, after: Rows, erased: Set[str] = frozenset()) -> Iterator[str]:
    """Say what is wrong with a step, with the name of the invariant that it breaks."""
    for invariant in INVARIANTS:
        for wrong in invariant(before, after, erased):
            yield f"{invariant.__name__}: {wrong}"
    yield from wrong_with_payments(after)
