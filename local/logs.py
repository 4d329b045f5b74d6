"""`make logs`: what the functions of the running service said, oldest first."""

from local import deployed
from local.console import FailedError, say
from local.settings import HOST, Settings

# What Lambda adds to each invocation, and nobody looks for.
FRAME = ("START RequestId", "END RequestId", "REPORT RequestId")


def show(settings: Settings) -> None:
    """Print what the emulated CloudWatch holds.

    Raises:
        FailedError: the service is not running.
    """
    port = settings.data / "emulator-port"
    logs = deployed.client("logs", f"http://{HOST}:{port.read_text() if port.exists() else 0}")
    try:
        groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    except deployed.Unreachable as error:
        raise FailedError(f"nothing runs on {settings.data}: start `make run` first") from error
    events = [
        (event["timestamp"], group.removeprefix("/aws/lambda/"), event["message"].rstrip())
        for group in groups
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        for event in page["events"]
    ]
    for _, group, message in sorted(events):
        if not message.startswith(FRAME):
            say(f"{group}: {message}")
