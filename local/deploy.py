"""Deploys template.yaml to ministack with SAM, and only when something has changed."""

import hashlib
import json
from pathlib import Path

from local import deployed, programs, tags
from local.console import CommandError, print_line
from local.ministack import http_api
from local.settings import REGION, STACK, Settings

TAG = "laurel-deployed-from"


def is_up_to_date(endpoint: str, settings: Settings, built_from: str) -> bool:
    """Whether this build is deployed in ministack with these parameters."""
    api = deployed.api_id(endpoint)
    return api is not None and tags.read(endpoint, api).get(TAG) == _digest(built_from, settings)


def deploy(endpoint: str, settings: Settings, built_from: str, *, lock_fd: int) -> None:
    """Deploy the build, and create the API's routes; data in tables and buckets stays.

    Args:
        endpoint: where ministack answers.
        settings: parameters and the folder for logs.
        built_from: the digest of the build.
        lock_fd: file descriptor of the lock on the data folder, which SAM inherits: when this process is killed, SAM
            continues for a while, and the next run must wait for it.

    Raises:
        CommandError: SAM failed.
    """
    print_line("deploying template.yaml to ministack")
    digest = _digest(built_from, settings)
    parameters = {**settings.parameters, "Release": digest}
    programs.run(
        [
            "sam",
            "deploy",
            "--no-confirm-changeset",
            "--no-fail-on-empty-changeset",
            "--no-progressbar",
            "--region",
            REGION,
            "--parameter-overrides",
            # In quotes, or SAM would drop a value that is empty.
            *(f'{name}="{value}"' for name, value in parameters.items()),
        ],
        log=settings.logs / "deploy.log",
        env=programs.environment(endpoint),
        inherited_fds=[lock_fd],
    )
    api = deployed.api_id(endpoint)
    if api is None:
        raise CommandError(f"the stack has no API: see {settings.logs / 'deploy.log'}")
    create_routes(endpoint, api)
    tags.write(endpoint, api, **{TAG: digest})


def create_routes(endpoint: str, api: str, stack: str = STACK) -> None:
    """Create what ministack leaves out when it deploys a stack: the routes of its API."""
    definition = http_api.definition(deployed.template(endpoint, stack), deployed.values(endpoint, stack))
    http_api.apply(deployed.client("apigatewayv2", endpoint), api, definition)


def _digest(built_from: str, settings: Settings) -> str:
    # The code that creates the routes counts as well: after a change of it, an API must be deployed again.
    code = Path(http_api.__file__).read_text()
    return hashlib.sha256(json.dumps([built_from, settings.parameters, code]).encode()).hexdigest()
