"""The settings of a run.

No other module of `local` reads PORT, DATA_DIR, ALLOWED_ORIGINS, MEDIA_ORIGINS and TIME_ZONE.
"""

import os
import platform
import re
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from local.console import CommandError

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
REGION = "us-east-1"
STACK = "laurel"
AUDIENCE = "laurel-local"
# Ctrl-C, `kill` and a closed terminal: stop what was started, save, and exit.
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Timeouts of the cloud are multiplied by this on a laptop, where everything shares a few processors: those of
# functions, of their calls to AWS, and of their callers.
TIMEOUT_FACTOR = 10
SIGNING_SECRET = "whsec_local"  # noqa: S105 - public on purpose: it is valid on this machine alone

# As the parameter AllowedOrigins of template.yaml.
ORIGINS = re.compile(r"(https?://[A-Za-z0-9.-]+(:[0-9]+)?(,https?://[A-Za-z0-9.-]+(:[0-9]+)?)*)?")
# As the parameter MediaOrigins: over HTTP, only media of this machine.
MEDIA_ORIGINS = re.compile(
    r"((https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:[0-9]+)?"
    r"(,(https://[A-Za-z0-9.-]+|http://(localhost|127\.0\.0\.1))(:[0-9]+)?){0,7})?"
)
# The names of `platform.machine()`, and Lambda's for the same processors.
ARCHITECTURES = {"x86_64": "x86_64", "amd64": "x86_64", "aarch64": "arm64", "arm64": "arm64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The port, the data folder, the origins of other pages and of media, the time zone, and what follows from them."""

    port: int
    data: Path
    architecture: str
    allowed_origins: str = ""
    media_origins: str = ""
    time_zone: str = "UTC"

    @property
    def url(self) -> str:
        """The address of the pages and the API."""
        return f"http://{HOST}:{self.port}"

    @property
    def issuer(self) -> str:
        """The issuer of local access tokens."""
        return f"{self.url}/local/issuer"

    @property
    def logs(self) -> Path:
        """The folder for the output of subprocesses."""
        return self.data / "logs"

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of template.yaml."""
        return {
            "JwtIssuer": self.issuer,
            "JwtAudience": AUDIENCE,
            "StripeSigningSecrets": SIGNING_SECRET,
            # Whoever tries Laurel out sends events of either mode.
            "StripeMode": "any",
            "CertificatesEnabled": "true",
            "TimeZone": self.time_zone,
            "PublicBaseUrl": self.url,
            "AllowedOrigins": self.allowed_origins,
            "MediaOrigins": self.media_origins,
            # local/pages.py serves the pages.
            "Pages": "false",
            "Architecture": self.architecture,
        }


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Read `PORT`, `DATA_DIR`, `ALLOWED_ORIGINS`, `MEDIA_ORIGINS` and `TIME_ZONE`.

    Raises:
        CommandError: a value is invalid, or Lambda does not support this processor.
    """
    port = environment.get("PORT") or "8080"
    if not port.isdecimal() or not 0 < int(port) < 2**16:
        raise CommandError(f"PORT is {port!r}: set it to a number from 1 to 65535")
    allowed_origins = environment.get("ALLOWED_ORIGINS") or ""
    if not ORIGINS.fullmatch(allowed_origins):
        example = "http://127.0.0.1:3000,https://school.example"
        raise CommandError(f"ALLOWED_ORIGINS is {allowed_origins!r}: set it to origins, separated by commas: {example}")
    media_origins = environment.get("MEDIA_ORIGINS") or ""
    if not MEDIA_ORIGINS.fullmatch(media_origins):
        example = "https://media.school.example,http://127.0.0.1:9000"
        raise CommandError(f"MEDIA_ORIGINS is {media_origins!r}: set it to origins, separated by commas: {example}")
    time_zone = environment.get("TIME_ZONE") or "UTC"
    try:
        ZoneInfo(time_zone)
    except (KeyError, ValueError, OSError) as error:  # not known, not a relative path, a folder of time zones
        example = "Pacific/Auckland"
        raise CommandError(f"TIME_ZONE is {time_zone!r}: set it to the name of a time zone: {example}") from error
    machine = platform.machine().lower()
    if machine not in ARCHITECTURES:
        raise CommandError(f"Lambda does not support a {machine} processor: use x86_64 or arm64")
    data = Path(environment.get("DATA_DIR") or ROOT / ".local").expanduser().resolve()
    return Settings(
        port=int(port),
        data=data,
        architecture=ARCHITECTURES[machine],
        allowed_origins=allowed_origins,
        media_origins=media_origins,
        time_zone=time_zone,
    )
