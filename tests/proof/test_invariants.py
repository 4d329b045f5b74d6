"""Every invariant can fail: each test corrupts one value of the data after a certificate was issued."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

import pytest

from tests.proof.facts import Facts, Fields, of_twin
from tests.proof.interleavings import initial_states
from tests.proof.interleavings.initial_states import ANNAS_KEY, ORDER_ID
from tests.proof.interleavings.model_checker import initial_state
from tests.proof.interleavings.scenarios import SCENARIOS
from tests.proof.invariants import INVARIANTS, violations_of
from tests.support.steps import COURSE_ID

LESSON = ("anna", f"{COURSE_ID}#flour")
LINE = "#".join(ANNAS_KEY)
EMAIL = "payer@example.com"
LATER = "2026-03-02T13:00:00.000000Z"


@pytest.fixture(scope="module")
def certified() -> Facts:
    return of_twin(initial_state(replace(SCENARIOS[0], start=initial_states.certified)))


def changed[Key](entries: Mapping[Key, Fields], key: Key, **fields: Any) -> Mapping[Key, Fields]:  # noqa: ANN401
    """Entries with changed fields in one of them; None removes a field."""
    entry = {**entries[key], **fields}
    return {**entries, key: {name: value for name, value in entry.items() if value is not None}}


def without[Key](entries: Mapping[Key, Any], key: Key) -> Mapping[Key, Any]:
    return {name: entry for name, entry in entries.items() if name != key}


def code(kept: Facts) -> str:
    (found,) = kept.codes
    return found


def enrollment(**fields: Any) -> Callable[[Facts], Facts]:  # noqa: ANN401
    return lambda kept: replace(kept, enrollments=changed(kept.enrollments, ANNAS_KEY, **fields))


def certificate(**fields: Any) -> Callable[[Facts], Facts]:  # noqa: ANN401
    return lambda kept: replace(kept, certificates=changed(kept.certificates, ANNAS_KEY, **fields))


def entry(**fields: Any) -> Callable[[Facts], Facts]:  # noqa: ANN401
    return lambda kept: replace(kept, codes=changed(kept.codes, code(kept), **fields))


def order(**fields: Any) -> Callable[[Facts], Facts]:  # noqa: ANN401
    return lambda kept: replace(kept, orders=changed(kept.orders, ORDER_ID, **fields))


def progress(**fields: Any) -> Callable[[Facts], Facts]:  # noqa: ANN401
    return lambda kept: replace(kept, progress=changed(kept.progress, LESSON, **fields))


def template(**fields: Any) -> Callable[[Facts], Facts]:  # noqa: ANN401
    return lambda kept: replace(kept, templates=changed(kept.templates, (COURSE_ID, 1), **fields))


def lines(*of_order: str) -> Callable[[Facts], Facts]:
    return lambda kept: replace(kept, lines={ORDER_ID: frozenset(of_order)})


def links(**others: str) -> Callable[[Facts], Facts]:
    return lambda kept: replace(kept, links=others)


def both(*changes: Callable[[Facts], Facts]) -> Callable[[Facts], Facts]:
    return lambda kept: reduce(lambda facts, change: change(facts), changes, kept)


def indexed(*rows: Fields) -> Callable[[Facts], Facts]:
    return lambda kept: replace(kept, index=rows)


def no_template(kept: Facts) -> Facts:
    return replace(kept, templates={})


def no_files(kept: Facts) -> Facts:
    return replace(kept, files={})


def course(**fields: Any) -> Callable[[Facts], Facts]:  # noqa: ANN401
    return lambda kept: replace(kept, courses=changed(kept.courses, COURSE_ID, **fields))


def instructors(slug: str) -> Callable[[Facts], Facts]:
    return lambda kept: replace(kept, instructors={("ines", COURSE_ID): slug})


def waiting(version: int, **more: Any) -> Callable[[Facts], Facts]:  # noqa: ANN401
    """An enrollment waits for an address."""
    row = {"version": version, **more}
    return lambda kept: replace(kept, pending={(COURSE_ID, EMAIL): row}, waiting={(EMAIL, COURSE_ID)})


def recorded(
    action: str = "enrollment.cancelled", *fields: list[Any], subject: str = "anna"
) -> Callable[[Facts], Facts]:
    """A record of a change of Anna's enrollment, or of something else."""
    row = {"subject": subject, "position": "now#id", "action": action, "fields": json.dumps(fields)}
    row |= {"course_id": COURSE_ID} if subject == "anna" else {}
    return lambda kept: replace(kept, changes={**kept.changes, (subject, "now#id"): row})


