"""The invariants after every step of any operation, numbered as the guarantees in the README.

Each invariant returns the violations of a step, from the stored data before and after it. An erasure may remove data
that no other operation may: `erased` has the learners who are being erased.
"""

import json
from collections.abc import Callable, Iterator, Sequence, Set

from tests.proof.assignment_invariants import ASSIGNMENT_INVARIANTS, is_undone, undid
from tests.proof.change_invariants import CHANGE_INVARIANTS
from tests.proof.enrollment_invariants import ENROLLMENT_INVARIANTS
from tests.proof.facts import Facts, Fields
from tests.proof.index_invariants import counts_and_entries_are_those_of_what_is_indexed
from tests.proof.order_invariants import ORDER_INVARIANTS, awaits_its_page
from tests.proof.progress_invariants import PROGRESS_INVARIANTS

type Invariant = Callable[[Facts, Facts, Set[str]], Iterator[str]]

# The only attributes that a verification may return (docs/contract.md).
_PUBLIC = {
    "register_key",
    "status",
    "issued_name",
    "issued_course_title",
    "issued_at",
    "revoked_at",
    "revoke_reason",
    "pdf_sha256",
    "time_zone",
    "issuer",
    "signatory_name",
    "signatory_title",
    "extra_line",
}
_AS_ISSUED = (
    "public_id",
    "verification_code",
    "verification_url",
    "issued_course_title",
    "issued_at",
    "name_source",
    "signatory_name",
    "signatory_title",
    "template_version",
    "pdf_sha256",
    "language",
    "time_zone",
    "issuer",
    "extra_line",
)


# 1. Completion is set once.


def completion_is_set_once(before: Facts, after: Facts, erased: Set[str]) -> Iterator[str]:
    for key, enrollment in before.enrollments.items():
        now = after.enrollments.get(key)
        for name in ("completed_at", "all_lessons_completed_at"):
            if name == "all_lessons_completed_at" and now is not None and name not in now and undid(enrollment, now):
                continue
            if now is not None and name in enrollment and now.get(name) != enrollment[name]:
                yield f"{name} of {key} was {enrollment[name]}, and is {now.get(name)}"
        if now is None and key[0] not in erased:
            yield f"the enrollment {key} is gone"
    for key, completion in before.completions.items():
        kept = after.completions.get(key)
        if key[0] not in erased and (kept is None or kept["completed_at"] != completion["completed_at"]):
            yield f"the completion record of {key} was changed"


def completion_and_its_record_are_atomic(_before: Facts, after: Facts, erased: Set[str]) -> Iterator[str]:
    for key, enrollment in after.enrollments.items():
        completed_at, recorded = enrollment.get("completed_at"), after.completions.get(key, {}).get("completed_at")
        if completed_at != recorded and key[0] not in erased:
            yield f"{key} completed at {completed_at}, and its record has {recorded}"


# 2. At most one certificate per learner and course is active, and it never changes.


