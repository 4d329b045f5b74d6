"""The orders that pay for an enrollment decide its status and that of its certificate."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest

from shared.domain.certificate import Certificate, CertificateStatus, Revocation, RevocationCause
from shared.domain.enrollment import Enrollment, EnrollmentStatus, FurtherOrder
from shared.domain.entitlement import (
    add_order,
    certificate_status_of,
    end_access,
    link_to_order,
    select_paying_order,
    sync_with_order,
)
from shared.domain.ids import CourseId, OrderId, SubscriptionId, UserId
from shared.domain.order import Order
from tests.unit.domain.examples import NOW
from tests.unit.domain.payment_examples import purchase

FIRST = Order(order_id=OrderId("first"), purchased_at=NOW)
SECOND = Order(order_id=OrderId("second"), created_at=NOW + timedelta(days=1))
BOUGHT = purchase("course")
UNDATED = Order(order_id=OrderId("undated"))
ENROLLED = Enrollment(
    user_id=UserId("anna"),
    course_id=CourseId("course"),
    status=EnrollmentStatus.ACTIVE,
    order_id=FIRST.order_id,
)
CERTIFICATE = Certificate(
    user_id=UserId("anna"),
    course_id=CourseId("course"),
    public_id="public",
    verification_code="0" * 20,
    verification_url="https://laurel.example/",
    issued_name="Anna",
    issued_course_title="Course",
    issued_at=NOW,
    signatory_name=None,
    signatory_title=None,
    template_version=1,
    order_id=FIRST.order_id,
    subscription_id=None,
    pdf_sha256="0" * 64,
)


def refunded(order: Order) -> Order:
    return replace(order, refunded_at=NOW)


def charged_back(order: Order) -> Order:
    return replace(order, charged_back_at=NOW)


def revocation_by_admin(reason: str = "Copied") -> Revocation:
    return Revocation(cause=RevocationCause.BY_HAND, reason=reason, revoked_at=NOW, revoked_by="admin")


@pytest.mark.parametrize("reverse", [refunded, charged_back])
def test_an_enrollment_ends_with_its_only_order_and_is_restored_with_it(reverse: Callable[[Order], Order]) -> None:
    ended = select_paying_order(ENROLLED, [reverse(FIRST)])
    assert (ended.status, ended.status_before_refund) == (EnrollmentStatus.REFUNDED, EnrollmentStatus.ACTIVE)
    assert select_paying_order(ended, [reverse(FIRST)]) == ended
    assert select_paying_order(ended, [FIRST]) == ENROLLED


def test_a_cancelled_enrollment_is_restored_as_cancelled() -> None:
    cancelled = replace(ENROLLED, status=EnrollmentStatus.CANCELLED)
    assert select_paying_order(select_paying_order(cancelled, [refunded(FIRST)]), [FIRST]) == cancelled


def test_an_enrollment_without_a_stored_previous_status_is_restored_as_active() -> None:
    ended = replace(ENROLLED, status=EnrollmentStatus.REFUNDED)
    assert select_paying_order(ended, [FIRST]).status is EnrollmentStatus.ACTIVE


def further(order: Order, status: EnrollmentStatus = EnrollmentStatus.ACTIVE) -> frozenset[FurtherOrder]:
    return frozenset(
        {FurtherOrder(order_id=order.order_id, status=status, subscription_id=None, access_expires_at=None)}
    )


def test_of_several_orders_the_newest_that_is_not_reversed_pays() -> None:
    bought = select_paying_order(add_order(ENROLLED, SECOND, BOUGHT), [FIRST, SECOND])
    assert (bought.order_id, bought.further_orders) == (SECOND.order_id, further(FIRST))
    fallen_back = select_paying_order(bought, [refunded(SECOND), FIRST])
    assert (fallen_back.order_id, fallen_back.status) == ("first", EnrollmentStatus.ACTIVE)
    ended = select_paying_order(fallen_back, [refunded(FIRST), refunded(SECOND)])
    assert (ended.order_id, ended.status) == ("second", EnrollmentStatus.REFUNDED)


def test_the_sequence_of_purchases_does_not_matter() -> None:
    ends = set()
    for orders in permutations([FIRST, SECOND, UNDATED]):
        enrollment = replace(ENROLLED, order_id=orders[0].order_id)
        for number, order in enumerate(orders[1:], start=2):
            enrollment = select_paying_order(add_order(enrollment, order, BOUGHT), orders[:number])
        ends.add(enrollment)
    assert {end.order_id for end in ends} == {"second"}
    assert len(ends) == 1


def test_a_new_order_restarts_access() -> None:
    lapsed = replace(ENROLLED, status=EnrollmentStatus.CANCELLED, access_expires_at=NOW)
    bought = select_paying_order(
        add_order(lapsed, SECOND, replace(BOUGHT, subscription_id=SubscriptionId("sub"))), [FIRST, SECOND]
    )
    assert (bought.status, bought.access_expires_at, bought.subscription_id) == ("active", None, "sub")
    assert add_order(bought, SECOND, BOUGHT) == bought


def test_a_purchase_adds_what_the_shop_did_not_say_to_an_order_that_it_added() -> None:
    told = replace(BOUGHT, subscription_id=SubscriptionId("sub"), purchaser_name="Pat Payer")
    paying = add_order(ENROLLED, FIRST, told)
    assert paying == replace(ENROLLED, subscription_id=SubscriptionId("sub"), purchaser_name="Pat Payer")
    assert add_order(paying, FIRST, replace(told, purchaser_name="Other", subscription_id=None)) == paying
    waiting = add_order(add_order(ENROLLED, SECOND, BOUGHT), SECOND, told)
    assert waiting == add_order(ENROLLED, SECOND, told)


def test_the_first_order_pays_for_an_enrollment_without_one() -> None:
    free = replace(ENROLLED, order_id=None, status=EnrollmentStatus.CANCELLED)
    assert select_paying_order(add_order(free, FIRST, BOUGHT), [FIRST]) == ENROLLED


def test_a_cancelled_enrollment_is_cancelled_again_when_its_order_pays_again() -> None:
    cancelled = replace(ENROLLED, status=EnrollmentStatus.CANCELLED, access_expires_at=NOW)
    bought = select_paying_order(add_order(cancelled, SECOND, BOUGHT), [FIRST, SECOND])
    refunded_later = select_paying_order(bought, [FIRST, refunded(SECOND)])
    refunded_first = select_paying_order(add_order(cancelled, SECOND, BOUGHT), [FIRST, refunded(SECOND)])
    assert refunded_later == refunded_first == replace(cancelled, further_orders=further(SECOND))


def ended(order: Order) -> Order:
    return replace(order, access_ends_at=NOW)


def test_an_order_whose_subscription_ended_pays_only_when_no_other_does() -> None:
    bought = select_paying_order(add_order(ENROLLED, SECOND, BOUGHT), [FIRST, ended(SECOND)])
    assert bought.order_id == FIRST.order_id
    fallen_back = select_paying_order(bought, [refunded(FIRST), ended(SECOND)])
    assert (fallen_back.order_id, fallen_back.status) == (SECOND.order_id, EnrollmentStatus.ACTIVE)


def test_a_subscription_that_ended_ends_the_access_of_its_own_order() -> None:
    assert end_access(ENROLLED, ended(FIRST)).access_expires_at == NOW
    both = add_order(ENROLLED, SECOND, BOUGHT)
    other_ended = end_access(both, ended(SECOND))
    assert other_ended.access_expires_at is None
    assert [one.access_expires_at for one in other_ended.further_orders] == [NOW]
    assert end_access(both, ended(UNDATED)) == both


@pytest.mark.parametrize(("until", "then"), [(None, NOW), (NOW - timedelta(days=1), NOW - timedelta(days=1))])
def test_access_that_ends_earlier_ends_then(until: datetime | None, then: datetime) -> None:
    assert end_access(replace(ENROLLED, access_expires_at=until), ended(FIRST)).access_expires_at == then
    assert end_access(replace(ENROLLED, access_expires_at=until), FIRST).access_expires_at == until


def test_a_purchase_after_the_end_of_its_subscription_gives_access_until_then() -> None:
    (further_order,) = add_order(ENROLLED, ended(SECOND), BOUGHT).further_orders
    assert further_order.access_expires_at == NOW


def test_the_name_of_the_payer_is_that_of_the_order_that_pays() -> None:
    named = replace(ENROLLED, purchaser_name="Anna")
    bought = select_paying_order(add_order(named, SECOND, purchase("course", purchaser_name="Ben")), [FIRST, SECOND])
    assert bought.purchaser_name == "Ben"
    assert select_paying_order(bought, [FIRST, refunded(SECOND)]).purchaser_name == "Anna"


def test_a_certificate_is_revoked_and_reinstated_with_its_order() -> None:
    revoked = sync_with_order(CERTIFICATE, refunded(FIRST), "stripe", NOW)
    assert (revoked.status, revoked.revoked_at, revoked.revoke_reason) == ("revoked", NOW, "refunded")
    assert sync_with_order(revoked, refunded(FIRST), "stripe", NOW) == revoked
    later = NOW + timedelta(days=2)
    back = sync_with_order(revoked, FIRST, "stripe", later)
    assert replace(back, revocations=()) == CERTIFICATE
    [revocation] = back.revocations
    assert (revocation.revoked_at, revocation.reinstated_at, revocation.reinstated_by) == (NOW, later, "stripe")
    assert sync_with_order(CERTIFICATE, FIRST, "stripe", NOW) == CERTIFICATE


def test_a_certificate_revoked_for_another_cause_meanwhile_stays_revoked() -> None:
    revoked = sync_with_order(CERTIFICATE, refunded(FIRST), "stripe", NOW).revoked(revocation_by_admin())
    assert revoked.revoke_reason == "refunded"
    kept = sync_with_order(revoked, FIRST, "stripe", NOW)
    assert (kept.status, kept.revoke_reason) == ("revoked", "Copied")


def test_a_refund_after_a_revocation_by_an_admin_shows_the_first_reason() -> None:
    revoked = sync_with_order(CERTIFICATE.revoked(revocation_by_admin()), refunded(FIRST), "stripe", NOW)
    assert revoked.revoke_reason == "Copied"
    assert sync_with_order(revoked, FIRST, "stripe", NOW).revoke_reason == "Copied"


def test_a_lost_dispute_revokes_once() -> None:
    revoked = sync_with_order(CERTIFICATE, charged_back(FIRST), "stripe", NOW)
    assert revoked.revoke_reason == "chargeback"
    reinstated = revoked.reinstated(set(RevocationCause), "admin", NOW)
    assert reinstated.status is CertificateStatus.ACTIVE
    assert sync_with_order(reinstated, charged_back(FIRST), "stripe", NOW) == reinstated


def test_a_lost_dispute_revokes_again_after_another_payment_had_restored_the_order() -> None:
    revoked = sync_with_order(CERTIFICATE, charged_back(FIRST), "stripe", NOW)
    restored = sync_with_order(revoked, FIRST, "stripe", NOW)
    assert restored.status is CertificateStatus.ACTIVE
    again = sync_with_order(restored, charged_back(FIRST), "stripe", NOW)
    assert (again.status, len(again.revocations)) == (CertificateStatus.REVOKED, 2)


def test_a_certificate_of_a_lost_dispute_stays_revoked_when_the_refund_fails() -> None:
    revoked = sync_with_order(CERTIFICATE, charged_back(refunded(FIRST)), "stripe", NOW)
    assert revoked.revoke_reason == "refunded"
    assert sync_with_order(revoked, charged_back(FIRST), "stripe", NOW).revoke_reason == "chargeback"


def test_a_certificate_without_an_order_is_linked_to_the_first_one() -> None:
    unpaid = replace(CERTIFICATE, order_id=None)
    free = replace(ENROLLED, order_id=None)
    assert link_to_order(unpaid, free, OrderId("first")).order_id == "first"
    assert link_to_order(unpaid, None, OrderId("first")).order_id == "first"
    assert link_to_order(unpaid, ENROLLED, OrderId("second")) == unpaid
    assert link_to_order(CERTIFICATE, free, OrderId("second")) == CERTIFICATE


REVOKED = CERTIFICATE.revoked(revocation_by_admin())


@pytest.mark.parametrize(
    ("enrollment", "certificate", "status"),
    [
        (ENROLLED, None, None),
        (ENROLLED, CERTIFICATE, CertificateStatus.ACTIVE),
        (ENROLLED, replace(CERTIFICATE, issued_name=""), None),
        (ENROLLED, REVOKED, CertificateStatus.REVOKED),
        (replace(ENROLLED, order_id=None), REVOKED, CertificateStatus.REVOKED),
        (replace(ENROLLED, order_id=SECOND.order_id), REVOKED, None),
        (
            replace(ENROLLED, order_id=SECOND.order_id, status=EnrollmentStatus.REFUNDED),
            REVOKED,
            CertificateStatus.REVOKED,
        ),
    ],
)
def test_an_enrollment_shows_the_status_of_its_certificate(
    enrollment: Enrollment, certificate: Certificate | None, status: CertificateStatus | None
) -> None:
    assert certificate_status_of(enrollment, certificate) is status
