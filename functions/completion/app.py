"""Detects completed courses from the streams of lesson progress, and of enrollments whose access came back."""

from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.dynamo_db_stream_event import DynamoDBRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from shared.edge import clock
from shared.edge.log import logger
from shared.edge.metrics import count
from shared.stores import lesson_progress, time_budget
from shared.usecases import completion

processor = BatchProcessor(EventType.DynamoDBStreams)


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Check each learner and course of a batch once; a record that cannot be used fails alone."""
    checked: set[tuple[str, str]] = set()

    def detect(record: DynamoDBRecord) -> None:
        image = record.dynamodb.new_image if record.dynamodb else {}
        is_progress = "course_lesson" in image
        course_id = lesson_progress.course_of(image["course_lesson"]) if is_progress else image["course_id"]
        learner_and_course = (image["user_id"], course_id)
        # Everything in this batch was written before it was delivered: the first check has seen it all.
        if learner_and_course in checked:
            return
        found = completion.check(*learner_and_course, clock.now(), of_recorded_progress=is_progress)
        checked.add(learner_and_course)
        if found is not None and found.newly_completed:
            count("CoursesCompleted")

    with time_budget.kept(context.get_remaining_time_in_millis):
        return process_partial_response(event, detect, processor, context)
