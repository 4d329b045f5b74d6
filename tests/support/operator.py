"""What an operator's credentials reach, for the commands of tools.operate.

moto has no CloudFormation stack of the deployment here, no functions (without Docker), and does not know
StartMessageMoveTask: these calls are answered before they are sent, invocations by the function in this process.
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
from tests.support.queues import LEARNER_INDEX, ORDER_LINES, RECHECK
from tests.support.service import Context, function
from tests.support.template import entity, resources

FUNCTIONS = {
    "CompletionFunction": "completion",
    "AnnouncementsFunction": "announcements",
    "PicturesFunction": "pictures",
    "LearnerIndexFunction": "learner_index",
}
BUCKET = "test-failed-records"
DEAD_LETTER_QUEUES = (
    "RecheckDeadLetterQueue",
    "OrderLinesDeadLetterQueue",
    "LearnerExportsDeadLetterQueue",
    "EnrollmentImportsDeadLetterQueue",
    "LearnerIndexDeadLetterQueue",
)
_MAPPING = "CompletionFunctionLessons"
_TABLES = {name: entity(one) for name, one in resources().items() if one["Type"] == "AWS::DynamoDB::Table"}
_OK = AWSResponse("https://aws.example", 200, HTTPHeaders(), BytesIO())


@dataclass
class Operator:
    """The deployment as an operator sees it.

    Attributes:
        resources: physical ids by their names in template.yaml.
        invoked: the functions that were invoked.
        moved: ARNs of the dead-letter queues whose messages were moved back.
        stopped: physical ids of the functions that cannot be invoked.
        polling: whether the event source mapping of CompletionFunction is enabled.
    """

    resources: dict[str, str]
    invoked: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)
    polling: bool = True

    def _list(self, **_: Any) -> tuple[Any, Any]:  # noqa: ANN401
        summaries = [
            {"LogicalResourceId": one, "PhysicalResourceId": other, "ResourceType": _type(one)}
            for one, other in self.resources.items()
        ]
        return _OK, {"StackResourceSummaries": summaries}

    def _put_concurrency(self, params: dict[str, Any], **_: Any) -> tuple[Any, Any]:  # noqa: ANN401
        assert json.loads(params["body"]) == {"ReservedConcurrentExecutions": 0}
        self.stopped.add(_function(params))
        return _OK, {}

    def _get_concurrency(self, params: dict[str, Any], **_: Any) -> tuple[Any, Any]:  # noqa: ANN401
        return _OK, {"ReservedConcurrentExecutions": 0} if _function(params) in self.stopped else {}

    def _delete_concurrency(self, params: dict[str, Any], **_: Any) -> tuple[Any, Any]:  # noqa: ANN401
        self.stopped.discard(_function(params))
        return _OK, {}

    def _get_mapping(self, **_: Any) -> tuple[Any, Any]:  # noqa: ANN401
        function = self.resources["CompletionFunction"]
        return _OK, {"FunctionArn": f"arn:aws:lambda:us-east-1:123456789012:function:{function}:live"}

    def _update_mapping(self, params: dict[str, Any], **_: Any) -> tuple[Any, Any]:  # noqa: ANN401
        self.polling = json.loads(params["body"])["Enabled"]
        return _OK, {}

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


def _function(params: dict[str, Any]) -> str:
    name: str = unquote(params["url_path"].split("/")[-2])
    return name


def _type(name: str) -> str:
    """The type of a resource in the template after SAM's transform."""
    if name == _MAPPING:
        return "AWS::Lambda::EventSourceMapping"
    kind: str = resources()[name]["Type"]
    return kind.replace("::Serverless::", "::Lambda::")


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
            "LearnerIndexQueue": LEARNER_INDEX,
            "OrderLinesQueue": ORDER_LINES,
            "EventBus": "test",
            _MAPPING: "14f2a1e8-0000-4000-8000-000000000001",
        }
    )
    boto3.setup_default_session()
    assert boto3.DEFAULT_SESSION is not None
    events: Any = boto3.DEFAULT_SESSION.events
    for operation, answer in (
        ("cloudformation.ListStackResources", operator._list),  # noqa: SLF001
        ("lambda.Invoke", operator._invoke),  # noqa: SLF001
        ("sqs.StartMessageMoveTask", operator._move),  # noqa: SLF001
        ("lambda.PutFunctionConcurrency", operator._put_concurrency),  # noqa: SLF001
        ("lambda.GetFunctionConcurrency", operator._get_concurrency),  # noqa: SLF001
        ("lambda.DeleteFunctionConcurrency", operator._delete_concurrency),  # noqa: SLF001
        ("lambda.GetEventSourceMapping", operator._get_mapping),  # noqa: SLF001
        ("lambda.UpdateEventSourceMapping", operator._update_mapping),  # noqa: SLF001
    ):
        events.register_first(f"before-call.{operation}", answer)
    yield operator
    boto3.DEFAULT_SESSION = None
