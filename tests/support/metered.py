"""The service with its tables in ministack, which computes write units from item sizes; moto returns constant ones."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest

from local.programs import DUMMY_ACCOUNT
from local.settings import HOST, TIMEOUT_FACTOR
from shared.aws.connection import client, connection, session, timeout_factor
from shared.usecases import course_cache
from tests.support.service import Service
from tests.support.template import tables


@contextmanager
def service_at(endpoint: str) -> Iterator[Service]:
    """The service in this process, with its tables in ministack."""

    def new_clients() -> None:
        for cached in (client("dynamodb"), connection().client):
            cached.close()
        for of_this_process in (client, connection, timeout_factor):
            of_this_process.cache_clear()
        course_cache.clear()

    with ExitStack() as stack:
        stack.callback(new_clients)
        environment = stack.enter_context(pytest.MonkeyPatch.context())
        environment.setenv("AWS_ENDPOINT_URL", endpoint)
        environment.setenv("CALL_TIMEOUT_FACTOR", str(TIMEOUT_FACTOR))
        environment.setenv("NO_PROXY", HOST)
        # Those of ministack's account; the session keeps what it used first, which may be moto's.
        session().set_credentials(DUMMY_ACCOUNT["AWS_ACCESS_KEY_ID"], DUMMY_ACCOUNT["AWS_SECRET_ACCESS_KEY"])
        new_clients()
        for table in tables():
            client("dynamodb").create_table(**table)
        yield Service()
        for table in tables():
            client("dynamodb").delete_table(TableName=table["TableName"])


@contextmanager
def metering() -> Iterator[None]:
    """Request the consumed capacity of every call, which PynamoDB does not do for each."""

    def ask(params: dict[str, Any], **_: object) -> None:
        params["ReturnConsumedCapacity"] = "TOTAL"

    events, event = connection().client.meta.events, "provide-client-params.dynamodb"
    events.register(event, ask)
    try:
        yield
    finally:
        events.unregister(event, ask)
