"""The configuration that the functions read from environment variables."""

from collections.abc import Callable

import pytest

from shared.config import (
    CallConfig,
    CertificateConfig,
    DocumentConfig,
    InvalidVariable,
    MediaConfig,
    MissingVariable,
    PaymentSetupConfig,
    StripeMode,
    TableConfig,
    VerificationConfig,
    WebhookConfig,
)


def test_each_group_reads_its_own_variables() -> None:
    environment = {
        "TABLE_PREFIX": "laurel-",
        "TEMPLATES_BUCKET": "templates",
        "CERTIFICATES_BUCKET": "certificates",
        "CERTIFICATES_ENABLED": "true",
        "PUBLIC_BASE_URL": "https://laurel.example",
        "STRIPE_SIGNING_SECRETS_ARN": "arn:secret",
        "STRIPE_MODE": "test",
        "STRIPE_ACCOUNTS": "acct_1, acct_2 acct_3",
        "STRIPE_WEBHOOK_CONFIGURED": "true",
        "VERIFICATIONS_A_MINUTE": "60",
        "MEDIA_ORIGINS": "https://media.example,https://cdn.example",
    }
    assert MediaConfig.from_env(environment) == MediaConfig(origins=("https://media.example", "https://cdn.example"))
    assert TableConfig.from_env(environment) == TableConfig(prefix="laurel-")
    assert DocumentConfig.from_env(environment) == DocumentConfig(
        templates_bucket="templates", certificates_bucket="certificates"
    )
    assert CertificateConfig.from_env(environment) == CertificateConfig(
        enabled=True, public_base_url="https://laurel.example"
    )
    assert WebhookConfig.from_env(environment) == WebhookConfig(
        signing_secrets_arn="arn:secret",
        chargebacks_revoke=True,
        mode=StripeMode.TEST,
        accounts=frozenset({"acct_1", "acct_2", "acct_3"}),
    )
    assert PaymentSetupConfig.from_env(environment) == PaymentSetupConfig(webhook_configured=True)
    without = WebhookConfig.from_env({**environment, "CHARGEBACKS_REVOKE": "false"})
    assert not without.chargebacks_revoke
    assert VerificationConfig.from_env(environment) == VerificationConfig(
        requests_a_minute=60, public_base_url="https://laurel.example"
    )


def test_the_default_is_the_environment_of_the_process() -> None:
    assert TableConfig.from_env() == TableConfig(prefix="test-")


@pytest.mark.parametrize(
    ("read", "name"),
    [
        (TableConfig.from_env, "TABLE_PREFIX"),
        (VerificationConfig.from_env, "VERIFICATIONS_A_MINUTE"),
    ],
)
@pytest.mark.parametrize("empty", [False, True])
def test_the_error_names_the_missing_variable(
    read: Callable[[dict[str, str]], object], name: str, *, empty: bool
) -> None:
    with pytest.raises(MissingVariable, match=name):
        read({name: ""} if empty else {})


def test_a_bucket_that_a_function_may_not_access_is_empty() -> None:
    assert DocumentConfig.from_env({}) == DocumentConfig(templates_bucket="", certificates_bucket="")


def test_aws_calls_have_longer_timeouts_only_if_configured() -> None:
    assert CallConfig.from_env({}).timeout_factor == 1
    assert CallConfig.from_env({"CALL_TIMEOUT_FACTOR": "10"}).timeout_factor == 10


@pytest.mark.parametrize("word", ["true", "True", "TRUE"])
def test_certificates_are_enabled_only_by_the_value_true(word: str) -> None:
    assert CertificateConfig.from_env({"CERTIFICATES_ENABLED": word}).enabled


@pytest.mark.parametrize("environment", [{}, *({"CERTIFICATES_ENABLED": word} for word in ("false", "", "1", "yes"))])
def test_certificates_are_disabled_otherwise(environment: dict[str, str]) -> None:
    assert not CertificateConfig.from_env(environment).enabled


@pytest.mark.parametrize(
    ("word", "allowed"), [("true", True), ("TRUE", True), ("false", False), ("", False), ("1", False)]
)
def test_learners_may_change_the_name_only_by_the_value_true(word: str, *, allowed: bool) -> None:
    assert CertificateConfig.from_env({"LEARNER_MAY_CHANGE_NAME": word}).learner_may_change_name is allowed
    assert not CertificateConfig.from_env({}).learner_may_change_name


@pytest.mark.parametrize("name", ["Pacific/Auckland", "UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires"])
def test_dates_are_in_the_time_zone_of_the_deployment(name: str) -> None:
    assert CertificateConfig.from_env({"TIME_ZONE": name}).time_zone == name


@pytest.mark.parametrize("environment", [{}, {"TIME_ZONE": ""}])
def test_dates_are_in_utc_by_default(environment: dict[str, str]) -> None:
    assert CertificateConfig.from_env(environment).time_zone == "UTC"


@pytest.mark.parametrize("name", ["Europe/Berln", "Europe", "../UTC", "/etc/localtime", "zone.tab"])
def test_an_unknown_time_zone_is_named(name: str) -> None:
    with pytest.raises(InvalidVariable, match="TIME_ZONE"):
        CertificateConfig.from_env({"TIME_ZONE": name})


@pytest.mark.parametrize("url", ["https://laurel.example", "https://laurel.example/", "https://laurel.example//"])
def test_the_public_base_url_has_no_trailing_slash(url: str) -> None:
    assert CertificateConfig.from_env({"PUBLIC_BASE_URL": url}).public_base_url == "https://laurel.example"


@pytest.mark.parametrize("environment", [{}, {"MEDIA_ORIGINS": ""}])
def test_no_origins_of_media_are_listed_by_default(environment: dict[str, str]) -> None:
    assert MediaConfig.from_env(environment) == MediaConfig(origins=())


def test_the_public_base_url_is_empty_by_default() -> None:
    assert CertificateConfig.from_env({}).public_base_url == ""


@pytest.mark.parametrize(
    "environment", [{}, {"STRIPE_SIGNING_SECRETS_ARN": "", "STRIPE_MODE": "", "STRIPE_ACCOUNTS": ""}]
)
def test_without_a_secret_the_payment_webhook_is_disabled(environment: dict[str, str]) -> None:
    config = WebhookConfig.from_env(environment)
    assert (config.signing_secrets_arn, config.mode, config.accounts) == (None, StripeMode.LIVE, frozenset())
    assert not PaymentSetupConfig.from_env({}).webhook_configured
    assert not PaymentSetupConfig.from_env({"STRIPE_WEBHOOK_CONFIGURED": "false"}).webhook_configured


@pytest.mark.parametrize("mode", ["live", "test", "any"])
def test_the_mode_of_payment_events_is_one_of_three(mode: str) -> None:
    assert WebhookConfig.from_env({"STRIPE_MODE": mode}).mode == mode


@pytest.mark.parametrize("mode", ["Live", "both", "live,test", " "])
def test_the_error_names_the_variable_with_an_unknown_mode(mode: str) -> None:
    with pytest.raises(InvalidVariable, match=r"STRIPE_MODE .* live, test or any"):
        WebhookConfig.from_env({"STRIPE_MODE": mode})
