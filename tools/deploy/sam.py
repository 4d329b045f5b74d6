"""Runs the SAM CLI that is installed beside this Python, with its output in a file."""

import hashlib
import json
import os
import subprocess
import sysconfig
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from tools.deploy.errors import DeploymentError
from tools.deploy.questions import SECRETS_VARIABLE
from tools.deploy.stage import Stage

SCRIPTS = Path(sysconfig.get_path("scripts"))
CONFIGURATION = Path("samconfig.toml")
LINES_SHOWN = 25
NO_ACCOUNT = {
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def build(stage: Stage, architecture: str) -> None:
    """Build the functions and layers for a processor.

    Raises:
        DeploymentError: it failed.
    """
    # Nothing that is installed for the build sees the account.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")} | NO_ACCOUNT
    _run(
        stage,
        "build",
        ["--build-dir", str(_built(stage)), "--cache-dir", str(stage.work / "cache")],
        [f"Architecture={architecture}"],
        {**environment, "ARCHITECTURE": architecture},
    )


def release(stage: Stage, parameters: Mapping[str, str]) -> str:
    """Compute the digest of what was built and of the parameters, in hexadecimal: another one is another release."""
    total = hashlib.sha256(json.dumps(sorted(parameters.items())).encode())
    for path in sorted(path for path in _built(stage).rglob("*") if path.is_file()):
        total.update(f"\n{path.relative_to(_built(stage))}\n".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def deploy(stage: Stage, region: str, parameters: Mapping[str, str]) -> None:
    """Deploy what was built; the stack keeps the values of parameters that are not given.

    Raises:
        DeploymentError: it failed.
    """
    # Not on the command line, which every user of the machine could read: one may be a secret. JSON is YAML as well.
    with NamedTemporaryFile("w", suffix=".yaml") as file:
        json.dump(dict(parameters), file)
        file.flush()
        options = ["--template-file", str(_built(stage) / "template.yaml"), "--stack-name", stage.stack]
        options += ["--region", region, "--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar"]
        _run(stage, "deploy", options, [f"file://{file.name}"], dict(os.environ))


def _built(stage: Stage) -> Path:
    return stage.work / "build"


def _run(
    stage: Stage, command: str, options: Sequence[str], overrides: Sequence[str], environment: dict[str, str]
) -> None:
    environment.pop(SECRETS_VARIABLE, None)
    environment["PATH"] = f"{SCRIPTS}:{environment.get('PATH', '')}"
    log = stage.work / f"{command}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    program = [str(SCRIPTS / "sam"), command, "--config-file", str(CONFIGURATION.resolve())]
    with log.open("wb") as output:
        done = subprocess.run(
            [*program, *options, "--parameter-overrides", *overrides],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        last = log.read_text("utf-8", "replace").rstrip().splitlines()[-LINES_SHOWN:]
        raise DeploymentError("\n".join([*last, f"`sam {command}` failed: {log} has all of its output"]))
