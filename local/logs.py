"""`make logs`: the log events of the functions of the running service, oldest first."""

from local import deployed
from local.console import CommandError, print_line
from local.settings import HOST, Settings

# Lambda's own log events for each invocation.
PLATFORM_EVENTS = ("START RequestId", "END RequestId", "REPORT RequestId")


def show(settings: Settings) -> None:
    """Print the log groups that ministack has for CloudWatch Logs.

    Raises:
        CommandError: the service is not running.
    """
    port = settings.data / "emulator-port"
    logs = deployed.client("logs", f"http://{HOST}:{port.read_text() if port.exists() else 0}")
    try:
        groups = [group["logGroupName"] for group in logs.describe_log_groups()["logGroups"]]
    except deployed.Unreachable as error:
        raise CommandError(f"no service is running on {settings.data}: start `make run` first") from error
    events = [
        (event["timestamp"], group.removeprefix("/aws/lambda/"), event["message"].rstrip())
        for group in groups
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        for event in page["events"]
    ]
    for _, group, message in sorted(events):
        if not message.startswith(PLATFORM_EVENTS):
            print_line(f"{group}: {message}")
