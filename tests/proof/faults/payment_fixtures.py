"""The states before payment events, and the deliveries' event sources."""

from tests.proof.faults.event_sources import Queue, RequestAndQueue
from tests.proof.faults.fixtures import pay, webhook, with_certificate
from tests.proof.large_orders import ONE_PAGE, deliver_message, pending_messages
from tests.support.payments import (
    StripeEvent,
    charge_refunded,
    invoice_payment_paid,
    purchase,
    refund_failed,
    subscription_session,
)
from tests.support.queues import ORDER_LINES
from tests.support.service import Service
from tests.support.steps import put_course

FUNCTION = "order_lines"
THREE = ("course-1", "course-2", "course-3")


def finish_lines(service: Service) -> None:  # noqa: ARG001 - as other setups
    """Do the pending work of all orders."""
    for message in pending_messages():
        deliver_message(message)


def three_bought(service: Service) -> None:
    """A large order of three courses, and a certificate of the first."""
    with_certificate(service)
    pay(service, purchase(*THREE, at=0))


def three_refunded(service: Service) -> Queue:
    """A large order that was refunded; return the message that asks for the work on its lines."""
    three_bought(service)
    pay(service, charge_refunded(at=1))
    (message,) = pending_messages()
    return Queue(function=FUNCTION, body=message)


def three_restored(service: Service) -> Queue:
    """A large order whose refund failed after its lines had ended."""
    three_bought_and_refunded(service)
    pay(service, refund_failed(at=2))
    (message,) = pending_messages()
    return Queue(function=FUNCTION, body=message)


def three_bought_and_refunded(service: Service) -> None:
    three_bought(service)
    pay(service, charge_refunded(at=1))
    finish_lines(service)


def three_subscribed(service: Service) -> None:
    """A large order that is a subscription."""
    with_certificate(service)
    pay(service, subscription_session(*THREE, at=0), invoice_payment_paid(at=1))


def bought_twice(service: Service) -> None:
    with_certificate(service)
    pay(service, purchase("course-1", at=0), purchase("course-1", order_id="order-2", payment="pi_2", at=1))


def refunded_without_order_id(service: Service) -> None:
    with_certificate(service)
    pay(service, charge_refunded(at=1))


def subscribed(service: Service) -> None:
    """A certificate whose order is a subscription."""
    with_certificate(service)
    pay(service, subscription_session("course-1", at=0))


def subscribed_and_refunded(service: Service) -> None:
    """A refund of a subscription's payment, before an event has linked the two."""
    subscribed(service)
    pay(service, charge_refunded(at=2))


def invoice_paid_before(service: Service) -> None:
    """A payment of an invoice whose subscription is not known."""
    put_course(service)
    pay(service, invoice_payment_paid(at=1), charge_refunded(at=2))


def bought_by_payer(service: Service) -> None:
    """A purchase without a learner."""
    put_course(service)
    pay(service, purchase("course-1", user_id=None, at=0))


def three_bought_by_payer(service: Service) -> None:
    put_course(service)
    pay(service, purchase(*THREE, user_id=None, at=0))


def large(event: StripeEvent) -> RequestAndQueue:
    """An event of a large order, and the messages of its work, each of which has time for one page."""
    return RequestAndQueue(request=webhook(event), function=FUNCTION, address=ORDER_LINES, context=ONE_PAGE)
