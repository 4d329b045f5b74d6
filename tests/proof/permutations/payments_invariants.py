"""What must be true of orders, and of what they pay for, after every payment event; over plain rows, table by table."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.proof.rows import Row, Rows

_PUBLIC = ("status", "issued_name", "issued_course_title", "issued_at", "revoked_at", "revoke_reason", "pdf_sha256")


def _by_learner_and_course(rows: Rows, table: str) -> Mapping[tuple[str, str], Row]:
    return {(row["user_id"], row["course_id"]): row for row in rows[table]}


def taken_back(order: Row) -> bool:
    return "refunded_at" in order or "charged_back_at" in order


def nothing_is_active_without_its_money(rows: Rows) -> Iterator[str]:
    orders = {row["order_id"]: row for row in rows["orders"]}
    codes = {row["register_key"]: row for row in rows["certificate-register"]}
    for certificate in rows["course-certificates"]:
        order = orders.get(certificate.get("order_id", ""), {})
        code = codes[f"code#{certificate['verification_code']}"]
        # A dispute that was lost revokes once: an admin may take that back for good.
        by_hand = any(
            entry["cause"] == "chargeback" and entry.get("reinstated_by", "stripe") != "stripe"
            for entry in certificate.get("revocations", ())
        )
        if not taken_back(order) or (by_hand and "refunded_at" not in order):
            continue
        for what, status in (("certificate", certificate["status"]), ("code", code["status"])):
            if status == "active":
                yield f"a {what} of {certificate['order_id']} is active, and its money gone"
    for enrollment in rows["enrollments"]:
        order = orders.get(enrollment.get("order_id", ""), {})
        if enrollment["status"] == "active" and taken_back(order):
            yield f"an enrollment that {enrollment['order_id']} pays for is active, and its money gone"


def what_is_paid_for_goes_on(rows: Rows) -> Iterator[str]:
    orders = {row["order_id"]: row for row in rows["orders"]}
    for enrollment in rows["enrollments"]:
        order_ids = {enrollment.get("order_id"), *enrollment.get("further_order_ids", ())} - {None}
        paying = [order_id for order_id in order_ids if order_id in orders and not taken_back(orders[order_id])]
        if enrollment["status"] == "refunded" and paying:
            yield f"an enrollment is refunded, and {sorted(paying)} still pay for it"


def enrollments_are_in_step(rows: Rows) -> Iterator[str]:
    certificates = _by_learner_and_course(rows, "course-certificates")
    for key, enrollment in _by_learner_and_course(rows, "enrollments").items():
        expected = _expected_status(enrollment, certificates.get(key))
        if enrollment.get("certificate_status") != expected:
            yield f"the enrollment {key} says {enrollment.get('certificate_status')} of its certificate: {expected}"


def _expected_status(enrollment: Row, certificate: Row | None) -> str | None:
    if certificate is None or (certificate["status"] == "active" and not certificate["issued_name"]):
        return None
    other_pays = enrollment.get("order_id") not in {None, certificate.get("order_id")}
    if certificate["status"] == "revoked" and other_pays and enrollment["status"] != "refunded":
        return None
    status: str = certificate["status"]
    return status


def the_register_is_in_step(rows: Rows) -> Iterator[str]:
    codes = {row["register_key"]: row for row in rows["certificate-register"]}
    for certificate in rows["course-certificates"]:
        code = codes.get(f"code#{certificate['verification_code']}", {})
        for name in _PUBLIC:
            if code.get(name) != certificate.get(name):
                yield f"the register says {name} {code.get(name)}, the certificate {certificate.get(name)}"
        for earlier in certificate.get("earlier_codes", ()):
            if codes.get(f"code#{earlier}", {}).get("status") != "revoked":
                yield f"the earlier code {earlier} is not revoked"


INVARIANTS = (
    nothing_is_active_without_its_money,
    what_is_paid_for_goes_on,
    enrollments_are_in_step,
    the_register_is_in_step,
)


def wrong_with(rows: Rows) -> Iterator[str]:
    """Say what is wrong, with the name of what is broken."""
    for invariant in INVARIANTS:
        for wrong in invariant(rows):
            yield f"{invariant.__name__}: {wrong}"


def standing_causes(certificate: Mapping[str, Any]) -> tuple[str, ...]:
    """Name what a certificate is revoked for."""
    return tuple(sorted(entry["cause"] for entry in certificate.get("revocations", ()) if "reinstated_at" not in entry))
