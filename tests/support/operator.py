"""What an operator's credentials reach, for the commands of tools.operate.

moto has no CloudFormation stack of the deployment here, runs no function's code, and does not know
StartMessageMoveTask: these three calls are answered before they are sent, the second by the function in this process.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import boto3
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from shared.aws.connection import client
from tests.support.queues import RECHECK
from tests.support.service import Context, function

FUNCTIONS = {"CompletionFunction": "completion", "AnnouncementsFunction": "announcements"}
BUCKET = "test-failed-records"
DEAD_LETTER_QUEUES = ("RecheckDeadLetterQueue", "OrderLinesDeadLetterQueue")
_TABLES = {"CompletionsTable": "completions", "CoursesTable": "courses", "EnrollmentsTable": "enrollments"}
_OK = AWSResponse("https://aws.example", 200, HTTPHeaders(), BytesIO())


@dataclass
class Operator:
    """The deployment as an operator sees it.

    Attributes:
        resources: physical ids by their names in template.yaml.
        invoked: the functions that were invoked.
        moved: ARNs of the dead-letter queues whose messages were moved back.
    """

    resources: dict[str, str]
    invoked: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)

    def _list(self, **_: Any) -> tuple[Any, Any]:  # noqa: ANN401
        summaries = [{"LogicalResourceId": one, "PhysicalResourceId": other} for one, other in self.resources.items()]
        return _OK, {"StackResourceSummaries": summaries}

    def _invoke(self, params: dict[str, Any], **_: Any) -> tuple[Any, Any]:  # noqa: ANN401
        name = unquote(params["url_path"].split("/")[-2]).rpartition("function:")[2]
        (logical,) = (one for one in FUNCTIONS if one in name)
        self.invoked.append(logical)
        try:
            answer = function(FUNCTIONS[logical]).handler(json.loads(params["body"]), Context())
        except Exception as error:  # noqa: BLE001 - as Lambda reports whatever a handler raises
            failed = {"errorMessage": str(error)}
            return _OK, {"FunctionError": "Unhandled", "Payload": BytesIO(json.dumps(failed).encode())}
        return _OK, {"Payload": BytesIO(json.dumps(answer).encode())}

    def _move(self, params: dict[str, Any], **_: Any) -> tuple[Any, Any]:  # noqa: ANN401
        self.moved.append(json.loads(params["body"])["SourceArn"])
        return _OK, {}


@contextmanager
def operating() -> Iterator[Operator]:
    """Give the commands access to the deployment of a test."""
    client("s3").create_bucket(Bucket=BUCKET)
    queue_url = client("sqs").create_queue(QueueName="test-failed-records")["QueueUrl"]
    dead_letters = {
        name: client("sqs").create_queue(QueueName=f"{name}.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        for name in DEAD_LETTER_QUEUES
    }
    operator = Operator(
        {
            **{name: f"laurel-{name}-1" for name in FUNCTIONS},
            **{name: f"test-{entity}" for name, entity in _TABLES.items()},
            **dead_letters,
            "FailedRecordsBucket": BUCKET,
            "FailedRecordsQueue": queue_url,
            "RecheckQueue": RECHECK,
        }
    )
    boto3.setup_default_session()
    assert boto3.DEFAULT_SESSION is not None
    events: Any = boto3.DEFAULT_SESSION.events
    for operation, answer in (
        ("cloudformation.ListStackResources", operator._list),  # noqa: SLF001
        ("lambda.Invoke", operator._invoke),  # noqa: SLF001
        ("sqs.StartMessageMoveTask", operator._move),  # noqa: SLF001
    ):
        events.register_first(f"before-call.{operation}", answer)
    yield operator
    boto3.DEFAULT_SESSION = None
