"""The connection to AWS: one botocore session, one client of each service, bounded timeouts and retries.

botocore's defaults wait a minute, and it does not retry a conflict of transactions; PynamoDB makes a session and a
client for each table, which costs a cold start tens of milliseconds each. This module solves all three.
"""

import random
import time
from functools import cache, cached_property
from http import HTTPStatus
from typing import Any

import botocore
import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError, IncompleteReadError
from botocore.exceptions import ConnectionError as ConnectionFailed
from pynamodb.connection import Connection
from pynamodb.connection.base import MetaTable
from pynamodb.exceptions import VerboseClientError

from shared.aws import time_budget
from shared.config import CallConfig
from shared.domain.errors import Unavailable

CONNECT_TIMEOUT_SECONDS = 1
# A hundred times the usual latency; for a lost call, a retry is better than waiting longer.
READ_TIMEOUT_SECONDS = 2
# Attempts of one call, in total: botocore retries lost connections, throttling and 5xx.
ATTEMPTS = 3
# A conflict means that another transaction holds an item for a few milliseconds. botocore does not retry it, nor any
# other reason that cancels a transaction, such as throttling of one of its items.
CONFLICT_ATTEMPTS = 6
CONFLICT_BACKOFF_SECONDS = 0.025
# Before the next attempt botocore waits a random part of 1, 2, 4… seconds; the waits after conflicts are shorter.
LONGEST_WAIT_SECONDS = 2 ** (ATTEMPTS - 2)
# The longest that an attempt may take, with what may follow it: that wait, or reading a document's body.
WHOLE_ATTEMPT_SECONDS = CONNECT_TIMEOUT_SECONDS + READ_TIMEOUT_SECONDS + max(LONGEST_WAIT_SECONDS, READ_TIMEOUT_SECONDS)

_CONFLICTS = {"TransactionConflict", "TransactionConflictException"}
_TRANSIENT = {
    "InternalServerError",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "ServiceUnavailable",
    "SlowDown",
    "ThrottlingError",
    "ThrottlingException",
    "TransactionInProgressException",
}


@cache
def timeout_factor() -> int:
    """Return the factor by which this deployment multiplies the timeouts of calls."""
    return CallConfig.from_env().timeout_factor


def attempt_seconds() -> float:
    """Return how long one attempt of a call, with what may follow it, may take in this deployment, in seconds."""
    return float(WHOLE_ATTEMPT_SECONDS * timeout_factor())


@cache
def session() -> botocore.session.Session:
    """Return the process's one botocore session, whose clients start no attempt that may outlast the invocation."""
    made = botocore.session.get_session()
    made.register("request-created", _require_time)
    return made


def _require_time(**_: Any) -> None:  # noqa: ANN401 - whatever botocore passes
    """Refuse an attempt that, with what may follow it, may outlast the invocation.

    botocore emits `request-created` before each attempt, and does not catch what is raised then.

    Raises:
        Unavailable: there is too little time left.
    """
    time_budget.require(attempt_seconds())


# Any name serves; botocore's own is composed anew for each request, twice, which takes a tenth of the CPU of a call.
_USER_AGENT = f"laurel Botocore/{botocore.__version__}"


@cache
def client(service: str) -> Any:  # noqa: ANN401 - botocore makes its clients at runtime
    """Return the process's one client of a service, with timeouts and retries set."""
    return _new_client(service)


def _new_client(service: str) -> Any:  # noqa: ANN401 - as `client`
    return session().create_client(
        service,
        config=Config(
            user_agent=_USER_AGENT,
            # PynamoDB's parameters have the shape that botocore would check.
            parameter_validation=service != "dynamodb",
            connect_timeout=CONNECT_TIMEOUT_SECONDS * timeout_factor(),
            read_timeout=READ_TIMEOUT_SECONDS * timeout_factor(),
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            # By default, botocore still signs links to S3 with version 2 in some regions.
            signature_version="s3v4" if service == "s3" else None,
            # It also signs them for bucket.s3.amazonaws.com, which does not serve buckets in newer regions, redirects
            # during the first hours of a bucket, and is not in the pages' Content-Security-Policy.
            s3={"addressing_style": "virtual", "us_east_1_regional_endpoint": "regional"},
        ),
    )


def is_transient(error: Exception) -> bool:
    """Whether the same call may succeed in a moment: no response, a throttle, or a server error."""
    if isinstance(error, ClientError):
        return _http_status(error) >= HTTPStatus.INTERNAL_SERVER_ERROR or bool(error_codes(error) & _TRANSIENT)
    return isinstance(error, ConnectionFailed | HTTPClientError | IncompleteReadError)


def _is_busy(error: Exception) -> bool:
    """Whether a conflict or throttling cancelled a transaction, which botocore does not retry."""
    if not isinstance(error, ClientError):
        return False
    cancelled = isinstance(error, VerboseClientError) and bool(error.cancellation_reasons)
    return bool(error_codes(error) & (_CONFLICTS | _TRANSIENT if cancelled else _CONFLICTS))


def _http_status(error: ClientError) -> int:
    """Read the response's HTTP status; the cause of PynamoDB's error is botocore's, which has it."""
    answered = error.__cause__ if isinstance(error.__cause__, ClientError) else error
    return int(answered.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def error_codes(error: ClientError) -> set[str]:
    """Collect a refused call's error codes: its own, and those of the items of its transaction."""
    reasons = error.cancellation_reasons if isinstance(error, VerboseClientError) else []
    codes = {reason.code for reason in reasons if reason}
    return codes or {str(error.response.get("Error", {}).get("Code", ""))}


class SharedConnection(Connection):
    """PynamoDB's connection, with a client as those of other services, and with retries after transaction conflicts."""

    @cached_property
    def client(self) -> Any:  # noqa: ANN401 - as `client`
        """The process's one client of DynamoDB."""
        return _new_client("dynamodb")

    def add_meta_table(self, meta_table: MetaTable) -> None:
        """Add what a row says of its table; of several rows of one table, the one with the table's indexes counts."""
        if meta_table.table_name not in self._tables or meta_table.data.get("GlobalSecondaryIndexes"):
            self._tables[meta_table.table_name] = meta_table

    def _make_api_call(self, operation_name: str, operation_kwargs: dict[str, Any]) -> dict[str, Any]:
        """Make a call, retrying conflicts, which botocore does not; transient errors become `Unavailable`.

        Raises:
            Unavailable: DynamoDB did not answer, throttled, or the conflict lasted; or the invocation's time is up.
            ClientError: DynamoDB refused; a failed condition is among these.
        """
        for attempt in range(1, CONFLICT_ATTEMPTS + 1):
            try:
                return super()._make_api_call(operation_name, operation_kwargs)
            except (BotoCoreError, ClientError) as error:
                busy = _is_busy(error)
                if not busy and not is_transient(error):
                    raise
                # A condition that failed together with the conflict may hold once the other transaction ended.
                if not busy or attempt == CONFLICT_ATTEMPTS:
                    raise Unavailable("The database is busy.") from error
                time.sleep(random.uniform(0.5, 1.5) * CONFLICT_BACKOFF_SECONDS * 2**attempt)  # noqa: S311 - jitter
        raise AssertionError  # pragma: no cover - the loop returns or raises


@cache
def connection() -> SharedConnection:
    """Return the process's one connection to DynamoDB."""
    return SharedConnection()
