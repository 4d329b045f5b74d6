"""What is deployed in ministack, read through the API of AWS."""

from collections.abc import Mapping
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError, EndpointConnectionError

from local.settings import REGION, STACK, TIMEOUT_FACTOR

Unreachable = EndpointConnectionError


def client(service: str, endpoint: str) -> Any:  # noqa: ANN401 - botocore makes its clients' classes while it runs
    """A client of one service, for ministack at `endpoint`."""
    # No retries, and botocore's default timeout of 60 seconds, multiplied.
    config = Config(proxies={}, retries={"total_max_attempts": 1}, read_timeout=60 * TIMEOUT_FACTOR)
    return botocore.session.get_session().create_client(service, endpoint_url=endpoint, config=config)


def api_id(endpoint: str) -> str | None:
    """The id of the HTTP API, or None while nothing is deployed."""
    try:
        stacks = client("cloudformation", endpoint).describe_stacks(StackName=STACK)["Stacks"]
    except ClientError:
        return None
    outputs = {output["OutputKey"]: output["OutputValue"] for output in stacks[0].get("Outputs", [])}
    return outputs.get("ApiId")


def template(endpoint: str, stack: str = STACK) -> Mapping[str, Any]:
    """The template after the SAM transform."""
    answer = client("cloudformation", endpoint).get_template(StackName=stack, TemplateStage="Processed")
    body: Mapping[str, Any] = answer["TemplateBody"]
    return body


def values(endpoint: str, stack: str = STACK) -> dict[str, str]:
    """What `Ref` returns, by name: parameters, pseudo parameters and resources."""
    cloudformation = client("cloudformation", endpoint)
    (described,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    resources = cloudformation.describe_stack_resources(StackName=stack)["StackResources"]
    return {
        "AWS::Partition": "aws",
        "AWS::Region": REGION,
        "AWS::StackName": stack,
        "AWS::URLSuffix": "amazonaws.com",
        **{parameter["ParameterKey"]: parameter["ParameterValue"] for parameter in described["Parameters"]},
        **{resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources},
    }


def functions(endpoint: str, stack: str = STACK) -> dict[str, dict[str, Any]]:
    """Each function's configuration, by its logical id."""
    resources = client("cloudformation", endpoint).describe_stack_resources(StackName=stack)
    functions = client("lambda", endpoint)
    return {
        resource["LogicalResourceId"]: functions.get_function_configuration(FunctionName=resource["PhysicalResourceId"])
        for resource in resources["StackResources"]
        if resource["ResourceType"] == "AWS::Lambda::Function"
    }
