"""AWS in this process, with the resources that template.yaml deploys: moto, and for DynamoDB, if wanted, the twin."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from typing import Any

from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends

from shared.aws.connection import client
from shared.usecases import course_cache
from tests.support.dynamodb import DynamoDB, answered_by_the_twin
from tests.support.request_units import Call
from tests.support.template import SIGNING_SECRET, tables

_twins: list[DynamoDB] = []


@contextmanager
def deployed(*, twin: bool = False) -> Iterator[None]:
    """Deploy everything.

    Args:
        twin: whether DynamoDB is the twin, which is faster than moto.
    """
    course_cache.clear()
    with ExitStack() as stack:
        stack.enter_context(mock_aws())
        if twin:
            _twins.append(stack.enter_context(answered_by_the_twin()))
            stack.callback(_twins.pop)
        else:
            _create_tables()
        for bucket in ("test-templates", "test-certificates"):
            client("s3").create_bucket(Bucket=bucket)
        for queue in ("recheck", "order-lines", "learner-exports", "learner-index", "enrollment-imports"):
            client("sqs").create_queue(QueueName=f"test-{queue}.fifo", Attributes={"FifoQueue": "true"})
        client("events").create_event_bus(Name="test")
        client("secretsmanager").create_secret(Name="test-signing-secrets", SecretString=SIGNING_SECRET)
        yield


_created: dict[str, Any] = {}


def _create_tables() -> None:
    """Create the tables; after the first time as copies, since creating them takes longer than most tests."""
    held = dynamodb_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].tables
    if not _created:
        for table in tables():
            client("dynamodb").create_table(**table)
        _created.update(deepcopy(held))
    held.update(deepcopy(_created))


def items(entity: str) -> list[dict[str, Any]]:
    """Every item of a table, in DynamoDB's JSON."""
    found: list[dict[str, Any]] = client("dynamodb").scan(TableName=f"test-{entity}", ConsistentRead=True)["Items"]
    return found


def stream_records(entity: str) -> list[dict[str, Any]]:
    """Every record of a table's stream, with the images of the view type in template.yaml."""
    if _twins:
        return _twins[-1].records[f"test-{entity}"]
    streams = client("dynamodbstreams")
    arn = client("dynamodb").describe_table(TableName=f"test-{entity}")["Table"]["LatestStreamArn"]
    (shard,) = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
    start = streams.get_shard_iterator(StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")
    records: list[dict[str, Any]] = streams.get_records(ShardIterator=start["ShardIterator"])["Records"]
    return records


@contextmanager
def metered() -> Iterator[list[Call]]:
    """Record what each call to DynamoDB uses inside the block; only the twin is metered."""
    made: list[Call] = []
    _twins[-1].meters.append(made)
    try:
        yield made
    finally:
        _twins[-1].meters.remove(made)


def load(entity: str, items: Iterable[Mapping[str, Any]]) -> None:
    """Store many items in a table of the twin at once."""
    _twins[-1].load(f"test-{entity}", items)
