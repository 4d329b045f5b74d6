"""Deploys template.yaml to the emulated AWS with SAM, and only when something has changed."""

import hashlib
import json
from pathlib import Path

from local import deployed, notes, programs, routes
from local.console import FailedError, say
from local.settings import REGION, Settings

NOTE = "laurel-deployed-from"


def up_to_date(endpoint: str, settings: Settings, built_from: str) -> bool:
    """Whether the emulated AWS has this very build with these very parameters."""
    api = deployed.api_id(endpoint)
    return api is not None and notes.read(endpoint, api).get(NOTE) == _digest(built_from, settings)


def deploy(endpoint: str, settings: Settings, built_from: str, *, keep_open: int) -> None:
    """Deploy the build, its data kept, and give the API its routes.

    Args:
        endpoint: the emulated AWS.
        settings: parameters and logs.
        built_from: the digest of the build.
        keep_open: file descriptor of the lock on the data folder: when this process is killed, SAM goes on for a
            while, and the next run must wait for it.

    Raises:
        FailedError: SAM failed.
    """
    say("deploying template.yaml to the emulated AWS")
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
            *(f"{name}={value}" for name, value in settings.parameters.items()),
        ],
        log=settings.logs / "deploy.log",
        env=programs.environment(endpoint),
        keep_open=[keep_open],
    )
    api = deployed.api_id(endpoint)
    if api is None:
        raise FailedError(f"the deployment made no API: {settings.logs / 'deploy.log'} says why")
    wanted = routes.of_template(deployed.template(endpoint), settings.parameters)
    arns = {name: function["FunctionArn"] for name, function in deployed.functions(endpoint).items()}
    routes.apply(deployed.client("apigatewayv2", endpoint), api, wanted, arns)
    notes.write(endpoint, api, **{NOTE: _digest(built_from, settings)})


def _digest(built_from: str, settings: Settings) -> str:
    # How routes are added counts as well: a change there must reach an API that is deployed already.
    how = Path(routes.__file__).read_text()
    return hashlib.sha256(json.dumps([built_from, settings.parameters, how]).encode()).hexdigest()