def every_code_belongs_to_a_certificate(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    owners = [
        code
        for certificate in after.certificates.values()
        for code in {certificate["verification_code"], *certificate.get("earlier_codes", ())}
    ]
    if sorted(owners) != sorted(after.codes):
        yield f"the register has the codes {sorted(after.codes)}, the certificates {sorted(owners)}"
    for key, certificate in after.certificates.items():
        for code in certificate.get("earlier_codes", ()):
            if after.codes.get(code, {}).get("status") != "revoked":
                yield f"an earlier code of {key} is not revoked"
        entry = after.ids.get(certificate["public_id"], {})
        if (entry.get("user_id"), entry.get("course_id")) != key:
            yield f"the id of the certificate of {key} belongs to another certificate"


def a_certificate_never_changes(before: Facts, after: Facts, erased: Set[str]) -> Iterator[str]:
    for key, old in before.certificates.items():
        new = after.certificates.get(key, {})
        if old["verification_code"] != new.get("verification_code"):
            if old["verification_code"] not in new.get("earlier_codes", ()):
                yield f"the certificate of {key} was lost"
            continue
        yield from (
            f"{name} of the certificate of {key} changed" for name in _AS_ISSUED if old.get(name) != new.get(name)
        )
        if old.get("order_id") not in {None, new.get("order_id")}:
            yield f"the order of the certificate of {key} changed"
        blanked = key[0] in erased and new["issued_name"] == ""
        if old["issued_name"] != new["issued_name"] and not blanked:
            yield f"the name on the certificate of {key} changed"


def every_certificate_has_its_template(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for (_, course_id), certificate in after.certificates.items():
        version = int(certificate["template_version"])
        template = after.templates.get((course_id, version))
        if template is None or "retired_at" in template:
            yield f"template {version} of a certificate is not kept"
        if f"templates/{course_id}/{version}/prepared.pdf" not in after.files:
            yield f"the file of template {version} of a certificate is not kept"


def every_course_has_its_template(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for course_id, course in after.courses.items():
        version = course.get("certificate_template_version")
        if version is not None and (course_id, int(version)) not in after.templates:
            yield f"template {version} of the course {course_id} is not kept"
        if version is not None and f"templates/{course_id}/{version}/prepared.pdf" not in after.files:
            yield f"the file of template {version} of the course {course_id} is not kept"


def a_template_never_changes(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for key, new in after.templates.items():
        old = before.templates.get(key, new)
        yield from (
            f"{name} of the template {key} changed" for name in ("sha256", "uploaded_at") if old[name] != new[name]
        )


# 3. Nothing whose payment was reversed is active.


def is_reversed(order: Fields) -> bool:
    return "refunded_at" in order or "charged_back_at" in order


def nothing_is_active_without_payment(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    """Holds after every step; a line of a large order may be active until its page is done, and no longer."""
    for what, kept in (("certificate", after.certificates), ("enrollment", after.enrollments)):
        for key, entry in kept.items():
            order = after.orders.get(entry.get("order_id", ""), {})
            may_be_active = awaits_its_page(order, "#".join(key)) or _is_reinstated_after_dispute(entry, order)
            if entry["status"] == "active" and is_reversed(order) and not may_be_active:
                yield f"the {what} of {key} is active, and its order is reversed"


def no_certificate_is_issued_without_payment(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    """Not even one of a large order, for a line whose page is not done yet; but one that an admin reinstated may be."""
    for key, certificate in after.certificates.items():
        is_new = certificate["verification_code"] != before.certificates.get(key, {}).get("verification_code")
        for kept in (before, after):
            order = kept.orders.get(certificate.get("order_id", ""), {})
            if is_new and is_reversed(order) and not _is_reinstated_after_dispute(certificate, order):
                yield f"the certificate of {key} was issued, and its order is reversed"


def _is_reinstated_after_dispute(certificate: Fields, order: Fields) -> bool:
    """Whether an admin reinstated the certificate after a lost dispute, which is permanent."""
    return "refunded_at" not in order and any(
        entry["cause"] == "chargeback" and entry.get("reinstated_by", "stripe") != "stripe"
        for entry in certificate.get("revocations", ())
    )


def a_certificate_is_issued_to_an_active_enrollment(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for key, certificate in after.certificates.items():
        enrollment = after.enrollments.get(key, {})
        is_new = certificate["verification_code"] != before.certificates.get(key, {}).get("verification_code")
        may_have_one = enrollment.get("status") == "active" and "all_lessons_completed_at" in enrollment
        if is_new and not may_have_one and not (enrollment and _is_reissued(before.certificates.get(key), certificate)):
            yield f"the certificate of {key} was issued, and the enrollment is {enrollment.get('status')}"


def _is_reissued(old: Fields | None, new: Fields) -> bool:
    """Whether a certificate replaces one that was in force, whatever has become of access since."""
    return (
        old is not None
        and (old["status"], old["issued_at"]) == ("active", new["issued_at"])
        and old["issued_name"] != ""
    )


def a_paid_enrollment_is_not_refunded(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    """Holds after every step; a line of a large order that pays again may be ended until its page is done."""
    for key, enrollment in after.enrollments.items():
        further = [order["order_id"] for order in enrollment.get("further_orders", ())]
        orders = [after.orders[name] for name in (enrollment.get("order_id"), *further) if name in after.orders]
        paying = [
            order["order_id"]
            for order in orders
            if not is_reversed(order) and not awaits_its_page(order, "#".join(key))
        ]
        if enrollment["status"] == "refunded" and paying:
            yield f"the enrollment {key} is refunded, and {paying} still pay for it"


def an_enrollment_has_its_certificate_status(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for key, enrollment in after.enrollments.items():
        known, expected = (
            enrollment.get("certificate_status"),
            _expected_status(enrollment, after.certificates.get(key)),
        )
        if known != expected:
            yield f"the certificate of {key} should be {expected} in its enrollment, which has {known}"


def _expected_status(enrollment: Fields, certificate: Fields | None) -> str | None:
    """After payment by a new order or erasure of the name, a new certificate may be issued."""
    if certificate is None or (certificate["status"] == "active" and not certificate["issued_name"]):
        return None
    other_pays = enrollment.get("order_id") not in {None, certificate.get("order_id")}
    if certificate["status"] == "revoked" and other_pays and enrollment["status"] != "refunded":
        return None
    status: str = certificate["status"]
    return status


def a_refund_happens_once(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for order_id, order in before.orders.items():
        then, now = order.get("refunded_at"), after.orders.get(order_id, {}).get("refunded_at")
        if then is not None and now is not None and then != now:
            yield f"the order {order_id} was refunded at {then}, and again at {now}"


def an_event_is_recorded_once(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for event_id, event in before.events.items():
        if after.events.get(event_id) != event:
            yield f"the event {event_id} was noted again"


# 4. Progress never goes backwards.


def progress_never_goes_backwards(before: Facts, after: Facts, erased: Set[str]) -> Iterator[str]:
    for key, old in before.progress.items():
        new = after.progress.get(key)
        if new is None:
            if key[0] not in erased:
                yield f"the progress {key} is gone"
            continue
        if not set(old.get("watched", ())) <= set(new.get("watched", ())):
            yield f"something watched of {key} is lost"
        if "completed_at" in old and new.get("completed_at") != old["completed_at"] and not is_undone(old, new):
            yield f"{key} was completed at {old['completed_at']}, and is at {new.get('completed_at')}"
        if old.get("position_at", "") > new.get("position_at", ""):
            yield f"the position of {key} went back"


def a_summary_never_goes_backwards(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for key, old in before.enrollments.items():
        new = after.enrollments.get(key)
        if new is not None and _summary(new) < _summary(old) and not undid(old, new):
            yield f"the summary of {key} went from {_summary(old)} to {_summary(new)}"


def _summary(enrollment: Fields) -> tuple[int, int]:
    return int(enrollment.get("summary_version", 0)), int(enrollment.get("completed_lessons", 0))


# 5. A verification returns the state of the certificate, and nothing else.


def a_code_agrees_with_its_certificate(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    for code, entry in after.codes.items():
        if not entry.keys() <= _PUBLIC:
            yield f"the code {code} has the attributes {sorted(entry.keys() - _PUBLIC)}"
        revoked = "revoked_at" in entry and "revoke_reason" in entry
        if (entry["status"], revoked) not in {("active", False), ("revoked", True)}:
            yield f"the code {code} is {entry['status']}, {'with' if revoked else 'without'} date and reason"
    for key, certificate in after.certificates.items():
        entry = after.codes.get(certificate["verification_code"], {})
        for name in sorted(_PUBLIC - {"register_key"}):
            if entry.get(name) != certificate.get(name):
                yield f"{name} of the certificate of {key} is {certificate.get(name)}, its code has {entry.get(name)}"


def a_revocation_never_changes(before: Facts, after: Facts, erased: Set[str]) -> Iterator[str]:
    for code, old in before.codes.items():
        new = after.codes.get(code)
        if new is None:
            yield f"the code {code} answers no more"
            continue
        fields = sorted(_PUBLIC - {"register_key", "status", "issued_name", "revoked_at", "revoke_reason"})
        if old["status"] == new["status"] == "revoked" and not _was_reversed(old, code, after):
            fields += ["revoked_at", "revoke_reason"]
        yield from (f"{name} of the code {code} changed" for name in fields if old.get(name) != new.get(name))
        if old["issued_name"] != new["issued_name"] and not (erased and new["issued_name"] == ""):
            yield f"the name of the code {code} changed"


def _was_reversed(shown: Fields, code: str, after: Facts) -> bool:
    """Whether the revocation that a code showed was reversed, so that it shows the next active one."""
    return any(
        entry["revoked_at"] == shown["revoked_at"] and "reinstated_at" in entry
        for certificate in after.certificates.values()
        if certificate["verification_code"] == code
        for entry in certificate.get("revocations", ())
    )


# 6. Nobody reaches what is not theirs.


def instructors_are_those_of_their_courses(_before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    wanted = {
        (user_id, course_id): course["slug"]
        for course_id, course in after.courses.items()
        for user_id in json.loads(course.get("instructors", "[]"))
    }
    if dict(after.instructors) != wanted:
        yield f"the instructors are {dict(after.instructors)}, and those of the courses are {wanted}"


INVARIANTS: tuple[Invariant, ...] = (
    completion_is_set_once,
    completion_and_its_record_are_atomic,
    every_code_belongs_to_a_certificate,
    a_certificate_never_changes,
    every_certificate_has_its_template,
    every_course_has_its_template,
    a_template_never_changes,
    nothing_is_active_without_payment,
    no_certificate_is_issued_without_payment,
    a_certificate_is_issued_to_an_active_enrollment,
    a_paid_enrollment_is_not_refunded,
    an_enrollment_has_its_certificate_status,
    a_refund_happens_once,
    *ORDER_INVARIANTS,
    an_event_is_recorded_once,
    progress_never_goes_backwards,
    a_summary_never_goes_backwards,
    *PROGRESS_INVARIANTS,
    *ENROLLMENT_INVARIANTS,
    *ASSIGNMENT_INVARIANTS,
    a_code_agrees_with_its_certificate,
    a_revocation_never_changes,
    counts_and_entries_are_those_of_what_is_indexed,
    instructors_are_those_of_their_courses,
    *CHANGE_INVARIANTS,
)


def completion_needs_access(before: Facts, after: Facts, _erased: Set[str]) -> Iterator[str]:
    """Holds if no stream record causes the check: such a check counts what was reached while there was access."""
    for key, enrollment in after.enrollments.items():
        is_new = "completed_at" in enrollment and "completed_at" not in before.enrollments.get(key, {})
        ended = enrollment["status"] != "active" or "access_expires_at" in enrollment
        if is_new and ended:
            yield f"{key} was completed without access"


def violations_of(
    before: Facts, after: Facts, erased: Set[str] = frozenset(), held: Sequence[Invariant] = INVARIANTS
) -> Iterator[str]:
    """Yield the violations of a step, each with the name of the invariant.

    Args:
        before: what was stored before the step.
        after: what is stored after it.
        erased: learners who are being erased.
        held: the invariants to check.
    """
    for invariant in held:
        for wrong in invariant(before, after, erased):
            yield f"{invariant.__name__}: {wrong}"
