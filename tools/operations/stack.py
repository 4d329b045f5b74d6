"""A deployed stack: its resources by their names in template.yaml, and invocations of its functions."""

import json
import sys
from functools import cached_property
from typing import Any

import boto3
from botocore.config import Config


class OperationFailed(Exception):
    """A command could not be completed; the message tells the operator why."""


def say(text: str) -> None:
    """Tell the operator something, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


class Stack:
    """A stack in the account and region of the operator's credentials."""

    def __init__(self, name: str) -> None:
        """Name a stack; nothing is read yet."""
        self.name = name

    @cached_property
    def _resources(self) -> list[tuple[str, str, str]]:
        """Of each resource: the name in template.yaml, the type, the physical id."""
        pages = boto3.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=self.name)
        return [
            (resource["LogicalResourceId"], resource["ResourceType"], resource["PhysicalResourceId"])
            for page in pages
            for resource in page["StackResourceSummaries"]
        ]

    def resources(self, kind: str) -> dict[str, str]:
        """Return the physical ids of all resources of a type, such as `AWS::DynamoDB::Table`, by their names."""
        return {name: physical for name, its_kind, physical in self._resources if its_kind == kind}

    def resource(self, logical_id: str) -> str:
        """Return the physical id of a resource; of a queue, it is the URL.

        Raises:
            OperationFailed: the stack has no such resource.
        """
        for name, _, physical in self._resources:
            if name == logical_id:
                return physical
        raise OperationFailed(f"The stack {self.name} has no {logical_id}.")

    def invoke(self, function: str, event: Any) -> None:  # noqa: ANN401 - JSON
        """Invoke a function of a stream, by its name or ARN, and wait until it has processed an event.

        Raises:
            OperationFailed: the function failed, or reported that some of the event's records did.
        """
        # A function of a stream runs for up to a minute; and an invocation that is retried runs twice.
        client = boto3.client("lambda", config=Config(read_timeout=90, retries={"total_max_attempts": 1}))
        answer = client.invoke(FunctionName=function, Payload=json.dumps(event).encode())
        returned = answer["Payload"].read()
        if answer.get("FunctionError"):
            raise OperationFailed(f"{function} failed: {returned.decode()}")
        failures = json.loads(returned)["batchItemFailures"]
        if failures:
            raise OperationFailed(f"{function} failed for {len(failures)} records: see its log.")
