"""Starts the programs that a run needs, with an environment that knows no real AWS account."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from local.console import FailedError
from local.settings import REGION, ROOT

# What a program may see of the caller's environment: how to find programs, temporary folders, certificates and
# proxies, and nothing that could lead to somebody's AWS account or change what a function sees.
PASSED_ON = (
    "HOME",
    "LANG",
    "PATH",
    "TERM",
    "TMPDIR",
    "SSL_CERT_FILE",
    "REQUESTS_CA_BUNDLE",
    "http_proxy",
    "https_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
)
PIP_SETTINGS = "PIP_"
NO_AWS_ACCOUNT = {
    "AWS_ACCESS_KEY_ID": "test",  # who may do everything in the emulated AWS
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def forget_aws_account() -> None:
    """Take everything about AWS from this process's own environment, and put made-up credentials there."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(NO_AWS_ACCOUNT)


def environment(endpoint: str | None = None) -> dict[str, str]:
    """An environment with made-up credentials, for the emulated AWS at `endpoint` or for no AWS at all."""
    passed_on = {
        name: value for name, value in os.environ.items() if name in PASSED_ON or name.startswith(PIP_SETTINGS)
    }
    return {
        **passed_on,
        "PATH": f"{ROOT / '.venv' / 'bin'}:{passed_on.get('PATH', '/usr/bin:/bin')}",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
        "SAM_CLI_TELEMETRY": "0",
        "SAM_CLI_POLL_DELAY": "0.2",
        **NO_AWS_ACCOUNT,
        **({"AWS_ENDPOINT_URL": endpoint} if endpoint else {}),
    }


def run(command: Sequence[str | Path], *, log: Path, env: Mapping[str, str], keep_open: Sequence[int] = ()) -> None:
    """Run a program to its end; what it says goes to `log`.

    The program gets a session of its own: a Ctrl-C in the terminal reaches this process alone, which then ends the
    program and everything that it started.

    Args:
        command: the program and its arguments; it runs in the project's folder.
        log: file for its output, written anew.
        env: its whole environment.
        keep_open: file descriptors that it inherits.

    Raises:
        FailedError: the program is missing or ended with an error.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        try:
            program = subprocess.Popen(
                command,
                cwd=ROOT,
                env=env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=keep_open,
            )
        except FileNotFoundError as error:
            raise FailedError(f"{error.filename} is missing: run `make clean setup`") from error
        try:
            status = program.wait()
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()
            raise
    if status:
        raise FailedError(f"`{Path(command[0]).name} {command[1]}` failed: {log} says why")