def issuer(**fields: Any) -> Callable[[Facts], Facts]:  # noqa: ANN401
    return lambda kept: replace(kept, issuer=fields)


CANCELLED = ["status", "active", "cancelled"]
BY_HAND = ({"cause": "by_hand"},)

VIOLATIONS: list[tuple[str, Callable[[Facts], Facts]]] = [
    ("a_change_has_its_record", enrollment(status="cancelled")),
    ("a_change_has_its_record", enrollment(learner_name="Ben")),
    ("a_change_has_its_record", enrollment(changed_at=LATER)),
    ("a_change_has_its_record", course(title="Rye bread")),
    ("a_change_has_its_record", course(completion_rule="{}")),
    ("a_change_has_its_record", lambda kept: replace(kept, published={COURSE_ID: frozenset()})),
    ("a_change_has_its_record", course(certificate_enabled=False)),
    ("a_change_has_its_record", template(sha256="another")),
    ("a_change_has_its_record", issuer(name="Hearth School")),
    ("a_change_has_its_record", progress(marked_at=LATER)),
    ("a_change_has_its_record", progress(undone_at=LATER)),
    ("a_change_has_its_record", certificate(revocations=BY_HAND)),
    ("a_change_has_its_record", certificate(revocations=({"cause": "refund", "reinstated_by": "root"},))),
    ("a_change_has_its_record", certificate(verification_code="X", earlier_codes=("Y",))),
    ("a_change_has_its_record", both(enrollment(status="cancelled"), recorded(subject="ben"))),
    ("a_record_has_its_change", recorded()),
    ("a_record_has_its_change", recorded("course.changed", subject=f"course#{COURSE_ID}")),
    ("a_record_has_its_change", recorded("issuer.changed", subject="settings#issuer")),
    ("a_record_has_its_change", recorded("assignment.marked")),
    ("a_record_has_its_change", recorded("certificate.revoked")),
    ("a_record_has_its_change", both(enrollment(status="cancelled"), recorded())),
    (
        "a_record_has_its_change",
        both(enrollment(status="cancelled"), recorded("enrollment.cancelled", ["status", "active", "refunded"])),
    ),
    (
        "a_record_has_its_change",
        both(enrollment(changed_at=LATER), recorded("enrollment.cancelled", CANCELLED)),
    ),
    ("instructors_are_those_of_their_courses", course(instructors='["ines"]')),
    ("instructors_are_those_of_their_courses", instructors("sourdough-bread")),
    ("instructors_are_those_of_their_courses", both(course(instructors='["ines"]'), instructors("old-slug"))),
    ("what_waits_is_found_by_its_address", lambda kept: replace(kept, waiting={(EMAIL, COURSE_ID)})),
    ("what_waits_is_found_by_its_address", both(waiting(1), lambda kept: replace(kept, waiting=frozenset()))),
    ("an_imported_completion_says_so", enrollment(completion_source="imported")),
    (
        "an_imported_completion_says_so",
        lambda kept: replace(kept, completions=changed(kept.completions, ANNAS_KEY, source="imported")),
    ),
    ("an_imported_completion_says_so", enrollment(completion_source="imported", all_lessons_completed_at=None)),
    ("a_change_by_the_staff_has_a_name", enrollment(changed_at=LATER)),
    ("a_change_by_the_staff_has_a_name", enrollment(changed_by="ines")),
    ("completion_is_set_once", enrollment(completed_at=LATER)),
    ("completion_is_set_once", enrollment(completed_at=None)),
    ("completion_is_set_once", enrollment(all_lessons_completed_at=LATER)),
    ("completion_is_set_once", lambda kept: replace(kept, enrollments={})),
    ("completion_is_set_once", lambda kept: replace(kept, completions={})),
    ("completion_and_its_record_are_atomic", lambda kept: replace(kept, completions={})),
    ("completion_and_its_record_are_atomic", enrollment(completed_at=None)),
    (
        "every_code_belongs_to_a_certificate",
        lambda kept: replace(kept, codes={**kept.codes, "X": kept.codes[code(kept)]}),
    ),
    ("every_code_belongs_to_a_certificate", lambda kept: replace(kept, ids={})),
    ("every_code_belongs_to_a_certificate", lambda kept: replace(kept, certificates={})),
    (
        "every_code_belongs_to_a_certificate",
        lambda kept: certificate(verification_code="X", earlier_codes={code(kept)})(kept),
    ),
    ("a_certificate_never_changes", certificate(issued_name="Anna")),
    ("a_certificate_never_changes", certificate(issued_course_title="Rye bread")),
    ("a_certificate_never_changes", certificate(issued_at=LATER)),
    ("a_certificate_never_changes", certificate(verification_code="X")),
    ("a_certificate_never_changes", certificate(template_version=2)),
    ("a_certificate_never_changes", lambda kept: replace(kept, certificates={})),
    ("every_certificate_has_its_template", no_template),
    ("every_certificate_has_its_template", no_files),
    ("every_certificate_has_its_template", template(retired_at=LATER)),
    ("every_course_has_its_template", no_template),
    ("every_course_has_its_template", no_files),
    ("a_template_never_changes", template(uploaded_at=LATER)),
    ("nothing_is_active_without_payment", order(refunded_at=LATER)),
    (
        "nothing_is_active_without_payment",
        lambda kept: order(refunded_at=LATER)(enrollment(status="refunded")(kept)),
    ),
    (
        "nothing_is_active_without_payment",
        lambda kept: order(refunded_at=LATER)(certificate(status="revoked")(kept)),
    ),
    ("nothing_is_active_without_payment", order(charged_back_at=LATER)),
    ("a_paid_enrollment_is_not_refunded", enrollment(status="refunded")),
    (
        "a_paid_enrollment_is_not_refunded",
        enrollment(status="refunded", order_id="other", further_orders=({"order_id": ORDER_ID},)),
    ),
    ("a_certificate_never_changes", certificate(order_id="other")),
    ("an_enrollment_has_its_certificate_status", enrollment(certificate_status=None)),
    ("an_enrollment_has_its_certificate_status", enrollment(certificate_status="revoked")),
    ("an_enrollment_has_its_certificate_status", certificate(status="revoked")),
    (
        "nothing_is_active_without_payment",
        order(refunded_at=LATER, pending_version=2, pending_after=LINE),
    ),
    (
        "a_paid_enrollment_is_not_refunded",
        both(enrollment(status="refunded"), order(pending_version=2, pending_after=LINE)),
    ),
    ("every_enrollment_is_a_line_of_its_orders", lines()),
    ("every_enrollment_is_a_line_of_its_orders", enrollment(further_orders=({"order_id": "other"},))),
    ("every_enrollment_is_a_line_of_its_orders", both(certificate(order_id="other"), links(other=ORDER_ID))),
    ("pending_work_is_of_lines", both(order(pending_version=1), lambda kept: replace(kept, lines={}))),
    ("pending_work_is_of_lines", order(pending_version=1_000)),
    ("pending_work_is_of_lines", order(pending_after=LINE)),
    ("every_id_leads_to_an_order", links(pi_1="order-2")),
    ("every_id_leads_to_an_order", links(pi_1="pi_2", pi_2="pi_1")),
    ("a_payment_without_an_order_has_no_lines", order(unlinked="payment")),
    ("a_payment_without_an_order_has_no_lines", lambda kept: replace(kept, lines={"pi_1": {LINE}})),
    ("an_unclaimed_purchase_is_found_by_its_address", order(unclaimed={"email": "anna@example.com"})),
    (
        "an_unclaimed_purchase_is_found_by_its_address",
        lambda kept: replace(kept, unclaimed={("anna@example.com", ORDER_ID)}),
    ),
    ("progress_never_goes_backwards", lambda kept: replace(kept, progress=without(kept.progress, LESSON))),
    ("progress_never_goes_backwards", progress(completed_at=LATER)),
    ("progress_never_goes_backwards", progress(completed_at=None)),
    ("an_undo_is_atomic", progress(completed_at=None, undone_at=LATER)),
    ("no_certificate_lacks_an_undone_assignment", progress(completed_at=None, undone_at=LATER)),
    ("a_mark_needs_access", both(progress(marked_at=LATER), enrollment(status="cancelled"))),
    ("a_summary_never_goes_backwards", enrollment(completed_lessons=1)),
    ("a_summary_never_goes_backwards", enrollment(summary_version=1, completed_lessons=9)),
    ("a_code_agrees_with_its_certificate", entry(user_id="anna")),
    ("a_code_agrees_with_its_certificate", entry(status="revoked")),
    ("a_code_agrees_with_its_certificate", entry(status="revoked", revoked_at=LATER, revoke_reason="refunded")),
    ("a_code_agrees_with_its_certificate", certificate(status="revoked", revoked_at=LATER, revoke_reason="refunded")),
    ("a_code_agrees_with_its_certificate", entry(issued_name="Ben")),
    ("a_revocation_never_changes", entry(issued_name="Ben")),
    ("a_revocation_never_changes", entry(issued_at=LATER)),
    ("a_revocation_never_changes", lambda kept: replace(kept, codes={})),
    ("an_uncounted_lesson_is_pending", enrollment(completed_lessons=1)),
    ("only_a_checked_enrollment_needs_no_check", both(progress(settled="all"), enrollment(is_tracked=None))),
    (
        "counts_and_entries_are_those_of_what_is_indexed",
        indexed({"partition_key": f"course#{COURSE_ID}", "sort_key": "anna#anna", "initial": "a", "words": "anna"}),
    ),
    (
        "counts_and_entries_are_those_of_what_is_indexed",
        indexed({"partition_key": f"counts#{COURSE_ID}", "sort_key": "0", "enrolled": 1}),
    ),
]

