"""Orders of many lines, written by the stores themselves: through the API, it would take too long."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import batched, count

from shared.aws.transactions import Transaction
from shared.domain.certificate import Certificate, CertificateStatus, draw_code
from shared.domain.enrollment import Enrollment, EnrollmentStatus
from shared.domain.ids import CourseId, OrderId, UserId
from shared.domain.order import Line
from shared.domain.payment import Captured, ChargeRefunded, PaymentEvent, References, Refund
from shared.stores import certificates, enrollments, order_lines, orders
from tests.support.steps import COURSE_ID

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ORDER = OrderId("order-1")
COURSE = CourseId(COURSE_ID)
# The event; the order, the payment and the charge, each by two keys; the first lines, to see that there are many.
CALLS_OF_AN_EVENT = [*["GetItem"] * 7, "Query", "TransactWriteItems"]
# The order, its lines, their enrollments, their certificates; the write; the order as it is then.
CALLS_OF_A_PAGE = ["GetItem", "Query", "BatchGetItem", "BatchGetItem", "TransactWriteItems", "GetItem"]
EVENT_IDS = (f"evt_{number}" for number in count())


def learners(number: int) -> list[UserId]:
    return [UserId(f"learner-{index:05}") for index in range(number)]


def certificate(user_id: UserId, course_id: CourseId, order_id: OrderId | None = ORDER) -> Certificate:
    chance = random.Random(f"{user_id} {course_id}")  # noqa: S311 - repeatable
    return Certificate(
        user_id=user_id,
        course_id=course_id,
        public_id=draw_code(chance.randrange),
        verification_code=draw_code(chance.randrange),
        verification_url="https://laurel.example/certificates/verify/01ABC-DEFGH-JKMNP-QRSTV",
        issued_name="Anna Łukasiewicz",
        issued_course_title="Sourdough bread",
        issued_at=NOW,
        signatory_name="Maria Sanz",
        signatory_title="Head baker",
        template_version=1,
        order_id=order_id,
        subscription_id=None,
        pdf_sha256="ab" * 32,
    )


def place(lines: Sequence[Line], *, certified: int | None = None) -> None:
    """Store an order with these lines, every so many of which has a certificate; None for none."""
    numbered = list(enumerate(lines))
    for some in batched(numbered, 15, strict=False):
        transaction = Transaction()
        orders.touch(transaction, ORDER, NOW)
        for number, (user_id, course_id) in some:
            enrollment = Enrollment(
                user_id=user_id,
                course_id=course_id,
                status=EnrollmentStatus.ACTIVE,
                learner_name="Anna Łukasiewicz",
                order_id=ORDER,
            )
            if certified is not None and number % certified == 0:
                enrollment = replace(enrollment, certificate_status=CertificateStatus.ACTIVE)
                certificates.add(transaction, certificate(user_id, course_id), None, NOW)
            order_lines.add(transaction, ORDER, (user_id, course_id), NOW)
            enrollments.put(transaction, enrollment, None, NOW)
        transaction.commit()


def refund(*, failed: bool = False) -> PaymentEvent:
    """The order's only payment was refunded in full, or that refund failed."""
    captured = Captured(amount=4900, currency="eur")
    fact = Refund(refund_id="re_1", amount=4900, failed=True) if failed else ChargeRefunded(amount_refunded=4900)
    return PaymentEvent(
        provider="stripe",
        event_id=next(EVENT_IDS),
        type="charge.refunded",
        occurred_at=NOW,
        order_id=ORDER,
        references=References(payment="pi_1", charge="ch_1"),
        facts=(captured, fact),
    )
