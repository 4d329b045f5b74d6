"""Counters, as CloudWatch metrics in the log (embedded metric format)."""

from aws_lambda_powertools.metrics import MetricUnit, single_metric


def count(name: str) -> None:
    """Add one to a metric."""
    with single_metric(name=name, unit=MetricUnit.Count, value=1):
        pass
