"""Where this run keeps its data and what it answers to; the only place that reads the environment."""

import os
import platform
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from local.console import FailedError

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
REGION = "us-east-1"
STACK = "laurel"
AUDIENCE = "laurel-local"
# Ctrl-C, `kill` and a closed terminal mean the same: stop what was started, save, and go.
ENDINGS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# What AWS and the service may take in the cloud may take so many times longer here, where everything shares a few
# processors: the functions' timeouts, their calls to AWS, and how long they are waited for.
PATIENCE = 10
SIGNING_SECRET = "whsec_local"  # noqa: S105 - published on purpose: it signs nothing outside this machine

# AWS's own names for the processors that a function can ask for.
ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One run: its port, its data folder, and the addresses that follow from them."""

    port: int
    data: Path
    architecture: str

    @property
    def url(self) -> str:
        """Where the service answers."""
        return f"http://{HOST}:{self.port}"

    @property
    def issuer(self) -> str:
        """The issuer of the local access tokens; its discovery document is served beside it."""
        return f"{self.url}/local/issuer"

    @property
    def logs(self) -> Path:
        """What the started programs say."""
        return self.data / "logs"

    @property
    def parameters(self) -> dict[str, str]:
        """What the template is deployed with."""
        return {
            "JwtIssuer": self.issuer,
            "JwtAudience": AUDIENCE,
            "StripeSigningSecrets": SIGNING_SECRET,
            "CertificatesEnabled": "true",
            "PublicBaseUrl": self.url,
            # The pages are served beside the API, by local/pages.py.
            "Pages": "false",
            "Architecture": self.architecture,
        }


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read `PORT` and `DATA_DIR`.

    Raises:
        FailedError: a value is not usable, or this processor is none that Lambda knows.
    """
    port = environment.get("PORT") or "8080"
    if not port.isdecimal() or not 0 < int(port) < 2**16:
        raise FailedError(f"PORT is {port!r}: set it to a number from 1 to 65535")
    machine = platform.machine().lower()
    if machine not in ARCHITECTURES:
        raise FailedError(f"Lambda has no {machine} processor: use x86_64 or arm64")
    data = Path(environment.get("DATA_DIR") or ROOT / ".local").expanduser().resolve()
    return Settings(port=int(port), data=data, architecture=ARCHITECTURES[machine])
