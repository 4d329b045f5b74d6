"""Runs other programs, in an environment without the user's AWS account."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from local.console import CommandError
from local.settings import REGION, ROOT

# The variables that are inherited: for programs, temporary folders, certificates and proxies, but none that could give
# access to an AWS account or change the environment of functions.
INHERITED = (
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
INHERITED_PREFIX = "PIP_"
DUMMY_ACCOUNT = {
    "AWS_ACCESS_KEY_ID": "test",  # in ministack, the root user of the account
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
    "AWS_CONFIG_FILE": os.devnull,
    "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
}


def use_dummy_aws_account() -> None:
    """Replace everything about AWS in this process's own environment by dummy credentials."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    os.environ.update(DUMMY_ACCOUNT)


def environment(endpoint: str | None = None) -> dict[str, str]:
    """An environment with dummy credentials, and `endpoint` as the address of AWS if given."""
    inherited = {
        name: value for name, value in os.environ.items() if name in INHERITED or name.startswith(INHERITED_PREFIX)
    }
    return {
        **inherited,
        "PATH": f"{ROOT / '.venv' / 'bin'}:{inherited.get('PATH', '/usr/bin:/bin')}",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
        "SAM_CLI_TELEMETRY": "0",
        "SAM_CLI_POLL_DELAY": "0.2",
        **DUMMY_ACCOUNT,
        **({"AWS_ENDPOINT_URL": endpoint} if endpoint else {}),
    }


def run(command: Sequence[str | Path], *, log: Path, env: Mapping[str, str], inherited_fds: Sequence[int] = ()) -> None:
    """Run a program, with its output in the file `log`, and wait until it exits.

    It gets a session of its own: Ctrl-C in the terminal reaches this process alone, which then kills the program and
    everything that it started.

    Args:
        command: the program and its arguments; its working directory is the project's folder.
        log: the file for its output, overwritten.
        env: its whole environment.
        inherited_fds: file descriptors that it inherits.

    Raises:
        CommandError: the program is missing, or its exit status is not 0.
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
                pass_fds=inherited_fds,
            )
        except FileNotFoundError as error:
            raise CommandError(f"{error.filename} is missing: run `make clean setup`") from error
        try:
            status = program.wait()
        except BaseException:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
            program.wait()
            raise
    if status:
        raise CommandError(f"`{Path(command[0]).name} {command[1]}` failed: see {log}")
