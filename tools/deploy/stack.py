"""A stage's stack, as CloudFormation has it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from botocore.exceptions import ClientError, WaiterError

from tools.deploy.errors import DeploymentError
from tools.deploy.stage import Stage

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

# Nothing was created, or everything was deleted again; such a stack cannot be updated.
FAILED_CREATION = {"ROLLBACK_COMPLETE", "REVIEW_IN_PROGRESS"}
SECONDS_BETWEEN_LOOKS = 2
HOURS_OF_DELETION = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """A stack that exists.

    Attributes:
        stack_id: its ARN, which stays valid after it is deleted.
        status: CREATE_COMPLETE and so on.
        parameters: their values; asterisks in place of a secret.
        outputs: their values.
    """

    stack_id: str
    status: str
    parameters: Mapping[str, str]
    outputs: Mapping[str, str]


class Resource(NamedTuple):
    """A resource of a stack: its logical id, its type, and what it is called in the account."""

    name: str
    kind: str
    physical_id: str


def find(formation: "CloudFormationClient", stage: Stage) -> Stack | None:
    """The stage's stack, or None."""
    try:
        (found,) = formation.describe_stacks(StackName=stage.stack)["Stacks"]
    except ClientError as error:
        if _means_missing(error):
            return None
        raise
    return Stack(
        stack_id=found["StackId"],
        status=found["StackStatus"],
        parameters={each["ParameterKey"]: each["ParameterValue"] for each in found.get("Parameters", [])},
        outputs={each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])},
    )


def require_no_operation(stack: Stack, stage: Stage) -> None:
    """Check that nothing is being done to the stack.

    Raises:
        DeploymentError: something is, and has to end first.
    """
    if stack.status.endswith("_IN_PROGRESS") and stack.status not in FAILED_CREATION:
        raise DeploymentError(
            f"the stack {stage.stack} is {stack.status}: another deployment is running, or one that was interrupted is "
            "completed by CloudFormation; run this again when it has ended"
        )


def require_updatable(stack: Stack, stage: Stage) -> None:
    """Check that the stack can be updated.

    Raises:
        DeploymentError: it cannot; the message says what to do.
    """
    require_no_operation(stack, stage)
    if stack.status in {"UPDATE_ROLLBACK_FAILED", "UPDATE_FAILED"}:
        raise DeploymentError(
            f"the stack {stage.stack} is {stack.status}: an update failed, and could not be rolled back. Correct what "
            "its events name as the cause, choose `Continue update rollback` for it in the CloudFormation console, and "
            "run this again"
        )
    if stack.status.endswith("_FAILED"):
        raise DeploymentError(
            f"the stack {stage.stack} is {stack.status}, and can only be deleted. Correct what its events name as the "
            f"cause, run `make destroy STAGE={stage.name}`, and then this again"
        )


def delete(formation: "CloudFormationClient", stack: Stack) -> None:
    """Delete the stack, and wait until it is gone.

    Raises:
        DeploymentError: a resource could not be deleted.
    """
    seen = latest_event(formation, stack.stack_id)
    formation.delete_stack(StackName=stack.stack_id)
    attempts = HOURS_OF_DELETION * 3600 // SECONDS_BETWEEN_LOOKS
    try:
        formation.get_waiter("stack_delete_complete").wait(
            StackName=stack.stack_id, WaiterConfig={"Delay": SECONDS_BETWEEN_LOOKS, "MaxAttempts": attempts}
        )
    except WaiterError as error:
        reasons = "\n".join(failures(formation, stack.stack_id, since=seen))
        raise DeploymentError(f"the stack could not be deleted; run this again after correcting:\n{reasons}") from error


def latest_event(formation: "CloudFormationClient", stack: str) -> str:
    """The id of the newest event of a stack; "" for a stack that does not exist."""
    try:
        events = formation.describe_stack_events(StackName=stack)["StackEvents"]
    except ClientError as error:
        if _means_missing(error):
            return ""
        raise
    return events[0]["EventId"] if events else ""


def failures(formation: "CloudFormationClient", stack: str, *, since: str) -> list[str]:
    """Which resources failed and why, the first failure first.

    Args:
        formation: a client.
        stack: the name or id of a stack.
        since: the event after which to look; "" for all events.
    """
    return list(_failures(formation, stack, since))[::-1]


def resources(formation: "CloudFormationClient", stack: str) -> Iterator[Resource]:
    """The resources that a stack has; none if there is no such stack."""
    try:
        for page in formation.get_paginator("list_stack_resources").paginate(StackName=stack):
            for each in page["StackResourceSummaries"]:
                if each["ResourceStatus"] != "DELETE_COMPLETE":
                    yield Resource(each["LogicalResourceId"], each["ResourceType"], each.get("PhysicalResourceId", ""))
    except ClientError as error:
        if not _means_missing(error):
            raise


def _failures(formation: "CloudFormationClient", stack: str, since: str) -> Iterator[str]:
    try:
        for page in formation.get_paginator("describe_stack_events").paginate(StackName=stack):
            for event in page["StackEvents"]:
                if event["EventId"] == since:
                    return
                reason = event.get("ResourceStatusReason", "")
                # When one resource fails, those that are being created are cancelled, which is no cause.
                if event["ResourceStatus"].endswith("_FAILED") and "cancelled" not in reason:
                    yield f"{event['LogicalResourceId']}: {reason}"
    except ClientError as error:
        if not _means_missing(error):
            raise


def _means_missing(error: ClientError) -> bool:
    # Its code is ValidationError, as of all kinds of invalid requests.
    return "does not exist" in str(error)
