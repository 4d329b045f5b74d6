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
        raise MissingVariable(f"The environment variable {name} is not set; template.yaml describes it.")
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class CallConfig:
    """The timeouts of calls to AWS.

    Attributes:
        timeout_factor: by which the timeouts are multiplied; more than 1 only where AWS is emulated on a busy machine,
            and the functions' own timeouts are multiplied as well.
    """

    timeout_factor: int

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group; by default, the timeouts are not multiplied."""
        return cls(timeout_factor=int(environment.get("CALL_TIMEOUT_FACTOR", "1")))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableConfig:
    """The prefix of the names of this deployment's tables."""

    prefix: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(prefix=_read(environment, "TABLE_PREFIX"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentConfig:
    """The buckets of documents; a function has the names of those that it may access."""

    templates_bucket: str
    certificates_bucket: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group; the name of a bucket that the function may not access is empty."""
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
        """Read the group; by default, certificates are disabled."""
        return cls(
            enabled=environment.get("CERTIFICATES_ENABLED", "false").lower() == "true",
            public_base_url=environment.get("PUBLIC_BASE_URL", "").rstrip("/"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookConfig:
    """The ARN of the payment webhook's signing secrets, and the effect of a lost dispute.

    Attributes:
        chargebacks_revoke: whether a lost dispute ends enrollments and revokes certificates, as a full refund does.
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
    """The queue of courses whose enrollments must be checked again."""

    queue_url: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(queue_url=_read(environment, "RECHECK_QUEUE_URL"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EventConfig:
    """The bus that domain events are published on."""

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
