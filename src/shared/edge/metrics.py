"""Counters, as CloudWatch metrics in the log (embedded metric format).

Their namespace is Laurel, and the dimension `service` is the stack's name: several stages may share an account.
"""

from enum import StrEnum

from aws_lambda_powertools.metrics import MetricUnit, single_metric


class Metric(StrEnum):
    """What is counted; PAYMENT_EVENTS and VERIFICATIONS by the dimension `outcome`.

    The facts that have a stream are counted by the function that reads it, once for each record of the stream,
    wherever the fact came from. A record that the stream delivers again after a failure may count again.
    """

    COURSES_COMPLETED = "CoursesCompleted"
    CERTIFICATES_ISSUED = "CertificatesIssued"
    CERTIFICATES_REVOKED = "CertificatesRevoked"
    CERTIFICATES_REINSTATED = "CertificatesReinstated"
    # Events of lesson progress, rejected ones excluded.
    HEARTBEATS = "Heartbeats"
    VERIFICATIONS = "Verifications"
    # Each event in the delivery that processed it; an ignored one in each delivery.
    PAYMENT_EVENTS = "PaymentEvents"
    SIGNATURE_FAILURES = "SignatureFailures"
    # Requests that were answered 500: the function itself succeeds, and Lambda counts no error.
    FAILED_REQUESTS = "FailedRequests"


def count(metric: Metric, number: int = 1, *, outcome: str | None = None) -> None:
    """Add to a metric.

    Args:
        metric: to add to.
        number: how many; nothing is written for 0.
        outcome: which of a few.
    """
    if not number:
        return
    with single_metric(name=metric, unit=MetricUnit.Count, value=number) as counted:
        if outcome is not None:
            counted.add_dimension(name="outcome", value=outcome)
