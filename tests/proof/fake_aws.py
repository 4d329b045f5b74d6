"""A fake AWS: the twin answers every call of this process, and its state can be saved and restored; and a clock."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from botocore.client import BaseClient

from shared.aws.connection import client
from shared.edge import clock
from shared.usecases import course_cache
from tests.support import twin
from tests.support.service import Answer, Service
from tests.support.steps import signature
from tests.support.template import tables

BUCKETS = ("test-templates", "test-certificates")
# Later than every time in payment events.
BEGINNING = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock(datetime):
    """The handlers' clock, which only tests advance."""

    moment = BEGINNING

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        assert tz is UTC
        return cls.moment

    @classmethod
    def move(cls, seconds: float = 1) -> datetime:
        cls.moment += timedelta(seconds=seconds)
        return cls.moment


class FakeAws:
    """Answers the handlers' calls to AWS.

    Attributes:
        state: of the twin; setting an earlier one restores it.
    """

    def __init__(self) -> None:
        self.state = twin.empty(tables(), BUCKETS)

    def items(self, entity: str) -> list[dict[str, Any]]:
        """Every item of a table, in DynamoDB's JSON."""
        return twin.items(self.state, f"test-{entity}")


@contextmanager
def frozen_clock() -> Iterator[None]:
    """Replace the handlers' clock with `Clock`, which starts at `BEGINNING`."""
    real, clock.datetime = clock.datetime, Clock  # type: ignore[attr-defined]
    Clock.moment = BEGINNING
    try:
        yield
    finally:
        clock.datetime = real  # type: ignore[attr-defined]


@contextmanager
def fake_aws() -> Iterator[FakeAws]:
    """Answer every call to AWS from the twin."""
    cloud = FakeAws()

    def make_api_call(caller: Any, operation: str, parameters: Any) -> Any:  # noqa: ANN401 - as in botocore
        service = caller.meta.service_model.service_name
        cloud.state, answer = twin.apply(cloud.state, service, operation, parameters)
        return answer

    real = BaseClient._make_api_call  # type: ignore[attr-defined] # noqa: SLF001 - every call passes it
    BaseClient._make_api_call = make_api_call  # type: ignore[attr-defined] # noqa: SLF001
    course_cache.clear()
    try:
        # Metrics are written to standard output.
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            yield cloud
    finally:
        BaseClient._make_api_call = real  # type: ignore[attr-defined] # noqa: SLF001
        course_cache.clear()


def load_into_moto(state: twin.State) -> None:
    """Write all items and objects of a state of the twin to moto."""
    for table in tables():
        for item in twin.items(state, table["TableName"]):
            client("dynamodb").put_item(TableName=table["TableName"], Item=item)
    for bucket in BUCKETS:
        for key, content in twin.objects(state, bucket).items():
            client("s3").put_object(Bucket=bucket, Key=key, Body=content)


def pay(service: Service, event: Mapping[str, Any]) -> Answer:
    """Deliver a payment event, signed at the time of `Clock`."""
    body = json.dumps(event)
    headers = {"Stripe-Signature": signature(body, at=Clock.moment.timestamp())}
    return service.call("POST", "/webhooks/stripe", body=body, headers=headers)
