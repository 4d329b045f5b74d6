"""The deployment's configuration: the only module that reads environment variables.

Every group is frozen and read once, by the module that needs it, so that a function needs no more variables than it
uses.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


class MissingVariable(Exception):
    """The deployment lacks an environment variable; the message names it."""


def _read(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise MissingVariable(f"The environment variable {name} is not set; template.yaml says what belongs there.")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class CallConfig:
    """How long calls to AWS are waited for.

    Attributes:
        patience: what their timeouts are multiplied by; more than 1 only where AWS is emulated on a busy machine, and
            the functions' own timeouts are longer as well.
    """

    patience: int

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group; timeouts are as they stand unless the deployment says otherwise."""
        return cls(patience=int(environment.get("CALL_PATIENCE", "1")))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableConfig:
    """What the names of this deployment's tables begin with."""

    prefix: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(prefix=_read(environment, "TABLE_PREFIX"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentConfig:
    """The buckets that hold documents; a function has only those that it may touch."""

    templates_bucket: str
    certificates_bucket: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group; a bucket that a function may not touch stays empty."""
        return cls(
            templates_bucket=environment.get("TEMPLATES_BUCKET", ""),
            certificates_bucket=environment.get("CERTIFICATES_BUCKET", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateConfig:
    """Whether certificates are served, and where the public verifies them.

    Attributes:
        public_base_url: scheme and host, no slash at the end; empty for the API's own address.
    """

    enabled: bool
    public_base_url: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group; certificates are off unless the deployment says otherwise."""
        return cls(
            enabled=environment.get("CERTIFICATES_ENABLED", "false").lower() == "true",
            public_base_url=environment.get("PUBLIC_BASE_URL", "").rstrip("/"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookConfig:
    """Where the payment webhook's signing secrets are kept, and what a lost dispute does.

    Attributes:
        chargebacks_revoke: whether it ends and revokes as a full refund does.
    """

    signing_secrets_arn: str
    chargebacks_revoke: bool

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(
            signing_secrets_arn=_read(environment, "STRIPE_SIGNING_SECRETS_ARN"),
            chargebacks_revoke=environment.get("CHARGEBACKS_REVOKE", "true").lower() == "true",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckConfig:
    """The queue of courses whose enrollments must be looked at again."""

    queue_url: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(queue_url=_read(environment, "RECHECK_QUEUE_URL"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventConfig:
    """The bus that domain events go out on."""

    bus_name: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(bus_name=_read(environment, "EVENT_BUS_NAME"))


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationConfig:
    """How often one client may verify codes."""

    requests_a_minute: int

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(requests_a_minute=int(_read(environment, "VERIFICATIONS_A_MINUTE")))