PAYMENT = {"payment_id": "pi_1", "charge_ids": ("ch_1",)}
RECORDED = {"evt_1": {"outcome": "refunded"}}
# Violations that need an earlier change: that change, and then the violation.
LATER_VIOLATIONS: list[tuple[str, Callable[[Facts], Facts], Callable[[Facts], Facts]]] = [
    ("a_record_never_changes", recorded(), lambda kept: kept),
    ("a_record_never_changes", recorded(), recorded("enrollment.reinstated")),
    ("a_change_has_its_record", lambda kept: replace(kept, enrollments={}), lambda kept: kept),
    (
        "an_event_is_recorded_once",
        lambda kept: replace(kept, events=RECORDED),
        lambda kept: replace(kept, events=changed(RECORDED, "evt_1", outcome="unchanged")),
    ),
    (
        "no_certificate_is_issued_without_payment",
        lambda kept: replace(order(refunded_at=LATER, pending_version=2)(kept), certificates={}),
        order(refunded_at=LATER, pending_version=2),
    ),
    (
        "no_certificate_is_issued_without_payment",
        certificate(verification_code="earlier"),
        order(charged_back_at=LATER, pending_version=2),
    ),
    (
        "a_certificate_is_issued_to_an_active_enrollment",
        lambda kept: replace(kept, certificates={}),
        enrollment(status="cancelled"),
    ),
    (
        "a_certificate_is_issued_to_an_active_enrollment",
        lambda kept: replace(kept, certificates={}),
        enrollment(all_lessons_completed_at=None),
    ),
    ("a_completed_lesson_leads_to_a_check", progress(completed_at=None), progress(settled="all")),
    ("an_order_keeps_its_lines", lines(LINE, "ben#course-1"), lines(LINE)),
    ("an_order_keeps_its_lines", lines(LINE), lambda kept: replace(kept, lines={})),
    ("pending_work_never_goes_backwards", order(version=3, pending_version=3), order(version=4, pending_version=2)),
    ("pending_work_never_goes_backwards", order(version=3), order(version=4, pending_version=3)),
    (
        "pending_work_never_goes_backwards",
        order(pending_version=2, pending_after=LINE),
        order(pending_version=2),
    ),
    ("an_id_never_changes_its_order", links(pi_1=ORDER_ID), links(pi_1="order-2")),
    ("an_id_never_changes_its_order", links(pi_1=ORDER_ID), links()),
    ("an_id_never_changes_its_order", order(), lambda kept: replace(kept, orders={})),
    ("no_payment_is_lost", order(payments=(PAYMENT,)), order(payments=({"payment_id": "pi_1"},))),
    ("no_payment_is_lost", order(invoices=({"invoice_id": "in_1", "amount": 4900},)), order()),
    ("no_payment_is_lost", order(history=({"event_id": "evt_1"},)), order(history=())),
    ("a_refund_happens_once", order(refunded_at=LATER), order(refunded_at="2026-03-02T14:00:00.000000Z")),
    ("progress_never_goes_backwards", progress(watched={1, 2}), progress(watched={2})),
    ("progress_never_goes_backwards", progress(position_at=LATER), progress(position_at="2026-03-02T12:30:00.000000Z")),
    ("a_change_by_the_staff_has_a_name", enrollment(enrolled_by="ines"), enrollment(enrolled_by="ingrid")),
    ("a_change_by_the_staff_has_a_name", enrollment(enrolled_by="ines"), enrollment()),
    ("what_waited_was_claimed_or_cancelled", waiting(2), waiting(1)),
    ("what_waited_was_claimed_or_cancelled", waiting(2), waiting(4)),
    (
        "a_revocation_never_changes",
        entry(status="revoked", revoked_at=LATER, revoke_reason="refunded"),
        entry(status="revoked", revoked_at=LATER, revoke_reason="chargeback"),
    ),
]


