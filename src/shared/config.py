"""The deployment's configuration: the only module that reads environment variables.

Every group is frozen and read once, by the module that needs it, so that a function needs no more variables than it
uses.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class MissingVariable(Exception):
    """The deployment lacks an environment variable; the message names it."""


class InvalidVariable(Exception):
    """An environment variable has a value that it cannot have; the message names it."""


_UTC = "UTC"


class StripeMode(StrEnum):
    """Of which of Stripe's modes the payment webhook processes events."""

    LIVE = "live"
    TEST = "test"
    ANY = "any"


def _read(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        raise MissingVariable(f"The environment variable {name} is not set; template.yaml describes it.")
    return value


def _time_zone(environment: Mapping[str, str]) -> str:
    name = environment.get("TIME_ZONE") or _UTC
    if name != _UTC:
        from zoneinfo import ZoneInfo  # noqa: PLC0415 - as in `domain.local_dates`

        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:  # not known, not a relative path, a folder of time zones
            raise InvalidVariable(f"The environment variable TIME_ZONE is {name!r}, which is no time zone.") from error
    return name


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
class ScopeConfig:
    """How the issuer of access tokens writes the scopes of this API.

    Attributes:
        prefix: before each scope, such as `laurel/` for the scopes of a Cognito resource server; empty for none.
    """

    prefix: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group; by default, there is no prefix."""
        return cls(prefix=environment.get("SCOPE_PREFIX", ""))


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
    """Whether certificates are served, where the public verifies them, and which name is printed.

    Attributes:
        public_base_url: scheme and host, no slash at the end; empty for the API's own address.
        learner_may_change_name: whether the learner's own name is preferred over all others.
        time_zone: in which certificates issued now write their date; an IANA name.
    """

    enabled: bool
    public_base_url: str
    learner_may_change_name: bool = False
    time_zone: str = _UTC

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group; by default, certificates are disabled.

        Raises:
            InvalidVariable: there is no such time zone.
        """
        return cls(
            enabled=environment.get("CERTIFICATES_ENABLED", "false").lower() == "true",
            public_base_url=environment.get("PUBLIC_BASE_URL", "").rstrip("/"),
            learner_may_change_name=environment.get("LEARNER_MAY_CHANGE_NAME", "false").lower() == "true",
            time_zone=_time_zone(environment),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookConfig:
    """The payment webhook: its signing secrets, and which events it processes.

    Attributes:
        signing_secrets_arn: of the secret; None where the deployment has none and the webhook is disabled.
        chargebacks_revoke: whether a lost dispute ends enrollments and revokes certificates, as a full refund does.
        mode: of the events; others are ignored.
        accounts: ids of the connected accounts whose events are processed, beside the endpoint's own account.
    """

    signing_secrets_arn: str | None
    chargebacks_revoke: bool
    mode: StripeMode
    accounts: frozenset[str]

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group; by default, the webhook is disabled.

        Raises:
            InvalidVariable: the mode is none of `StripeMode`.
        """
        mode = environment.get("STRIPE_MODE") or StripeMode.LIVE
        if mode not in StripeMode:
            raise InvalidVariable(f"The environment variable STRIPE_MODE is {mode!r}; it may be live, test or any.")
        return cls(
            signing_secrets_arn=environment.get("STRIPE_SIGNING_SECRETS_ARN") or None,
            chargebacks_revoke=environment.get("CHARGEBACKS_REVOKE", "true").lower() == "true",
            mode=StripeMode(mode),
            accounts=frozenset(environment.get("STRIPE_ACCOUNTS", "").replace(",", " ").split()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentSetupConfig:
    """What admins are told of the payment webhook's configuration; the secret itself is the webhook's alone.

    Attributes:
        webhook_configured: whether the deployment has a signing secret.
    """

    webhook_configured: bool

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group; by default, the webhook is not configured."""
        return cls(webhook_configured=environment.get("STRIPE_WEBHOOK_CONFIGURED", "false").lower() == "true")


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaConfig:
    """Where lessons' media and courses' pictures may be, beside files of the pages.

    Attributes:
        origins: such as `https://media.example`, in the order of the parameter; none by default.
    """

    origins: tuple[str, ...]

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group; by default, there are no other origins."""
        return cls(origins=tuple(environment.get("MEDIA_ORIGINS", "").replace(",", " ").split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class RecheckConfig:
    """The queue of courses whose enrollments must be checked again."""

    queue_url: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(queue_url=_read(environment, "RECHECK_QUEUE_URL"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerIndexConfig:
    """The queue of courses whose learners must be counted and indexed."""

    queue_url: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(queue_url=_read(environment, "LEARNER_INDEX_QUEUE_URL"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderQueueConfig:
    """The queue of orders whose lines must be brought in line with them."""

    queue_url: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(queue_url=_read(environment, "ORDER_LINES_QUEUE_URL"))


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerExportConfig:
    """The queue of exports of a course's learners that must be written."""

    queue_url: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(queue_url=_read(environment, "LEARNER_EXPORTS_QUEUE_URL"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrollmentImportConfig:
    """The queue of imports of learners that must be done."""

    queue_url: str

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(queue_url=_read(environment, "ENROLLMENT_IMPORTS_QUEUE_URL"))


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
    """How often one client may verify codes, and where.

    Attributes:
        public_base_url: scheme and host, no slash at the end; empty for the API's own address.
    """

    requests_a_minute: int
    public_base_url: str = ""

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the group, or name the variable that is missing."""
        return cls(
            requests_a_minute=int(_read(environment, "VERIFICATIONS_A_MINUTE")),
            public_base_url=environment.get("PUBLIC_BASE_URL", "").rstrip("/"),
        )
