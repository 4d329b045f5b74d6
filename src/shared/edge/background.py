"""What all functions that streams and queues invoke share: the log's context, and the invocation's time budget."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.aws import time_budget
from shared.edge.log import logger

type Handler[Answer] = Callable[[dict[str, Any], LambdaContext], Answer]


def background_handler[Answer](handle: Handler[Answer]) -> Handler[Answer]:
    """Make a Lambda handler whose calls to AWS end before Lambda would cut off the invocation."""

    @logger.inject_lambda_context(clear_state=True)
    def handler(event: dict[str, Any], context: LambdaContext) -> Answer:
        with time_budget.limited_to(context.get_remaining_time_in_millis):
            return handle(event, context)

    return handler
