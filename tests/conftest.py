"""Sets the environment variables of a deployment before the product is imported, and Hypothesis's profiles."""

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer

from tests.support import schedule

os.environ.update(
    {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_DEFAULT_REGION": "us-east-1",
        "TABLE_PREFIX": "test-",
        "TEMPLATES_BUCKET": "test-templates",
        "CERTIFICATES_BUCKET": "test-certificates",
        "CERTIFICATES_ENABLED": "true",
        "PUBLIC_BASE_URL": "https://laurel.example",
        "RECHECK_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/test-recheck.fifo",
        "ORDER_LINES_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/test-order-lines.fifo",
        "LEARNER_EXPORTS_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/test-learner-exports.fifo",
        "LEARNER_INDEX_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/test-learner-index.fifo",
        "ENROLLMENT_IMPORTS_QUEUE_URL": "https://sqs.us-east-1.amazonaws.com/123456789012/test-enrollment-imports.fifo",
        "EVENT_BUS_NAME": "test",
        "VERIFICATIONS_A_MINUTE": "120",
        "MEDIA_ORIGINS": "https://media.example",
        "STRIPE_SIGNING_SECRETS_ARN": "test-signing-secrets",
        "POWERTOOLS_SERVICE_NAME": "laurel",
        "POWERTOOLS_METRICS_NAMESPACE": "Laurel",
        "LOG_LEVEL": "ERROR",
    }
)

settings.register_profile("ci", max_examples=100, derandomize=True, deadline=None)
settings.register_profile("nightly", max_examples=5_000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))

# Unit and integration tests cover the code; measuring the proof as well would take half as long again.
UNMEASURED = [Path(__file__).parent / folder for folder in ("proof", "e2e")]


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    for item in items:
        if any(item.path.is_relative_to(folder) for folder in UNMEASURED):
            item.add_marker(pytest.mark.no_cover)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> schedule.ByService | None:
    return schedule.ByService(config, log) if config.getoption("dist") == "loadfile" else None
