"""The doors over the twin: every call to AWS in this process is answered from a state that can be kept and put back."""

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
from tests.proof import twin
from tests.support.service import Answer, Service
from tests.support.story import signature
from tests.support.template import tables

BUCKETS = ("test-templates", "test-certificates")
# Later than everything that a payment event tells of.
BEGINNING = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Clock(datetime):
    """The doors' clock, which goes only when it is moved."""

    moment = BEGINNING

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        assert tz is UTC
        return cls.moment

    @classmethod
    def move(cls, seconds: float = 1) -> datetime:
        cls.moment += timedelta(seconds=seconds)
        return cls.moment


class Cloud:
    """What answers the doors' calls.

    Attributes:
        state: as it is now; whoever puts an earlier one in its place undoes what was done since.
    """

    def __init__(self) -> None:
        self.state = twin.empty(tables(), BUCKETS)

    def items(self, entity: str) -> list[dict[str, Any]]:
        """Everything in a table, as DynamoDB writes it."""
        return twin.items(self.state, f"test-{entity}")


@contextmanager
def stopped_clock() -> Iterator[None]:
    """Have the doors look at `Clock`, which begins at `BEGINNING`."""
    real, clock.datetime = clock.datetime, Clock  # type: ignore[attr-defined]
    Clock.moment = BEGINNING
    try:
        yield
    finally:
        clock.datetime = real  # type: ignore[attr-defined]


@contextmanager
def over_the_twin() -> Iterator[Cloud]:
    """Answer every call to AWS from the twin."""
    cloud = Cloud()

    def make_api_call(caller: Any, operation: str, parameters: Any) -> Any:  # noqa: ANN401 - as botocore's own
        service = caller.meta.service_model.service_name
        cloud.state, answer = twin.apply(cloud.state, service, operation, parameters)
        return answer

    real = BaseClient._make_api_call  # type: ignore[attr-defined] # noqa: SLF001 - where all calls meet
    BaseClient._make_api_call = make_api_call  # type: ignore[attr-defined] # noqa: SLF001
    course_cache.clear()
    try:
        # Metrics go to the standard output.
        with Path(os.devnull).open("w") as nowhere, redirect_stdout(nowhere):
            yield cloud
    finally:
        BaseClient._make_api_call = real  # type: ignore[attr-defined] # noqa: SLF001
        course_cache.clear()


def put_back(state: twin.State) -> None:
    """Put everything that a state of the twin holds into the emulated AWS."""
    for table in tables():
        for item in twin.items(state, table["TableName"]):
            client("dynamodb").put_item(TableName=table["TableName"], Item=item)
    for bucket in BUCKETS:
        for key, content in twin.objects(state, bucket).items():
            client("s3").put_object(Bucket=bucket, Key=key, Body=content)


def pay(service: Service, event: Mapping[str, Any]) -> Answer:
    """Deliver a payment event, signed at the moment that the doors' clock shows."""
    body = json.dumps(event)
    headers = {"Stripe-Signature": signature(body, at=Clock.moment.timestamp())}
    return service.call("POST", "/webhooks/stripe", body=body, headers=headers)
