"""The queue of orders whose lines must be brought in line with them, page by page."""

import json
from functools import cache
from hashlib import sha256

from botocore.exceptions import BotoCoreError, ClientError

from shared.aws.connection import client
from shared.config import OrderQueueConfig
from shared.domain.errors import Unavailable
from shared.domain.ids import OrderId
from shared.domain.order import Order


@cache
def _config() -> OrderQueueConfig:
    return OrderQueueConfig.from_env()


def put(order: Order) -> None:
    """Queue the pending work of an order; without any, nothing is queued.

    The queue delivers one message per order at a time, and deduplicates a message for five minutes.

    Raises:
        Unavailable: the queue did not accept it.
    """
    if order.pending is None:
        return
    pending = order.pending
    body = json.dumps({"order_id": order.order_id, "version": pending.version, "after": pending.after})
    try:
        client("sqs").send_message(
            QueueUrl=_config().queue_url,
            MessageBody=body,
            MessageGroupId=sha256(order.order_id.encode()).hexdigest(),
            MessageDeduplicationId=sha256(body.encode()).hexdigest(),
        )
    except (BotoCoreError, ClientError) as error:
        raise Unavailable("The order's lines cannot be queued now; please send the same request again.") from error


def read(body: str) -> tuple[OrderId, int]:
    """Read a message: the order, and the version that asks for the work."""
    message = json.loads(body)
    return OrderId(message["order_id"]), int(message["version"])