def invariants_of(wrong: Iterator[str]) -> set[str]:
    return {what.partition(":")[0] for what in wrong}


def test_unchanged_data_violates_no_invariant(certified: Facts) -> None:
    assert list(violations_of(certified, certified)) == []


@pytest.mark.parametrize(("invariant", "broken"), VIOLATIONS)
def test_a_violation_is_detected(certified: Facts, invariant: str, broken: Callable[[Facts], Facts]) -> None:
    assert invariant in invariants_of(violations_of(certified, broken(certified)))


@pytest.mark.parametrize(("invariant", "then", "broken"), LATER_VIOLATIONS)
def test_a_violation_after_another_change_is_detected(
    certified: Facts, invariant: str, then: Callable[[Facts], Facts], broken: Callable[[Facts], Facts]
) -> None:
    assert invariant in invariants_of(violations_of(then(certified), broken(certified)))


@pytest.mark.parametrize("after", [None, "anna#another-course"])
def test_a_line_of_a_large_order_may_be_active_until_its_page_is_done(certified: Facts, after: str | None) -> None:
    refunded = order(refunded_at=LATER, version=9, pending_version=9, pending_after=after)(certified)
    assert list(violations_of(certified, refunded)) == []


def test_a_line_of_a_large_order_that_pays_again_may_be_ended_until_its_page_is_done(certified: Facts) -> None:
    restored = both(enrollment(status="refunded"), order(version=9, pending_version=9))(certified)
    assert list(violations_of(certified, restored)) == []


