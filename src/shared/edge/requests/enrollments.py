"""Changes to enrollments and profiles."""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from shared.domain.enrollment import EnrollmentStatus
from shared.domain.ids import OrderId, SubscriptionId
from shared.edge.bodies import json_body
from shared.edge.requests.times import instant


def enrollment_changes(event: APIGatewayProxyEventV2) -> dict[str, Any]:
    """Read the fields of an enrollment to change; the others stay as they are."""
    body = json_body(event, "EnrollmentInput")
    read: dict[str, Callable[[str], Any]] = {
        "status": EnrollmentStatus,
        "order_id": OrderId,
        "subscription_id": SubscriptionId,
        "access_expires_at": lambda text: instant(text, "access_expires_at"),
    }
    return {name: read[name](value) if value is not None and name in read else value for name, value in body.items()}


def profile_name(event: APIGatewayProxyEventV2) -> str | None:
    """Read the name in a learner's profile; None removes it."""
    name: str | None = json_body(event, "ProfileInput")["name"]
    return name
