"""Stopping a stack, so that nothing writes to its tables, and starting it again, as a whole or in part."""

from collections.abc import Sequence

import boto3

from tools.operations.stack import OperationFailed, Stack, say

FUNCTION = "AWS::Lambda::Function"
MAPPING = "AWS::Lambda::EventSourceMapping"


def stop(stack: Stack) -> None:
    """Let no function be invoked, and let streams and queues wait.

    Callers get 503. Without the second, messages would be received in vain until they are dead letters.
    """
    functions = boto3.client("lambda")
    for mapping in stack.resources(MAPPING).values():
        functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    for name in stack.resources(FUNCTION).values():
        functions.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    say("stopped; invocations that have begun end within a minute")


def start(stack: Stack, wanted: Sequence[str]) -> None:
    """Undo `stop`.

    Args:
        stack: the stack.
        wanted: the names of functions in template.yaml; all functions without any.

    Raises:
        OperationFailed: the stack has no such function.
    """
    present = stack.resources(FUNCTION)
    if unknown := set(wanted) - set(present):
        raise OperationFailed(f"The stack {stack.name} has no function {', '.join(sorted(unknown))}.")
    started = {name: physical for name, physical in present.items() if not wanted or name in wanted}
    functions = boto3.client("lambda")
    for physical in started.values():
        functions.delete_function_concurrency(FunctionName=physical)
    for mapping in stack.resources(MAPPING).values():
        # arn:aws:lambda:region:account:function:name, with the alias after it
        invoked = functions.get_event_source_mapping(UUID=mapping)["FunctionArn"].split(":")[6]
        if invoked in started.values():
            functions.update_event_source_mapping(UUID=mapping, Enabled=True)
    say(f"started: {', '.join(sorted(started))}")


def require_stopped(stack: Stack) -> None:
    """Check that no function can be invoked, and that no rule passes on what is announced on the event bus.

    Raises:
        OperationFailed: some can.
    """
    functions, events = boto3.client("lambda"), boto3.client("events")
    running = [
        name
        for name, physical in stack.resources(FUNCTION).items()
        if functions.get_function_concurrency(FunctionName=physical).get("ReservedConcurrentExecutions") != 0
    ]
    if running:
        raise OperationFailed(f"These functions can be invoked: {', '.join(running)}. First `stop` the stack.")
    pages = events.get_paginator("list_rules").paginate(EventBusName=stack.resource("EventBus"))
    # A rule of AWS itself, such as that of an archive, cannot be disabled.
    rules = [rule for page in pages for rule in page["Rules"] if "ManagedBy" not in rule]
    enabled = [rule["Name"] for rule in rules if rule["State"] != "DISABLED"]
    if enabled:
        raise OperationFailed(
            f"These rules of the event bus are enabled: {', '.join(enabled)}. First disable them, or consumers are "
            "told of what only the restored rows change."
        )