def test_a_payment_may_become_one_of_an_order(certified: Facts) -> None:
    unlinked = {"pi_1": {"order_id": "pi_1", "unlinked": "payment", "payments": (PAYMENT,), "version": 1}}
    before = replace(certified, orders={**certified.orders, **unlinked})
    joined = both(order(payments=(PAYMENT,)), links(pi_1=ORDER_ID))(certified)
    assert list(violations_of(before, joined)) == []


def test_a_change_with_its_record_violates_nothing(certified: Facts) -> None:
    changes = both(enrollment(status="cancelled"), recorded("enrollment.cancelled", CANCELLED))
    assert list(violations_of(certified, changes(certified))) == []


def test_every_invariant_is_violated_by_a_test() -> None:
    assert {name for name, *_ in (*VIOLATIONS, *LATER_VIOLATIONS)} == {invariant.__name__ for invariant in INVARIANTS}


@pytest.mark.parametrize("invariant", [invariant.__name__ for invariant in INVARIANTS])
def test_an_erasure_violates_no_invariant(certified: Facts, invariant: str) -> None:
    blank = certificate(issued_name="")(entry(issued_name="")(certified))
    erased = replace(blank, enrollments={}, progress={}, completions={})
    assert invariant not in invariants_of(violations_of(certified, erased, {"anna"}))
