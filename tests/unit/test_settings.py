"""The deployment's words to the code."""

from collections.abc import Callable

import pytest

from shared.settings import (
    CallSettings,
    CertificateSettings,
    DocumentSettings,
    MissingVariable,
    TableSettings,
    VerificationSettings,
    WebhookSettings,
)


def test_each_group_reads_its_own_variables() -> None:
    environment = {
        "TABLE_PREFIX": "laurel-",
        "TEMPLATES_BUCKET": "templates",
        "CERTIFICATES_BUCKET": "certificates",
        "CERTIFICATES_ENABLED": "true",
        "PUBLIC_BASE_URL": "https://laurel.example",
        "STRIPE_SIGNING_SECRETS_ARN": "arn:secret",
        "VERIFICATIONS_A_MINUTE": "60",
    }
    assert TableSettings.from_env(environment) == TableSettings(prefix="laurel-")
    assert DocumentSettings.from_env(environment) == DocumentSettings(
        templates_bucket="templates", certificates_bucket="certificates"
    )
    assert CertificateSettings.from_env(environment) == CertificateSettings(
        enabled=True, public_base_url="https://laurel.example"
    )
    assert WebhookSettings.from_env(environment) == WebhookSettings(
        signing_secrets_arn="arn:secret", chargebacks_revoke=True
    )
    without = WebhookSettings.from_env({**environment, "CHARGEBACKS_REVOKE": "false"})
    assert not without.chargebacks_revoke
    assert VerificationSettings.from_env(environment) == VerificationSettings(requests_a_minute=60)


def test_without_more_the_process_environment_is_read() -> None:
    assert TableSettings.from_env() == TableSettings(prefix="test-")


@pytest.mark.parametrize(
    ("read", "name"),
    [
        (TableSettings.from_env, "TABLE_PREFIX"),
        (WebhookSettings.from_env, "STRIPE_SIGNING_SECRETS_ARN"),
        (VerificationSettings.from_env, "VERIFICATIONS_A_MINUTE"),
    ],
)
@pytest.mark.parametrize("empty", [False, True])
def test_a_variable_that_is_missing_is_named(
    read: Callable[[dict[str, str]], object], name: str, *, empty: bool
) -> None:
    with pytest.raises(MissingVariable, match=name):
        read({name: ""} if empty else {})


def test_a_bucket_that_a_function_may_not_touch_stays_empty() -> None:
    assert DocumentSettings.from_env({}) == DocumentSettings(templates_bucket="", certificates_bucket="")


def test_calls_to_aws_are_waited_for_longer_only_where_the_deployment_says_so() -> None:
    assert CallSettings.from_env({}).patience == 1
    assert CallSettings.from_env({"CALL_PATIENCE": "10"}).patience == 10


@pytest.mark.parametrize("word", ["true", "True", "TRUE"])
def test_certificates_are_on_only_where_the_deployment_says_true(word: str) -> None:
    assert CertificateSettings.from_env({"CERTIFICATES_ENABLED": word}).enabled


@pytest.mark.parametrize("environment", [{}, *({"CERTIFICATES_ENABLED": word} for word in ("false", "", "1", "yes"))])
def test_certificates_are_off_otherwise(environment: dict[str, str]) -> None:
    assert not CertificateSettings.from_env(environment).enabled


@pytest.mark.parametrize("url", ["https://laurel.example", "https://laurel.example/", "https://laurel.example//"])
def test_the_public_address_has_no_slash_at_its_end(url: str) -> None:
    assert CertificateSettings.from_env({"PUBLIC_BASE_URL": url}).public_base_url == "https://laurel.example"


def test_without_a_public_address_it_is_empty() -> None:
    assert CertificateSettings.from_env({}).public_base_url == ""
