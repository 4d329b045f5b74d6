"""Looks at a course's enrollments again, page by page, after its admin changed what it asks for."""

from aws_lambda_powertools.utilities.data_classes import SQSEvent, event_source
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.edge import clock
from shared.edge.log import logger
from shared.stores import recheck_queue, time_budget
from shared.usecases import recheck


@logger.inject_lambda_context(clear_state=True)
@event_source(data_class=SQSEvent)
def handler(event: SQSEvent, context: LambdaContext) -> None:
    """Check the one page of a batch; a page that fails comes again."""
    with time_budget.kept(context.get_remaining_time_in_millis):
        for record in event.records:
            recheck.run(recheck_queue.read(record.body), clock.now())
